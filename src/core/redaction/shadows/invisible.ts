/** What does a text say without terminal colors, invisible characters and letters in disguise? */

import { lineAround, ShadowWriter, type Shadow } from './shadow.ts';

// Escape sequences (ECMA-48 CSI, OSC, two-character ones); characters that show nothing
// (soft hyphen, zero-width, bidi controls, variation selectors, tags, NUL, backspace);
// full-width and mathematical letters, which NFKC turns into ASCII.
const HIDDEN =
  /(?:\u001b\[|\u009b)[0-?]{0,40}[ -/]{0,8}[@-~]|\u001b\][^\u0007\u001b\n]{0,300}(?:\u0007|\u001b\\)|\u001b[ -/]{0,4}[0-~]|[\u0000\u0008\u001b\u007f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\uffa0]{1,4096}|[\uff01-\uff5e\u24b6-\u24e9]|\ud835[\udc00-\udfff]|\udb40[\udc00-\udfff]/y;
/** What any of these begins with: a table, since most characters of most texts are none. */
const MAY_HIDE = new Uint8Array(65_536);
for (const [first, last] of [
  [0x00, 0x00],
  [0x08, 0x08],
  [0x1b, 0x1b],
  [0x7f, 0x7f],
  [0x9b, 0x9b],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x24b6, 0x24e9],
  [0xd835, 0xd835],
  [0xdb40, 0xdb40],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xff01, 0xff5e],
  [0xffa0, 0xffa0],
] as const)
  MAY_HIDE.fill(1, first, last + 1);

const REACH = 2000;

/** The lines that hold any of these, read plainly; `undefined` where there are none. */
export function withoutDisguise(text: string): Shadow | undefined {
  let match = nextHidden(text, 0);
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
    const plain = plainLetter(match[0]);
    if (plain !== undefined) writer.put(plain, match.index, end);
    cursor = end;
    match = nextHidden(text, end);
  }
  writer.copy(text, cursor, regionEnd);
  return writer.finish();
}

function nextHidden(text: string, from: number): RegExpExecArray | null {
  for (let at = from; at < text.length; at++) {
    if (MAY_HIDE[text.charCodeAt(at)] !== 1) continue;
    HIDDEN.lastIndex = at;
    const match = HIDDEN.exec(text);
    if (match !== null) return match;
  }
  return null;
}

/** The ASCII that NFKC makes of a letter in disguise; `undefined` for what shows nothing. */
function plainLetter(matched: string): string | undefined {
  const code = matched.charCodeAt(0);
  const isLetter =
    (code >= 0xff01 && code <= 0xff5e) || (code >= 0x24b6 && code <= 0x24e9) || code === 0xd835;
  if (!isLetter) return undefined;
  const plain = matched.normalize('NFKC');
  return /^[!-~]+$/.test(plain) ? plain : undefined;
}
