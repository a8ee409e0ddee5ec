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
  /** Tried where the first reading is not found: a diff whose context lines lost their leading space. */
  readonly otherwise?: { readonly search: readonly string[]; readonly replace: readonly string[] };
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
