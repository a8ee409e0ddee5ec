/** Can this text be edited at all, and if not, why? */

import { none, type None } from '../base/outcome.ts';

export type InputReason =
  'binary' | 'tooLarge' | 'tooManyLines' | 'readOnly' | 'notebook' | 'virtualDocument' | 'deleted';

export const maximumBytes = 1_000_000;
export const maximumLines = 50_000;

/** The reason a text is not edited: it holds NUL or is not text, is over 1 MB, or over 50,000 lines. */
export function refusesInput(text: string): None<InputReason> | undefined {
  if (text.length > maximumBytes || utf8Length(text) > maximumBytes) return none('tooLarge', 'over 1 MB');
  if (text.includes('\0') || replacementShare(text) > 0.05) return none('binary');
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines > maximumLines ? none('tooManyLines', 'over 50,000 lines') : undefined;
}

function utf8Length(text: string): number {
  // Three bytes a code unit at most; below a third of the limit nothing needs counting.
  if (text.length * 3 <= maximumBytes) return text.length;
  return new TextEncoder().encode(text).length;
}

function replacementShare(text: string): number {
  if (text === '') return 0;
  let count = 0;
  for (let at = text.indexOf('\uFFFD'); at !== -1; at = text.indexOf('\uFFFD', at + 1)) count++;
  return count / text.length;
}
