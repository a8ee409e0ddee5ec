/** Did fences or sentences of the answer end up in the file? */

import type { Check, CheckContext } from '../check.ts';
import { addedLines, type AddedLine } from '../language/addedLines.ts';
import { commentText } from '../language/comments.ts';
import { looksLikeRemark, looksLikeSentence } from '../language/sentences.ts';
import { insideText } from '../syntax/insideText.ts';
import type { Evidence } from '../verdict.ts';

/** A longer row of tildes underlines. */
const fence = /^\s*(?:`{3,}|~{3,6}(?!~))/;

export const foreignTextCheck: Check = {
  name: 'foreignText',
  tasks: ['completion', 'edit'],
  run(context) {
    if (context.language?.kind === 'prose' || context.language === undefined) return undefined;
    if (context.judged.task === 'completion') {
      const found = fromInsertion(context);
      if (found !== undefined) return found;
    }
    const added = addedLines(context.change);
    return fences(added, context) ?? sentences(added, context) ?? besideMarkup(context);
  },
};

/** The first and last line of an insertion stand behind and before text of the file: they are read on their own. */
function fromInsertion(context: CheckContext): Evidence | undefined {
  const { answer, judged, language } = context;
  const lines = answer.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const row = judged.before.split('\n').length - 1;
  for (const at of new Set([first, last])) {
    const line = lines[at] ?? '';
    if (fence.test(line) && !/^\s*(?:`{3,}|~{3,})/m.test(judged.before)) {
      return { message: `A Markdown fence is in the text: \`${line.trim().slice(0, 40)}\`.`, line: row + at };
    }
  }
  return language?.kind === 'code'
    ? spokenEdge(context, { lines, row, edges: new Set([first, last]) })
    : undefined;
}

interface Edges {
  readonly lines: readonly string[];
  /** Of the first line, in the file. */
  readonly row: number;
  readonly edges: ReadonlySet<number>;
}

/** A first or last line of plain language; in a comment, a string or between tags it is welcome. */
function spokenEdge(context: CheckContext, { lines, row, edges }: Edges): Evidence | undefined {
  const { judged, language } = context;
  const open = judged.before.slice(judged.before.lastIndexOf('\n') + 1).trim();
  if (/["'`#]|\/[/*]|^\*/.test(open) || insideOpenText(judged.before) || cursorInText(context))
    return undefined;
  for (const at of edges) {
    const line = lines[at] ?? '';
    // On its line with other text it is the rest of that.
    if (at === 0 && open !== '' && lines.length < 2 && !isLongSentence(line)) continue;
    const isLast = at === lines.length - 1 && at > 0;
    const behind = (judged.suffix ?? '').split('\n', 1)[0]?.trim() ?? '';
    if ((isLast && behind !== '') || commentText(line, language) !== undefined) continue;
    const spoken = looksLikeSentence(line) ? !/^\s*[*#]/.test(line) || open === '' : looksLikeRemark(line);
    if (!spoken || heldByAnswer(lines, at)) continue;
    const message = `A sentence stands where code should be: "${line.trim().slice(0, 80)}".`;
    return { message, line: row + at };
  }
  return undefined;
}

function isLongSentence(line: string): boolean {
  return looksLikeSentence(line) && /^\s*\p{Lu}.*[.:!]$/u.test(line) && line.trim().split(/\s+/).length >= 6;
}

/** The insertion itself opens a comment or a long text above the line. */
function heldByAnswer(lines: readonly string[], at: number): boolean {
  return at > 0 && insideOpenText(lines.slice(0, at).join('\n'));
}

/** The text before the insertion has a comment, a string or a text between tags at the cursor. */
function cursorInText({ trees, judged }: CheckContext): boolean {
  if (trees === undefined) return false;
  const lines = judged.before.split('\n');
  const place = { row: lines.length - 1 - trees.firstRow, column: (lines.at(-1) ?? '').length };
  if (insideText(trees.before.root, place.row, place.column)) return true;
  const node = trees.before.root.descendantForPosition(place);
  return node !== null && /^jsx_(?:element|fragment|text|closing_element)$|heredoc|string/.test(node.type);
}

/** An odd number of text marks, or a comment that is not closed, before the cursor. */
function insideOpenText(before: string): boolean {
  const odd = (mark: string): boolean => before.split(mark).length % 2 === 0;
  return odd('"""') || odd("'''") || odd('`') || before.lastIndexOf('/*') > before.lastIndexOf('*/');
}

/** A fence at either end of the answer, or one that no comment or string holds. */
function fences(added: readonly AddedLine[], context: CheckContext): Evidence | undefined {
  const lines = context.change.afterLines;
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const marks = added.filter((line) => fence.test(line.text));
  const outside = marks.find((line) => {
    if (line.row === first || line.row === last || marks.length % 2 === 1) return !heldWell(line, context);
    return context.judged.task === 'completion' ? endsOfAnswer(context) : !held(line, context);
  });
  if (outside === undefined) return undefined;
  const message = `A Markdown fence is in the file: \`${outside.text.trim().slice(0, 40)}\`.`;
  return { message, line: outside.row };
}

function endsOfAnswer({ answer }: CheckContext): boolean {
  const text = answer.trim();
  return fence.test(text) || /(?:^|\n)\s*(?:`{3,}|~{3,})$/.test(text);
}

/** Inside a comment or string, and the tree around it is sound. */
function heldWell(line: AddedLine, context: CheckContext): boolean {
  const trees = context.trees;
  return (
    trees !== undefined && held(line, context) && !(trees.after.root.hasError && !trees.before.root.hasError)
  );
}

function held(line: AddedLine, { trees }: CheckContext): boolean {
  if (trees === undefined) return false;
  const column = line.text.length - line.text.trimStart().length;
  return insideText(trees.after.root, line.row - trees.firstRow, column);
}

/** Lines of plain language outside comments and strings. */
function sentences(added: readonly AddedLine[], context: CheckContext): Evidence | undefined {
  const { language, judged } = context;
  if (judged.task === 'completion' && insideOpenText(judged.before)) return undefined;
  const ends = edgeRows(context);
  for (const line of added) {
    const edge = ends.has(line.row);
    const remark = edge && judged.task === 'edit' && language?.kind === 'code' && looksLikeRemark(line.text);
    if (commentText(line.text, language) !== undefined || !(remark || looksLikeSentence(line.text))) continue;
    if (language?.kind === 'markup' && !(edge && judged.task === 'edit')) continue;
    // In data, and between the lines of a text block, only a line at the margin can be foreign.
    if (language?.kind === 'data' && /^\s/.test(line.text)) continue;
    if (held(line, context) && !(edge && language?.grammar === 'php' && !/\?>/.test(context.before)))
      continue;
    if (language?.grammar === 'yaml' && !edge) continue;
    const message = `A sentence stands where code should be: "${line.text.trim().slice(0, 80)}".`;
    return { message, line: line.row };
  }
  return undefined;
}

/** Plain text before the first or behind the last tag of a document that had none there. */
function besideMarkup({ judged, language, before, after }: CheckContext): Evidence | undefined {
  if (judged.task !== 'edit' || language?.id !== 'html') return undefined;
  const ends = (text: string): readonly [string, string] => {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return [lines[0]?.trim() ?? '', lines.at(-1)?.trim() ?? ''];
  };
  const bare = (line: string): boolean => /^[\p{L}*#>]/u.test(line) && !/[<>{}]/.test(line.slice(1));
  const [firstOld, lastOld] = ends(before);
  const [first, last] = ends(after);
  const line = bare(first) && !bare(firstOld) ? first : bare(last) && !bare(lastOld) ? last : undefined;
  if (line === undefined) return undefined;
  const message = `A sentence stands where code should be: "${line.slice(0, 80)}".`;
  return { message, line: line === first ? 0 : after.trimEnd().split('\n').length - 1 };
}

/** The first and last filled rows of the file, or of the insertion. */
function edgeRows({ change }: CheckContext): Set<number> {
  const rows = new Set<number>();
  const lines = change.afterLines;
  const filled = (row: number): boolean => (lines[row] ?? '').trim() !== '';
  for (let row = 0, seen = 0; row < lines.length && seen < 3; row++) {
    if (!filled(row)) continue;
    rows.add(row);
    seen++;
  }
  for (let row = lines.length - 1, seen = 0; row >= 0 && seen < 6; row--) {
    if (!filled(row)) continue;
    rows.add(row);
    seen++;
  }
  return rows;
}
