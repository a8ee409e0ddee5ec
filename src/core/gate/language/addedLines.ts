/** Which lines did the model write that were nowhere before? */

import type { LineChange } from './lineChange.ts';

export interface AddedLine {
  /** Zero-based in the text after. */
  readonly row: number;
  readonly text: string;
}

/** Several checks ask for the same change. */
const memory = new WeakMap<LineChange, readonly AddedLine[]>();

/** Lines of the hunks; those that stood elsewhere before, apart from their indentation, were moved and do not count. */
export function addedLines(change: LineChange): readonly AddedLine[] {
  const kept = memory.get(change);
  if (kept !== undefined) return kept;
  const fresh = new Set(hunkLines(change).map((line) => line.text.trim()));
  for (const line of fresh.size === 0 ? [] : change.beforeLines) fresh.delete(line.trim());
  const added = hunkLines(change).filter((line) => fresh.has(line.text.trim()));
  memory.set(change, added);
  return added;
}

/** All lines of the hunks, moved ones included. */
export function hunkLines(change: LineChange): AddedLine[] {
  const found: AddedLine[] = [];
  for (const hunk of change.hunks) {
    for (let row = hunk.afterStart; row < hunk.afterEnd; row++) {
      found.push({ row, text: change.afterLines[row] ?? '' });
    }
  }
  return found;
}
