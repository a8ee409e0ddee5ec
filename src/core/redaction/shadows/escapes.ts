/** What does a text say with its escapes of URLs, strings and markup undone? */

import { LineWriter, type Shadow } from './shadow.ts';

const ESCAPE =
  /\\{1,4}u(?:00[0-7][0-9a-fA-F]|\{0{0,4}[2-7][0-9a-fA-F]\})|\\{1,4}x[2-7][0-9a-fA-F]|%(?:25)?(?:[2-7][0-9a-fA-F]|0[9AaDd])|&(?:amp;)?(?:#(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6]|[xX][2-7][0-9a-fA-F]);|quot;|apos;|lt;|gt;|equals;|colon;|amp;)|\\{1,4}["'/nrt]|=3[dD]|=\r?\n(?=[A-Za-z0-9])/y;

const NAMED: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  equals: '=',
  colon: ':',
  amp: '&',
};

/** `\n`, `\r` and `\t`, by their letters. */
const BLANKS = new Map([
  [110, 10],
  [114, 13],
  [116, 9],
]);

const REACH = 800;
/** Strings within strings have up to four before what they escape. */
const MORE_BACKSLASHES = 3;
const MAX_QUOTED_LINE = 78;

/** The lines that hold escapes of printable ASCII, undone; `undefined` where there are none. `places`: where one may begin, or the last of its backslashes stands; sorted. */
export function withEscapesUndone(text: string, places: readonly number[]): Shadow | undefined {
  const writer = new LineWriter(text, REACH);
  let passed = 0;
  for (let index = 0; index < places.length; index++) {
    const at = places[index] as number;
    if (at < passed) continue;
    let start = at;
    while (start > passed && start > at - MORE_BACKSLASHES && text.charCodeAt(start - 1) === 92) start--;
    if (text.charCodeAt(at) !== 92) start = at;
    ESCAPE.lastIndex = start;
    if (!ESCAPE.test(text)) continue;
    passed = ESCAPE.lastIndex;
    const escape = text.slice(start, passed);
    if (!isPadding(text, escape, start)) writer.replace(start, passed, undone(escape));
  }
  return writer.finish();
}

/** A soft line end stands near column 76 (RFC 2045, 6.7); other `=` at the end of a line pad base64. */
function isPadding(text: string, escape: string, start: number): boolean {
  if (escape.charCodeAt(0) !== 61 || escape.charCodeAt(escape.length - 1) !== 10) return false;
  if (text.charCodeAt(start - 1) === 61) return true;
  return start - text.lastIndexOf('\n', start) > MAX_QUOTED_LINE;
}

/** The character that is meant; -1 for none. */
function undone(escape: string): number {
  const first = escape.charCodeAt(0);
  const last = escape.charCodeAt(escape.length - 1);
  if (first === 61) return last === 100 || last === 68 ? 61 : -1; // `=3D`, or a soft line end
  if (first === 38) return referenced(escape);
  if (first === 37) return parseInt(escape.slice(-2), 16);
  if (last === 34 || last === 39 || last === 47) return last;
  const blank = first === 92 ? BLANKS.get(last) : undefined;
  if (blank !== undefined) return blank;
  return parseInt(escape.slice(last === 125 ? -3 : -2), 16);
}

function referenced(escape: string): number {
  const body = escape.slice(escape.startsWith('&amp;') && escape.length > 5 ? 5 : 1, -1);
  const named = NAMED[body];
  if (named !== undefined) return named.charCodeAt(0);
  return /^#x/i.test(body) ? parseInt(body.slice(2), 16) : parseInt(body.slice(1), 10);
}
