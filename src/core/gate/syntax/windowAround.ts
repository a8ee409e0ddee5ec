/** Which part of a long file must be parsed to judge an insertion? */

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
  let firstRow = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < start; at = text.indexOf('\n', at + 1)) firstRow++;
  return { start, end, firstRow };
}

function cutBefore(text: string, offset: number): number {
  let at = text.lastIndexOf('\n', offset - 1);
  for (let line = 0; at > 0; line++) {
    if (line >= leastLines && startsItem(text, at)) return at + 1;
    if (line >= mostLines) break;
    at = text.lastIndexOf('\n', at - 1);
  }
  return 0;
}

function cutBehind(text: string, offset: number): number {
  let at = text.indexOf('\n', offset);
  for (let line = 0; at !== -1; line++) {
    if (line >= leastLines && startsItem(text, at)) return at + 1;
    if (line >= mostLines) break;
    at = text.indexOf('\n', at + 1);
  }
  return text.length;
}

/** The line behind the newline at `at` starts a top-level item after an empty line. */
function startsItem(text: string, at: number): boolean {
  const first = text[at + 1];
  if (first === undefined || /[\s)\]}*+\-,.`"'|&?:]/.test(first)) return false;
  const previous = at > 0 && text[at - 1] === '\r' ? at - 2 : at - 1;
  return text[previous] === '\n';
}
