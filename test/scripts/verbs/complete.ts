/** `complete --server URL --file F --offset N`: what would be suggested there, and what was asked for it? */

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { completeAtCursor } from '../../../src/core/pipelines/completeAtCursor.ts';
import type { CompletionStages } from '../../../src/core/pipelines/completionStages.ts';
import { cursorMoved } from '../../../src/core/pipelines/followEditing.ts';
import type { Keystroke } from '../../../src/core/trigger/keystroke.ts';
import { UsageError } from '../usageError.ts';
import { headlessCompletion, snapshotOf } from './headlessCompletion.ts';

export async function run(
  args: string[],
  _input: AsyncIterable<Buffer> | NodeJS.ReadStream,
  print: (value: unknown) => void,
): Promise<void> {
  const server = valueOf(args, '--server');
  const file = valueOf(args, '--file');
  const offset = Number(valueOf(args, '--offset'));
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`complete cannot read ${file}.`);
  });
  if (!Number.isInteger(offset) || offset < 0 || offset > text.length) {
    throw new UsageError(`--offset must be a whole number from 0 to ${text.length}.`);
  }
  const headless = await headlessCompletion(server, () => []);
  try {
    const document = snapshotOf(shortPath(file), text);
    await cursorMoved(headless.stages, document, offset, AbortSignal.abort());
    const startedMs = performance.now();
    const keystroke = { document, offset, cause: 'manual' as const, permitted: 'yes' as const };
    const first = await completeAtCursor(headless.stages, keystroke, neverAborted);
    const ms = Math.round((performance.now() - startedMs) * 10) / 10;
    const outcome = await whole(headless.stages, keystroke, first);
    const asked = headless.sent.at(-1);
    print({
      offered: outcome.ok,
      text: outcome.ok ? outcome.value.insertion.text : '',
      reason: outcome.ok ? null : outcome.reason,
      ms,
      request: asked === undefined ? null : { url: asked.url, body: asked.body },
      ...(outcome.ok && outcome.value.insertion.replaceAfter > 0
        ? { replaceAfter: outcome.value.insertion.replaceAfter }
        : {}),
      ...(!outcome.ok && outcome.detail !== undefined ? { detail: outcome.detail } : {}),
    });
  } finally {
    headless.stages.flights.cancelAll();
    headless.dispose();
  }
}

const neverAborted = new AbortController().signal;

/** What is offered first may be a part of the answer: all of it is told, the time is that of the first. */
async function whole(
  stages: CompletionStages,
  keystroke: Keystroke,
  first: Awaited<ReturnType<typeof completeAtCursor>>,
): Promise<typeof first> {
  if (!first.ok || first.value.grown === undefined) return first;
  if (!(await first.value.grown)) return first;
  const longer = await completeAtCursor(stages, { ...keystroke, cause: 'typed' }, neverAborted);
  return longer.ok ? whole(stages, keystroke, longer) : first;
}

/** The value behind a flag; both `--flag value` and `--flag=value`. */
function valueOf(args: readonly string[], flag: string): string {
  const joined = args.find((arg) => arg.startsWith(`${flag}=`));
  if (joined !== undefined) return joined.slice(flag.length + 1);
  const at = args.indexOf(flag);
  const value = at === -1 ? undefined : args[at + 1];
  if (value === undefined)
    throw new UsageError(`complete needs ${flag}: complete --server URL --file F --offset N.`);
  return value;
}

/** Relative where it can be: what the model sees of a path should be what it would see in a workspace. */
function shortPath(file: string): string {
  const relative = path.relative(process.cwd(), path.resolve(file));
  return (relative.startsWith('..') ? path.basename(file) : relative).replaceAll('\\', '/');
}
