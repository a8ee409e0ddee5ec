/** Did the change break the indentation? */

import type { Check, CheckContext } from '../check.ts';
import { indentation } from '../../base/text.ts';
import { hunkLines } from '../language/addedLines.ts';
import { insideText } from '../syntax/insideText.ts';
import type { Evidence } from '../verdict.ts';

const leastLines = 3;
/** Longer statements are tables. */
const mostContinued = 60;

export const indentationCheck: Check = {
  name: 'indentation',
  tasks: ['completion', 'edit'],
  run(context) {
    const kind = context.language?.kind;
    if (kind === 'prose' || kind === undefined) return undefined;
    if (context.language?.id === 'python') {
      const found = brokenBlock(context) ?? offUnit(context);
      if (found !== undefined) return found;
    }
    return context.judged.task === 'edit' ? lost(context) : undefined;
  },
};

/** Python: nothing deeper follows a header, a line is deeper without a header, or falls back to no level above it. */
function brokenBlock(context: CheckContext): Evidence | undefined {
  const lines = context.change.afterLines;
  for (const { row, text } of hunkLines(context.change)) {
    if (text.trim() === '' || text.trimStart().startsWith('#') || held(row, text, context)) continue;
    const above = codeAbove(lines, row, context);
    if (above === undefined) continue;
    const own = width(text);
    const upper = width(above.text);
    const begun = logicalStart(above, lines, context);
    const opens =
      /:\s*(?:#.*)?$/.test(above.text) &&
      (begun.row === above.row ? !continues(above.row, context) : isHeader(begun.text));
    if (opens && isHeader(above.text) && own <= upper)
      return at(row, 'nothing is indented below', above.text);
    if (/^\t* +\t|^ +\t/.test(indentation(text)) && !context.before.includes(indentation(text))) {
      return at(row, 'tabs and spaces are mixed in', text);
    }
    if (
      own > width(begun.text) &&
      own > upper &&
      !opens &&
      !continues(begun.row, context) &&
      !continues(row, context)
    ) {
      return at(row, 'the indentation grows without a block at', text);
    }
    if (
      own < upper &&
      own > 0 &&
      !/:\s*(?:#.*)?$/.test(above.text) &&
      !continues(row, context) &&
      !returnsToLevel(row, own, context)
    ) {
      return at(row, 'no block above begins as deep as', text);
    }
  }
  return undefined;
}

/** So many of the file's indented lines stand at whole steps that its step is known. */
const sureShare = 0.9;
/** Fewer lines that kept their place are no file any more that the others could fit. */
const leastKept = 2;
const keptShare = 0.1;
/** One line alone may make a block of its own depth. */
const leastMoved = 2;

/** Lines that changed nothing but their depth, and no longer stand at a whole step of the file, while others do. */
function offUnit(context: CheckContext): Evidence | undefined {
  const { change, judged } = context;
  if (judged.task !== 'edit') return undefined;
  const moved = movedLines(change);
  if (moved.length === 0) return undefined;
  const indented = change.beforeLines.filter((line) => line.trim() !== '' && indentation(line) !== '');
  const step = [8, 4, 2].find(
    (one) => indented.filter((line) => width(line) % one === 0).length >= indented.length * sureShare,
  );
  const kept = indented.length - moved.length;
  if (step === undefined || kept < leastKept || kept < indented.length * keptShare) return undefined;
  const odd = moved.filter(
    ({ old, text, row }) =>
      width(old) % step === 0 &&
      width(text) % step !== 0 &&
      !text.trimStart().startsWith('#') &&
      !held(row, text, context) &&
      !continues(row, context),
  );
  const [first] = odd;
  if (first === undefined || odd.length < leastMoved) return undefined;
  return at(first.row, `no whole step of ${step} columns before`, first.text);
}

/** Of hunks that change the indentation alone. */
function movedLines(change: CheckContext['change']): { old: string; text: string; row: number }[] {
  return change.hunks.flatMap((hunk) => {
    const old = change.beforeLines.slice(hunk.beforeStart, hunk.beforeEnd);
    const added = change.afterLines.slice(hunk.afterStart, hunk.afterEnd);
    if (old.length !== added.length || old.some((line, index) => line.trim() !== added[index]?.trim()))
      return [];
    return added.map((text, index) => ({ old: old[index] ?? '', text, row: hunk.afterStart + index }));
  });
}

/** Some line above, before any that is indented less, has this depth. */
function returnsToLevel(row: number, own: number, context: CheckContext): boolean {
  for (
    let above = codeAbove(context.change.afterLines, row, context);
    above !== undefined;
    above = codeAbove(context.change.afterLines, above.row, context)
  ) {
    const other = width(above.text);
    if (other === own) return true;
    if (other < own && !continues(above.row, context)) return false;
  }
  return true;
}

function isHeader(line: string): boolean {
  return /^\s*(?:async |def |class |if |elif |else\b|for |while |with |try\b|except\b|finally\b|match |case )/.test(
    line,
  );
}

/** The line ends or lies within brackets, a string or a backslash: its indentation is free. */
function continues(row: number, context: CheckContext): boolean {
  const trees = context.trees;
  if (trees === undefined) return true;
  const line = context.change.afterLines[row] ?? '';
  if (line.trimEnd().endsWith('\\') || (context.change.afterLines[row - 1] ?? '').trimEnd().endsWith('\\'))
    return true;
  const column = line.search(/\S/);
  let node = trees.after.root.descendantForPosition({
    row: row - trees.firstRow,
    column: Math.max(0, column),
  });
  for (let depth = 0; node !== null && depth < 40; depth++) {
    const own = node.startPosition.row + trees.firstRow;
    const end = node.endPosition.row + trees.firstRow;
    if (
      /list|tuple|dict|set|argument|parameter|parenthesized|string|subscript|comprehension|generator|import_from|with_clause|ERROR/.test(
        node.type,
      ) &&
      (own < row || end > row)
    )
      return true;
    node = node.parent;
  }
  return false;
}

function held(row: number, text: string, context: CheckContext): boolean {
  const trees = context.trees;
  return (
    trees === undefined || insideText(trees.after.root, row - trees.firstRow, Math.max(0, text.search(/\S/)))
  );
}

function codeAbove(
  lines: readonly string[],
  row: number,
  context: CheckContext,
): { row: number; text: string } | undefined {
  for (let at = row - 1; at >= 0; at--) {
    const text = lines[at] ?? '';
    if (text.trim() === '' || text.trimStart().startsWith('#') || held(at, text, context)) continue;
    return { row: at, text };
  }
  return undefined;
}

/** Where the statement begins that a line within brackets belongs to. */
function logicalStart(
  above: { row: number; text: string },
  lines: readonly string[],
  context: CheckContext,
): { row: number; text: string } {
  let start = above;
  while (continues(start.row, context)) {
    const upper = codeAbove(lines, start.row, context);
    if (upper === undefined || above.row - upper.row > mostContinued) return above;
    start = upper;
  }
  return start;
}

function width(line: string): number {
  let columns = 0;
  for (const char of indentation(line)) columns += char === '\t' ? 8 - (columns % 8) : 1;
  return columns;
}

function at(row: number, what: string, text: string): Evidence {
  return { message: `Indentation: ${what} \`${text.trim().slice(0, 60)}\`.`, line: row };
}

/** Lines that are the same but for their indentation, which they lost while their neighbors kept theirs. */
function lost({ change }: CheckContext): Evidence | undefined {
  for (const hunk of change.hunks) {
    const removed = change.beforeLines
      .slice(hunk.beforeStart, hunk.beforeEnd)
      .filter((line) => line.trim() !== '');
    const added = change.afterLines
      .slice(hunk.afterStart, hunk.afterEnd)
      .filter((line) => line.trim() !== '');
    if (removed.length < leastLines || removed.length !== added.length) continue;
    const same = removed.every((line, index) => line.trim() === added[index]?.trim());
    const deep = removed.filter((line) => indentation(line) !== '').length;
    const flat = added.every((line) => indentation(line) === '');
    if (!same || !flat || deep < leastLines) continue;
    const above = change.afterLines[hunk.afterStart - 1] ?? '';
    const below = change.afterLines[hunk.afterEnd] ?? '';
    if (indentation(above) === '' && indentation(below) === '' && !/[{([:]\s*$/.test(above)) continue;
    return {
      message: `${added.length} lines lost their indentation.`,
      line: hunk.afterStart,
      figure: added.length,
    };
  }
  return undefined;
}
