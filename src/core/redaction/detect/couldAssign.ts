/** May what follows a name give it a value? */

import { BEYOND } from './codedText.ts';
import type { Scene } from './found.ts';
import { LINE_MARK } from './lineMarks.ts';
import { characterSet } from './runEnd.ts';

/** Blanks, quotes, brackets and marks may stand between a name and what assigns. */
const BETWEEN = characterSet(' \t"\'`])?!\\*_');
const ASSIGNS = characterSet('=:,>(-|{');
const NEXT_LINE = new RegExp(
  String.raw`(?:\s{1,40}-?\s?|\r?\n(?:${LINE_MARK})[ \t]{0,40})\\*["']?(?:value|<string>)`,
  'iy',
);

/** Cheap look ahead: most names in code are followed by something that assigns nothing. */
export function couldAssign({ text, codes }: Scene, end: number): boolean {
  for (let at = end; at < end + 12; at++) {
    const code = codes[at] as number;
    if (at >= text.length) return false;
    if (BETWEEN[code] === 1) continue;
    if (ASSIGNS[code] === 1) return true;
    if (code === 10 || code === 13) {
      NEXT_LINE.lastIndex = at;
      return NEXT_LINE.test(text);
    }
    if (code === BEYOND && text.charCodeAt(at) === 0xff1a) return true;
    if (code === 60 && codes[at + 1] === 47) return true;
    // Perl's `$self->{name} = `.
    if (code === 125) return codes[at + 1] === 61 || (codes[at + 1] === 32 && codes[at + 2] === 61);
    if (code === 91 && /[\]\d]/.test(text.charAt(at + 1))) return true;
    return at > end; // a space or a quote, then a value: `--password x`, `IDENTIFIED BY 'x'`
  }
  return true;
}
