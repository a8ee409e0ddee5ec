/** Is the answer written in another programming language than the file? */

import { lastRow } from '../../base/text.ts';
import type { Check, CheckContext } from '../check.ts';
import { addedLines, type AddedLine } from '../language/addedLines.ts';
import { commentText } from '../language/comments.ts';
import { foreignHead } from '../language/declarationHeads.ts';
import { foreignLines, isTold } from '../language/foreignLines.ts';
import { insideText } from '../syntax/insideText.ts';
import { insideOpenText } from '../language/openText.ts';
import { syntaxErrors } from '../syntax/syntaxErrors.ts';
import type { Evidence } from '../verdict.ts';

/** Grammars that accept almost any text, so that a parse tells nothing. */
const lax = new Set(['bash', 'ruby', 'yaml', 'html', 'css', 'php']);

const leastLines = 3;
const leastDoubtful = 5;
const leastBroken = 2;

export const wrongLanguageCheck: Check = {
  name: 'wrongLanguage',
  tasks: ['completion', 'edit'],
  run(context) {
    const own = context.language?.family;
    if (own === undefined || !isTold(own) || context.language?.kind === 'prose') return undefined;
    const told =
      isData(context) ??
      lostOpening(context) ??
      startsOtherwise(context, own) ??
      declaresOtherwise(context, own);
    if (told !== undefined) return told;
    if (!mayBeForeign(context)) return undefined;
    const lines = codeLines(context);
    // Where the lax grammar saw nothing wrong, a few lines may look like another language by chance.
    const found = foreignLines(lines, own, leastFor(context));
    if (found === undefined) return undefined;
    const message = `${found.hits} of ${lines.length} new lines read like ${found.family}, not like ${own}.`;
    return { message, line: found.firstRow, figure: found.share };
  },
};

/** A text that held and does not hold any more says itself that something is wrong. */
function leastFor({ trees }: CheckContext): number {
  if (trees?.after.root.hasError === false) return leastDoubtful;
  return trees?.before.root.hasError === false ? leastBroken : leastLines;
}

/** A suggestion that begins with a function of another language, wherever the cursor is; quoted examples have marks. */
function startsOtherwise({ judged, language }: CheckContext, own: string): Evidence | undefined {
  const [first = '', ...rest] = judged.after.split('\n');
  if (judged.task !== 'completion' || rest.filter((line) => line.trim() !== '').length < 2) return undefined;
  if (unmarkedInComment(judged.before, [first, ...rest], judged.suffix ?? ''))
    return {
      message: 'Code stands in a comment, without the mark of its lines.',
      line: lastRow(judged.before),
    };
  const head = foreignHead(first, own);
  if (head === undefined || language?.grammar === 'php') return undefined;
  const line = judged.before.slice(judged.before.lastIndexOf('\n') + 1);
  const quoted = rest.every((text) => text.trim() === '' || /^\s*(?:\*|\/\/|#|--)/.test(text));
  const inScript =
    language?.kind === 'markup' && /<(script|style|pre|code|template)\b(?![\s\S]*<\/\1)/i.test(judged.before);
  const inText =
    insideOpenText(judged.before, own) && commentText(line, language) === undefined && line.trim() === '';
  if (quoted || inScript || (inText && !/\/\*(?:(?!\*\/)[\s\S])*$/.test(judged.before))) return undefined;
  const message = `The suggestion begins like ${head}, not like ${own}: \`${first.trim().slice(0, 60)}\`.`;
  return { message, line: lastRow(judged.before) };
}

/** In a comment whose lines begin with a star, above and below. */
function unmarkedInComment(before: string, written: readonly string[], suffix: string): boolean {
  if (before.lastIndexOf('/**') <= before.lastIndexOf('*/')) return false;
  const next = suffix
    .split('\n')
    .slice(1)
    .find((line) => line.trim() !== '');
  return /^\s*\*(?!\*)/.test(next ?? '') && !written.some((line) => /^\s*\*|\*\//.test(line));
}

/** A strict grammar that accepts the change has already said that the language is right. */
function mayBeForeign({ trees, language }: CheckContext): boolean {
  if (trees === undefined || lax.has(language?.grammar ?? '')) return true;
  if (!trees.after.root.hasError) return false;
  return syntaxErrors(trees.after.root).length > syntaxErrors(trees.before.root).length;
}

/** One line is enough where it declares a function as this language never does, and the text does not hold. */
function declaresOtherwise(context: CheckContext, own: string): Evidence | undefined {
  const { trees, language, judged } = context;
  if (language?.kind !== 'code' || trees?.after.root.hasError === false) return undefined;
  const isStrict = trees !== undefined && !lax.has(language.grammar ?? '');
  if (isStrict && judged.task === 'edit' && !mayBeForeign(context)) return undefined;
  const line = codeLines(context).find(({ text }) => foreignHead(text, own) !== undefined);
  if (line === undefined) return undefined;
  const message = `A function is declared as in ${foreignHead(line.text, own) ?? ''}, not as in ${own}: \`${line.text.trim().slice(0, 60)}\`.`;
  return { message, line: line.row };
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

/** A file of code that became an object or a list of JSON: many grammars take it for an expression. */
function isData({ judged, language, after, before }: CheckContext): Evidence | undefined {
  if (judged.task !== 'edit' || language?.kind !== 'code' || language.family === 'css') return undefined;
  const json = (text: string): boolean => {
    if (!/^\s*(?:\{\s*"|\[\s*[{["\d])/.test(text)) return false;
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  if (!json(after) || json(before)) return undefined;
  return { message: `The file is JSON now, not ${language.family}.`, line: 0 };
}

/** Without its opening tag a file of PHP is text that is sent as it stands. */
function lostOpening({ language, before, after, judged }: CheckContext): Evidence | undefined {
  if (judged.task !== 'edit' || language?.id !== 'php' || !before.includes('<?')) return undefined;
  if (after.includes('<?') || after.trim() === '') return undefined;
  return { message: 'The file has no opening tag of PHP any more.', line: 0 };
}
