/** What do the detectors of one walk over a text see, and where does it go what they find? */

import { LOCAL_REACH, type Found, type Range, type Scene } from './found.ts';
import type { Places } from './places.ts';
import { characterSet, RunEnd } from './runEnd.ts';

const UNQUOTED = characterSet('"\'').map((member) => 1 - member);
const NO_DIGITS = characterSet('0123456789').map((member) => 1 - member);
const TOKEN_CHARACTERS = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+/=.-');

/** `opaque`: our own placeholders. What is found within one is not reported. */
export function newScene(
  { text, codes, file, checkTime }: Pick<Scene, 'text' | 'codes' | 'file' | 'checkTime'>,
  into: { readonly found: Found[]; readonly reaches: Range[] },
  opaque: Places,
): Scene {
  const tokenRuns = new RunEnd(codes, text.length, TOKEN_CHARACTERS);
  const toQuotes = new RunEnd(codes, text.length, UNQUOTED);
  const toDigits = new RunEnd(codes, text.length, NO_DIGITS);
  return {
    text,
    codes,
    file,
    checkTime,
    report: (kind, start, end, sureness = 'certain') => {
      if (end > start && opaque.endAround(start) < end) into.found.push({ kind, start, end, sureness });
    },
    reached: (start, end) => {
      if (end - start > LOCAL_REACH) into.reaches.push({ start, end });
    },
    tokenRunEnd: (at) => tokenRuns.of(at),
    nextQuote: (at) => toQuotes.of(at),
    nextDigit: (at) => toDigits.of(at),
    opaqueEnd: (at) => opaque.endAround(at),
  };
}
