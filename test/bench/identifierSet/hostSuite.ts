/** Entry of a suite inside VS Code: what does the language server say of each case? */

import { appendFileSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { createAskDiagnostics } from '../../../src/editor/diagnosticsDelta.ts';
import type { AskedCase, ServerAnswer } from '../identifiers.ts';

const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** Reads the cases that `TANDEM_BENCH_CASES` names and writes a line for each to `TANDEM_BENCH_RESULTS`. */
export async function run(): Promise<void> {
  const cases = readFileSync(process.env['TANDEM_BENCH_CASES'] ?? '', 'utf8')
    .trim()
    .split('\n');
  const results = process.env['TANDEM_BENCH_RESULTS'] ?? '';
  const ask = createAskDiagnostics(quiet);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  for (const line of cases) {
    const { judged, id } = JSON.parse(line) as AskedCase;
    // A person has the file open.
    if (folder !== undefined) {
      const uri = vscode.Uri.joinPath(folder.uri, judged.path);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    }
    const startMs = performance.now();
    const found = await ask(judged, new AbortController().signal);
    const answer: ServerAnswer = {
      id,
      ms: performance.now() - startMs,
      ...(found === undefined ? {} : { found: found.map((one) => one.message) }),
    };
    appendFileSync(results, `${JSON.stringify(answer)}\n`);
  }
}
