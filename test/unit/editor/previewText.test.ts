import { expect, it } from 'vitest';

import type { CloudPreview } from '../../../src/core/cloud/cloudDoor.ts';
import {
  asSent,
  exactPreview,
  originalText,
  readablePreview,
  splitOnMarks,
} from '../../../src/editor/previewText.ts';
import { makeRig, previewed, requestOf } from '../cloud/doorRig.ts';

const words = { goesTo: 'To here', size: 'Small', masked: 'Some', fields: 'Fields:' };

async function made(provider: 'openai' | 'anthropic', text: string): Promise<CloudPreview> {
  const url = `https://api.${provider}.com`;
  return previewed(makeRig({ provider, url, model: 'a-model' }), requestOf(text));
}

it.each(['openai', 'anthropic'] as const)(
  'shows every message of %s with its line breaks',
  async (provider) => {
    const preview = await made(provider, 'line one\nline "two" s3cret-a1\n\tend');
    const { text, marks } = readablePreview(preview, words);
    expect(text).toContain('──── system ────\nYou edit code.');
    expect(text).toContain('──── user ────\nline one\nline "two" SECRET_TOY_1_x7\n\tend');
    expect(marks.map(({ start, end, kind }) => [text.slice(start, end), kind])).toEqual([
      ['SECRET_TOY_1_x7', 'toy'],
    ]);
  },
);

it('leaves no field of the body out', async () => {
  const preview = await made('openai', 'x');
  const { text } = readablePreview(preview, words);
  for (const [name, value] of Object.entries(JSON.parse(preview.body) as Record<string, unknown>)) {
    if (name !== 'messages') expect(text).toContain(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
  }
});

it('shows the exact bytes as they are', async () => {
  const preview = await made('openai', 'x s3cret-a1');
  expect(exactPreview(preview).text).toBe(preview.body);
});

it('puts the values back for a comparison', async () => {
  const preview = await made('openai', 'a s3cret-a1 b s3cret-b2 c s3cret-a1');
  const shown = readablePreview(preview, words);
  const values: Record<string, string> = { SECRET_TOY_1_x7: 's3cret-a1', SECRET_TOY_2_x7: 's3cret-b2' };
  const original = originalText(shown, (placeholder) => values[placeholder]);
  expect(original).toContain('a s3cret-a1 b s3cret-b2 c s3cret-a1');
  expect(original).not.toContain('SECRET_');
});

it('takes a selection apart at the masked places, which are nothing to mask', async () => {
  const preview = await made('openai', 'a s3cret-a1 b');
  expect(splitOnMarks('one SECRET_TOY_1_x7 two', preview)).toEqual(['one ', ' two']);
  expect(splitOnMarks('one', undefined)).toEqual(['one']);
});

it('masks every text that a selection can stand for', () => {
  expect(asSent('one\ntwo', false)).toEqual(['one\ntwo', 'one\r\ntwo']);
  expect(asSent('say \\"hi\\"', true)).toEqual(['say "hi"']);
  expect(asSent('half an escape \\', true)).toEqual(['half an escape \\']);
});
