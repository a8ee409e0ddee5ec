/** What do string literals say that a program puts together? */

import { ShadowWriter, type Shadow } from './shadow.ts';

// A closing quote, an operator or a line break, an opening quote: `"a" + "b"`, `'a' . 'b'`, `"a" "b"`, `"a" \`.
// Also `"a", "b"` inside a call that joins is left alone: it would join every list.
const JOIN =
  /["'`][ \t]{0,8}(?:(?:\+|\.\.?|&|\|\||<>|~|\\)[ \t]{0,8}(?:\r?\n[ \t+>|]{0,80})?|\r?\n[ \t]{0,80}(?:(?:\+|\.\.?|&|\|\||<>|~)[ \t]{0,8})?)[rbfuLBRFU@$]?["'`]/y;

const REACH = 600;

/** Lines whose literals are joined, with the joints taken out; `undefined` where none are. `closings`: quotes before which a literal may end, sorted. */
export function withLiteralsJoined(text: string, closings: readonly number[]): Shadow | undefined {
  const writer = new ShadowWriter();
  let cursor = -1;
  let passed = 0;
  for (let index = 0; index < closings.length; index++) {
    const quote = closings[index] as number;
    // The opening quote may close again at once and be the next joint's first.
    if (quote < passed) continue;
    JOIN.lastIndex = quote;
    if (!JOIN.test(text)) continue;
    const end = JOIN.lastIndex;
    const start = quote - 2 >= passed && text.startsWith('\\n', quote - 2) ? quote - 2 : quote;
    passed = end;
    if (text.charCodeAt(quote) !== text.charCodeAt(end - 1)) continue;
    if (cursor === -1 || start - cursor > REACH) {
      if (cursor !== -1) writer.copy(text, cursor, lineEndAfter(text, cursor));
      writer.separate(start);
      cursor = Math.max(lineStartBefore(text, start), cursor);
    }
    writer.copy(text, cursor, start);
    cursor = end;
  }
  if (cursor === -1) return undefined;
  writer.copy(text, cursor, lineEndAfter(text, cursor));
  return writer.finish();
}

/** At most REACH characters away, as what is sought is. */
function lineStartBefore(text: string, at: number): number {
  let start = at;
  while (start > at - REACH && start > 0 && text.charCodeAt(start - 1) !== 10) start--;
  return start;
}

function lineEndAfter(text: string, at: number): number {
  const limit = Math.min(text.length, at + REACH);
  let end = at;
  while (end < limit && text.charCodeAt(end) !== 10) end++;
  return end < limit ? end + 1 : limit;
}
