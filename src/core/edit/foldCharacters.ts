/** Which characters do models swap for others that look alike? */

const alike: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201A': "'",
  '\u201B': "'",
  '\u2032': "'",
  '\u201C': '"',
  '\u201D': '"',
  '\u201E': '"',
  '\u201F': '"',
  '\u2033': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u2026': '...',
  '\u00A0': ' ',
  '\u2002': ' ',
  '\u2003': ' ',
  '\u2009': ' ',
  '\u202F': ' ',
  '\u3000': ' ',
  '\u200B': '',
  '\u200C': '',
  '\u200D': '',
  '\uFEFF': '',
};

const pattern = new RegExp(`[${Object.keys(alike).join('')}]`, 'gu');

/** The text with quotes, dashes, ellipses and spaces in their ASCII form; characters without width are dropped. */
export function foldCharacters(text: string): string {
  return text.replace(pattern, (character) => alike[character] ?? character);
}

export function hasFoldable(text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

/** A typographic quote where code has the delimiter of a string: behind a bracket, an operator or at the very start. */
const asDelimiter =
  /(?:^\s*|[([{=,:+!?&|]\s*|\b(?:return|from|import|in|of|case|as|require)\s+|[\w)]\()[\u2018\u201C\u201E\u201D](?=[^\s])/u;
const commentStart = /^\s*(?:\/\/|#(?!!?\[)|\*|\/\*|--|;|<!--)/;
const quotes = /[\u2018\u2019\u201C\u201D\u201E]/u;

/** Whether the model wrote strings with typographic quotes, which no programming language knows. */
export function curlsStrings(line: string): boolean {
  const code = line.replace(/(?:\s|^)(?:\/\/|#|--)\s.*$/, '');
  return asDelimiter.test(code) && !commentStart.test(line) && !/[<>]\s*[\u2018\u201C]/u.test(line);
}

/** With straight quotes where one line shows that the model curls them and the file itself has none. */
export function straightenStrings(lines: readonly string[], file: readonly string[]): readonly string[] {
  if (!lines.some(curlsStrings) || file.some((line) => quotes.test(line))) return lines;
  // A new file shows nothing of how it is written but its own lines.
  const isNew = file.every((line) => line.trim() === '');
  if (isNew && lines.some((line) => /["']/.test(line))) return lines;
  // Beside straight quotes a remark may have its own; where there are none at all, the model curls whatever it writes.
  const curlsAll = !lines.some((line) => /["']/.test(line) && !file.includes(line));
  return lines.map((line) =>
    quotes.test(line) && (curlsAll || !commentStart.test(line)) ? foldCharacters(line) : line,
  );
}

const oddSpace = /[\u00A0\u2002\u2003\u2009\u202F\u3000]/;

/** With ordinary spaces where the model wrote none at all, only their look-alikes: in the indentation, or everywhere. */
export function straightenSpaces(lines: readonly string[], file: readonly string[]): readonly string[] {
  const isIndent = (line: string): boolean => oddSpace.test(/^\s*/.exec(line)?.[0] ?? '');
  if (!lines.some((line) => oddSpace.test(line)) || file.some(isIndent)) return lines;
  const all = new RegExp(oddSpace.source, 'g');
  const isOwn = file.some((line) => oddSpace.test(line));
  const isEverywhere = !isOwn && !lines.some((line) => line.includes(' '));
  return lines.map((line) => {
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    return isEverywhere ? line.replace(all, ' ') : indent.replace(all, ' ') + line.slice(indent.length);
  });
}
