/** What do string literals say that a program puts together? */

import type { Range } from '../detect/found.ts';
import { ShadowWriter, type Shadow } from './shadow.ts';

// A closing quote, an operator or a line break, an opening quote: `"a" + "b"`, `'a' . 'b'`, `"a" "b"`, `"a" \`.
// Also `"a", "b"` inside a call that joins is left alone: it would join every list.
const JOIN =
  /(?:\\n)?(["'`])[ \t]{0,8}(?:(?:\+|\.\.?|&|\|\||<>|~|\\)[ \t]{0,8}(?:\r?\n[ \t+>|]{0,80})?|\r?\n[ \t]{0,80}(?:(?:\+|\.\.?|&|\|\||<>|~)[ \t]{0,8})?)[rbfuLBRFU@$]?(["'`])/g;

const REACH = 600;

/** Lines whose literals are joined, with the joints taken out; `undefined` where nothing in `ranges` is joined. */
export function withLiteralsJoined(text: string, ranges: readonly Range[]): Shadow | undefined {
  const writer = new ShadowWriter();
  let cursor = -1;
  // The next one may stand far behind a range: it is kept for those that follow, not sought by each.
  let next = joinFrom(text, 0);
  for (const range of ranges) {
    const from = Math.max(range.start, cursor);
    if (next !== null && next.index < from) next = joinFrom(text, from);
    while (next !== null && next.index < range.end) {
      const { index } = next;
      const end = index + next[0].length;
      if (next[1] === next[2]) {
        if (cursor === -1 || index - cursor > REACH) {
          if (cursor !== -1) writer.copy(text, cursor, lineEndAfter(text, cursor));
          writer.separate(index);
          cursor = Math.max(lineStartBefore(text, index), cursor);
        }
        writer.copy(text, cursor, index);
        cursor = end;
      }
      // The opening quote may close again at once and be the next joint's first.
      next = joinFrom(text, Math.max(end, index + 1));
    }
  }
  if (cursor === -1) return undefined;
  writer.copy(text, cursor, lineEndAfter(text, cursor));
  return writer.finish();
}

function joinFrom(text: string, at: number): RegExpExecArray | null {
  JOIN.lastIndex = at;
  return JOIN.exec(text);
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
