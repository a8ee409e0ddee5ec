/** How many invented identifiers are found with the diagnostics of a language server, in a real VS Code? */

import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { createGate } from '../../src/core/gate/gate.ts';
import { createSyntax } from '../../src/core/gate/syntax/syntax.ts';
import type { GateCase } from '../../src/core/gate/verdict.ts';
import { nodeClock } from '../scripts/nodeClock.ts';
import { nodeSyntaxPorts } from '../scripts/nodeSyntax.ts';
import { cacheFolder, projectRoot } from '../scripts/project.ts';
import { fetchPackage } from './fetchPackage.ts';
import { seeded, type Chance } from './gateSet/chance.ts';
import { inventedKinds, withInventedName } from './identifierSet/inventedNames.ts';
import { runInHost } from './runInHost.ts';

export const title = 'invented identifiers with VS Code’s own TypeScript server';

/** Packages that carry their TypeScript sources and need no others: name, the version before, the version judged. */
const packages: readonly (readonly [string, string, string])[] = [
  ['zod', '4.1.11', '4.1.12'],
  ['rxjs', '7.8.1', '7.8.2'],
  ['immer', '10.1.1', '10.1.3'],
  ['mobx', '6.13.5', '6.13.7'],
  ['@tanstack/query-core', '5.59.0', '5.62.0'],
  ['valtio', '2.1.2', '2.1.5'],
  ['jotai', '2.12.0', '2.12.5'],
  ['@reduxjs/toolkit', '2.5.0', '2.6.1'],
];
const casesPerKind = 6;
const realEditsPerPackage = 20;
const fileLines = { least: 25, most: 900 };
const settings = {
  compilerOptions: {
    strict: true,
    target: 'esnext',
    lib: ['esnext', 'dom', 'dom.iterable'],
    types: ['node'],
    module: 'esnext',
    moduleResolution: 'bundler',
    jsx: 'preserve',
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['**/*.ts', '**/*.tsx'],
};

export interface AskedCase {
  readonly id: string;
  readonly label: string;
  readonly judged: GateCase;
}

/** `found` is absent where the server did not answer in time. */
export interface ServerAnswer {
  readonly id: string;
  readonly ms: number;
  readonly found?: readonly string[];
}

export async function run(print: (line: string) => void): Promise<void> {
  const workspace = await mkdtemp(path.join(os.tmpdir(), 'tandem-identifiers-'));
  try {
    const cases: AskedCase[] = [];
    for (const one of packages) cases.push(...(await casesOf(one, workspace)));
    if (cases.length === 0) {
      print('npm cannot be reached: nothing was measured');
      return;
    }
    for (const types of ['@types/node', 'undici-types'])
      cpSync(path.join(projectRoot, 'node_modules', types), path.join(workspace, 'node_modules', types), {
        recursive: true,
      });
    const answers = await askEditor(cases, workspace);
    await report(cases, answers, print);
  } finally {
    await rm(workspace, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function casesOf(
  [name, old, fresh]: readonly [string, string, string],
  workspace: string,
): Promise<AskedCase[]> {
  const [before, after] = [await fetchPackage(name, old), await fetchPackage(name, fresh)];
  if (before === undefined || after === undefined) return [];
  const folder = name.replace(/[@/]/g, '_');
  cpSync(after, path.join(workspace, folder), { recursive: true });
  writeFileSync(path.join(workspace, folder, 'tsconfig.json'), JSON.stringify(settings));
  const chance = seeded(name.length * 31 + name.charCodeAt(1));
  const files = sourcesIn(after);
  const cases = inventedIn(files, after, folder, chance);
  for (const file of files) {
    const older = path.join(before, path.relative(after, file));
    if (!existsSync(older)) continue;
    const [oldText, text] = [readFileSync(older, 'utf8'), readFileSync(file, 'utf8')];
    if (oldText === text) continue;
    if (cases.filter((one) => one.label === 'real edit').length >= realEditsPerPackage) break;
    cases.push(
      caseOf('real edit', { path: `${folder}/${path.relative(after, file)}`, before: oldText, after: text }),
    );
  }
  return cases;
}

function inventedIn(files: readonly string[], root: string, folder: string, chance: Chance): AskedCase[] {
  const cases: AskedCase[] = [];
  for (const kind of inventedKinds) {
    const label = `invented ${kind}`;
    for (let tries = 0; tries < 60 && files.length > 0; tries++) {
      if (cases.filter((one) => one.label === label).length >= casesPerKind) break;
      const file = chance.pick(files);
      const text = readFileSync(file, 'utf8');
      const after = withInventedName(text, kind, chance);
      if (after === undefined) continue;
      cases.push(caseOf(label, { path: `${folder}/${path.relative(root, file)}`, before: text, after }));
    }
  }
  return cases;
}

let count = 0;

function caseOf(label: string, texts: Pick<GateCase, 'path' | 'before' | 'after'>): AskedCase {
  const languageId = texts.path.endsWith('x') ? 'typescriptreact' : 'typescript';
  return { id: `${label} ${count++} ${texts.path}`, label, judged: { task: 'edit', languageId, ...texts } };
}

function sourcesIn(root: string): string[] {
  const found = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !/[\\/](?:tests?|__tests__|benchmarks?|node_modules)[\\/]|\.test\./.test(path.relative(root, file)),
    );
  return found
    .filter((file) => {
      const lines = readFileSync(file, 'utf8').split('\n').length;
      return lines >= fileLines.least && lines <= fileLines.most;
    })
    .sort();
}

async function askEditor(
  cases: readonly AskedCase[],
  workspace: string,
): Promise<ReadonlyMap<string, ServerAnswer>> {
  const suites = path.join(cacheFolder, 'suites');
  mkdirSync(suites, { recursive: true });
  const asked = path.join(suites, 'asked.jsonl');
  writeFileSync(asked, cases.map((one) => JSON.stringify(one)).join('\n'));
  const answers = await runInHost<ServerAnswer>({
    suite: path.join(import.meta.dirname, 'identifierSet', 'hostSuite.ts'),
    folder: workspace,
    env: { TANDEM_BENCH_CASES: asked },
  });
  return new Map(answers.map((answer) => [answer.id, answer]));
}

async function report(
  cases: readonly AskedCase[],
  answers: ReadonlyMap<string, ServerAnswer>,
  print: (line: string) => void,
): Promise<void> {
  const syntax = createSyntax(nodeSyntaxPorts);
  const gate = createGate({ clock: nodeClock, syntax });
  const rows = new Map<string, { cases: number; alone: number; answered: number; both: number }>();
  for (const { id, label, judged } of cases) {
    const alone = !(await gate.judge(judged)).passed;
    const found = answers.get(id)?.found;
    const row = rows.get(label) ?? { cases: 0, alone: 0, answered: 0, both: 0 };
    rows.set(label, row);
    row.cases++;
    if (alone) row.alone++;
    if (found !== undefined) row.answered++;
    const fails = alone || (found?.length ?? 0) > 0;
    if (fails) row.both++;
    if (fails === (label === 'real edit'))
      print(`  ${id}: ${alone ? 'failed without the server' : (found?.[0]?.slice(0, 120) ?? 'passed')}`);
  }
  for (const [label, { cases: all, alone, answered, both }] of rows) {
    const share = (part: number): string => `${((100 * part) / all).toFixed(1)}%`;
    print(
      `${label.padEnd(18)} ${String(all).padStart(4)}  answered ${share(answered)}  failed without the server ${share(alone)}, with it ${share(both)}`,
    );
  }
  const times = [...answers.values()].map(({ ms }) => ms).sort((a, b) => a - b);
  print(`median wait ${(times[times.length >> 1] ?? 0).toFixed(0)} ms`);
  syntax.dispose();
}
