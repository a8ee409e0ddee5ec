/** Is it good enough? The words a check answers in. */

import type { ProjectFiles } from './projectFiles.ts';

export type GateTask = 'completion' | 'edit' | 'chat';

/** What was seen, so that a person can look for herself. Holds no more than a short quotation of the answer. */
export interface Evidence {
  /** One plain sentence. */
  readonly message: string;
  /** Zero-based line in the text after the change, where one can be named. */
  readonly line?: number;
  readonly figure?: number;
}

/** `hint` counts only together with a second failed check. */
export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  readonly hint?: boolean;
  readonly evidence?: Evidence;
  readonly ms: number;
}

export interface Verdict {
  readonly passed: boolean;
  readonly results: readonly CheckResult[];
  /** Failed checks, the most telling first. Empty when passed. */
  readonly failed: readonly CheckResult[];
}

/** Files of one change, by their paths in the project. */
export interface ChangedTogether {
  readonly written: ReadonlyMap<string, string>;
  readonly gone: ReadonlySet<string>;
}

/** What is judged. Texts are whole files for `edit`, before-cursor text for `completion`. */
export interface GateCase {
  readonly task: GateTask;
  /** Workspace-relative path with forward slashes; its extension tells the language where `languageId` does not. */
  readonly path: string;
  readonly languageId: string;
  readonly before: string;
  readonly after: string;
  /** Completion: the text behind the cursor. */
  readonly suffix?: string;
  readonly instruction?: string;
  readonly finishReason?: string;
  readonly logprobs?: readonly number[];
  /** Edit: the part that was asked to change, as offsets in `before`. */
  readonly requestedRange?: { readonly start: number; readonly end: number };
  /** Edit and completion: the project the file stands in. Absent: imports of packages are not judged. */
  readonly project?: ProjectFiles;
  /** Edit of several files: what becomes of the others. */
  readonly together?: ChangedTogether;
  /** Chat: the files that were shown to the model, for quotations. */
  readonly shown?: readonly { readonly path: string; readonly text: string }[];
  /** Completion: the end was cut on purpose (first line only), so an open bracket there is no truncation. */
  readonly openEnd?: boolean;
  /** Edit: no language server and no command are asked (a repair round that already failed cheaply, a bench). */
  readonly cheapOnly?: boolean;
}
