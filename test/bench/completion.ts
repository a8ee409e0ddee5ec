/** What do suggestions cost and give while a person types? Synthetic traces of real files against a simulated server. */

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { availablePeers } from './completion/peers/peers.ts';
import { playTrace } from './completion/playTrace.ts';
import { report } from './completion/report.ts';
import { chosenScenarios, planFor } from './completion/scenarios.ts';
import { chooseHoles } from './completion/typist.ts';

export const title = 'typing (synthetic rhythm, real files) against a simulated server';

const root = path.join(import.meta.dirname, '..', '..');

/** Real files that every checkout has after `npm install`. */
const files: readonly { readonly path: string; readonly languageId: string }[] = [
  { path: 'node_modules/@azure/msal-common/src/cache/CacheManager.ts', languageId: 'typescript' },
  { path: 'node_modules/tree-sitter-html/src/scanner.c', languageId: 'c' },
  { path: 'node_modules/jsonc-parser/lib/esm/impl/scanner.js', languageId: 'javascript' },
];

export async function run(print: (line: string) => void): Promise<void> {
  const keystrokes = Number(process.env['TANDEM_BENCH_KEYS'] ?? 400);
  const seeds = [1, 2];
  print(
    `${keystrokes} keystrokes a trace, ${seeds.length} seeds; log-normal rhythm, median 145 ms, 3 % slips`,
  );
  const peers = process.argv.includes('--peers') ? await availablePeers(print) : [];
  // Peers wait by the system's clock, so beside them Tandem does too.
  const isReal = peers.length > 0 || process.argv.includes('--real');
  for (const [scenario, peer] of chosenScenarios().flatMap((one) =>
    [undefined, ...peers].map((kind) => [one, kind] as const),
  )) {
    const plans = seeds.flatMap((seed) =>
      files.map((file) => {
        const text = readFileSync(path.join(root, file.path), 'utf8').replaceAll('\r\n', '\n');
        return planFor({ ...file, text, holes: chooseHoles(text, 5, seed * 31) }, scenario, seed, keystrokes);
      }),
    );
    const figures = await Promise.all(plans.map((plan) => playTrace(plan, { isReal, peer })));
    report(`${peer?.name ?? 'Tandem'}; ${scenario.name}`, figures, print);
  }
}
