/** Does a text end within a comment or a string, going by its marks alone? */

/** A quotation mark without its second, or a comment, on the cursor's line. */
export function opensText(open: string): boolean {
  const odd = ['"', "'", '`'].some((mark) => open.split(mark).length % 2 === 0);
  return odd || /(?:^|\s)#|\/[/*]|^\*/.test(open);
}

/** An odd number of text marks, or a comment that is not closed, before the cursor. */
export function insideOpenText(before: string): boolean {
  const code = before.replace(/\/\*[\s\S]*?\*\/|^\s*(?:\/\/|\*)[^\n]*/gm, '');
  const odd = (mark: string): boolean => code.split(mark).length % 2 === 0;
  return odd('"""') || odd("'''") || odd('`') || before.lastIndexOf('/*') > before.lastIndexOf('*/');
}
