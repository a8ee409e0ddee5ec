/** Which lines did the model write that were nowhere before? */

import type { LineChange } from './lineChange.ts';

export interface AddedLine {
  /** Zero-based in the text after. */
  readonly row: number;
  readonly text: string;
}

/** Lines of the hunks; those that stood elsewhere before, apart from their indentation, were moved and do not count. */
export function addedLines(change: LineChange): AddedLine[] {
  const known = new Set(change.beforeLines.map((line) => line.trim()));
  return hunkLines(change).filter((line) => !known.has(line.text.trim()));
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
