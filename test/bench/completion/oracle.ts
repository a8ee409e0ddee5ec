/** What would a model answer that knows the finished file and is wrong in a given share of its lines? */

import { hashed } from './random.ts';

export interface Oracle {
  /** The tokens that continue `prefix` (the end of the prompt), up to the end of the hole. */
  continue(prefix: string, suffix: string): readonly string[];
  /** What is really typed next at a place of the finished text. */
  readonly truth: string;
}

/** Words with the space before them, white space, single signs: near enough to a tokenizer's pieces. */
export function tokensOf(text: string): string[] {
  return text.match(/ ?[A-Za-z_]{1,8}|\n[ \t]*|[0-9]{1,3}|[ \t]+|[^\s]/g) ?? [];
}

const junk = [' unknown', 'Value', '(', 'other', ')', ';'];

/** How a wrong line is wrong. */
export type Wrongness =
  /** From some place on it is nothing like the truth. */
  | 'junk'
  /** One word is another, the rest is right. */
  | 'otherWord'
  /** All of it is another line of the file, whatever of it is typed already. */
  | 'otherLine'
  /** As `junk`, but drawn anew for each request rather than for each line. */
  | 'moody';

export interface OracleManner {
  /** Share of the lines that are wrong. */
  readonly wrongLines: number;
  readonly seed: number;
  readonly wrongness?: Wrongness;
  readonly empty?: boolean;
}

/** Every line is wrong or right once and for all, by its text and the seed; behind a wrong stretch it is right again. */
export function oracleFor(truth: string, manner: OracleManner): Oracle {
  return {
    truth,
    continue(prefix, suffix) {
      if (manner.empty === true) return [];
      const at = placeIn(truth, prefix);
      if (at === undefined) return tokensOf(` ${junk.join('')}\n`);
      const end = endOfHole(truth, at, suffix);
      return tokensOf(spoiled(truth, at, end, manner));
    },
  };
}

/** The place in the finished text that the prompt ends at, by the longest of some tails. */
function placeIn(truth: string, prefix: string): number | undefined {
  for (const length of [600, 300, 150, 80, 40, 20]) {
    const tail = prefix.slice(-length);
    const at = truth.indexOf(tail);
    if (at !== -1 && (length > 40 || truth.indexOf(tail, at + 1) === -1)) return at + tail.length;
  }
  return undefined;
}

function endOfHole(truth: string, at: number, suffix: string): number {
  const head = suffix.trimStart().slice(0, 80);
  const found = head === '' ? -1 : truth.indexOf(head, at);
  return found === -1 ? truth.length : found;
}

function spoiled(truth: string, at: number, end: number, manner: OracleManner): string {
  let text = '';
  let from = at;
  while (from < end) {
    const newline = truth.indexOf('\n', from);
    const lineStop = newline === -1 || newline >= end ? end : newline + 1;
    const lineStart = truth.lastIndexOf('\n', from - 1) + 1;
    const line = truth.slice(lineStart, lineStop);
    const right = truth.slice(from, lineStop);
    const wrongAt = wrongPlace(line, lineStart, manner, at);
    if (wrongAt === undefined) text += right;
    else text += wrong(right, { truth, line, from: from - lineStart, wrongAt }, manner);
    from = lineStop;
  }
  return text;
}

interface WrongLine {
  readonly truth: string;
  readonly line: string;
  /** Where in the line the answer begins, and where it goes wrong. */
  readonly from: number;
  readonly wrongAt: number;
}

function wrong(right: string, place: WrongLine, manner: OracleManner): string {
  const { truth, line, from, wrongAt } = place;
  const lineEnd = line.endsWith('\n') ? '\n' : '';
  if (manner.wrongness === 'otherLine') {
    const all = truth.split('\n').filter((one) => one.trim().length > 12);
    const other = (all[Math.floor(hashed(`${manner.seed}:${line}`) * all.length)] ?? '').trim();
    const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
    return (from === 0 ? indent : '') + (from <= indent.length ? other : ` ${other}`) + lineEnd;
  }
  if (wrongAt < from) return right;
  const kept = right.slice(0, wrongAt - from);
  if (manner.wrongness !== 'otherWord') return `${kept}${junk.join('')}${lineEnd}`;
  const word = /[A-Za-z_]\w*/.exec(right.slice(kept.length));
  if (word === null) return `${kept}${junk.join('')}${lineEnd}`;
  const start = kept.length + word.index;
  return `${right.slice(0, start)}other${right.slice(start + word[0].length)}`;
}

function wrongPlace(line: string, lineStart: number, manner: OracleManner, at: number): number | undefined {
  const content = line.trim();
  if (content.length < 4) return undefined;
  const mood = manner.wrongness === 'moody' ? `:${at}` : '';
  const key = `${manner.seed}:${lineStart}:${content}${mood}`;
  if (hashed(key) >= manner.wrongLines) return undefined;
  const indent = line.length - line.trimStart().length;
  return indent + Math.floor(hashed(`${key}:place`) * (content.length - 2));
}
