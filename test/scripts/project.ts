/** Where is the project, and how are its tools run? */

import { spawn } from 'node:child_process';
import path from 'node:path';

export const projectRoot = path.resolve(import.meta.dirname, '..', '..');
export const cacheFolder = path.join(projectRoot, '.vscode-test');

export interface Finished {
  readonly status: number;
  readonly output: string;
}

/** Runs a program without a shell and collects what it prints; `echo` shows it as it comes. */
export function runProgram(
  program: string,
  parameters: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; echo?: boolean; timeoutMs?: number } = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: options.cwd ?? projectRoot,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm is a command file on Windows, which cannot be started without its interpreter.
      shell: process.platform === 'win32' && program === 'npm',
    });
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      if (options.echo === true) process.stdout.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            output += `\nstopped after ${options.timeoutMs} ms\n`;
            child.kill('SIGKILL');
          }, options.timeoutMs);
    child.on('error', (failure) => {
      clearTimeout(timer);
      resolve({ status: 127, output: `${output}${failure.message}\n` });
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status: status ?? 1, output });
    });
  });
}

/** The JavaScript file behind a package's command, so that it runs on this Node without a shell. */
export function packageCommand(file: string): string {
  return path.join(projectRoot, 'node_modules', file);
}
