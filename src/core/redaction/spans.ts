/** How do overlapping finds become places that can be replaced, and offsets find their way back? */

import type { Range } from './detect/found.ts';

/** A place in the original text. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** Sorted and disjoint: overlapping ones become one, with the kind of the longest. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: { start: number; end: number; kind: string; kindLength: number }[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) {
      merged.push({ ...span, kindLength: span.end - span.start });
      continue;
    }
    if (span.end - span.start > last.kindLength) {
      last.kind = span.kind;
      last.kindLength = span.end - span.start;
    }
    last.end = Math.max(last.end, span.end);
  }
  return merged.map(({ start, end, kind }) => ({ start, end, kind }));
}

/** So many places of one text stand by themselves. */
const APART = 250;
/** Further ones that stand no further from each other are one. */
const CLOSE = 200;

/** `spans` sorted and disjoint: of those that are many, the ones that stand close become one. */
export function joinCrowds(spans: readonly Span[]): readonly Span[] {
  if (spans.length <= APART) return spans;
  const joined: { start: number; end: number; kind: string }[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last === undefined || joined.length < APART || span.start - last.end > CLOSE)
      joined.push({ ...span });
    else {
      last.end = span.end;
      last.kind = 'secrets';
    }
  }
  return joined;
}

/** Sorted, disjoint and within a text of `length` characters. `ranges` sorted by their starts. */
export function mergeRanges(ranges: readonly Range[], length: number): Range[] {
  const merged: { start: number; end: number }[] = [];
  for (const range of ranges) {
    const start = Math.max(0, range.start);
    const end = Math.min(length, range.end);
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** What of `ranges` lies in none of `taken`; both sorted and disjoint, and so is this. */
export function withoutRanges(ranges: readonly Range[], taken: readonly Range[]): readonly Range[] {
  if (taken.length === 0) return ranges;
  const left: Range[] = [];
  let next = 0;
  for (const range of ranges) {
    let { start } = range;
    while (next < taken.length && (taken[next] as Range).end <= start) next++;
    for (let index = next; index < taken.length && (taken[index] as Range).start < range.end; index++) {
      const { start: from, end } = taken[index] as Range;
      if (from > start) left.push({ start, end: from });
      start = Math.max(start, end);
    }
    if (start < range.end) left.push({ start, end: range.end });
  }
  return left;
}

/** A text in which spans were replaced, with the way back. */
export interface Rendered {
  readonly text: string;
  /** Where the words stand, one for each span. */
  readonly words: readonly Range[];
  /** The place in the original that `start`..`end` of the new text came from; a replaced span counts whole. */
  toOriginal(start: number, end: number): Range;
}

/** `spans` sorted and disjoint. */
export function render(original: string, spans: readonly Span[], wordFor: (span: Span) => string): Rendered {
  const parts: string[] = [];
  const words: Range[] = [];
  let cursor = 0;
  let length = 0;
  for (const span of spans) {
    const word = wordFor(span);
    parts.push(original.slice(cursor, span.start), word);
    length += span.start - cursor;
    words.push({ start: length, end: length + word.length });
    length += word.length;
    cursor = span.end;
  }
  parts.push(original.slice(cursor));
  return {
    text: parts.join(''),
    words,
    toOriginal: (start, end) => ({
      start: originalAt(start, spans, words).start,
      end: end > start ? originalAt(end - 1, spans, words).end : originalAt(end, spans, words).start,
    }),
  };
}

/** The character of the original that stands at `offset`; all of its span where that was replaced. */
function originalAt(offset: number, spans: readonly Span[], words: readonly Range[]): Range {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] as Range).start <= offset) low = middle + 1;
    else high = middle;
  }
  const word = words[low - 1];
  const span = spans[low - 1];
  if (word === undefined || span === undefined) return { start: offset, end: offset + 1 };
  if (offset < word.end) return span;
  const start = span.end + (offset - word.end);
  return { start, end: start + 1 };
}
