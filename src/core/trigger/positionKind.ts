/** Where on its line does the cursor stand, as far as asking is concerned? */

import { lineEnd, lineStart } from '../base/text.ts';

export type PositionKind =
  /** Nothing but white space before the cursor. */
  | 'lineStart'
  /** Behind an operator or opening bracket: what follows is open. */
  | 'afterOpener'
  /** Behind a word and a space. */
  | 'wordBoundary'
  /** At the end of a word that may still grow. */
  | 'inWord'
  /** Behind `;`, `}` or another sign that a statement is complete. */
  | 'statementEnd'
  /** Behind a closing bracket or quote. */
  | 'afterCloser'
  /** Code follows on the same line. */
  | 'midLine'
  /** Between two letters of one word. */
  | 'insideWord';

const word = /[\p{L}\p{N}_$]/u;
const onlyClosers = /^[\s)\]}>'"`;,:]*$/;

/** Text behind the cursor that an editor's auto-closing puts there, and that is no code of its own. */
export function isOnlyClosers(rest: string): boolean {
  return onlyClosers.test(rest);
}

/** Looks at one line only, whatever the size of the text. */
export function positionKind(text: string, offset: number): PositionKind {
  const before = text.slice(lineStart(text, offset), offset);
  const rest = text.slice(offset, lineEnd(text, offset));
  const last = before.at(-1) ?? '';
  if (!isOnlyClosers(rest)) {
    if (before.trim() === '') return 'midLine';
    return word.test(last) && word.test(rest.charAt(0)) ? 'insideWord' : 'midLine';
  }
  if (before.trim() === '') return 'lineStart';
  if (/[({[=.,<&|?+\-*/%!:>]\s*$/.test(before))
    return /[}\])]>\s*$/.test(before) ? 'afterCloser' : 'afterOpener';
  if (/[;}]\s*$/.test(before)) return 'statementEnd';
  if (word.test(last)) return 'inWord';
  if (/\s$/.test(before)) return 'wordBoundary';
  return 'afterCloser';
}
