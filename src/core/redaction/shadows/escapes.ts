/** What does a text say with its escapes of URLs, strings and markup undone? */

import { lineAround, ShadowWriter, type Shadow } from './shadow.ts';

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

/** The lines that hold escapes of printable ASCII, undone; `undefined` where there are none. */
export function withEscapesUndone(text: string): Shadow | undefined {
  ESCAPE.lastIndex = 0;
  let match = ESCAPE.exec(text);
  if (match === null) return undefined;
  const writer = new ShadowWriter();
  let cursor = -1;
  let regionEnd = -1;
  while (match !== null) {
    const end = match.index + match[0].length;
    if (match.index >= regionEnd) {
      if (cursor !== -1) writer.copy(text, cursor, regionEnd);
      const region = lineAround(text, match.index, end, REACH);
      const from = Math.max(region.start, regionEnd);
      if (from > regionEnd) writer.separate(from);
      cursor = from;
      regionEnd = region.end;
    } else if (end + REACH / 2 > regionEnd) {
      regionEnd = Math.max(regionEnd, lineAround(text, match.index, end, REACH).end);
    }
    writer.copy(text, cursor, match.index);
    writer.put(undone(match[0]), match.index, end);
    cursor = end;
    match = ESCAPE.exec(text);
  }
  writer.copy(text, cursor, regionEnd);
  return writer.finish();
}

function undone(escape: string): string {
  const first = escape.charCodeAt(0);
  if (first === 61) return /3[dD]$/.test(escape) ? '=' : '';
  if (first === 38) {
    const body = escape.replace(/^&(?:amp;(?=.))?/, '').slice(0, -1);
    const named = NAMED[body];
    if (named !== undefined) return named;
    return String.fromCharCode(/^#x/i.test(body) ? parseInt(body.slice(2), 16) : parseInt(body.slice(1), 10));
  }
  const hex = /([0-9a-fA-F]{2})\}?$/.exec(escape)?.[1];
  if (first === 37 && hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
  if (hex !== undefined && /^\\+[ux]/.test(escape)) return String.fromCharCode(parseInt(hex, 16));
  return escape.slice(-1);
}
