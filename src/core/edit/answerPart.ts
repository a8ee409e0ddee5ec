/** Of what does a model's answer consist when it is meant to change files? */

export interface SearchReplacePart {
  readonly kind: 'block';
  readonly path?: string;
  readonly search: readonly string[];
  readonly replace: readonly string[];
  /** The end marker was seen. */
  readonly closed: boolean;
  /** The divider was missing or stood there twice: not to be guessed. */
  readonly malformed: boolean;
  /** Where the lines can be divided in several ways, each of them; the file tells which was meant. */
  readonly readings?: readonly Reading[];
  /** The line that divides it where that is no divider as it was asked for: a line of the file may look like it. */
  readonly divider?: string;
  /** The section of a unified diff it comes from. */
  readonly section?: DiffSection;
  /** A second end marker stood right behind the first: meant twice, or a line of the file. */
  readonly closedTwice?: boolean;
  /** Given as text, not as lines: it may begin and end within a line. */
  readonly text?: { readonly search: string; readonly replace: string };
  /** `<` and `>` may be written as entities. */
  readonly maybeEscaped?: boolean;
}

export interface Reading {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

export interface DiffSection {
  /** As they were written, with the sign in the first column. */
  readonly lines: readonly string[];
  /** First line in the old and the new file as the header says, counted from 0; absent where it does not fit the lines. */
  readonly at?: { readonly oldStart: number; readonly newStart: number };
  /** How many lines of the old and the new file the header promises, fitting or not. */
  readonly told?: { readonly oldCount: number; readonly newCount: number };
  /** What stands behind the header's second `@@`: a line further up in the file. */
  readonly heading: string;
  /** The last line of the file before and after has no line break; absent where the diff says nothing about it. */
  readonly noNewline?: { readonly before: boolean; readonly after: boolean };
}

export interface FencePart {
  readonly kind: 'fence';
  readonly path?: string;
  /** Language word behind the fence, lower case; empty where there is none. */
  readonly language: string;
  /** The last line of prose before it, e.g. `Replace with:`. */
  readonly label: string;
  readonly lines: readonly string[];
  readonly closed: boolean;
}

export interface FileOperationPart {
  readonly kind: 'create' | 'delete';
  readonly path: string;
}

export interface RenamePart {
  readonly kind: 'rename';
  readonly path: string;
  readonly to: string;
}

export interface ProsePart {
  readonly kind: 'prose';
  readonly lines: readonly string[];
}

export type AnswerPart = SearchReplacePart | FencePart | FileOperationPart | RenamePart | ProsePart;
