/** Where must a text be scanned again after words were replaced in it? */

import { LOCAL_REACH, type Range } from './detect/found.ts';
import { mergeRanges, type Rendered, type Span } from './spans.ts';

/** Texts of at most so many characters are always scanned whole. */
const SCANNED_WHOLE = 20_000;

/** What the words that are new may have changed; `undefined`: anything. */
export function rangesToScan(
  { text, words }: Rendered,
  spans: readonly Span[],
  changed: readonly (boolean | undefined)[],
  reaches: readonly Range[],
): readonly Range[] | undefined {
  if (text.length <= SCANNED_WHOLE) return undefined;
  const isFar = (span: Span): boolean =>
    reaches.some((reach) => span.end > reach.start && span.start < reach.end);
  if (reaches.length > 0 && spans.some((span, index) => changed[index] === true && isFar(span)))
    return undefined;
  return mergeRanges(
    words
      .filter((_, index) => changed[index])
      .map(({ start, end }) => ({ start: start - LOCAL_REACH, end: end + LOCAL_REACH })),
    text.length,
  );
}
