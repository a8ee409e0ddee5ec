/** Which brackets does a text open and close, as far as one can tell without a parser? */

const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

interface BracketScan {
  /** Closers whose opener stands before the text, in order. */
  readonly closed: string[];
  /** Openers that the text leaves open, in order. */
  readonly opened: string[];
}

/** Skips what stands in quotes on one line. */
export function scanBrackets(text: string): BracketScan {
  const closed: string[] = [];
  const opened: string[] = [];
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote || character === '\n') quote = '';
      continue;
    }
    if (character === '"' || character === "'" || character === '`') {
      // An apostrophe in a comment or a lifetime has no partner on its line.
      const partner = text.indexOf(character, at + 1);
      const newline = text.indexOf('\n', at);
      if (partner !== -1 && (newline === -1 || partner < newline)) quote = character;
    } else if ('([{'.includes(character)) opened.push(character);
    else if (character in pairs) {
      const at = openerIn(opened, pairs[character] ?? '');
      if (at === -1) closed.push(character);
      else opened.length = at;
    }
  }
  return { closed, opened };
}

/** The nearest opener of the kind; what stands open above it was none, a smiley in a comment say. No brace is passed over. */
function openerIn(opened: readonly string[], opener: string): number {
  const at = opened.lastIndexOf(opener);
  return opener !== '{' && opened.lastIndexOf('{') > at ? -1 : at;
}

export function unmatchedClosers(text: string): string[] {
  return scanBrackets(text).closed;
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The closer an opener is closed by. */
export function closerOf(opener: string): string | undefined {
  return closers[opener];
}

/** The opener a closer belongs to. */
export function openerOf(closer: string): string | undefined {
  return pairs[closer];
}
