/** What do suggestions cost and give while a person types? Synthetic traces of real files against a simulated server. */

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { oracleFor } from './completion/oracle.ts';
import { playTrace, type TraceFigures, type TracePlan } from './completion/playTrace.ts';
import { instant, rtx4090, type ServerSpeed } from './completion/simulatedServer.ts';
import { chooseHoles } from './completion/typist.ts';

export const title = 'typing (synthetic rhythm, real files) against a simulated server';

const root = path.join(import.meta.dirname, '..', '..');

/** Real files that every checkout has after `npm install`. */
const files: readonly { readonly path: string; readonly languageId: string }[] = [
  { path: 'node_modules/minisearch/src/MiniSearch.ts', languageId: 'typescript' },
  { path: 'node_modules/jsonc-parser/lib/esm/impl/scanner.js', languageId: 'javascript' },
  { path: 'node_modules/tree-sitter-c/grammar.js', languageId: 'javascript' },
  { path: 'node_modules/tree-sitter-c/bindings/python/tree_sitter_c/__init__.py', languageId: 'python' },
];

interface Scenario {
  readonly name: string;
  readonly speed: ServerSpeed;
  readonly wrongLines: number;
  readonly takes: number;
  readonly empty?: boolean;
}

const scenarios: readonly Scenario[] = [
  { name: 'instant, 80 % of lines right, nothing accepted', speed: instant, wrongLines: 0.2, takes: 0 },
  { name: '4090, 80 % of lines right, nothing accepted', speed: rtx4090, wrongLines: 0.2, takes: 0 },
  { name: '4090, 80 % of lines right, accepting', speed: rtx4090, wrongLines: 0.2, takes: 0.5 },
  { name: '4090, 65 % of lines right, nothing accepted', speed: rtx4090, wrongLines: 0.35, takes: 0 },
  { name: '4090, always right', speed: rtx4090, wrongLines: 0, takes: 0 },
  { name: '4090, silent', speed: rtx4090, wrongLines: 0, takes: 0, empty: true },
];

export async function run(print: (line: string) => void): Promise<void> {
  const keystrokes = Number(process.env['TANDEM_BENCH_KEYS'] ?? 400);
  const seeds = [1, 2];
  print(
    `${keystrokes} keystrokes a trace, ${seeds.length} seeds; log-normal rhythm, median 145 ms, 3 % slips`,
  );
  const chosen = process.env['TANDEM_BENCH_SCENARIO'];
  for (const [index, scenario] of scenarios.entries()) {
    if (chosen !== undefined && !chosen.split(',').includes(String(index))) continue;
    const plans = seeds.flatMap((seed) =>
      files.slice(0, 2).map((file) => planFor(file, scenario, seed, keystrokes)),
    );
    const figures = await Promise.all(plans.map((plan) => playTrace(plan)));
    report(scenario.name, figures, print);
  }
}

function planFor(
  file: (typeof files)[number],
  scenario: Scenario,
  seed: number,
  keystrokes: number,
): TracePlan {
  const text = readFileSync(path.join(root, file.path), 'utf8').replaceAll('\r\n', '\n');
  return {
    ...file,
    text,
    holes: chooseHoles(text, 5, seed * 31),
    oracle: oracleFor(text, { wrongLines: scenario.wrongLines, seed, empty: scenario.empty === true }),
    speed: scenario.speed,
    manner: { seed, medianMs: 145, slips: 0.03, takes: scenario.takes, keystrokes },
  };
}

function report(name: string, all: readonly TraceFigures[], print: (line: string) => void): void {
  const sum = (pick: (one: TraceFigures) => number): number =>
    all.reduce((total, one) => total + pick(one), 0);
  const list = (pick: (one: TraceFigures) => number[]): number[] => all.flatMap(pick);
  const keys = sum((one) => one.keystrokes);
  const per100 = (value: number): string => ((value / keys) * 100).toFixed(2);
  const requests = sum((one) => one.requests);
  const ready = list((one) => one.newReadyMs);
  const evaluated = list((one) => one.evaluated);
  // A prompt after a jump is new to the server whatever one does; the others show the layout's worth.
  const warm = list((one) => one.evaluatedWarm);
  const generated = sum((one) => one.generatedTokens);
  print('');
  print(`${name} (${keys} keystrokes)`);
  print(
    `  new suggestions ${ready.length}: ready after p50 ${at(ready, 0.5)} ms, p90 ${at(ready, 0.9)} ms; shown (VS Code asks after 50 ms) p50 ${at(ready.map(shown), 0.5)} ms, p90 ${at(ready.map(shown), 0.9)} ms; from ${counts(all.map((one) => one.newByOrigin))}`,
  );
  print(
    `  requests per 100 keystrokes ${per100(requests)}, cancelled ${per100(sum((one) => one.cancelled))}, connections ${sum((one) => one.connections)}`,
  );
  print(
    `  prompt tokens evaluated per request p50 ${at(evaluated, 0.5)}, p90 ${at(evaluated, 0.9)}, p99 ${at(evaluated, 0.99)}; in all ${sum((one) => one.evaluated.reduce((a, b) => a + b, 0))} of ${sum((one) => one.sentTokens)} sent`,
  );
  print(
    `  of which where the window stayed in place (${warm.length} of ${evaluated.length}): p50 ${at(warm, 0.5)}, p90 ${at(warm, 0.9)}, p99 ${at(warm, 0.99)}`,
  );
  print(
    `  tokens generated ${generated}, never shown ${sum((one) => one.neverShownTokens)}; slot held ${((sum((one) => one.busyMs) / keys) * 100).toFixed(0)} ms per 100 keystrokes`,
  );
  print(
    `  right suggestion on screen ${(
      (100 * sum((one) => one.rightVisibleMs)) /
      Math.max(
        1,
        sum((one) => one.rightMs),
      )
    ).toFixed(
      1,
    )} % of the time there was one; flickers ${sum((one) => one.flickers)}; accepted ${sum((one) => one.accepts)} (${sum((one) => one.acceptedCharacters)} characters)`,
  );
  const blocked = list((one) => one.blockedMs);
  print(
    `  thread held per keystroke p50 ${at(blocked, 0.5)} ms, p99 ${at(blocked, 0.99)} ms, longest ${at(blocked, 1)} ms; none because ${counts(all.map((one) => one.withheld))}`,
  );
}

function shown(readyMs: number): number {
  return Math.max(50, readyMs);
}

function at(values: readonly number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return value === undefined ? '-' : value < 10 ? value.toFixed(1) : value.toFixed(0);
}

function counts(all: readonly Record<string, number>[]): string {
  const total: Record<string, number> = {};
  for (const one of all)
    for (const [name, count] of Object.entries(one)) total[name] = (total[name] ?? 0) + count;
  return Object.entries(total)
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
