/** A real llama.cpp server: the one on the PATH, or built from the sources that a Python package carries, with the tiny random model. */

import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { runProgram } from '../project.ts';
import { freePort } from '../vscodeServer.ts';
import {
  lastLine,
  onPath,
  pythonWith,
  serversFolder,
  startProgram,
  tinyModel,
  untilAnswers,
  type RealServer,
} from './realServer.ts';

/** Its source package holds llama.cpp whole, the server too. */
const sourcePackage = 'llama-cpp-python==0.3.36';
const buildTimeoutMs = 3_600_000;

/** Only what the server needs: no web page, no TLS, no tests. */
const buildOptions = [
  '-DCMAKE_BUILD_TYPE=Release',
  '-DBUILD_SHARED_LIBS=OFF',
  '-DLLAMA_BUILD_TESTS=OFF',
  '-DLLAMA_BUILD_EXAMPLES=OFF',
  '-DLLAMA_USE_PREBUILT_UI=OFF',
  '-DLLAMA_OPENSSL=OFF',
  '-DGGML_OPENMP=OFF',
];

/** The path of a server; a string that starts with `no ` says why there is none. */
async function program(): Promise<string> {
  const installed = await onPath('llama-server');
  if (installed !== undefined) return installed;
  const built = path.join(serversFolder, 'bin', 'llama-server');
  if (existsSync(built)) return built;
  if ((await onPath('cmake')) === undefined) return 'no `llama-server` and no CMake on the PATH';
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-llamacpp-'));
  try {
    const failure = await build(folder, built);
    return failure === undefined ? built : `no build of ${sourcePackage}: ${failure}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The last line of what failed. */
async function build(folder: string, target: string): Promise<string | undefined> {
  const python = await pythonWith('sources', ['scikit-build-core']);
  if (python.startsWith('no ')) return python;
  console.log(`Building llama.cpp of ${sourcePackage}; this takes a while …`);
  const wanted = ['--no-deps', '--no-binary', ':all:', '--no-build-isolation', '-d', folder, sourcePackage];
  const steps: readonly (() => Promise<{ status: number; output: string }>)[] = [
    () => runProgram(python, ['-m', 'pip', 'download', '-q', ...wanted], { timeoutMs: buildTimeoutMs }),
    async () => {
      const archive = (await readdir(folder)).find((file) => file.endsWith('.tar.gz')) ?? '';
      return runProgram(python, ['-m', 'tarfile', '-e', path.join(folder, archive), folder]);
    },
    async () => runProgram('cmake', ['-B', 'build', ...buildOptions], { cwd: await sources(folder) }),
    async () =>
      runProgram('cmake', ['--build', 'build', '--target', 'llama-server', '--parallel', '2'], {
        cwd: await sources(folder),
        timeoutMs: buildTimeoutMs,
      }),
  ];
  for (const step of steps) {
    const { status, output } = await step();
    if (status !== 0) return lastLine(output);
  }
  await mkdir(path.dirname(target), { recursive: true });
  await cp(path.join(await sources(folder), 'build', 'bin', 'llama-server'), target);
  return undefined;
}

async function sources(folder: string): Promise<string> {
  const unpacked = (await readdir(folder, { withFileTypes: true })).find((entry) => entry.isDirectory());
  return path.join(folder, unpacked?.name ?? '', 'vendor', 'llama.cpp');
}

export const realLlamaCpp: RealServer = {
  title: 'llama.cpp',
  start: async () => {
    const file = await tinyModel();
    if (file.startsWith('no ')) return file;
    const server = await program();
    if (server.startsWith('no ')) return server;
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const alias = 'qwen2.5-coder-tiny';
    const running = startProgram(
      server,
      ['-m', file, '--port', `${port}`, '--alias', alias, '-c', '2048'],
      {},
    );
    if (await untilAnswers(`${url}/health`, 60_000)) {
      return { url, kind: 'llamacpp', canProve: false, close: () => running.close() };
    }
    await running.close();
    return `it did not start: ${lastLine(running.output())}`;
  },
};
