/** Where does a piece of JSON end in these bytes? For the plain forms; what is rarer is left to JSON.parse. */

/** The piece is not there, or not plain. */
export const no = -1;

export const byteOf = (text: string): number => text.charCodeAt(0);
const quote = byteOf('"');
const colon = byteOf(':');
const point = byteOf('.');
const zero = byteOf('0');
/** Inside a text: no quote, no escape, no control character. */
const isPlain = Uint8Array.from({ length: 256 }, (_, at) =>
  at >= 0x20 && at !== quote && at !== byteOf('\\') ? 1 : 0,
);
/** A double holds as many digits exactly, and these powers: one division is then rounded once, as JSON.parse does. */
const mostDigits = 15;
const powers = Array.from({ length: mostDigits + 1 }, (_, at) => 10 ** at);

/** The place behind the wanted byte, which may have blanks before it. */
export function taken(bytes: Uint8Array, start: number, wanted: number): number {
  if (start === no) return no;
  if (bytes[start] === wanted) return start + 1;
  const at = blanks(bytes, start);
  return bytes[at] === wanted ? at + 1 : no;
}

/** The first place that is no blank; a line end is none. */
export function blanks(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let next = bytes[at] ?? 0; next === 32 || next === 9 || next === 13; next = bytes[++at] ?? 0);
  return at;
}

/** The place of a member's value. @param name with its quotes */
export function keyed(bytes: Uint8Array, start: number, name: Uint8Array): number {
  if (start === no) return no;
  const at = blanks(bytes, start);
  const after = isWord(bytes, at, name) ? taken(bytes, at + name.length, colon) : no;
  return after === no ? no : blanks(bytes, after);
}

export function isWord(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  if (at === no) return false;
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
  return true;
}

/** The place behind a text without escapes. */
export function textEnd(bytes: Uint8Array, start: number): number {
  if (start === no || bytes[start] !== quote) return no;
  let at = start + 1;
  while (isPlain[bytes[at] ?? 0] === 1) at++;
  return bytes[at] === quote ? at + 1 : no;
}

/** The place behind a number that is not below 0, has no exponent and no more digits than a double holds. */
export function amountEnd(bytes: Uint8Array, start: number): number {
  if (start === no) return no;
  const wholeEnd = digitsEnd(bytes, start);
  const wholeDigits = wholeEnd - start;
  if (wholeDigits === 0 || (wholeDigits > 1 && bytes[start] === zero)) return no;
  if (bytes[wholeEnd] !== point) return wholeDigits <= mostDigits ? wholeEnd : no;
  const end = digitsEnd(bytes, wholeEnd + 1);
  const decimals = end - wholeEnd - 1;
  return decimals > 0 && wholeDigits + decimals <= mostDigits ? end : no;
}

/** The double that JSON.parse makes of it. @param end from `amountEnd` */
export function amountBetween(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  let decimals = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === point) decimals = end - at - 1;
    else value = value * 10 + byte - zero;
  }
  return decimals === 0 ? value : value / (powers[decimals] ?? 1);
}

function digitsEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let digit = (bytes[at] ?? 0) - zero; digit >= 0 && digit <= 9; digit = (bytes[++at] ?? 0) - zero);
  return at;
}
