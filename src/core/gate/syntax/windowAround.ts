/** Which part of a long file must be parsed to judge an insertion? */

import { lastRow } from '../../base/text.ts';

export interface TextWindow {
  readonly start: number;
  readonly end: number;
  /** Row of the file in which the window starts. */
  readonly firstRow: number;
}

/** A file this short is parsed whole: a few milliseconds. In lines. */
const wholeFileLines = 400;
/** Lines kept on each side at least, and looked through at most for a place to cut. */
const leastLines = 80;
const mostLines = 400;

/** The tree of a text up to this length is kept for the next verdict. In UTF-16 code units. */
export const longestKept = 300_000;

/**
 * The whole text, or a part cut between top-level items around `offset`: at lines that start in column zero with
 * neither a closing bracket nor white space, after an empty line. A suggestion in a 2,000-line file is thereby
 * judged in about the time of a 200-line one.
 */
export function windowAround(text: string, offset: number): TextWindow {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1 && lines <= wholeFileLines; at = text.indexOf('\n', at + 1))
    lines++;
  if (lines <= wholeFileLines) return { start: 0, end: text.length, firstRow: 0 };
  const start = cutBefore(text, offset);
  const end = cutBehind(text, offset);
  // One long item: parsed whole, it is read once and carried on wherever in it the next suggestion is.
  if ((start === undefined || end === undefined) && text.length <= longestKept)
    return { start: 0, end: text.length, firstRow: 0 };
  return { start: start ?? 0, end: end ?? text.length, firstRow: lastRow(text.slice(0, start ?? 0)) };
}

/** Whether a part that was cut earlier holds enough around `offset` to judge an insertion there. */
export function keepsAround(text: string, part: TextWindow, offset: number): boolean {
  if (offset < part.start || offset > part.end) return false;
  const least = leastLines >> 1;
  const reaches = (from: number, to: number): boolean => {
    let lines = 0;
    for (
      let at = text.indexOf('\n', from);
      at !== -1 && at < to && lines < least;
      at = text.indexOf('\n', at + 1)
    )
      lines++;
    return lines >= least;
  };
  return (
    (part.start === 0 || reaches(part.start, offset)) &&
    (part.end >= text.length || reaches(offset, part.end))
  );
}

/** `undefined` where so many lines have no such place. */
function cutBefore(text: string, offset: number): number | undefined {
  let at = text.lastIndexOf('\n', offset - 1);
  for (let line = 0; at > 0; line++) {
    if (line >= leastLines && startsItem(text, at)) return at + 1;
    if (line >= mostLines) return undefined;
    at = text.lastIndexOf('\n', at - 1);
  }
  return 0;
}

function cutBehind(text: string, offset: number): number | undefined {
  let at = text.indexOf('\n', offset);
  for (let line = 0; at !== -1; line++) {
    if (line >= leastLines && startsItem(text, at)) return at + 1;
    if (line >= mostLines) return undefined;
    at = text.indexOf('\n', at + 1);
  }
  return text.length;
}

/** The line behind the newline at `at` starts a top-level item after an empty line. */
function startsItem(text: string, at: number): boolean {
  const first = text[at + 1];
  if (first === undefined || /[\s)\]}*+\-,.`"'|&?:]/.test(first)) return false;
  const previous = at > 0 && text[at - 1] === '\r' ? at - 2 : at - 1;
  return text[previous] === '\n' && !inComment(text, at);
}

/** Between the marks of a comment that begins a line, as a license does: its paragraphs look like items. */
function inComment(text: string, at: number): boolean {
  const open = text.lastIndexOf('/*', at);
  if (open === -1 || text.slice(text.lastIndexOf('\n', open) + 1, open).trim() !== '') return false;
  return !text.slice(open, at).includes('*/');
}
