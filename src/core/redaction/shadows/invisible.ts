/** What does a text say without terminal colors, invisible characters and letters in disguise? */

import { LineWriter, type Shadow } from './shadow.ts';

// Escape sequences (ECMA-48 CSI, OSC, two-character ones); characters that show nothing
// (soft hyphen, zero-width, bidi controls, variation selectors, tags, NUL, backspace);
// full-width and mathematical letters, which NFKC turns into ASCII.
const HIDDEN =
  /(?:\u001b\[|\u009b)[0-?]{0,40}[ -/]{0,8}[@-~]|\u001b\][^\u0007\u001b\n]{0,300}(?:\u0007|\u001b\\)|\u001b[ -/]{0,4}[0-~]|[\u0000\u0008\u001b\u007f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\uffa0]{1,4096}|[\uff01-\uff5e\u24b6-\u24e9]|\ud835[\udc00-\udfff]|\udb40[\udc00-\udfff]/y;
/** What any of these begins with: a table, since most characters of most texts are none. */
export const MAY_HIDE = new Uint8Array(65_536);
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

/** The lines that hold any of these, read plainly; `undefined` where there are none. `places`: where they may begin, sorted. */
export function withoutDisguise(text: string, places: readonly number[]): Shadow | undefined {
  const writer = new LineWriter(text, REACH);
  let passed = 0;
  for (let index = 0; index < places.length; index++) {
    const at = places[index] as number;
    if (at < passed) continue;
    const code = text.charCodeAt(at);
    const single = singleLetter(code);
    if (single === 0) {
      HIDDEN.lastIndex = at;
      if (!HIDDEN.test(text)) continue;
      passed = HIDDEN.lastIndex;
    } else passed = at + 1;
    const letter = single === 0 && code === 0xd835 ? pairLetter(text.charCodeAt(at + 1)) : single;
    writer.replace(at, passed, letter === 0 ? -1 : letter);
  }
  return writer.finish();
}

/** The ASCII that NFKC makes of a full-width or circled letter; 0 for other characters. */
function singleLetter(code: number): number {
  if (code >= 0xff01 && code <= 0xff5e) return code - 0xfee0;
  if (code >= 0x24b6 && code <= 0x24cf) return code - 0x24b6 + 65;
  if (code >= 0x24d0 && code <= 0x24e9) return code - 0x24d0 + 97;
  return 0;
}

let pairLetters: Uint8Array | undefined;

/** And of a mathematical one, by the second half of its pair. */
function pairLetter(low: number): number {
  pairLetters ??= Uint8Array.from({ length: 0x400 }, (_, index) => {
    const plain = String.fromCharCode(0xd835, 0xdc00 + index).normalize('NFKC');
    return /^[!-~]$/.test(plain) ? plain.charCodeAt(0) : 0;
  });
  return pairLetters[low - 0xdc00] ?? 0;
}
