/** Does a place lie in a string, a comment or other free text? */

import { lastRow, lineStart } from '../../base/text.ts';
import type { CheckContext } from '../check.ts';
import type { Node } from './syntax.ts';

const freeText =
  /comment|string|heredoc|template_string|char_literal|rune|jsx_text|raw_text|^text$|text_interpolation|regex|scalar|attribute_value|docstring|quoted/;
/** It lies within a literal wherever it starts. */
const partOfText = /comment|content|nowdoc|heredoc|fragment|jsx_text|raw_text/;
const backIntoCode = /interpolation|substitution|embedded|expansion/;

/** True for a place in a comment, string, template or text between tags; false in an interpolation inside one. */
export function insideText(root: Node, row: number, column: number): boolean {
  let node: Node | null = root.descendantForPosition({ row, column });
  while (node !== null) {
    const type = node.type;
    if (backIntoCode.test(type) && type !== 'text_interpolation') return false;
    if (freeText.test(type) && node.isNamed) {
      // A literal that starts right here is code; one that started before is text.
      const start = node.startPosition;
      if (start.row < row || start.column < column || partOfText.test(type)) return true;
    }
    node = node.parent;
  }
  return false;
}

/** True for a place in a string or a comment that began above its line; in a comment with stars the star is enough. */
export function insideLongText(root: Node, row: number, column: number): boolean {
  for (let node = root.descendantForPosition({ row, column }); node !== null; node = node.parent) {
    if (/comment|string|heredoc|nowdoc|raw_text/.test(node.type) && node.startPosition.row < row) return true;
  }
  return false;
}

/** A comment, a string or a text between tags holds the cursor, which stands behind `before`. */
export function cursorInText({ trees }: Pick<CheckContext, 'trees'>, before: string): boolean {
  if (trees === undefined) return false;
  const place = {
    row: lastRow(before) - trees.firstRow,
    column: before.length - lineStart(before, before.length),
  };
  if (insideText(trees.before.root, place.row, place.column)) return true;
  const node = trees.before.root.descendantForPosition(place);
  return node !== null && /^jsx_(?:element|fragment|text|closing_element)$|heredoc|string/.test(node.type);
}
