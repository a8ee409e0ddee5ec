/** Headless `redact`: one text from standard input, or cases as JSON lines. */

import { randomInt } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import { createRedactionSession, type RedactionSession } from '../../../src/core/redaction/redact.ts';
import { nodeClock } from '../nodeClock.ts';
import { UsageError } from '../usageError.ts';

function newSession(): RedactionSession {
  return createRedactionSession({ random: () => randomInt(0, 2 ** 32) / 2 ** 32, clock: nodeClock });
}

export async function run(
  args: string[],
  input: AsyncIterable<Buffer> | NodeJS.ReadStream,
  print: (value: unknown) => void,
): Promise<void> {
  const unknown = args.filter((arg) => arg !== '--jsonl');
  if (unknown.length > 0) throw new UsageError(`redact takes only --jsonl, not ${unknown.join(' ')}.`);
  // The automaton is built once in a process; that is no part of any text's time.
  newSession().scan('');
  if (!args.includes('--jsonl')) {
    let text = '';
    for await (const part of decoded(input)) text += part;
    print(redactOne(text, undefined));
    return;
  }
  let number = 0;
  for await (const line of lines(input)) {
    number++;
    if (line.trim() === '') continue;
    const { id, text, path } = readCase(line, number);
    print({ id, ...redactOne(text, path) });
  }
}

function redactOne(text: string, path: string | undefined): Record<string, unknown> {
  const started = performance.now();
  const result = newSession().redact(text, path === undefined ? {} : { path });
  const ms = Math.round((performance.now() - started) * 1000) / 1000;
  if (!result.ok) return { redacted: null, findings: [], ms, refused: result.reason };
  return { redacted: result.value.text, findings: result.value.findings, ms };
}

function readCase(line: string, number: number): { id: unknown; text: string; path: string | undefined } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new UsageError(`Line ${number} is not JSON.`);
  }
  if (
    typeof parsed !== 'object' ||
    parsed === null ||
    !('text' in parsed) ||
    typeof parsed.text !== 'string'
  ) {
    throw new UsageError(`Line ${number} needs an object with a string "text".`);
  }
  const id = 'id' in parsed ? parsed.id : undefined;
  const path = 'path' in parsed && typeof parsed.path === 'string' ? parsed.path : undefined;
  return { id, text: parsed.text, path };
}

async function* decoded(input: AsyncIterable<Buffer> | NodeJS.ReadStream): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  for await (const part of input) yield typeof part === 'string' ? part : decoder.write(part);
  yield decoder.end();
}

async function* lines(input: AsyncIterable<Buffer> | NodeJS.ReadStream): AsyncGenerator<string> {
  let held = '';
  for await (const part of decoded(input)) {
    held += part;
    const ready = held.split('\n');
    held = ready.pop() ?? '';
    yield* ready;
  }
  if (held !== '') yield held;
}
