/** Did fences or sentences of the answer end up in the file? */

import { lastRow } from '../../base/text.ts';
import type { Check, CheckContext } from '../check.ts';
import { addedLines, type AddedLine } from '../language/addedLines.ts';
import { commentText } from '../language/comments.ts';
import { interrupts, isNumbered, listsRemarks } from '../language/interruption.ts';
import { spokenInMarkup } from '../language/markupPlaces.ts';
import { inBlockScalar, insideOpenText, opensText } from '../language/openText.ts';
import { looksLikeRemark, looksLikeSentence, looksLikeTitle } from '../language/sentences.ts';
import { cursorInText, insideText } from '../syntax/insideText.ts';
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
  const row = lastRow(judged.before);
  const inComment =
    commentText(judged.before.slice(judged.before.lastIndexOf('\n') + 1), language) !== undefined ||
    (language?.kind !== 'prose' && opensComment(judged.before, language));
  // In a comment whose lines have a mark of their own, a fence without one is foreign.
  const prefixed = /^\s*(?:\*|\/\/|#)/.test(judged.before.slice(judged.before.lastIndexOf('\n') + 1));
  for (const at of new Set([first, last])) {
    const line = lines[at] ?? '';
    if (
      fence.test(line) &&
      !(inComment && (at === 0 || !prefixed) && !(at === 0 && /\w$/.test(judged.before))) &&
      !/^\s*(?:`{3,}|~{3,})/m.test(judged.before)
    ) {
      return { message: `A Markdown fence is in the text: \`${line.trim().slice(0, 40)}\`.`, line: row + at };
    }
  }
  if (language?.kind === 'data') return spokenInData(context, lines, row);
  if (language?.id === 'html' && spokenInMarkup(judged.before, lines))
    return spoken({ row, text: lines[0] ?? '' });
  return language?.kind === 'code'
    ? spokenEdge(context, { lines, row, edges: new Set([first, last]) })
    : undefined;
}

/** A comment that is not closed before the cursor. */
function opensComment(before: string, language: CheckContext['language']): boolean {
  return (language?.blockComments ?? []).some(
    ([open, close]) => before.lastIndexOf(open) > before.lastIndexOf(close),
  );
}

/** A first line that speaks where a key or a value is due, with data behind it. */
function spokenInData(
  { judged, language }: CheckContext,
  lines: readonly string[],
  row: number,
): Evidence | undefined {
  const [first = '', ...rest] = lines;
  const line = judged.before.slice(judged.before.lastIndexOf('\n') + 1);
  const second =
    rest.find((text) => text.trim() !== '') ??
    (line.trim() === '' ? (judged.suffix ?? '').split('\n').find((text) => text.trim() !== '') : undefined);
  if (rest.length === 0 && interrupts(judged.before, judged.after, language?.family ?? ''))
    return spoken({ row, text: first });
  if (!isLongSentence(first) || second === undefined) return undefined;
  if (language?.family === 'json' && interrupts(judged.before, judged.after, 'json'))
    return spoken({ row, text: first });
  const inJson = language?.family === 'json' && (line.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 0;
  const inYaml =
    language?.family === 'yaml' &&
    /^\s*(?:#|- |[\w"'.-]+:(?:\s|$))/.test(second) &&
    !/[:#]|^\s*-/.test(line) &&
    !inBlockScalar(judged.before);
  if (!inJson && !inYaml) return undefined;
  return { message: `A sentence stands where data should be: "${first.trim().slice(0, 80)}".`, line: row };
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
  if (interrupts(judged.before, judged.after, language?.family ?? ''))
    return spoken({ row, text: judged.after.split('\n', 1)[0] ?? '' });
  const found = spokenAt(context, { lines, row, edges }, open);
  if (found === undefined || opensText(open) || insideOpenText(judged.before, language?.family))
    return undefined;
  return cursorInText(context, judged.before) ? undefined : found;
}

/** Among code it would be out of place: whether the cursor is in a text of its own is not asked here. */
function spokenAt(context: CheckContext, { lines, row, edges }: Edges, open: string): Evidence | undefined {
  const { judged, language } = context;
  const listed = listsRemarks(lines);
  if (listed !== undefined && (isNumbered(lines) || isBroken(context)) && !heldByAnswer(lines, listed))
    return spoken({ row: row + listed, text: lines[listed] ?? '' });
  for (const at of edges) {
    const line = lines[at] ?? '';
    // On its line with other text it is the rest of that.
    if (at === 0 && open !== '' && lines.length < 2 && !isLongSentence(line)) continue;
    const isLast = at === lines.length - 1 && at > 0;
    const behind = (judged.suffix ?? '').split('\n', 1)[0]?.trim() ?? '';
    if ((isLast && behind !== '' && !isLongSentence(line)) || commentText(line, language) !== undefined)
      continue;
    const spoken = looksLikeSentence(line)
      ? !/^\s*[*#]/.test(line) || open === ''
      : looksLikeRemark(line) || (lines.length > 1 && looksLikeTitle(line) && isBroken(context));
    if (!spoken || heldByAnswer(lines, at) || heldAfter(row + at, line, context)) continue;
    const message = `A sentence stands where code should be: "${line.trim().slice(0, 80)}".`;
    return { message, line: row + at };
  }
  return undefined;
}

/** The text with the insertion does not fit the grammar. */
function isBroken({ trees }: CheckContext): boolean {
  return trees?.after.root.hasError === true;
}

/** In a text that holds, the line lies within a string or a comment. */
function heldAfter(row: number, line: string, context: CheckContext): boolean {
  return context.trees?.after.root.hasError === false && held({ row, text: line }, context);
}

function isLongSentence(line: string): boolean {
  return (
    looksLikeSentence(line) && /^\s*\(?\p{Lu}.*[.:!?]\)?$/u.test(line) && line.trim().split(/\s+/).length >= 4
  );
}

/** The insertion itself opens a comment or a long text above the line. */
function heldByAnswer(lines: readonly string[], at: number): boolean {
  return at > 0 && insideOpenText(lines.slice(0, at).join('\n'));
}

/** A fence at either end of the answer, or one that no comment or string holds. */
function fences(added: readonly AddedLine[], context: CheckContext): Evidence | undefined {
  const lines = context.change.afterLines;
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const marks = added.filter((line) => fence.test(line.text));
  const outside = marks.find((line) => {
    if (isUnpaired(line.text, marks.length, context)) return true;
    if (line.row === first || line.row === last || marks.length % 2 === 1) return !heldWell(line, context);
    return context.judged.task === 'completion' ? endsOfAnswer(context) : !held(line, context);
  });
  if (outside === undefined) return undefined;
  const message = `A Markdown fence is in the file: \`${outside.text.trim().slice(0, 40)}\`.`;
  return { message, line: outside.row };
}

/** Fences stand in pairs, in a comment too. A row of tildes may underline. */
function isUnpaired(text: string, added: number, { judged, before, after }: CheckContext): boolean {
  if (judged.task !== 'edit' || added % 2 === 0 || !text.trim().startsWith('`')) return false;
  const count = (whole: string): number =>
    whole.match(/^\s*(?:(?:\/\/[/!]?|\*|#)\s?)?\s*`{3,}/gm)?.length ?? 0;
  return count(before) % 2 === 0 && count(after) % 2 === 1;
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
  if (judged.task === 'completion' && insideOpenText(judged.before, language?.family)) return undefined;
  const ends = edgeRows(context);
  for (const line of added) {
    const edge = ends.has(line.row);
    const remark =
      judged.task === 'edit' &&
      language?.kind === 'code' &&
      (edge ? remarks(line, context) : isBroken(context) && isLongRemark(line.text));
    if (heading(line, context)) return spoken(line);
    if (commentText(line.text, language) !== undefined || !(remark || looksLikeSentence(line.text))) continue;
    if (language?.kind === 'markup' && !(edge && judged.task === 'edit')) continue;
    // In data, and between the lines of a text block, only a line at the margin can be foreign.
    if (language?.kind === 'data' && /^\s/.test(line.text)) continue;
    if (held(line, context) && !(edge && language?.grammar === 'php' && !/\?>/.test(context.before)))
      continue;
    if (language?.grammar === 'yaml' && !edge) continue;
    return spoken(line);
  }
  return undefined;
}

function spoken(line: AddedLine): Evidence {
  return {
    message: `A sentence stands where code should be: "${line.text.trim().slice(0, 80)}".`,
    line: line.row,
  };
}

/** "Here you go:" within a file; a label of code is one word. */
function isLongRemark(text: string): boolean {
  return looksLikeRemark(text) && text.trim().split(/\s+/).length > 2;
}

/** A remark near the edge; a bare title only as the very first or last line. */
function remarks(line: AddedLine, { change }: CheckContext): boolean {
  if (looksLikeRemark(line.text)) return true;
  if (!looksLikeTitle(line.text)) return false;
  const lines = change.afterLines;
  const first = lines.findIndex((text) => text.trim() !== '');
  const last = lines.findLastIndex((text) => text.trim() !== '');
  return line.row === first || line.row === last;
}

/** `### Updated file` above everything, in a language that takes it for a comment and a file that has none like it. */
function heading(line: AddedLine, { judged, before, language }: CheckContext): boolean {
  return (
    judged.task === 'edit' &&
    line.row === 0 &&
    language?.kind === 'code' &&
    /^#{2,5} \p{Lu}[\p{L} ]+:?$/u.test(line.text.trim()) &&
    !/^\s*##/m.test(before)
  );
}

/** Plain text before the first or behind the last tag of a document that had none there. */
function besideMarkup({ judged, language, before, after }: CheckContext): Evidence | undefined {
  if (judged.task !== 'edit' || language?.id !== 'html') return undefined;
  const ends = (text: string): readonly [string, string] => {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return [lines[0]?.trim() ?? '', lines.at(-1)?.trim() ?? ''];
  };
  const bare = (line: string): boolean =>
    (/^[\p{L}*#>]/u.test(line) || /^(?:\d+[.)]|[-•]) \p{L}/u.test(line)) && !/[<>{}]/.test(line.slice(1));
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
