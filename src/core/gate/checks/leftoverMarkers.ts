/** Are conflict, search/replace, patch or cursor markers left in the text? */

import { lastRow } from '../../base/text.ts';
import type { Check, CheckContext } from '../check.ts';
import { addedLines, type AddedLine } from '../language/addedLines.ts';
import { insideText } from '../syntax/insideText.ts';
import type { Evidence } from '../verdict.ts';

/** A run of one mark, alone or with a label: conflict markers and every form of search/replace block. */
const run =
  /^\s*(?:(<{4,}|>{5,}|\|{5,})(?:[ \t]*\S.*)?|([-+=]{5,}|[<>]{3,})[ \t]*(?:SEARCH|REPLACE|ORIGINAL|UPDATED|HEAD|BEFORE|AFTER|OLD|NEW)\b.*)$/;
const divider = /^\s*={4,9}\s*$/;
const patch =
  /^(?:\*\*\* (?:Begin|End) Patch|\*\*\* (?:Add|Update|Delete) File: .+|\*\*\* Move to: .+|diff --git a\/.+|index [0-9a-f]{7,}\.\.[0-9a-f]{7,}.*|@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@.*|--- (?:a\/\S+|\/dev\/null)|\+\+\+ (?:b\/\S+|\/dev\/null))$/;
/** A place for the cursor or a selection, in any kind of brackets. */
const place =
  /(?:(?<![\w)])<\|?|\[\[|\{\{|█|«)\s*\/?(?:cursor|caret|fill[_ -]?(?:me|here|in)|insert(?:ion)?[_ -]?(?:here|point)|selection|your[_ -]?code(?:[_ -]?here)?|completion|hole|user[_ -]?cursor(?:[_ -]is[_ -]here)?)\s*(?:\|?>|\]\]|\}\}|█|»)|[█▮▌⎸]|(?<![\w)\]])\[(?:CURSOR|CARET|INSERT[ _]HERE|YOUR[ _]CODE(?:[ _]HERE)?|FILL[ _]IN)\](?![\[(:=])/i;
/** A wrapper that prompts use, alone on its line. */
const wrapper =
  /^\s*<\/?(?:file|files|code|edit|edits|answer|output|result|response|replacement|replace|search|original|updated|updated_?code|new_?code|old_?code|file_?content|content|snippet|document|patch|diff|change|changes|path|update|code_?block|parameter|invoke|function_calls?)(?:\s+(?:path|name|file|file_?name|lang|language|id|type|op|action|line\w*)=[^<>]*)?>\s*$/i;

export const leftoverMarkersCheck: Check = {
  name: 'leftoverMarkers',
  tasks: ['completion', 'edit'],
  run(context) {
    const added = addedLines(context.change);
    const kind = context.language?.kind;
    for (const line of [...answerLines(context), ...added]) {
      const text = line.text;
      const hit =
        run.test(text) ||
        (patch.test(text) && kind !== 'prose') ||
        (place.test(text) && !mentioned(text, context)) ||
        isWrapper(text, context);
      if (hit) return seen(line);
    }
    return edgeTag(added, context) ?? loneDivider(added, context) ?? diffColumn(added, context);
  },
};

/** The lines of an insertion as they were written: in the file the first and the last one stand beside other text. */
function answerLines({ judged, answer }: CheckContext): AddedLine[] {
  if (judged.task !== 'completion' || !answer.includes('\n')) return [];
  const row = lastRow(judged.before);
  return answer.split(/\r?\n/).map((text, index) => ({ row: row + index, text }));
}

/** Elements of HTML and SVG among the wrappers: in markup they mean themselves. */
const elements = /^<\/?(?:code|output|path|search|content|change|update|parameter)\b/i;

function isWrapper(text: string, context: CheckContext): boolean {
  const kind = context.language?.kind;
  if (!wrapper.test(text) || kind === 'prose' || context.language?.id === 'xml') return false;
  return (
    (kind !== 'markup' && !isMarkupLine(context)) ||
    (/^<\/?(?:[a-z_]+|[A-Z]+_[A-Z_]+)>$/.test(text.trim()) && !elements.test(text.trim()))
  );
}

function seen(line: AddedLine): Evidence {
  return { message: `A marker is left in the text: \`${line.text.trim().slice(0, 60)}\`.`, line: line.row };
}

/** A tag of any name around the whole answer. */
function edgeTag(added: readonly AddedLine[], context: CheckContext): Evidence | undefined {
  if (context.language?.kind !== 'code' || context.language.id === 'php' || isMarkupLine(context))
    return undefined;
  const lines = context.change.afterLines;
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const line = added.find(
    ({ row, text }) =>
      (row === first || row === last || standsInCode(row, text, context)) &&
      /^<\/?[A-Za-z][\w-]*(?:\s[^<>]*)?>$/.test(text.trim()),
  );
  return line === undefined ? undefined : seen(line);
}

/** In a text of code, outside comments and strings. */
function standsInCode(row: number, text: string, { trees }: CheckContext): boolean {
  return (
    trees !== undefined && !insideText(trees.after.root, row - trees.firstRow, Math.max(0, text.search(/\S/)))
  );
}

/** A row of equal signs divides the halves of a conflict, or underlines a heading in a comment. */
function loneDivider(added: readonly AddedLine[], context: CheckContext): Evidence | undefined {
  if (context.language?.kind === 'prose') return undefined;
  const line = added.find(({ text, row }) => {
    if (!divider.test(text)) return false;
    const above = (context.after.split('\n', row)[row - 1] ?? '').trim();
    const length = text.trim().length;
    const heading = above !== '' && Math.abs(above.length - length) <= 2 && !/[;{}]$/.test(above);
    return !heading;
  });
  return line === undefined ? undefined : seen(line);
}

/** A patch that was pasted as it is: new lines that start with `+` and lines of the old text that start with `-`. */
function diffColumn(added: readonly AddedLine[], context: CheckContext): Evidence | undefined {
  const kind = context.language?.kind;
  if (kind === 'prose' || context.language?.family === 'yaml' || added.length < 2) return undefined;
  const plus = added.filter((line) => /^\+[^+]/.test(line.text));
  const dashed = added.filter((line) => /^-[^-]/.test(line.text));
  // Every line of a long file is looked at only where there is something to find among them.
  const old = new Set(dashed.length === 0 ? [] : context.change.beforeLines.map((line) => line.trim()));
  const minus = dashed.filter((line) => old.has(line.text.slice(1).trim()));
  const first = minus[0] ?? plus[0];
  if (first === undefined) return undefined;
  // An old line with a minus before it and a new one with a plus are the two halves of a change.
  const halves = plus.length > 0 && minus.some((line) => line.text.trim().length > 8);
  const most = minus.length + plus.length >= 3 && minus.length + plus.length >= added.length * 0.6;
  return halves || most ? seen(first) : undefined;
}

function mentioned(text: string, context: CheckContext): boolean {
  const found = place.exec(text);
  return found !== null && context.before.includes(found[0]);
}

/** In TSX and JSX a tag alone on a line is code. */
function isMarkupLine({ judged, language }: CheckContext): boolean {
  return (
    language?.grammar === 'tsx' ||
    /\.[jt]sx$/.test(judged.path) ||
    /react/.test(judged.languageId) ||
    language?.id === 'javascript'
  );
}
