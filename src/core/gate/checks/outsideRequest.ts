/** Did the edit change lines that nobody asked to change? */

import type { Check } from '../check.ts';
import { importsIn } from '../language/imports.ts';

/** Where the change is one line off the selection, the selection was meant to hold it. */
const toleranceLines = 1;

/** Only with a requested range. Imports may change anywhere, and lines may be added elsewhere (a helper, a constant). */
export const outsideRequestCheck: Check = {
  name: 'outsideRequest',
  tasks: ['edit'],
  run({ judged, change, before, language }) {
    const range = judged.requestedRange;
    if (range === undefined || range.end - range.start >= before.trimEnd().length) return undefined;
    const first = before.slice(0, range.start).split('\n').length - 1 - toleranceLines;
    const last = before.slice(0, range.end).split('\n').length + toleranceLines;
    for (const hunk of change.hunks) {
      if (hunk.beforeEnd > first && hunk.beforeStart < last) continue;
      const removed = change.beforeLines
        .slice(hunk.beforeStart, hunk.beforeEnd)
        .filter((line) => line.trim() !== '');
      if (removed.length === 0) continue;
      if (
        importsIn(removed, language).length > 0 ||
        removed.every(
          (line) =>
            /^[\s\w,{}*]*$/.test(line) && hunk.beforeStart < 60 && /^\s*(?:\w+,|import\b.*|\}.*)$/.test(line),
        )
      )
        continue;
      const message = `${removed.length === 1 ? 'A line' : `${removed.length} lines`} outside the requested part changed: \`${(removed[0] ?? '').trim().slice(0, 60)}\`.`;
      return { message, line: hunk.afterStart, figure: removed.length };
    }
    return undefined;
  },
};
