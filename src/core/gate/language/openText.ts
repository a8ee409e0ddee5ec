/** Does a text end within a comment or a string, going by its marks alone? */

import { indentation } from '../../base/text.ts';

/** A quotation mark without its second, or a comment, on the cursor's line. */
export function opensText(open: string): boolean {
  const code = open.replace(/\/\*.*?\*\//g, '');
  const odd = ['"', "'", '`'].some((mark) => code.split(mark).length % 2 === 0);
  return odd || /(?:^|\s)#|\/[/*]|^\*/.test(code);
}

/** An odd number of text marks, or a comment that is not closed, before the cursor. */
export function insideOpenText(before: string, family = ''): boolean {
  const code = before.replace(/\/\*[\s\S]*?\*\/|^\s*(?:\/\/|\*)[^\n]*/gm, '');
  const odd = (mark: string): boolean => code.split(mark).length % 2 === 0;
  return (
    odd('"""') ||
    odd("'''") ||
    odd('`') ||
    (!/^(?:shellscript|python|ruby|yaml)$/.test(family) &&
      before.lastIndexOf('/*') > before.lastIndexOf('*/'))
  );
}

/** The nearest line above that is indented less opens a text of several lines, or continues one. */
export function inBlockScalar(before: string): boolean {
  const lines = before.split('\n');
  const own = indentation(lines.at(-1) ?? '').length;
  for (const line of lines.slice(0, -1).reverse()) {
    if (line.trim() === '' || indentation(line).length >= own) {
      if (line.trim() !== '' && !/^\s*(?:#|- |[\w"'.-]+:)/.test(line)) return true;
      continue;
    }
    return /[|>][+-]?\d?\s*$/.test(line) || !/:\s*(?:#.*)?$/.test(line);
  }
  return false;
}
