/** `npm test`: everything, in one run, with a plain count at the end. */

import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import { checkAll } from './check.ts';
import { runEditorSuites, type Counts } from './editor.ts';
import { runJourneys } from './journeys.ts';
import { packageExtension } from './package.ts';
import { packageCommand, projectRoot, runProgram } from './project.ts';

async function staticChecks(): Promise<Counts> {
  const steps = await checkAll();
  return {
    passed: steps.filter((step) => step.passed).length,
    failed: steps.filter((step) => !step.passed).length,
  };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Unit tests, prompt snapshots and webview tests. */
async function unitTests(): Promise<Counts> {
  const file = path.join(projectRoot, 'test-results', 'unit.json');
  await mkdir(path.dirname(file), { recursive: true });
  await rm(file, { force: true });
  const { output } = await runProgram(process.execPath, [
    packageCommand('vitest/vitest.mjs'),
    'run',
    '--reporter=json',
    `--outputFile=${file}`,
  ]);
  let report: VitestReport;
  try {
    report = JSON.parse(await readFile(file, 'utf8')) as VitestReport;
  } catch {
    console.log(output);
    return { passed: 0, failed: 1 };
  }
  let broken = 0;
  for (const result of report.testResults) {
    // A file that does not even load has no assertion to fail.
    if (result.status === 'failed' && result.assertionResults.length === 0) {
      broken++;
      console.log(`✗ ${path.relative(projectRoot, result.name)}\n  ${result.message}`);
    }
    for (const test of result.assertionResults) {
      if (test.status === 'failed') console.log(`✗ ${test.fullName}\n  ${test.failureMessages.join('\n  ')}`);
    }
  }
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken };
}

async function packaging(): Promise<Counts> {
  await packageExtension();
  return { passed: 1, failed: 0 };
}

const parts: readonly { name: string; run: () => Promise<Counts> }[] = [
  { name: 'static checks', run: staticChecks },
  { name: 'unit, prompt and webview tests', run: unitTests },
  { name: 'package', run: packaging },
  { name: 'inside VS Code', run: () => runEditorSuites() },
  { name: 'journeys', run: () => runJourneys() },
];

const total: Counts = { passed: 0, failed: 0 };
for (const { name, run } of parts) {
  console.log(`\n— ${name}`);
  const startedMs = Date.now();
  let counts: Counts;
  try {
    counts = await run();
  } catch (failure) {
    console.log(`✗ ${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}`);
    counts = { passed: 0, failed: 1 };
  }
  total.passed += counts.passed;
  total.failed += counts.failed;
  console.log(
    `${name}: ${counts.passed} passed, ${counts.failed} failed in ${((Date.now() - startedMs) / 1000).toFixed(0)} s`,
  );
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
