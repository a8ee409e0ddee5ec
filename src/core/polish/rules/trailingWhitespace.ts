/** Does white space hang at the end of a line or of the text? */

/** Blank lines keep no indentation, lines no trailing spaces; the text ends in a character one can see. */
export function trimTrailingWhitespace(text: string): string {
  return text.replace(/[ \t]+(?=\n)/g, '').trimEnd();
}
