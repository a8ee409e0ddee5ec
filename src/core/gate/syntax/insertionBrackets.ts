/** Which bracket does an insertion add or leave out, so that the text around it does not add up? */

import { indentation } from '../../base/text.ts';
import type { Bracket, BracketKind } from './bracketScan.ts';

export interface OddBracket {
  readonly kind: BracketKind;
  /** Opened minus closed in the whole text. */
  readonly total: number;
}

export interface InsertedText {
  readonly text: string;
  /** The insertion, as offsets in the text. */
  readonly from: number;
  readonly to: number;
  /** It may go on, so that what it leaves open is no fault. */
  readonly openEnd: boolean;
}

const kinds = ['{}', '()', '[]'] as const;

/** `all` are the brackets of the text. `undefined`: it adds up, or the fault lies elsewhere. */
export function oddBracket(
  inserted: InsertedText,
  all: readonly Bracket[],
  skipped?: BracketKind,
): OddBracket | undefined {
  for (const kind of kinds) {
    if (kind === skipped) continue;
    const sums = sumsOf(inserted, all, kind);
    if (sums.total > 0 && !inserted.openEnd && (sums.opened > 0 || forgetsToClose(inserted, sums, kind)))
      return { kind, total: sums.total };
    if (sums.total < 0 && (sums.closed > 0 || (!inserted.openEnd && sums.soundAbove)))
      return { kind, total: sums.total };
  }
  return undefined;
}

interface Sums {
  readonly total: number;
  /** By the insertion, and left open at its end. */
  readonly opened: number;
  /** By the insertion, of what was opened before it or never. */
  readonly closed: number;
  /** Nothing before the insertion closes what was not opened. */
  readonly soundAbove: boolean;
  /** Where the innermost bracket that is open behind the insertion was opened. */
  readonly innermost: number | undefined;
}

function sumsOf({ from, to }: InsertedText, all: readonly Bracket[], kind: BracketKind): Sums {
  let total = 0;
  let closed = 0;
  let soundAbove = true;
  const open: number[] = [];
  let openBehind: readonly number[] | undefined;
  for (const bracket of all) {
    if (bracket.kind !== kind) continue;
    if (bracket.offset >= to) openBehind ??= [...open];
    total += bracket.opens ? 1 : -1;
    if (bracket.opens) open.push(bracket.offset);
    else {
      const opener = open.pop();
      if (bracket.offset < from && opener === undefined) soundAbove = false;
      if (bracket.offset >= from && bracket.offset < to && (opener ?? -1) < from) closed++;
    }
  }
  openBehind ??= open;
  const opened = openBehind.filter((offset) => offset >= from).length;
  return { total, closed, opened, soundAbove, innermost: openBehind.at(-1) };
}

/** Further above it is another part of the file that is unfinished. */
const nearChars = 4000;

/**
 * The insertion should have closed what stands open before it: a statement ends inside round or square brackets, or
 * the text goes on above or at the depth of the line that opened.
 */
function forgetsToClose({ text, from, to }: InsertedText, { innermost }: Sums, kind: BracketKind): boolean {
  if (innermost === undefined || from - innermost > nearChars) return false;
  const opening = text.slice(text.lastIndexOf('\n', innermost) + 1, innermost);
  const inside = text.slice(innermost, endOfLine(text, to));
  if (kind !== '{}' && !/\bfor\s*$/.test(opening) && /;\s*$/m.test(inside)) return true;
  // A shell's test ends before its branch begins.
  if (kind === '[]' && /(?:;|\n)\s*(?:then|do)\b/.test(inside)) return true;
  // `if (ready {`: the block opens before the condition has ended.
  const head = text.slice(innermost, endOfLine(text, innermost));
  if (
    kind === '()' &&
    /\b(?:if|while|for|foreach|switch|catch|constructor|elseif|match|using|lock)\s*$/.test(opening) &&
    /[\w$"'\])+-]\s*\{\s*$/.test(head) &&
    !/=>|\bfunction\b/.test(head)
  )
    return true;
  // A list goes on in the next line, but not with a statement.
  const isPlain = inside.split('{').length === inside.split('}').length;
  if (
    kind !== '{}' &&
    isPlain &&
    /^[ \t]*\r?\n\s*(?:return|if|for|while|break|continue|throw|raise|const|let|var)\b/.test(text.slice(to))
  )
    return true;
  // At the end of the file nothing else can close a list that was begun.
  if (kind !== '{}' && text.slice(to).trim() === '') return true;
  const depth = indentation(opening).length;
  if (kind === '{}' && fallsBack(text.slice(Math.max(innermost, from), to), depth)) return true;
  const next = /\n([ \t]*)[^\s}\])]/.exec(text.slice(to));
  return next !== null && (next[1] ?? '').length <= depth;
}

/** A line of the insertion stands where the block was opened, or further out, and closes nothing. */
function fallsBack(written: string, depth: number): boolean {
  const lines = written
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '');
  const outer = (line: string): boolean =>
    indentation(line).length <= depth && !/^\s*(?:[}\])#]|\w+:|case\b|default\b)/.test(line);
  // A block that does not indent says nothing.
  return indentation(lines[0] ?? '').length > depth
    ? lines.some(outer)
    : lines.length > 0 && outer(lines[0] ?? '') && depth > 0;
}

/** Families in which no block follows a name within parentheses. */
const namesOpenNothing = new Set(['javascript', 'java', 'php']);

/** `if (ready {` and `run(text: string {`: the insertion opens a block where a `(` is still open. */
export function blockInParentheses(
  { text, from, to }: InsertedText,
  all: readonly Bracket[],
  family: string,
): OddBracket | undefined {
  const open: Bracket[] = [];
  const lineEnd = endOfLine(text, to);
  for (const bracket of all) {
    if (bracket.offset >= lineEnd) break;
    if (!bracket.opens) {
      open.pop();
      continue;
    }
    const around = open.at(-1);
    open.push(bracket);
    if (bracket.kind !== '{}' || bracket.offset < from || around?.kind !== '()') continue;
    if (!/^\{[ \t]*\r?\n/.test(text.slice(bracket.offset, bracket.offset + 200))) continue;
    const written = text.slice(around.offset + 1, bracket.offset).trimEnd();
    const head = text.slice(Math.max(0, around.offset - 40), around.offset);
    const controls = /\b(?:if|while|for|foreach|switch|catch|elseif)\s*$/.test(head);
    if (/\b(?:class|new|const|let|var|of|in|return|enum|struct|interface)\b[^()]*$/.test(written)) continue;
    if (
      controls
        ? /[\w$\])"']$/.test(written) && !/\bfunction\b/.test(written)
        : namesOpenNothing.has(family) && /\w\s*$/.test(head) && /[\w$]$/.test(written)
    )
      return { kind: '()', total: 1 };
  }
  return undefined;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
