/** How much damage does the gate catch, how often is it wrong, and what does it cost? */

import { pathToFileURL } from 'node:url';
import { createGate, type Gate } from '../../src/core/gate/gate.ts';
import { languageOf } from '../../src/core/gate/language/languages.ts';
import type { CheckResult } from '../../src/core/gate/verdict.ts';
import { createSyntax, type Syntax } from '../../src/core/gate/syntax/syntax.ts';
import { nodeSyntaxPorts } from '../scripts/nodeSyntax.ts';
import { casesOf, type LabelledCase } from './gateSet/cases.ts';
import { longFiles } from './gateSet/longFiles.ts';
import { sources } from './gateSet/sources.ts';

export const title = 'gate: damage caught, false alarms, time';

/** What one check did over all cases. */
interface CheckTally {
  /** Damaged cases it was asked about, and those it failed. */
  damaged: number;
  caught: number;
  /** Good changes, and those it failed. */
  good: number;
  alarms: number;
  readonly ms: number[];
}

interface Tallies {
  readonly tallies: Map<string, Tally>;
  readonly checks: Map<string, CheckTally>;
}

const longFileSeeds = 6;

interface Options {
  /** Folders of the form `<project>/<version>/...` with two versions each: real changes. */
  readonly pairs: readonly string[];
  /** Folders of files that are damaged as they stand. */
  readonly extra: readonly string[];
  readonly only: readonly string[];
  /** Print the cases of this label that the gate got wrong. */
  readonly show: string | undefined;
  readonly times: number;
  readonly most: number;
  /** Take one file in so many. */
  readonly every: number;
  readonly languages: readonly string[];
}

interface Tally {
  cases: number;
  failed: number;
  readonly checks: Map<string, number>;
  readonly ms: number[];
}

/** Runs the labelled set of test/fixtures/gate. */
export async function run(print: (line: string) => void): Promise<void> {
  await measure(
    { pairs: [], extra: [], only: [], show: undefined, times: 3, most: 10_000, every: 1, languages: [] },
    print,
  );
}

/** Each case of a long file in turn, as a person goes to and fro in it; `alone` is a verdict that no other came before. */
async function measureLongFiles(
  syntax: Syntax,
  gateOf: () => Gate,
  print: (line: string) => void,
): Promise<void> {
  const times = new Map<string, number[]>();
  const timed = async (name: string, gate: Gate, one: LabelledCase): Promise<void> => {
    const start = performance.now();
    await gate.judge(one.judged);
    times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
  };
  const gate = gateOf();
  for (const file of await longFiles()) {
    for (let seed = 1; seed <= longFileSeeds; seed++) {
      for (const one of await casesOf(file, syntax, { seed, times: 1, only: [] })) {
        await timed(`${one.judged.task} in turn`, gate, one);
        await timed(`${one.judged.task} alone`, gateOf(), one);
      }
    }
  }
  print('');
  print('in TypeScript files of 2,000 lines (targets: 5 ms for a suggestion, 60 ms for an edit):');
  for (const [name, list] of [...times].sort(([a], [b]) => a.localeCompare(b))) {
    const sorted = [...list].sort((a, b) => a - b);
    const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
    print(`${name.padEnd(26)} ${String(list.length).padStart(6)}  median ${at(0.5)} ms  p90 ${at(0.9)} ms`);
  }
}

async function measure(options: Options, print: (line: string) => void): Promise<void> {
  const syntax = createSyntax(nodeSyntaxPorts);
  const clock = {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    after: () => ({ dispose() {} }),
  };
  const gateOf = (): Gate =>
    createGate({ clock, syntax, log: { trace() {}, debug() {}, info() {}, warn: print, error: print } });
  const gate = gateOf();
  const tallies = new Map<string, Tally>();
  const checks = new Map<string, CheckTally>();
  const languages = new Set<string>();
  let files = 0;
  let seen = 0;
  for await (const file of sources(options)) {
    const facts = languageOf(file.path, '');
    if (options.languages.length > 0 && !options.languages.includes(facts?.id ?? '')) continue;
    if (++seen % options.every !== 0) continue;
    if (++files > options.most) break;
    for (const one of await casesOf(file, syntax, { seed: 7, times: options.times, only: options.only })) {
      languages.add(one.judged.languageId);
      await tally(one, gate, { tallies, checks }, options, print);
    }
  }
  report(tallies, languages, print);
  reportChecks(checks, print);
  if (options.pairs.length + options.extra.length + options.only.length === 0)
    await measureLongFiles(syntax, gateOf, print);
  syntax.dispose();
}

async function tally(
  one: LabelledCase,
  gate: ReturnType<typeof createGate>,
  { tallies, checks }: Tallies,
  options: Options,
  print: (line: string) => void,
): Promise<void> {
  const start = performance.now();
  const verdict = await gate.judge(one.judged);
  const ms = performance.now() - start;
  const row = tallies.get(one.label) ?? { cases: 0, failed: 0, checks: new Map<string, number>(), ms: [] };
  tallies.set(one.label, row);
  row.cases++;
  row.ms.push(ms);
  if (!verdict.passed) row.failed++;
  for (const result of verdict.results) countCheck(checks, result, one.label);
  for (const failed of verdict.failed) row.checks.set(failed.name, (row.checks.get(failed.name) ?? 0) + 1);
  const wrong = isGood(one.label) !== verdict.passed;
  if (wrong && options.show === one.label) {
    print(
      `${one.id}: ${verdict.failed.map((failed) => `${failed.name}@${failed.evidence?.line ?? ''} ${failed.evidence?.message ?? ''}`).join(' | ') || 'passed'}`,
    );
  }
}

function countCheck(checks: Map<string, CheckTally>, result: CheckResult, label: string): void {
  const row = checks.get(result.name) ?? { damaged: 0, caught: 0, good: 0, alarms: 0, ms: [] };
  checks.set(result.name, row);
  row.ms.push(result.ms);
  if (isGood(label)) {
    row.good++;
    if (!result.passed) row.alarms++;
  } else {
    row.damaged++;
    if (!result.passed) row.caught++;
  }
}

/** Most damage is of one check's kind: its share of all damage says how much of it falls to it, not how good it is. */
function reportChecks(checks: ReadonlyMap<string, CheckTally>, print: (line: string) => void): void {
  print('');
  print('by check, of all damaged and all good cases it was asked about:');
  for (const [name, row] of [...checks].sort((a, b) => b[1].caught - a[1].caught)) {
    const caught = ((100 * row.caught) / Math.max(1, row.damaged)).toFixed(1);
    const alarms = ((100 * row.alarms) / Math.max(1, row.good)).toFixed(2);
    const sorted = [...row.ms].sort((a, b) => a - b);
    const median = (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(3);
    const late = (sorted[Math.floor(sorted.length * 0.95)] ?? 0).toFixed(2);
    print(
      `${name.padEnd(26)} ${String(row.caught).padStart(6)} of ${String(row.damaged).padStart(6)}  caught ${caught.padStart(6)}%  false alarms ${alarms.padStart(6)}%  median ${median.padStart(7)} ms  p95 ${late.padStart(6)} ms`,
    );
  }
}

function isGood(label: string): boolean {
  return label.startsWith('good');
}

function report(
  tallies: ReadonlyMap<string, Tally>,
  languages: ReadonlySet<string>,
  print: (line: string) => void,
): void {
  const all = [...tallies.values()].reduce((sum, row) => sum + row.cases, 0);
  print(`${all} cases, ${languages.size} languages: ${[...languages].sort().join(' ')}`);
  const shareOf = (good: boolean): string => {
    const rows = [...tallies].filter(([label]) => isGood(label) === good).map(([, row]) => row);
    const cases = rows.reduce((sum, row) => sum + row.cases, 0);
    const failed = rows.reduce((sum, row) => sum + row.failed, 0);
    return `${((100 * failed) / Math.max(1, cases)).toFixed(2)}% of ${cases}`;
  };
  const times = [...tallies.values()].flatMap((row) => row.ms).sort((a, b) => a - b);
  print(
    `in all: caught ${shareOf(false)} damaged, false alarms ${shareOf(true)} good, median ${(times[times.length >> 1] ?? 0).toFixed(1)} ms`,
  );
  for (const [label, row] of [...tallies].sort(
    ([a], [b]) => Number(isGood(b)) - Number(isGood(a)) || a.localeCompare(b),
  )) {
    const share = ((100 * row.failed) / row.cases).toFixed(isGood(label) ? 2 : 1);
    const what = isGood(label) ? 'false alarms' : 'caught';
    const sorted = [...row.ms].sort((a, b) => a - b);
    const median = (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1);
    const by = [...row.checks]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 6)
      .map(([name, count]) => `${name} ${count}`);
    print(
      `${label.padEnd(26)} ${String(row.cases).padStart(6)}  ${what} ${share.padStart(6)}%  median ${median.padStart(5)} ms  ${by.join(', ')}`,
    );
  }
}

function fromArguments(args: readonly string[]): Options {
  const values = (name: string): string[] =>
    args.flatMap((arg, at) => (arg === `--${name}` ? [args[at + 1] ?? ''] : []));
  return {
    pairs: values('pairs'),
    extra: values('extra'),
    only: values('only'),
    show: values('show')[0],
    times: Number(values('times')[0] ?? 3),
    every: Number(values('every')[0] ?? 1),
    most: Number(values('most')[0] ?? 10_000),
    languages: values('language'),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await measure(fromArguments(process.argv.slice(2)), (line) => console.log(line));
}
