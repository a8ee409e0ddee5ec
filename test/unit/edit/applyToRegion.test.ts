import { describe, expect, it } from 'vitest';

import { applyToRegion } from '../../../src/core/edit/applyToRegion.ts';
import { readSource } from './corpus.ts';

const text = 'class A {\n    one() {\n        return 1;\n    }\n\n    two() {\n        return 2;\n    }\n}\n';
const region = { start: text.indexOf('    two'), end: text.lastIndexOf('}') };
const wanted = text.replace('return 2;', 'return 22;');

function answered(code: string, finished = false): ReturnType<typeof applyToRegion> {
  return applyToRegion(text, region, code, finished ? { finished } : {});
}

describe('a region written anew', () => {
  it.each([
    ['as it stands', '```ts\n    two() {\n        return 22;\n    }\n```\n'],
    ['moved to the margin', '```ts\ntwo() {\n    return 22;\n}\n```\n'],
    ['with tabs', '```ts\n\ttwo() {\n\t\treturn 22;\n\t}\n```\n'],
    ['with blank lines around it', '```ts\n\n    two() {\n        return 22;\n    }\n\n```\n'],
    [
      'with the lines above it',
      '```ts\n    one() {\n        return 1;\n    }\n\n    two() {\n        return 22;\n    }\n```\n',
    ],
    ['as the whole file', `\`\`\`ts\n${wanted}\`\`\`\n`],
    [
      'with prose and a command',
      'Done:\n\n```ts\n    two() {\n        return 22;\n    }\n```\n\n```bash\nnpm test\n```\n',
    ],
    ['as a block', '<<<<<<< SEARCH\n        return 2;\n=======\n        return 22;\n>>>>>>> REPLACE\n'],
  ])('%s gives exactly the file', (_name, answer) => {
    expect(answered(answer)).toEqual({ ok: true, value: wanted });
  });

  it('without a fence counts when the server said it is complete', () => {
    const bare = '    two() {\n        return 22;\n    }\n';
    expect(answered(bare, true)).toEqual({ ok: true, value: wanted });
    expect(answered(bare)).toMatchObject({ ok: false, reason: 'noCode' });
  });

  it.each([
    ['is cut off', '```ts\n    two() {\n', 'truncated'],
    ['leaves code out', '```ts\n    two() {\n        // ... existing code ...\n    }\n```\n', 'elided'],
    ['is the same', '```ts\n    two() {\n        return 2;\n    }\n```\n', 'unchanged'],
    ['is prose', 'I would not change it.\n', 'noCode'],
    ['is empty', '```ts\n```\n', 'noCode'],
  ])('that %s is refused', (_name, answer, reason) => {
    expect(answered(answer)).toMatchObject({ ok: false, reason });
  });

  it('is placed in the region where a block fits other places too', () => {
    const twice = 'a\nx\nb\nx\n';
    const answer = '<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n';
    expect(applyToRegion(twice, { start: 4, end: 8 }, answer)).toEqual({ ok: true, value: 'a\nx\nb\ny\n' });
  });

  it('fills an empty region, and an empty file', () => {
    expect(applyToRegion('', { start: 0, end: 0 }, '```py\nprint(1)\n```\n')).toEqual({
      ok: true,
      value: 'print(1)\n',
    });
    expect(applyToRegion('a\n\nb\n', { start: 2, end: 3 }, '```py\nprint(1)\n```\n')).toEqual({
      ok: true,
      value: 'a\nprint(1)\nb\n',
    });
  });

  it('keeps the line endings of a CRLF file', () => {
    const crlf = text.replaceAll('\n', '\r\n');
    const at = { start: crlf.indexOf('    two'), end: crlf.lastIndexOf('}') };
    expect(applyToRegion(crlf, at, '```ts\n    two() {\n        return 22;\n    }\n```\n')).toEqual({
      ok: true,
      value: wanted.replaceAll('\n', '\r\n'),
    });
  });

  it('refuses what is too large or binary', () => {
    expect(applyToRegion('x'.repeat(1_000_001), { start: 0, end: 1 }, '')).toMatchObject({
      reason: 'tooLarge',
    });
    expect(applyToRegion('\n'.repeat(50_001), { start: 0, end: 1 }, '')).toMatchObject({
      reason: 'tooManyLines',
    });
    expect(applyToRegion('a\0b', { start: 0, end: 1 }, '')).toMatchObject({ reason: 'binary' });
  });

  it('leaves the rest of a real file byte for byte', () => {
    const source = readSource('flatted.go');
    const start = source.indexOf('func ref(');
    const end = source.indexOf('// ToJSON');
    const answer =
      '```go\nfunc ref(value any, input []any, set map[uintptr]bool) any {\n\treturn value\n}\n```\n';
    const result = applyToRegion(source, { start, end }, answer);
    expect(result.ok && result.value.startsWith(source.slice(0, start))).toBe(true);
    expect(result.ok && result.value.endsWith(`}\n\n${source.slice(end)}`)).toBe(true);
  });
});
