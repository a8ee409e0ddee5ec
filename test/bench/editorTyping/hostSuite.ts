/** What do keystrokes cost VS Code's extension host? Runs inside it, in place of a test suite. */

import { appendFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import * as vscode from 'vscode';

import type { HostFigures } from './hostFigures.ts';

const keys = 60;
const pauseMs = 70;
const typed = 'const total = compute(first, second);\nreturn total + other;\n';

/** VS Code's extension host calls it once. */
export async function run(): Promise<void> {
  await vscode.extensions.getExtension('tandem.tandem-code')?.activate();
  const settings = vscode.workspace.getConfiguration('tandem');
  for (const kiloBytes of [20, 100, 500]) {
    for (const isOn of [false, true]) {
      await settings.update('completion.enabled', isOn, vscode.ConfigurationTarget.Global);
      tell({ kiloBytes, isOn, ...(await typeInto(kiloBytes)) });
    }
  }
}

function tell(figures: HostFigures): void {
  appendFileSync(process.env['TANDEM_BENCH_RESULTS'] ?? '', `${JSON.stringify(figures)}\n`);
}

/** Of this thread only: other programs on the machine do not count, nor do other threads of this one. */
function cpuMsNow(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

async function typeInto(kiloBytes: number): Promise<{ blockedMs: number[]; cpuMsPerKey: number }> {
  const line = '  const value = compute(first, second); // what it is\n';
  const text = `export function one() {\n${line.repeat((kiloBytes * 1_000) / line.length)}}\n`;
  const file = path.join(tmpdir(), `tandem-bench-${process.pid}-${kiloBytes}.ts`);
  writeFileSync(file, text);
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(file));
  const middle = editor.document.lineAt(Math.floor(editor.document.lineCount / 2)).range.end;
  editor.selection = new vscode.Selection(middle, middle);
  await pause(3_000);
  const blockedMs: number[] = [];
  let longestMs = 0;
  let lastMs = cpuMsNow();
  // Between two ticks at least one thing ran to its end: what it took of the processor is how long it held the thread.
  const ticks = setInterval(() => {
    const nowMs = cpuMsNow();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
  }, 1);
  const startedMs = cpuMsNow();
  for (let key = 0; key < keys; key++) {
    longestMs = 0;
    await vscode.commands.executeCommand('type', { text: typed[key % typed.length] });
    await pause(pauseMs);
    blockedMs.push(longestMs);
  }
  clearInterval(ticks);
  const cpuMs = cpuMsNow() - startedMs;
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  return { blockedMs, cpuMsPerKey: cpuMs / keys };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
