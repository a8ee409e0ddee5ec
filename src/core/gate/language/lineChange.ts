/** Which lines changed between two texts? */

import { diffArrays } from 'diff';

/** A stretch of lines that was replaced; both ends exclusive, zero-based. */
export interface Hunk {
  readonly beforeStart: number;
  readonly beforeEnd: number;
  readonly afterStart: number;
  readonly afterEnd: number;
}

export interface LineChange {
  readonly beforeLines: readonly string[];
  readonly afterLines: readonly string[];
  readonly hunks: readonly Hunk[];
}

/** Beyond this edit distance a diff costs more than it tells: the middle counts as one hunk. */
const longestEdit = 1500;

/** Lines without their ending, so that a change of line endings alone is no change. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** The smallest set of replaced lines, or one large hunk where the texts have little in common. */
export function lineChange(before: string, after: string): LineChange {
  const beforeLines = splitLines(before);
  const afterLines = splitLines(after);
  const most = Math.min(beforeLines.length, afterLines.length);
  let start = 0;
  while (start < most && beforeLines[start] === afterLines[start]) start++;
  let end = 0;
  while (
    end < most - start &&
    beforeLines[beforeLines.length - 1 - end] === afterLines[afterLines.length - 1 - end]
  ) {
    end++;
  }
  const middleBefore = beforeLines.slice(start, beforeLines.length - end);
  const middleAfter = afterLines.slice(start, afterLines.length - end);
  return { beforeLines, afterLines, hunks: hunksOf(middleBefore, middleAfter, start) };
}

function hunksOf(before: string[], after: string[], offset: number): Hunk[] {
  if (before.length === 0 && after.length === 0) return [];
  const whole: Hunk = {
    beforeStart: offset,
    beforeEnd: offset + before.length,
    afterStart: offset,
    afterEnd: offset + after.length,
  };
  if (before.length === 0 || after.length === 0) return [whole];
  const parts = diffArrays(before, after, { maxEditLength: longestEdit });
  if (parts === undefined) return [whole];
  const hunks: Hunk[] = [];
  let beforeAt = offset;
  let afterAt = offset;
  let open: { beforeStart: number; afterStart: number } | undefined;
  const close = (): void => {
    if (open !== undefined) hunks.push({ ...open, beforeEnd: beforeAt, afterEnd: afterAt });
    open = undefined;
  };
  for (const part of parts) {
    if (!part.added && !part.removed) {
      close();
      beforeAt += part.count;
      afterAt += part.count;
      continue;
    }
    open ??= { beforeStart: beforeAt, afterStart: afterAt };
    if (part.removed) beforeAt += part.count;
    else afterAt += part.count;
  }
  close();
  return hunks;
}
