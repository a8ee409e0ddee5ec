/** What do suggestions cost and give while a person types? Synthetic traces of real files against a simulated server. */

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { compareScenarios } from './completion/compareScenarios.ts';
import { planFor } from './completion/scenarios.ts';
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
  await compareScenarios(
    (scenario) =>
      seeds.flatMap((seed) =>
        files.map((file) => {
          const text = readFileSync(path.join(root, file.path), 'utf8').replaceAll('\r\n', '\n');
          const holes = chooseHoles(text, 5, seed * 31);
          return planFor({ ...file, text, holes }, scenario, seed, keystrokes);
        }),
      ),
    print,
  );
}
