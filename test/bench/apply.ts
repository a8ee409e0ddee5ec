/** Is what comes out of a model's answer the file that was meant? Real edits, written as answers whole, garbled and spoiled. */

import { applyAnswer } from '../../src/core/edit/applyAnswer.ts';
import type { AnswerCase } from './answers/answerCase.ts';
import { answerCases } from './answers/answerCases.ts';
import { chanceFrom } from './answers/chance.ts';
import { editsBetween } from './answers/revisions.ts';
import { fetchPackage } from './fetchPackage.ts';

export const title = 'answers made of real edits, applied to the files';

/** Packages that ship their sources, in several languages. */
const packages: readonly (readonly [name: string, before: string, after: string])[] = [
  ['koa', '2.15.0', '2.16.0'],
  ['better-sqlite3', '9.4.0', '11.0.0'],
  ['react-native-svg', '15.2.0', '15.6.0'],
  ['bulma', '0.9.4', '1.0.1'],
  ['pino', '9.0.0', '9.5.0'],
];

interface Figures {
  count: number;
  exact: number;
  refused: number;
  wrong: number;
  slowestMs: number;
}

/**
 * `TANDEM_BENCH_PAIRS`: pairs of folders, `before:after`, separated by commas, in place of the packages from npm.
 * `TANDEM_BENCH_SEED`, `TANDEM_BENCH_SHARE` (of the forms for each edit) and `TANDEM_BENCH_FILES` (for each pair).
 */
export async function run(print: (line: string) => void): Promise<void> {
  const seed = Number(process.env['TANDEM_BENCH_SEED'] ?? 1);
  const share = Number(process.env['TANDEM_BENCH_SHARE'] ?? 0.25);
  const mostFiles = Number(process.env['TANDEM_BENCH_FILES'] ?? 40);
  const forms = new Map<string, Figures>();
  const families = new Map<AnswerCase['expect'], Figures>();
  for (const [before, after] of await pairs()) {
    const chance = chanceFrom(seed);
    const edits = editsBetween(before, after, chance);
    while (edits.length > mostFiles) edits.splice(chance.below(edits.length), 1);
    for (const one of answerCases(edits, seed, share)) {
      const { startedMs, result } = applied(one);
      const ms = performance.now() - startedMs;
      const isExact = result.ok && result.value === one.intended;
      for (const figures of [figuresOf(forms, one.form), figuresOf(families, one.expect)]) {
        figures.count++;
        figures.slowestMs = Math.max(figures.slowestMs, ms);
        figures[isExact ? 'exact' : result.ok ? 'wrong' : 'refused']++;
      }
    }
  }
  if (families.size === 0) print('npm cannot be reached: nothing to apply');
  const words = { exact: 'well-formed', safe: 'garbled', refuse: 'to be refused' };
  for (const [expect, figures] of families) print(`${words[expect]}: ${told(figures)}`);
  for (const [form, figures] of forms) {
    if (figures.wrong > 0) print(`  ${form}: ${told(figures)}`);
  }
}

function applied({ before, answer, path }: AnswerCase): {
  startedMs: number;
  result: ReturnType<typeof applyAnswer>;
} {
  const startedMs = performance.now();
  return { startedMs, result: applyAnswer(before, answer, { path }) };
}

async function pairs(): Promise<(readonly [string, string])[]> {
  const given = (process.env['TANDEM_BENCH_PAIRS'] ?? '').split(',').filter((pair) => pair !== '');
  if (given.length > 0) {
    return given.map((pair) => {
      const [before = '', after = ''] = pair.split(':');
      return [before, after] as const;
    });
  }
  const found: (readonly [string, string])[] = [];
  for (const [name, before, after] of packages) {
    const [old, fresh] = [await fetchPackage(name, before), await fetchPackage(name, after)];
    if (old !== undefined && fresh !== undefined) found.push([old, fresh]);
  }
  return found;
}

function figuresOf<Key>(table: Map<Key, Figures>, key: Key): Figures {
  const known = table.get(key) ?? { count: 0, exact: 0, refused: 0, wrong: 0, slowestMs: 0 };
  table.set(key, known);
  return known;
}

function told({ count, exact, refused, wrong, slowestMs }: Figures): string {
  const share = (part: number): string => `${((part / count) * 100).toFixed(2)}%`;
  return `${count} answers, ${share(exact)} exact, ${share(refused)} refused, ${share(wrong)} (${wrong}) wrong; slowest ${slowestMs.toFixed(0)} ms`;
}
