/** Does the model say the same over and over? */

import { lastRow } from '../../base/text.ts';
import type { Check, CheckContext } from '../check.ts';
import { hunkLines } from '../language/addedLines.ts';
import type { Evidence } from '../verdict.ts';

/**
 * The period of the last words, as (period at most, in the last n words): the figures of vscode-copilot-chat's
 * anomaly detection (MIT), from the shortest loop to the longest.
 */
const tokenLoops: readonly (readonly [number, number])[] = [
  [1, 16],
  [10, 40],
  [20, 60],
  [30, 90],
  [60, 180],
];
const longestBlock = 24;
const tableRows = 17;
/** Rows that differ only in numbers or names count as one shape from this many on. */
const structuralRows = 24;

export const repetitionCheck: Check = {
  name: 'repetition',
  tasks: ['completion', 'edit', 'chat'],
  run(context) {
    const lines = written(context);
    return blockLoop(lines, context) ?? tokenLoop(lastRun(lines), context) ?? shapeLoop(lines, context);
  },
};

interface Line {
  readonly row: number;
  readonly text: string;
}

function written({ judged, change, answer }: CheckContext): Line[] {
  if (judged.task === 'edit') return hunkLines(change);
  const first = judged.task === 'completion' ? lastRow(judged.before) : 0;
  return answer.split('\n').map((text, index) => ({ row: first + index, text }));
}

/** A block of up to 24 lines that follows itself three times (a single line four times). */
function blockLoop(lines: readonly Line[], context: CheckContext): Evidence | undefined {
  const { before, judged } = context;
  const filled = lines.filter((line) => line.text.trim() !== '');
  const keys = filled.map((line) => line.text.trim());
  for (let size = 1; size <= longestBlock && size * 3 <= keys.length; size++) {
    const enough = timesThatTell(size, context);
    let same = 0;
    for (let at = size; at < keys.length; at++) {
      // Rows of different hunks do not follow each other.
      const near = follows(filled[at - 1]?.row ?? 0, filled[at]?.row ?? 0, context);
      same = near && keys[at] === keys[at - size] ? same + 1 : 0;
      if (same < size * (enough - 1)) continue;
      const start = at - same - size + 1;
      const block = keys.slice(start, start + size);
      if (!tells(block) || knownLoop(block, before)) continue;
      // Rows of a table may be the same; only very many of them tell.
      if (judged.task === 'edit' && isTable(block) && same < size * (tableRows - 1)) continue;
      const times = Math.floor(same / size) + 1;
      const line = filled[start]?.row ?? 0;
      const what = size === 1 ? 'The same line' : `The same ${size} lines`;
      return {
        message: `${what} ${times} times in a row: \`${(block[0] ?? '').slice(0, 60)}\`.`,
        line,
        figure: times,
      };
    }
  }
  return undefined;
}

/** Loops are unrolled by hand up to eight times where that pays. */
const unrolled = 9;

function timesThatTell(size: number, { judged, language }: CheckContext): number {
  if (judged.task === 'edit') {
    if (size > 1) return 4;
    return language?.family === 'c' ? unrolled : 6;
  }
  return size === 1 ? 5 : size === 2 ? 4 : 3;
}

function isTable(block: readonly string[]): boolean {
  return block.every((line) => line.endsWith(','));
}

/** Nothing but empty lines between two rows. */
function follows(above: number, below: number, { judged, change }: CheckContext): boolean {
  if (judged.task !== 'edit') return true;
  return change.afterLines.slice(above + 1, below).every((line) => line.trim() === '');
}

/** Closing brackets, table cells and zeros repeat in good code. */
function tells(block: readonly string[]): boolean {
  const text = block.join(' ').replace(/\b0x[\da-f]+\b/gi, '');
  return (text.match(/[\p{L}_]{2,}/gu) ?? []).length >= Math.min(3, block.length + 1) && text.length >= 12;
}

function knownLoop(block: readonly string[], before: string): boolean {
  const text = before
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
  const once = block.join('\n');
  return text.includes(`${once}\n${once}\n${once}`);
}

/** The last rows that follow each other: the last hunk of an edit. */
function lastRun(lines: readonly Line[]): readonly Line[] {
  let start = lines.length - 1;
  while (start > 0 && (lines[start]?.row ?? 0) - (lines[start - 1]?.row ?? 0) === 1) start--;
  return lines.slice(Math.max(0, start));
}

/** The end of the text is one period over and over. */
function tokenLoop(lines: readonly Line[], { before, judged }: CheckContext): Evidence | undefined {
  const text = lines.map((line) => line.text).join('\n');
  // Whole files hold tables and lists of calls; there only a long loop tells.
  const factor = judged.task === 'edit' ? 2 : 1;
  const tokens = text.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? [];
  for (const [most, span] of tokenLoops) {
    if (tokens.length < span * factor) return undefined;
    const tail = tokens.slice(-span * factor);
    const period = smallestPeriod(tail);
    if (period > most) continue;
    const unit = tail.slice(0, period);
    if (!unit.some((token) => /[\p{L}_]/u.test(token)) && !loopsWithoutWords(unit, tokens)) continue;
    if (before.replace(/\s+/g, '').includes(unit.slice(0, 24).join('').repeat(2).slice(0, 60))) continue;
    const line = lines.at(-1)?.row ?? 0;
    return {
      message: `The end repeats itself: \`${unit.join(' ').slice(0, 60)}\`.`,
      line,
      figure: Math.floor(span / period),
    };
  }
  return undefined;
}

const wordlessTokens = 120;

/** Marks alone are a ruler or a table; a long run of quotes, commas and brackets is neither. */
function loopsWithoutWords(unit: readonly string[], tokens: readonly string[]): boolean {
  if (unit.some((token) => /\d/.test(token))) return false;
  if (unit.length === 1) return !/[=*#/\\.,_+~-]/.test(unit[0] ?? '');
  return tokens.length >= wordlessTokens && smallestPeriod(tokens.slice(-wordlessTokens)) === unit.length;
}

/** The smallest p such that the sequence repeats with period p (prefix function of Knuth, Morris and Pratt). */
function smallestPeriod(tokens: readonly string[]): number {
  const borders = new Array<number>(tokens.length).fill(0);
  for (let at = 1, length = 0; at < tokens.length;) {
    if (tokens[at] === tokens[length]) borders[at++] = ++length;
    else if (length > 0) length = borders[length - 1] ?? 0;
    else at++;
  }
  return tokens.length - (borders.at(-1) ?? 0);
}

/** A long run of rows of one shape that counts upwards and runs into the end: the model has lost its thread. */
function shapeLoop(lines: readonly Line[], { before, judged, language }: CheckContext): Evidence | undefined {
  if (language?.kind === 'data') return undefined;
  const shapes = lines.filter((line) => line.text.trim() !== '').map((line) => shapeOf(line.text));
  const last = shapes.at(-1) ?? '';
  if (!last.includes('0') || !/[\p{L}]{2,}/u.test(last)) return undefined;
  let run = 0;
  while (run < shapes.length && shapes[shapes.length - 1 - run] === last) run++;
  if (run < structuralRows || (judged.task === 'edit' && run < lines.length * 0.5)) return undefined;
  if (before.split('\n').filter((line) => shapeOf(line) === last).length >= 3) return undefined;
  const line = lines.at(-1)?.row ?? 0;
  return { message: `The last ${run} lines differ only in their numbers.`, line, figure: run };
}

function shapeOf(line: string): string {
  return line.trim().replace(/\d+(?:\.\d+)?/g, '0');
}
