import { describe, expect, it, vi } from 'vitest';
import { positives, type Positive } from '../../fixtures/redaction/labelledSet.ts';
import { redacted, session } from './sessions.ts';

vi.setConfig({ testTimeout: 60_000 });

const same = (text: string): string => text;

type Way = readonly [name: string, show: (text: string) => string, written?: (secret: string) => string];

const eachLine =
  (mark: (index: number) => string) =>
  (text: string): string =>
    `${text
      .replace(/\n$/, '')
      .split('\n')
      .map((line, index) => mark(index) + line)
      .join('\n')}\n`;
const inString = (text: string): string => JSON.stringify(text).slice(1, -1);

/** How files come to stand in a conversation: in a fence, in a tool's answer, in a listing, in a log. */
const ways: readonly Way[] = [
  ['in a fence', (text) => `Here is the file:\n\n\`\`\`\n${text}\n\`\`\`\nWhat is wrong with it?\n`],
  ['as a tool answers', (text) => JSON.stringify({ role: 'tool', content: text }), inString],
  [
    'in a string in a string',
    (text) => JSON.stringify({ a: JSON.stringify({ b: text }) }),
    (secret) => inString(inString(secret)),
  ],
  ['added in a diff', (text) => `--- a/x\n+++ b/x\n@@ -1,3 +1,9 @@\n context\n${eachLine(() => '+')(text)}`],
  [
    'removed in a diff',
    (text) => `--- a/x\n+++ b/x\n@@ -1,3 +1,9 @@\n context\n${eachLine(() => '-')(text)}`,
  ],
  ['as a search prints lines', eachLine((index) => `src/app/thing.x:${index + 12}:`)],
  ['with numbered lines', eachLine((index) => `${String(index + 1).padStart(6)}\t`)],
  ['with numbers and bars', eachLine((index) => `${String(index + 41).padStart(4)} | `)],
  ['quoted', (text) => `hi,\n\n${eachLine(() => '> ')(text)}`],
  ['indented', eachLine(() => '        ')],
  ['in comments', eachLine(() => '// ')],
  ['in a log', eachLine(() => '2026-11-02T10:11:12.123Z INFO  [main] ')],
  ['in the log of a container', eachLine(() => 'web-1  | ')],
  [
    'in a notebook',
    (text) => JSON.stringify({ source: text.split('\n').map((line) => `${line}\n`) }, null, 1),
    inString,
  ],
];

/** What must be gone of a secret, line by line; of an address the password. */
function partsOf(secret: string): string[] {
  const password = /:\/\/[^:]*:([^@]+)@/.exec(secret)?.[1] ?? secret;
  return password.split('\n').filter((line) => line.length > 7 || line === password);
}

function isGone({ text, secrets }: Positive, [, show, written = same]: Way): boolean {
  const after = redacted(session(), show(text));
  const parts = secrets.filter((secret) => text.includes(secret)).flatMap(partsOf);
  return parts.length > 0 && parts.every((part) => !after.includes(written(part)));
}

const sample = positives(4711)
  .filter(({ path, text }) => path === undefined && text.length < 3000)
  .filter((positive) => isGone(positive, ['by itself', same]));

describe('what is found in a text by itself', () => {
  it('is most of the labelled set', () => {
    expect(sample.length).toBeGreaterThan(1500);
  });

  it.each(ways.map((way) => ({ name: way[0], way })))('is found $name', ({ way }) => {
    const missed = sample.filter((positive) => !isGone(positive, way));
    expect(
      missed.length / sample.length,
      [...new Set(missed.map(({ kind }) => kind))].join(' '),
    ).toBeLessThanOrEqual(0.01);
  });
});
