/** What is a real server to the suites? Something that is installed and started here, or a sentence that says why not. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { cacheFolder, projectRoot, runProgram } from '../project.ts';

export interface RunningServer {
  readonly url: string;
  readonly kind: string;
  /** `undefined`: none is demanded. */
  readonly key?: string;
  /** Its model can really fill a middle; random weights can't. */
  readonly canProve: boolean;
  /** Whether the server noticed that a client hung up, where that can be seen. */
  readonly sawHangUp?: () => Promise<boolean>;
  close(): Promise<void>;
}

export interface RealServer {
  readonly title: string;
  /** A string: why it could not be started. */
  start(): Promise<RunningServer | string>;
}

export const serversFolder = path.join(cacheFolder, 'servers');

/** A program on the PATH; undefined where there is none. */
export async function onPath(program: string): Promise<string | undefined> {
  const { status, output } = await runProgram('sh', ['-c', `command -v ${program}`]);
  return status === 0 ? output.trim() : undefined;
}

/** A Python of our own with these packages; a string that starts with `no ` says what is missing. */
export async function pythonWith(name: string, packages: readonly string[]): Promise<string> {
  const python = (await onPath('python3')) ?? (await onPath('python'));
  if (python === undefined) return 'no Python on the PATH';
  const folder = path.join(serversFolder, name);
  const own = path.join(folder, 'bin', 'python');
  await mkdir(serversFolder, { recursive: true });
  if (!existsSync(own)) {
    const made = await runProgram(python, ['-m', 'venv', folder]);
    if (made.status !== 0) return `no virtual environment: ${lastLine(made.output)}`;
  }
  const installed = await runProgram(own, ['-m', 'pip', 'install', '-q', ...packages], {
    timeoutMs: 900_000,
  });
  return installed.status === 0 ? own : `no packages ${packages.join(', ')}: ${lastLine(installed.output)}`;
}

/** The tiny random model as a file; a string that starts with `no ` says why there is none. */
export async function tinyModel(): Promise<string> {
  const file = path.join(serversFolder, 'tiny-random.gguf');
  if (existsSync(file)) return file;
  const python = await pythonWith('gguf', ['gguf']);
  if (python.startsWith('no ')) return python;
  const script = path.join(projectRoot, 'test', 'scripts', 'realServers', 'tinyModel.py');
  const { status, output } = await runProgram(python, [script, file]);
  return status === 0 ? file : `no model: ${lastLine(output)}`;
}

export interface StartedProgram {
  readonly output: () => string;
  close(): Promise<void>;
}

/** Starts a program that keeps running; `close` ends it and what it started. */
export function startProgram(
  program: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
): StartedProgram {
  const child = spawn(program, parameters, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const take = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-20_000);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  child.on('error', (failure) => {
    output += failure.message;
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return {
    output: () => output,
    close: async () => {
      if (child.pid !== undefined && child.exitCode === null) {
        try {
          process.kill(-child.pid, 'SIGTERM');
        } catch {
          child.kill('SIGKILL');
        }
      }
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
    },
  };
}

/** Resolves with true as soon as GET `url` answers 200, with false after `withinMs`. */
export async function untilAnswers(url: string, withinMs: number): Promise<boolean> {
  const deadlineMs = Date.now() + withinMs;
  while (Date.now() < deadlineMs) {
    try {
      const response = await fetch(url);
      await response.body?.cancel();
      if (response.ok) return true;
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return false;
}

export function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
