/** What does a text say without terminal colors, invisible characters and letters in disguise? */

import { lineAround, ShadowWriter, type Shadow } from './shadow.ts';

// Escape sequences (ECMA-48 CSI, OSC, two-character ones); characters that show nothing
// (soft hyphen, zero-width, bidi controls, variation selectors, tags, NUL, backspace);
// full-width and mathematical letters, which NFKC turns into ASCII.
const HIDDEN =
  /(?:\u001b\[|\u009b)[0-?]{0,40}[ -/]{0,8}[@-~]|\u001b\][^\u0007\u001b\n]{0,300}(?:\u0007|\u001b\\)|\u001b[ -/]{0,4}[0-~]|[\u0000\u0008\u001b\u007f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\uffa0]{1,4096}|[\uff01-\uff5e\u24b6-\u24e9]|\ud835[\udc00-\udfff]|\udb40[\udc00-\udfff]/g;

const REACH = 2000;

/** The lines that hold any of these, read plainly; `undefined` where there are none. */
export function withoutDisguise(text: string): Shadow | undefined {
  if (!/[^\t\n\r -~]/.test(text)) return undefined;
  HIDDEN.lastIndex = 0;
  let match = HIDDEN.exec(text);
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
    match = HIDDEN.exec(text);
  }
  writer.copy(text, cursor, regionEnd);
  return writer.finish();
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
