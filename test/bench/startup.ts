/** What does starting cost? Bytes of the package and of what is read before the first keystroke, and the time to read it. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { projectRoot, runProgram } from '../scripts/project.ts';

export const title = 'size of the package and of its first part, and the time to require it';

const rounds = 15;

/** Requires the bundle with VS Code's API stood in for; prints what was read and how long it took. */
const probe = `
  const Module = require('node:module');
  const load = Module._load;
  Module._load = function (name, ...rest) {
    if (name === 'vscode') return new Proxy({}, { get: (_, key) => (key === '__esModule' ? undefined : class {}) });
    return load.call(this, name, ...rest);
  };
  for (const name of ['child_process', 'crypto', 'fs/promises', 'os', 'path', 'url', 'worker_threads']) require('node:' + name);
  const before = process.cpuUsage();
  const startedMs = performance.now();
  require(process.argv[1]);
  const ms = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(before);
  const files = Object.keys(require.cache).filter((file) => file.startsWith(require('node:path').dirname(process.argv[1])));
  console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, files }));
`;

interface Probed {
  readonly ms: number;
  readonly cpuMs: number;
  readonly files: readonly string[];
}

/** Builds the package anew: `dist` is that of a release afterwards. */
export async function run(print: (line: string) => void): Promise<void> {
  const packed = await runProgram(process.execPath, [path.join('test', 'scripts', 'package.ts')]);
  if (packed.status !== 0) {
    print(`packaging failed: ${packed.output}`);
    return;
  }
  const dist = path.join(projectRoot, 'dist');
  const main = path.join(dist, 'extension.cjs');
  const probed: Probed[] = [];
  for (let round = 0; round < rounds; round++) {
    const { output } = await runProgram(process.execPath, ['-e', probe, main]);
    probed.push(JSON.parse(output) as Probed);
  }
  const read = probed[0]?.files ?? [];
  const bytes = (files: readonly string[]): string =>
    `${(files.reduce((sum, file) => sum + statSync(file).size, 0) / 1_000).toFixed(0)} kB`;
  const later = readdirSync(path.join(dist, 'parts'))
    .filter((file) => file.endsWith('.cjs'))
    .map((file) => path.join(dist, 'parts', file))
    .filter((file) => !read.includes(file));
  print(`package ${(statSync(path.join(dist, 'tandem-code.vsix')).size / 1e6).toFixed(2)} MB`);
  print(
    `read at activation: main bundle ${bytes([main])}, with the ${read.length - 1} parts it shares ${bytes(read)}`,
  );
  print(`read later or never: ${later.length} parts, ${bytes(later)}`);
  const times = (each: (probed: Probed) => number): string => {
    const sorted = probed.map(each).sort((a, b) => a - b);
    return `least ${sorted[0]?.toFixed(1) ?? '-'}, median ${sorted[sorted.length >> 1]?.toFixed(1) ?? '-'} ms`;
  };
  print(
    `time to require (target 15): ${times(({ ms }) => ms)}; of processor ${times(({ cpuMs }) => cpuMs)} (${rounds} fresh processes, machine as it is)`,
  );
  const largest = [...read].sort((a, b) => readFileSync(b).length - readFileSync(a).length).slice(0, 3);
  print(`largest of them: ${largest.map((file) => `${path.basename(file)} ${bytes([file])}`).join(', ')}`);
}
