import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { AnswerParser, parseAnswer } from '../../../src/core/edit/AnswerParser.ts';
import { answerCases } from './corpus.ts';

const answers = answerCases().map(({ answer }) => answer);

describe('an answer that streams', () => {
  it('gives the same parts however it is cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...answers),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        (answer, sizes) => {
          const text = answer.replace(/\r(?!\n)/g, '\n');
          const parser = new AnswerParser();
          let at = 0;
          for (let turn = 0; at < text.length; turn++) {
            const size = sizes[turn % sizes.length] ?? 1;
            parser.push(text.slice(at, at + size));
            at += size;
          }
          expect(parser.end()).toEqual(parseAnswer(answer));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is never a reason to throw', () => {
    const line = fc.constantFrom(
      '```',
      '```ts',
      '<<<<<<< SEARCH',
      '=======',
      '>>>>>>> REPLACE',
      '<search>',
      '</search>',
      '<replace>',
      '</replace>',
      'code',
      '',
      '<think>',
      '</think>',
      '--- a/x.ts',
      '+++ b/x.ts',
      '@@',
      '-a',
      '+b',
      '# src/a.ts',
      'DELETE a.ts',
      'RENAME a.ts -> b.ts',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => void parseAnswer(lines.join('\n'))),
      { numRuns: 2_000 },
    );
  });

  it('shows the lines of a fence that is still open', () => {
    const parser = new AnswerParser();
    parser.push('Here:\n```ts\nconst a = 1;\nconst b');
    expect(parser.open).toMatchObject({ kind: 'fence', lines: ['const a = 1;'], closed: false });
  });

  it('drops what was thought before', () => {
    expect(parseAnswer('<think>\n```ts\nno\n```\n</think>\n```ts\nyes\n```\n')).toMatchObject([
      { kind: 'fence', lines: ['yes'] },
    ]);
  });

  it('keeps the fences inside a Markdown file', () => {
    const [part] = parseAnswer('````md\n# Title\n```ts\ncode\n```\nend\n````\n');
    expect(part).toMatchObject({ kind: 'fence', lines: ['# Title', '```ts', 'code', '```', 'end'] });
    const [other] = parseAnswer('```markdown\n# Title\n```ts\ncode\n```\nend\n```\n');
    expect(other).toMatchObject({ kind: 'fence', lines: ['# Title', '```ts', 'code', '```', 'end'] });
  });

  it.each([
    ['DELETE src/a.ts', { kind: 'delete', path: 'src/a.ts' }],
    ['**Delete file:** `src/a.ts`', { kind: 'delete', path: 'src/a.ts' }],
    ['RENAME src/a.ts -> src/b.ts', { kind: 'rename', path: 'src/a.ts', to: 'src/b.ts' }],
    ['### Rename `src/a.ts` to `src/b.ts`', { kind: 'rename', path: 'src/a.ts', to: 'src/b.ts' }],
    ['CREATE src/new.py', { kind: 'create', path: 'src/new.py' }],
    ['New file: `src/new.py`', { kind: 'create', path: 'src/new.py' }],
  ])('says what becomes of files: %s', (line, part) => {
    expect(parseAnswer(`${line}\n`)).toMatchObject([part]);
  });

  it.each([
    'Delete the loop in main.',
    'You can rename it to something else.',
    'Remove /etc/passwd',
    'DELETE ../../outside.ts',
  ])('does not take prose or a path outside for an order: %s', (line) => {
    expect(parseAnswer(`${line}\n`).filter(({ kind }) => kind !== 'prose')).toEqual([]);
  });
});
