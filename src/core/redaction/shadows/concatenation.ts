/** What do string literals say that a program puts together? */

import { ShadowWriter, type Shadow } from './shadow.ts';

// A closing quote, an operator or a line break, an opening quote: `"a" + "b"`, `'a' . 'b'`, `"a" "b"`, `"a" \`.
// Also `"a", "b"` inside a call that joins is left alone: it would join every list.
const JOIN =
  /(?:\\n)?(["'`])[ \t]{0,8}(?:(?:\+|\.\.?|&|\|\||<>|~|\\)[ \t]{0,8}(?:\r?\n[ \t+>|]{0,80})?|\r?\n[ \t]{0,80}(?:(?:\+|\.\.?|&|\|\||<>|~)[ \t]{0,8})?)[rbfuLBRFU@$]?(["'`])/g;

const REACH = 600;

/** Lines whose literals are joined, with the joints taken out; `undefined` where nothing is joined. */
export function withLiteralsJoined(text: string): Shadow | undefined {
  JOIN.lastIndex = 0;
  let match = JOIN.exec(text);
  if (match === null) return undefined;
  const writer = new ShadowWriter();
  let cursor = -1;
  while (match !== null) {
    const { index } = match;
    const end = index + match[0].length;
    if (match[1] === match[2]) {
      if (cursor === -1 || index - cursor > REACH) {
        if (cursor !== -1) writer.copy(text, cursor, Math.min(lineEndAfter(text, cursor), cursor + REACH));
        writer.separate(index);
        cursor = Math.max(text.lastIndexOf('\n', index - 1) + 1, index - REACH, cursor);
      }
      writer.copy(text, cursor, index);
      cursor = end;
    }
    // The opening quote may close again at once and be the next joint's first.
    JOIN.lastIndex = Math.max(end, index + 1);
    match = JOIN.exec(text);
  }
  if (cursor === -1) return undefined;
  writer.copy(text, cursor, Math.min(lineEndAfter(text, cursor), cursor + REACH));
  return writer.finish();
}

function lineEndAfter(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline === -1 ? text.length : newline + 1;
}
