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

/** From this many lines on, lines that stand once in either text are matched first: the whole would take a second. */
const shortLines = 300;

/** Lines without their ending, so that a change of line endings alone is no change. */
export function splitLines(text: string): string[] {
  return text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
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

function hunksOf(before: string[], after: string[], offset: number, afterOffset = offset): Hunk[] {
  if (before.length === 0 && after.length === 0) return [];
  const whole: Hunk = {
    beforeStart: offset,
    beforeEnd: offset + before.length,
    afterStart: afterOffset,
    afterEnd: afterOffset + after.length,
  };
  if (before.length === 0 || after.length === 0) return [whole];
  if (before.length + after.length > shortLines) {
    const split = betweenAnchors(before, after, offset, afterOffset);
    if (split !== undefined) return split;
  }
  const parts = diffArrays(before, after, { maxEditLength: longestEdit });
  if (parts === undefined) return [whole];
  const hunks: Hunk[] = [];
  let beforeAt = offset;
  let afterAt = afterOffset;
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

/**
 * Patience: lines that stand exactly once in both texts, as many as keep their order, divide them; what lies between is
 * compared on its own. `undefined` without such a line.
 */
function betweenAnchors(
  before: readonly string[],
  after: readonly string[],
  offset: number,
  afterOffset: number,
): Hunk[] | undefined {
  const anchors = anchorsOf(before, after);
  if (anchors.length === 0) return undefined;
  const hunks: Hunk[] = [];
  let beforeAt = 0;
  let afterAt = 0;
  for (const [inBefore, inAfter] of [...anchors, [before.length, after.length] as const]) {
    const parts = [before.slice(beforeAt, inBefore), after.slice(afterAt, inAfter)] as const;
    for (const hunk of trimmedHunks(parts, offset + beforeAt, afterOffset + afterAt)) {
      const last = hunks.at(-1);
      // Two stretches without an equal line between them are one.
      if (last?.beforeEnd === hunk.beforeStart && last.afterEnd === hunk.afterStart)
        hunks[hunks.length - 1] = { ...last, beforeEnd: hunk.beforeEnd, afterEnd: hunk.afterEnd };
      else hunks.push(hunk);
    }
    beforeAt = inBefore + 1;
    afterAt = inAfter + 1;
  }
  return hunks;
}

/** Without the equal lines at both ends. */
function trimmedHunks(
  [before, after]: readonly [string[], string[]],
  offset: number,
  afterOffset: number,
): Hunk[] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return hunksOf(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
    offset + start,
    afterOffset + start,
  );
}

/** Places of the dividing lines in both texts, in order. */
function anchorsOf(before: readonly string[], after: readonly string[]): (readonly [number, number])[] {
  const inBefore = placesOfUnique(before);
  const inAfter = placesOfUnique(after);
  const pairs: (readonly [number, number])[] = [];
  for (const [line, at] of inBefore) {
    const other = inAfter.get(line);
    if (at !== -1 && other !== undefined && other !== -1) pairs.push([at, other]);
  }
  return longestRising(pairs);
}

/** -1 for a line that stands there more than once. */
function placesOfUnique(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    places.set(line, places.has(line) ? -1 : at);
  }
  return places;
}

/** The longest part of the pairs, which rise in the first, that rises in the second too (patience sorting). */
function longestRising(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const tops: number[] = [];
  const previous = new Array<number>(pairs.length).fill(-1);
  for (const [index, pair] of pairs.entries()) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tops[middle] ?? 0]?.[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tops[low - 1] ?? -1) : -1;
    tops[low] = index;
  }
  const found: (readonly [number, number])[] = [];
  for (let index = tops.at(-1) ?? -1; index !== -1; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) found.push(pair);
  }
  return found.reverse();
}
