/** Entry of the suites inside VS Code: its extension host calls `run`. Bundled; mocha comes from the project. */

import { appendFileSync } from 'node:fs';

import Mocha from 'mocha';

/** One line of the results file. */
export interface SuiteResult {
  readonly title: string;
  readonly passed: boolean;
  readonly message?: string;
  readonly ms: number;
}

function report(result: SuiteResult): void {
  const file = process.env['TANDEM_TEST_RESULTS'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(result)}\n`);
}

/** Runs every `*.test.ts` of this folder; rejects when one fails. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false });
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, 'suite', mocha);
  await import('tandem-editor-tests');
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed inside VS Code`));
    });
    runner.on('pass', (test) => report({ title: test.fullTitle(), passed: true, ms: test.duration ?? 0 }));
    runner.on('fail', (test, failure: Error) =>
      report({
        title: test.fullTitle(),
        passed: false,
        message: failure.stack ?? failure.message,
        ms: test.duration ?? 0,
      }),
    );
  });
}
