/** Is the answer written in another programming language than the file? */

import type { Check, CheckContext } from '../check.ts';
import { addedLines, type AddedLine } from '../language/addedLines.ts';
import { commentText } from '../language/comments.ts';
import { signatures } from '../language/signatures.ts';
import { insideText } from '../syntax/insideText.ts';
import { syntaxErrors } from '../syntax/syntaxErrors.ts';
import type { Evidence } from '../verdict.ts';

/** Languages in which a file of this family is partly written. */
const guests: Readonly<Record<string, readonly string[]>> = {
  javascript: ['html', 'css', 'json'],
  php: ['html', 'css', 'javascript', 'sql', 'java', 'csharp'],
  html: ['css', 'javascript', 'json', 'php'],
  vue: ['css', 'javascript', 'html', 'json'],
  xml: ['html', 'css', 'javascript'],
  java: ['csharp', 'c'],
  csharp: ['java', 'c'],
  c: ['java', 'csharp'],
  yaml: ['shellscript', 'json', 'python', 'css'],
  shellscript: ['yaml', 'ruby'],
  css: ['json', 'yaml'],
  python: ['yaml'],
  ruby: ['python', 'yaml'],
  rust: ['c', 'java', 'csharp'],
  go: ['c', 'java', 'yaml'],
  json: [],
};
/** Grammars that accept almost any text, so that a parse tells nothing. */
const lax = new Set(['bash', 'ruby', 'yaml', 'html', 'css', 'php']);

const leastLines = 3;
/** Their lines look like parts of others: they must be most of the text. */
const weak = new Set(['yaml', 'json', 'css', 'html', 'sql']);
const weakShare = 0.75;
const leastShare = 0.4;

export const wrongLanguageCheck: Check = {
  name: 'wrongLanguage',
  tasks: ['completion', 'edit'],
  run(context) {
    const own = context.language?.family;
    if (own === undefined || signatures[own] === undefined || context.language?.kind === 'prose')
      return undefined;
    if (!mayBeForeign(context)) return undefined;
    const lines = codeLines(context);
    if (lines.length < leastLines) return undefined;
    return mostForeign(lines, own);
  },
};

/** A strict grammar that accepts the change has already said that the language is right. */
function mayBeForeign({ trees, language }: CheckContext): boolean {
  if (trees === undefined || lax.has(language?.grammar ?? '')) return true;
  if (!trees.after.root.hasError) return false;
  return syntaxErrors(trees.after.root).length > syntaxErrors(trees.before.root).length;
}

function codeLines(context: CheckContext): AddedLine[] {
  const { trees, language } = context;
  return addedLines(context.change).filter((line) => {
    if (line.text.trim().length < 2 || commentText(line.text, language) !== undefined) return false;
    if (trees === undefined || line.text.trimStart().startsWith('<?')) return true;
    const column = line.text.length - line.text.trimStart().length;
    return language?.grammar === 'php' || !insideText(trees.after.root, line.row - trees.firstRow, column);
  });
}

function mostForeign(lines: readonly AddedLine[], own: string): Evidence | undefined {
  const ownLines = lines.filter((line) => bears(line.text, own));
  let best: { family: string; hits: AddedLine[] } | undefined;
  for (const family of Object.keys(signatures)) {
    if (family === own || (guests[own] ?? []).includes(family)) continue;
    const hits = lines.filter((line) => bears(line.text, family) && !bears(line.text, own));
    if (best === undefined || hits.length > best.hits.length) best = { family, hits };
  }
  if (best === undefined || best.hits.length < leastLines) return undefined;
  const share = weak.has(best.family) ? weakShare : leastShare;
  if (best.hits.length < lines.length * share || best.hits.length < ownLines.length * 2) return undefined;
  const message = `${best.hits.length} of ${lines.length} new lines read like ${best.family}, not like ${own}.`;
  return { message, line: best.hits[0]?.row ?? 0, figure: best.hits.length / lines.length };
}

function bears(line: string, family: string): boolean {
  return (signatures[family] ?? []).some((mark) => mark.test(line));
}
