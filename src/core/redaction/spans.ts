/** How do overlapping finds become places that can be replaced, and offsets find their way back? */

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

/** A text in which spans were replaced, with the way back. */
export interface Rendered {
  readonly text: string;
  /** The place in the original that `start`..`end` of the new text came from; a replaced span counts whole. */
  toOriginal(start: number, end: number): { start: number; end: number };
}

/** `spans` sorted and disjoint. */
export function render(original: string, spans: readonly Span[], wordFor: (span: Span) => string): Rendered {
  const parts: string[] = [];
  const pieces: { at: number; length: number; start: number; end: number; replaced: boolean }[] = [];
  let cursor = 0;
  let at = 0;
  const add = (part: string, start: number, end: number, replaced: boolean): void => {
    if (part === '') return;
    parts.push(part);
    pieces.push({ at, length: part.length, start, end, replaced });
    at += part.length;
  };
  for (const span of spans) {
    add(original.slice(cursor, span.start), cursor, span.start, false);
    add(wordFor(span), span.start, span.end, true);
    cursor = span.end;
  }
  add(original.slice(cursor), cursor, original.length, false);
  const pieceAt = (offset: number): (typeof pieces)[number] | undefined => {
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((pieces[middle]?.at ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return pieces[low];
  };
  return {
    text: parts.join(''),
    toOriginal(start, end) {
      const first = pieceAt(start);
      const last = pieceAt(Math.max(start, end - 1));
      return {
        start: first === undefined ? start : first.replaced ? first.start : first.start + (start - first.at),
        end: last === undefined ? end : last.replaced ? last.end : last.start + (end - last.at),
      };
    },
  };
}
