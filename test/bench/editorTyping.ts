/** What does Tandem cost in a real VS Code: to activate, for each key in the extension host, and from key to screen? */

import path from 'node:path';

import { projectRoot, runProgram } from '../scripts/project.ts';
import { temporaryCopy } from '../scripts/vscodeServer.ts';
import { inPieces } from '../servers/codeOracle.ts';
import { llamacpp } from '../servers/llamacpp.ts';
import { startStandIn } from '../servers/standIn.ts';
import type { HostFigures } from './editorTyping/hostFigures.ts';
import { keyToPaint } from './editorTyping/keyToPaint.ts';
import { runInHost } from './runInHost.ts';

export const title = 'a real VS Code with a slow server (first token after 400 ms), suggestions on and off';

export async function run(print: (line: string) => void): Promise<void> {
  const { status, output } = await runProgram(process.execPath, ['esbuild.mjs', '--production']);
  if (status !== 0) throw new Error(`the build failed:\n${output}`);
  const server = await startStandIn(llamacpp, {
    answer: () =>
      inPieces('someValue + 1;\n').map((text, index) => ({ text, delayMs: index === 0 ? 400 : 20 })),
  });
  try {
    for (const figures of await inHost(server.url)) print(described(figures));
    for (const isOn of [false, true]) {
      const { paints, activation } = await keyToPaint(server.url, isOn);
      print(`VS Code says: ${activation} (target 30 ms)`);
      print(`300 characters, key to screen, suggestions ${isOn ? 'on' : 'off'}: ${spread(paints)}`);
    }
  } finally {
    await server.close();
  }
}

async function inHost(serverUrl: string): Promise<readonly HostFigures[]> {
  const project = await temporaryCopy(path.join(projectRoot, 'test', 'fixtures', 'sample'));
  try {
    return await runInHost<HostFigures>({
      suite: path.join(import.meta.dirname, 'editorTyping', 'hostSuite.ts'),
      folder: project.folder,
      env: { TANDEM_SERVER_URL: serverUrl },
    });
  } finally {
    await project.remove();
  }
}

function described({ kiloBytes, isOn, blockedMs, cpuMsPerKey }: HostFigures): string {
  return `${kiloBytes} kB, suggestions ${isOn ? 'on' : 'off'}: longest work without a pause per key ${spread(blockedMs)}; ${cpuMsPerKey.toFixed(1)} ms a key in all`;
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(1);
  return `p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, longest ${at(1)} ms (${values.length})`;
}
