/** Is the code as the house wants it? Types, lint, walls, format, unused code. */

import { pathToFileURL } from 'node:url';

import { packageCommand, runProgram } from './project.ts';

export interface Step {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
}

const tsc = packageCommand('typescript/bin/tsc');

const steps: readonly { name: string; parameters: readonly string[] }[] = [
  { name: 'types: src and test', parameters: [tsc, '-p', 'tsconfig.json'] },
  { name: 'types: core without Node and VS Code', parameters: [tsc, '-p', 'src/core/tsconfig.json'] },
  { name: 'types: webview', parameters: [tsc, '-p', 'webview/tsconfig.json'] },
  {
    name: 'lint',
    parameters: [
      packageCommand('eslint/bin/eslint.js'),
      '--max-warnings=0',
      'src',
      'webview',
      'test',
      'vitest.config.ts',
    ],
  },
  {
    name: 'walls',
    parameters: [
      packageCommand('dependency-cruiser/bin/dependency-cruiser.mjs'),
      'src',
      'webview',
      'test',
      '--output-type',
      'err',
    ],
  },
  {
    name: 'format',
    parameters: [packageCommand('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'],
  },
  { name: 'unused code and dependencies', parameters: [packageCommand('knip/bin/knip.js'), '--no-progress'] },
];

/** Runs all steps, two at a time. */
export async function checkAll(): Promise<Step[]> {
  const results: Step[] = [];
  const waiting = [...steps];
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const startedMs = Date.now();
      const { status, output } = await runProgram(process.execPath, step.parameters);
      results.push({ name: step.name, passed: status === 0, output });
      console.log(
        `${status === 0 ? '✓' : '✗'} ${step.name} (${((Date.now() - startedMs) / 1000).toFixed(0)} s)`,
      );
      if (status !== 0) console.log(output);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const results = await checkAll();
  process.exitCode = results.every((step) => step.passed) ? 0 : 1;
}
