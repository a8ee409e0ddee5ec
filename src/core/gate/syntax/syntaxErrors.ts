/** Where does a tree not fit its grammar? */

import type { Node } from './syntax.ts';

export interface SyntaxError {
  readonly start: number;
  readonly end: number;
  readonly row: number;
  /** The text that did not fit, on one line and shortened; for a missing token its name. */
  readonly text: string;
  readonly missing: boolean;
}

/** More are not needed to tell a delta and cost time. */
const mostErrors = 200;

/** The outermost ERROR nodes and the MISSING tokens, in order. Visits only branches that hold an error. */
export function syntaxErrors(root: Node): SyntaxError[] {
  const found: SyntaxError[] = [];
  if (!root.hasError) return found;
  const pending: Node[] = [root];
  while (pending.length > 0 && found.length < mostErrors) {
    const node = pending.pop();
    if (node === undefined) break;
    if (node.isError || node.isMissing) {
      found.push(errorAt(node));
      continue;
    }
    for (let index = node.childCount - 1; index >= 0; index--) {
      const child = node.child(index);
      if (child !== null && (child.hasError || child.isMissing)) pending.push(child);
    }
  }
  return found;
}

function errorAt(node: Node): SyntaxError {
  const text = node.isMissing ? node.type : node.text.slice(0, 120).replace(/\s+/g, ' ').trim();
  return {
    start: node.startIndex,
    end: node.endIndex,
    row: node.startPosition.row,
    text,
    missing: node.isMissing,
  };
}
