/** How many brackets does a stretch of text leave open? */

import type { Node } from './syntax.ts';

/** Opened minus closed, by kind. */
export type BracketNet = Readonly<Record<'{}' | '()' | '[]', number>>;

const tokens: Readonly<Record<string, readonly ['{}' | '()' | '[]', number]>> = {
  '{': ['{}', 1],
  '${': ['{}', 1],
  '#{': ['{}', 1],
  '{{': ['{}', 1],
  '}': ['{}', -1],
  '}}': ['{}', -1],
  '(': ['()', 1],
  '$(': ['()', 1],
  '<(': ['()', 1],
  '>(': ['()', 1],
  '((': ['()', 2],
  '$((': ['()', 2],
  ')': ['()', -1],
  '))': ['()', -2],
  '[': ['[]', 1],
  '#[': ['[]', 1],
  '?.[': ['[]', 1],
  '[[': ['[]', 2],
  ']': ['[]', -1],
  ']]': ['[]', -2],
};
const types = Object.keys(tokens);

/** From the grammar's tokens in the rows `startRow` (inclusive) to `endRow` (exclusive). */
export function bracketNet(root: Node, startRow: number, endRow: number): BracketNet {
  const net = { '{}': 0, '()': 0, '[]': 0 };
  for (const [kind, step] of tokensBetween(root, startRow, endRow)) net[kind] += step;
  return net;
}

function* tokensBetween(
  root: Node,
  startRow: number,
  endRow: number,
): Generator<readonly ['{}' | '()' | '[]', number]> {
  if (endRow <= startRow) return;
  const found = root.descendantsOfType(types, { row: startRow, column: 0 }, { row: endRow, column: 0 });
  for (const node of found) {
    if (node === null || node.isNamed || node.isMissing) continue;
    const row = node.startPosition.row;
    if (row < startRow || row >= endRow) continue;
    const meaning = tokens[node.type];
    // A bash case pattern closes what nothing opened.
    if (meaning === undefined || (node.type === ')' && node.parent?.type === 'case_item')) continue;
    yield meaning;
  }
}

/** From the characters alone, wherever they stand. */
export function rawNet(text: string): BracketNet {
  const net = { '{}': 0, '()': 0, '[]': 0 };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 123) net['{}']++;
    else if (code === 125) net['{}']--;
    else if (code === 40) net['()']++;
    else if (code === 41) net['()']--;
    else if (code === 91) net['[]']++;
    else if (code === 93) net['[]']--;
  }
  return net;
}
