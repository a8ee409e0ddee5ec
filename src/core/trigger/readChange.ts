/** What has a change of the text to do with suggestions: who made it, and where does it leave the cursor? */

import type { KeystrokeCause, TextChange } from './keystroke.ts';

/** Line ends and indentation that Enter writes; two where it is pressed between brackets. */
const lineEnds = /^(?:\r?\n[ \t]*){1,2}$/;
/** What auto-closing writes for one key. */
const pair = /^[([{"'`<][)\]}"'`>]$/;

/** A key writes one character, a line end with its indentation, or a pair; more at once is pasted. */
export function causeOfChange({ text }: TextChange, isUndoOrRedo: boolean): KeystrokeCause {
  if (isUndoOrRedo) return 'undone';
  if (text === '') return 'deleted';
  return text.length > 1 && !lineEnds.test(text) && !pair.test(text) ? 'pasted' : 'typed';
}

/** Between the two of a pair, and on the first of two lines that Enter wrote; else behind the text. */
export function cursorAfter({ offset, text }: TextChange): number {
  const end = offset + text.length;
  if (pair.test(text)) return end - 1;
  const first = /^(\r?\n[ \t]*)\r?\n[ \t]*$/.exec(text)?.[1];
  return first === undefined ? end : offset + first.length;
}
