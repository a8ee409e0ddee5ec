/** Is the file a document with code in it, between fences? */

import { readFence } from './markers.ts';

/** Fences in block comments and in texts between triple quotes make code no document. */
export function holdsCode(file: readonly string[]): boolean {
  let open: string | undefined;
  for (const line of file) {
    if (open === undefined && readFence(line) !== undefined) return true;
    open = openAfter(line, open);
  }
  return false;
}

/** What ends the comment or the text that is open behind the line. */
function openAfter(line: string, open: string | undefined): string | undefined {
  let end = open;
  for (const [mark] of line.matchAll(/"""|'''|^\s*\/\*|\*\//g)) {
    if (end === undefined) {
      if (mark !== '*/') end = mark.endsWith('/*') ? '*/' : mark;
    } else if (mark === end) end = undefined;
  }
  return end;
}
