/** What happened at the cursor that may call for a suggestion? */

import type { DocumentSnapshot } from '../context/document.ts';

/** What moved the cursor here. `manual` is the person asking on command. */
export type KeystrokeCause = 'typed' | 'deleted' | 'undone' | 'pasted' | 'accepted' | 'moved' | 'manual';

export interface Keystroke {
  readonly document: DocumentSnapshot;
  /** Offset of the cursor, in UTF-16 code units. */
  readonly offset: number;
  readonly cause: KeystrokeCause;
  /** What the open suggest widget would insert in place of the text from `start` to the cursor. */
  readonly widget?: { readonly start: number; readonly text: string };
  /** The setting for this language, and the file's own exclusions. */
  readonly permitted: 'yes' | 'disabled' | 'excludedFile' | 'readOnly';
}

/** One replacement of text, as editors report it. */
export interface TextChange {
  readonly offset: number;
  readonly removedLength: number;
  readonly text: string;
}
