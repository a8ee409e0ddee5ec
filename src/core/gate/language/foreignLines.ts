/** Do lines read like another programming language than their own? */

import { signatures } from './signatures.ts';

export interface NumberedLine {
  readonly row: number;
  readonly text: string;
}

export interface ForeignLines {
  readonly family: string;
  readonly hits: number;
  readonly firstRow: number;
  readonly share: number;
}

/** Languages in which a file of this family is partly written, or which are written alike. */
const guests: Readonly<Record<string, readonly string[]>> = {
  javascript: ['html', 'css', 'json'],
  php: ['html', 'css', 'javascript', 'sql', 'java', 'csharp'],
  html: ['css', 'javascript', 'json', 'php'],
  vue: ['css', 'javascript', 'html', 'json'],
  xml: ['html', 'css', 'javascript'],
  java: ['csharp', 'c'],
  csharp: ['java', 'c'],
  c: ['java', 'csharp'],
  yaml: ['shellscript', 'json', 'css'],
  shellscript: ['yaml', 'ruby'],
  css: ['json', 'yaml'],
  python: ['yaml'],
  ruby: ['python', 'yaml'],
  rust: ['c', 'java', 'csharp'],
  go: ['c', 'java', 'yaml'],
  json: [],
};

const leastLines = 3;
/** Their lines look like parts of others: they must be most of the text. */
const weak = new Set(['yaml', 'json', 'css', 'html', 'sql']);
const weakShare = 0.75;
const leastShare = 0.4;

/** `undefined` where the lines are too few or could be of their own language. */
export function foreignLines(
  lines: readonly NumberedLine[],
  own: string,
  least = leastLines,
): ForeignLines | undefined {
  if (lines.length < least) return undefined;
  const ownLines = lines.filter((line) => bears(line.text, own));
  let best: { family: string; hits: NumberedLine[] } | undefined;
  for (const family of Object.keys(signatures)) {
    if (family === own || (guests[own] ?? []).includes(family)) continue;
    const hits = lines.filter((line) => bears(line.text, family) && !bears(line.text, own));
    if (best === undefined || hits.length > best.hits.length) best = { family, hits };
  }
  if (best === undefined || best.hits.length < least) return undefined;
  const share = weak.has(best.family) ? weakShare : leastShare;
  if (best.hits.length < lines.length * share || best.hits.length < ownLines.length * 2) return undefined;
  return {
    family: best.family,
    hits: best.hits.length,
    firstRow: best.hits[0]?.row ?? 0,
    share: best.hits.length / lines.length,
  };
}

/** The families that have signatures at all. */
export function isTold(family: string): boolean {
  return signatures[family] !== undefined;
}

function bears(line: string, family: string): boolean {
  return (signatures[family] ?? []).some((mark) => mark.test(line));
}
