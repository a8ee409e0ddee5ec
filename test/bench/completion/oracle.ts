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

/** Every line is wrong or right once and for all, by its text and the seed; behind a wrong stretch it is right again. */
export function oracleFor(
  truth: string,
  options: { readonly wrongLines: number; readonly seed: number; readonly empty?: boolean },
): Oracle {
  return {
    truth,
    continue(prefix, suffix) {
      if (options.empty === true) return [];
      const at = placeIn(truth, prefix);
      if (at === undefined) return tokensOf(` ${junk.join('')}\n`);
      const end = endOfHole(truth, at, suffix);
      return tokensOf(spoiled(truth, at, end, options));
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

function spoiled(
  truth: string,
  at: number,
  end: number,
  options: { wrongLines: number; seed: number },
): string {
  let text = '';
  let from = at;
  while (from < end) {
    const newline = truth.indexOf('\n', from);
    const lineStop = newline === -1 || newline >= end ? end : newline + 1;
    const lineStart = truth.lastIndexOf('\n', from - 1) + 1;
    const line = truth.slice(lineStart, lineStop);
    const wrongAt = wrongPlace(line, lineStart, options);
    const right = truth.slice(from, lineStop);
    if (wrongAt === undefined || lineStart + wrongAt < from) text += right;
    else
      text += `${right.slice(0, lineStart + wrongAt - from)}${junk.join('')}${line.endsWith('\n') ? '\n' : ''}`;
    from = lineStop;
  }
  return text;
}

function wrongPlace(
  line: string,
  lineStart: number,
  options: { wrongLines: number; seed: number },
): number | undefined {
  const content = line.trim();
  if (content.length < 4) return undefined;
  const key = `${options.seed}:${lineStart}:${content}`;
  if (hashed(key) >= options.wrongLines) return undefined;
  const indent = line.length - line.trimStart().length;
  return indent + Math.floor(hashed(`${key}:place`) * (content.length - 2));
}
