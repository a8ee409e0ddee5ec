/** Did code that nobody touched become a comment or a string, or the reverse? */

import type { ParsedPair } from '../check.ts';
import type { LineChange } from '../language/lineChange.ts';
import type { Node } from './syntax.ts';

/** So many changes are looked at; more are a rewrite, in which marks come and go. */
const mostHunks = 40;

/**
 * The row behind a change whose untouched lines are text now and were code, or the reverse, up to a mark that was there
 * before. Who comments code out adds both marks, so that the lines turn until the next change.
 */
export function turnedText(
  { hunks, beforeLines, afterLines }: LineChange,
  trees: ParsedPair,
): number | undefined {
  if (hunks.length > mostHunks) return undefined;
  for (const [index, hunk] of hunks.entries()) {
    const run = { from: hunk.afterEnd, to: hunks[index + 1]?.afterStart ?? afterLines.length };
    const shift = hunk.beforeEnd - hunk.afterEnd;
    const turned = (row: number): boolean => {
      const line = afterLines[row] ?? '';
      if (beforeLines[row + shift] !== line) return false;
      const column = line.search(/\S/);
      return (
        insideLiteral(trees.after.root, row - trees.firstRow, column) !==
        insideLiteral(trees.before.root, row + shift - trees.firstRow, column)
      );
    };
    const first = nextFilled(afterLines, run.from, run.to, 1);
    if (first === undefined || !turned(first)) continue;
    const last = nextFilled(afterLines, run.to - 1, run.from - 1, -1);
    const endsFile = run.to === afterLines.length;
    if (last !== undefined && last !== first && (endsFile || !turned(last))) return first;
  }
  return undefined;
}

/** In one comment or string that began on a line above; strings that follow each other are several. */
function insideLiteral(root: Node, row: number, column: number): boolean {
  for (let node = root.descendantForPosition({ row, column }); node !== null; node = node.parent) {
    if (/interpolation|substitution|expansion/.test(node.type)) return false;
    if (
      /comment|string|heredoc/.test(node.type) &&
      !/concatenated|chained/.test(node.type) &&
      node.startPosition.row < row
    )
      return true;
  }
  return false;
}

function nextFilled(lines: readonly string[], from: number, to: number, step: 1 | -1): number | undefined {
  for (let row = from; row !== to && row >= 0 && row < lines.length; row += step)
    if ((lines[row] ?? '').trim() !== '') return row;
  return undefined;
}
