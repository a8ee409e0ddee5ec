/** Headless `redact`: one text from standard input, or cases as JSON lines. */

import { randomInt } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
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
  await warmUp();
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

/**
 * Tables are built and functions compiled once in a process, as the editor's is long before it asks a cloud; that is no
 * part of any text's time. Our own sources are the text.
 */
async function warmUp(): Promise<void> {
  const folder = new URL('../../../src/core/redaction/detect/', import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  const text = texts.join('\n');
  for (let round = 0; round < 3; round++) newSession().redact(text);
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
