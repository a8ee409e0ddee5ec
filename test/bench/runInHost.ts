/** What does code cost or say inside VS Code's extension host? Runs a suite there and reads the lines that it writes. */

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import * as esbuild from 'esbuild';

import { cacheFolder, projectRoot } from '../scripts/project.ts';
import { openEditor } from '../scripts/realEditor.ts';

export interface HostRun {
  /** A file that exports `run()`, which writes a line of JSON for each result to `TANDEM_BENCH_RESULTS`. */
  readonly suite: string;
  /** Opened in the window. */
  readonly folder: string;
  readonly env?: Record<string, string>;
}

/** In the order in which they were written; fewer where the suite ended early. */
export async function runInHost<T>({ suite, folder, env }: HostRun): Promise<readonly T[]> {
  const name = path.basename(path.dirname(suite));
  const suites = path.join(cacheFolder, 'suites');
  const testsPath = path.join(suites, `${name}.cjs`);
  await esbuild.build({
    entryPoints: [suite],
    outfile: testsPath,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  mkdirSync(suites, { recursive: true });
  const results = path.join(suites, `${name}.jsonl`);
  rmSync(results, { force: true });
  const editor = await openEditor({
    folder,
    extensionPath: projectRoot,
    testsPath,
    env: { ...env, TANDEM_BENCH_RESULTS: results },
  });
  try {
    await editor.suiteExit;
  } finally {
    await editor.close();
  }
  const text = existsSync(results) ? readFileSync(results, 'utf8') : '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
