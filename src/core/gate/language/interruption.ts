/** Does a suggestion begin or end with talk that the text around it cannot hold? */

import { insideOpenText } from './openText.ts';
import { looksLikeRemark, looksLikeSentence } from './sentences.ts';

const oneLineTexts = /^(?:javascript|go|java|c|csharp|python|json)$/;

/**
 * A sentence with a capital that stands right behind a word, or in a string that ends on its own line: in a comment and
 * a text too nobody writes so.
 */
export function interrupts(before: string, written: string, family: string): boolean {
  const [first = '', ...rest] = written.split('\n');
  // Nothing but the talk, right behind a word of code.
  if (rest.length === 0 && /[\w$]$/.test(before) && isTalk(first)) {
    const line = before.slice(before.lastIndexOf('\n') + 1);
    return (
      !insideOpenText(before, family) &&
      openQuote(line) === undefined &&
      !/^\s*(?:\/\/|#|\*|\/\*|--|<!--)|\s(?:\/\/|#)\s|`/.test(line)
    );
  }
  // What goes on behind the talk is the rest of the word; a comment would go on behind its own mark.
  if (rest.length === 0 || !/^\p{Lu}/u.test(first) || !looksLikeSentence(first) || !/[.:!?]\s*$/.test(first))
    return false;
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const string = openQuote(line);
  // A string of most languages ends on its line.
  if (string !== undefined && oneLineTexts.test(family) && !first.includes(string)) return true;
  if (!/^(?:[^\s*/#]|\/[^/*])/.test(rest[0] ?? '')) return false;
  if (/[\p{L}\p{N}_)\]|]$/u.test(line)) return true;
  if (/[`*]$/.test(line)) return line.split('`').length % 2 === 1 && /\w`$/.test(line);
  const quote = openQuote(line);
  return quote !== undefined && !first.includes(quote);
}

function isTalk(text: string): boolean {
  const inner = text.trim().replace(/^\((.*)\)$/, '$1');
  return (
    (/^\p{Lu}/u.test(inner) && looksLikeSentence(inner) && /[.:!?]$/.test(inner)) ||
    (looksLikeRemark(inner) && /\S\s\S/.test(inner)) ||
    /^(\*\*?|__?)\p{Lu}[\p{L} '’-]{2,60}\1$/u.test(inner)
  );
}

/** The quotation mark of a string that is open at the end of a line, outside comments. */
function openQuote(line: string): string | undefined {
  if (/^\s*(?:\/\/|#|\*|\/\*)/.test(line)) return undefined;
  let open: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? '';
    if (char === '\\') at++;
    else if (open === undefined && (char === '"' || char === "'")) open = char;
    else if (char === open) open = undefined;
  }
  // An apostrophe within a word opens nothing.
  return open !== undefined && !/\w'\w[^']*$/.test(line) && !/"""|'''/.test(line) ? open : undefined;
}

/** "1. Reads the file", "2. Returns early": the numbers follow each other. */
export function isNumbered(lines: readonly string[]): boolean {
  const last = lines.filter((line) => line.trim() !== '').slice(-2);
  const [one, two] = last.map((line) => Number(/^\s*(\d{1,2})[.)] /.exec(line)?.[1]));
  return one !== undefined && two === one + 1;
}

/** Two items at least of a list in words: "- Renamed the option", "2. Returns early". */
export function listsRemarks(lines: readonly string[]): number | undefined {
  const filled = lines.flatMap((text, row) => (text.trim() === '' ? [] : [{ text: text.trim(), row }]));
  const last = filled.slice(-2);
  const isItem = ({ text }: { readonly text: string }): boolean =>
    /^(?:[-*•]|\d{1,2}[.)]) \p{Lu}\p{Ll}+(?: [\p{L}\p{N}'’-]+){1,12}[.!]?$/u.test(text);
  return last.length === 2 && last.every(isItem) ? last[0]?.row : undefined;
}
