/** What is replaced of a text in which every replacement brings out another secret? */

import { mergeSpans, type Span } from './spans.ts';

/** From this round on whole lines are replaced, so that a text in which each word hides the next comes to an end. */
export const FIRST_ROUND_OF_LINES = 4;
/** In this round everything from the first place to the last. */
const ROUND_OF_ALL = 6;

/** The lines that hold what was found so late; of a long line only the surroundings. */
export function wholeLines(text: string, spans: readonly Span[], round: number): Span[] {
  const lines = mergeSpans(
    spans.map(({ kind, start, end }) => ({ kind, start: lineStart(text, start), end: lineEnd(text, end) })),
  );
  const [first] = lines;
  const last = lines.at(-1);
  if (round < ROUND_OF_ALL || first === undefined || last === undefined) return lines;
  return [{ kind: first.kind, start: first.start, end: last.end }];
}

const LINE_REACH = 400;

function lineStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < LINE_REACH && text.charCodeAt(start - 1) !== 10) start--;
  return start;
}

function lineEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && end - at < LINE_REACH && text.charCodeAt(end) !== 10) end++;
  return end;
}
