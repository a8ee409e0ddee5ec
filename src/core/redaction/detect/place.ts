/** Where does an assigned value stand, and how does one read the text there? */

/** How far values were judged; names inside a long one are part of it. */
export interface Covered {
  to: number;
}

export interface Place {
  readonly covered: Covered;
  readonly name: string;
  readonly from: number;
  /** Where the name ends. */
  readonly to: number;
  readonly separator: string;
}

/** A string within a string within a string within a string has so many backslashes before its quotes. */
const MOST_BACKSLASHES = 15;

/** A quote, escaped once, several times or not. */
export function isQuoteAt(text: string, at: number): boolean {
  let quote = at;
  while (text.charCodeAt(quote) === 92 && quote < at + MOST_BACKSLASHES) quote++;
  const code = text.charCodeAt(quote);
  return code === 34 || code === 39 || code === 96;
}

/** Where `pattern` (sticky) ends when it matches at `at`. */
export function matchAt(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** The end of the line, or of the part of it that matters. */
export function lineEndFrom(text: string, at: number): number {
  const limit = Math.min(text.length, at + 400);
  let end = at;
  while (end < limit && text.charCodeAt(end) !== 10) end++;
  return end;
}
