/** Are these bytes text, so that writing the text back gives the same bytes? */

import { none, some, type Outcome } from '../base/outcome.ts';
import { maximumBytes } from './editableInput.ts';

/** UTF-8 with or without byte order mark (kept in the text). Anything else is `binary`: it would not come back the same. */
export function decodeText(bytes: Uint8Array): Outcome<string, 'binary' | 'tooLarge'> {
  if (bytes.length > maximumBytes) return none('tooLarge', 'over 1 MB');
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? none('binary') : some(text);
  } catch {
    return none('binary');
  }
}
