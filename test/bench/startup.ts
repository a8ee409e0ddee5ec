/** What does starting cost? Bytes of the package and of what is read before the first keystroke, and the time to read it. */

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { projectRoot, runProgram } from '../scripts/project.ts';

export const title = 'size of the package and of its first parts, and the time to require them';

const roundCount = 15;

/** Requires the bundles in turn, with VS Code's API stood in for; prints what each read and how long it took. */
const probe = `
  const Module = require('node:module');
  const load = Module._load;
  Module._load = function (name, ...rest) {
    if (name === 'vscode') return new Proxy({}, { get: (_, key) => (key === '__esModule' ? undefined : class {}) });
    return load.call(this, name, ...rest);
  };
  for (const name of ['child_process', 'crypto', 'fs/promises', 'os', 'path', 'url', 'worker_threads']) require('node:' + name);
  const read = () => new Set(Object.keys(require.cache));
  const probed = process.argv.slice(1).map((bundle) => {
    const known = read();
    const before = process.cpuUsage();
    const startedMs = performance.now();
    require(bundle);
    const ms = performance.now() - startedMs;
    const { user, system } = process.cpuUsage(before);
    return { ms, cpuMs: (user + system) / 1000, files: [...read()].filter((file) => !known.has(file)) };
  });
  console.log(JSON.stringify(probed));
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
  const parts = readdirSync(path.join(dist, 'parts'))
    .filter((file) => file.endsWith('.cjs'))
    .map((file) => path.join(dist, 'parts', file));
  const next = parts.find((file) => path.basename(file).startsWith('composition-'));
  if (next === undefined) throw new Error('dist/parts has no composition');
  const bundles = [path.join(dist, 'extension.cjs'), next];
  const rounds: (readonly Probed[])[] = [];
  for (let round = 0; round < roundCount; round++) {
    const { output } = await runProgram(process.execPath, ['-e', probe, ...bundles]);
    rounds.push(JSON.parse(output) as Probed[]);
  }
  print(`package ${(statSync(path.join(dist, 'tandem-code.vsix')).size / 1e6).toFixed(2)} MB`);
  tell(
    print,
    'at activation (target 15 ms)',
    rounds.map(([main]) => main),
  );
  tell(
    print,
    'in the task after it',
    rounds.map(([, composition]) => composition),
  );
  const read = new Set(rounds[0]?.flatMap(({ files }) => files));
  const later = parts.filter((file) => !read.has(file));
  print(`read later or never: ${later.length} files, ${bytesOf(later)}`);
}

function tell(print: (line: string) => void, when: string, probed: readonly (Probed | undefined)[]): void {
  const all = probed.filter((each) => each !== undefined);
  const files = all[0]?.files ?? [];
  const times = (each: (probed: Probed) => number): string => {
    const sorted = all.map(each).sort((a, b) => a - b);
    return `least ${sorted[0]?.toFixed(1) ?? '-'}, median ${sorted[sorted.length >> 1]?.toFixed(1) ?? '-'} ms`;
  };
  print(
    `required ${when}: ${files.length} files, ${bytesOf(files)}, ${times(({ ms }) => ms)}; of processor ${times(({ cpuMs }) => cpuMs)} (${all.length} fresh processes, machine as it is)`,
  );
}

function bytesOf(files: readonly string[]): string {
  return `${(files.reduce((sum, file) => sum + statSync(file).size, 0) / 1_000).toFixed(0)} kB`;
}
