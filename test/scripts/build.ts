/** Builds dist/ once per process. */

import { runProgram } from './project.ts';

let built: Promise<void> | undefined;

async function build(): Promise<void> {
  const { status, output } = await runProgram(process.execPath, ['esbuild.mjs']);
  if (status !== 0) throw new Error(`the build failed:\n${output}`);
}

export function buildExtension(): Promise<void> {
  built ??= build();
  return built;
}
