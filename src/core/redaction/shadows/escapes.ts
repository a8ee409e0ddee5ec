/** What does a text say with its escapes of URLs, strings and markup undone? */

import type { Range } from '../detect/found.ts';
import { LineWriter, type Shadow } from './shadow.ts';

const ESCAPE =
  /\\{1,4}u(?:00[0-7][0-9a-fA-F]|\{0{0,4}[2-7][0-9a-fA-F]\})|\\{1,4}x[2-7][0-9a-fA-F]|%(?:25)?(?:[2-7][0-9a-fA-F]|0[9AaDd])|&(?:amp;)?(?:#(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6]|[xX][2-7][0-9a-fA-F]);|quot;|apos;|lt;|gt;|equals;|colon;|amp;)|\\{1,4}["'/]|=3[dD]|=\r?\n(?=[A-Za-z0-9])/g;

const NAMED: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  equals: '=',
  colon: ':',
  amp: '&',
};

const REACH = 800;
const MAX_QUOTED_LINE = 78;

/** The lines that hold escapes of printable ASCII, undone; `undefined` where there are none in `ranges`. */
export function withEscapesUndone(text: string, ranges: readonly Range[]): Shadow | undefined {
  const writer = new LineWriter(text, REACH);
  // The next one may stand far behind a range: it is kept for those that follow, not sought by each.
  let next = escapeFrom(text, 0);
  for (const range of ranges) {
    if (next !== null && next.index < range.start) next = escapeFrom(text, range.start);
    for (; next !== null && next.index < range.end; next = escapeFrom(text, ESCAPE.lastIndex))
      if (!isPadding(text, next)) writer.replace(next.index, ESCAPE.lastIndex, undone(next[0]));
  }
  return writer.finish();
}

/** A soft line end stands near column 76 (RFC 2045, 6.7); other `=` at the end of a line pad base64. */
function isPadding(text: string, { 0: escape, index }: RegExpExecArray): boolean {
  if (escape.charCodeAt(escape.length - 1) !== 10) return false;
  if (text.charCodeAt(index - 1) === 61) return true;
  return index - text.lastIndexOf('\n', index) > MAX_QUOTED_LINE;
}

function escapeFrom(text: string, at: number): RegExpExecArray | null {
  ESCAPE.lastIndex = at;
  return ESCAPE.exec(text);
}

/** The character that is meant; -1 for none. */
function undone(escape: string): number {
  const first = escape.charCodeAt(0);
  const last = escape.charCodeAt(escape.length - 1);
  if (first === 61) return last === 100 || last === 68 ? 61 : -1; // `=3D`, or a soft line end
  if (first === 38) return referenced(escape);
  if (first === 37) return parseInt(escape.slice(-2), 16);
  if (last === 34 || last === 39 || last === 47) return last;
  return parseInt(escape.slice(last === 125 ? -3 : -2), 16);
}

function referenced(escape: string): number {
  const body = escape.slice(escape.startsWith('&amp;') && escape.length > 5 ? 5 : 1, -1);
  const named = NAMED[body];
  if (named !== undefined) return named.charCodeAt(0);
  return /^#x/i.test(body) ? parseInt(body.slice(2), 16) : parseInt(body.slice(1), 10);
}
