/** `apply --file F < answer`: a model's answer applied to a file. The file itself is not written. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { applyAnswer } from '../../../src/core/edit/applyAnswer.ts';
import { decodeText } from '../../../src/core/edit/decodeText.ts';
import { UsageError } from '../usageError.ts';

export async function run(
  parameters: string[],
  input: AsyncIterable<Buffer> | NodeJS.ReadStream,
  print: (value: unknown) => void,
): Promise<void> {
  const file = fileOf(parameters);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    throw new UsageError(`The file ${file} cannot be read.`);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk as Buffer));
  const answer = new TextDecoder().decode(Buffer.concat(chunks));
  const text = decodeText(bytes);
  const result = text.ok ? applyAnswer(text.value, answer, { path: toRelative(file) }) : text;
  print(result.ok ? { ok: true, text: result.value } : { ok: false, reason: result.reason });
}

function fileOf(parameters: string[]): string {
  try {
    const { values } = parseArgs({ args: parameters, options: { file: { type: 'string' } } });
    if (values.file !== undefined) return values.file;
  } catch {
    // Told below.
  }
  throw new UsageError('Name the file with --file F and give the answer on standard input.');
}

function toRelative(file: string): string {
  const relative = path.relative(process.cwd(), path.resolve(file)).split(path.sep).join('/');
  return relative.startsWith('../') ? path.basename(file) : relative;
}
