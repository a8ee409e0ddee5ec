/** Was so much of a file changed that lines beside each other no longer belong together? */

import type { LineChange } from './lineChange.ts';

const leastHunks = 12;
/** Of the lines that stood there before. */
const leastShare = 0.25;

/**
 * A file that was put in another order, or written anew: a difference by lines joins what was never one, so what seems
 * to have given way to a line need not have.
 */
export function isRewrite({ hunks, beforeLines }: LineChange): boolean {
  if (hunks.length < leastHunks) return false;
  const removed = hunks.reduce((sum, hunk) => sum + hunk.beforeEnd - hunk.beforeStart, 0);
  return removed >= beforeLines.length * leastShare;
}
