/** What do the detectors of one walk over a text see, and where does it go what they find? */

import { LOCAL_REACH, type Found, type Range, type Scene } from './found.ts';
import type { Places } from './places.ts';
import { characterSet, RunEnd } from './runEnd.ts';

const QUOTES = characterSet('"\'');
const DIGITS = characterSet('0123456789');
const TOKEN_CHARACTERS = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+/=.-');

/** `opaque`: our own placeholders. What is found within one is not reported. */
export function newScene(
  { text, file, checkTime }: Pick<Scene, 'text' | 'file' | 'checkTime'>,
  into: { readonly found: Found[]; readonly reaches: Range[] },
  opaque: Places,
): Scene {
  const tokenRuns = new RunEnd(text, TOKEN_CHARACTERS);
  const toQuotes = new RunEnd(text, QUOTES, 0);
  const toDigits = new RunEnd(text, DIGITS, 0);
  return {
    text,
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
