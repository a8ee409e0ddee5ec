/** What is a document to core? A snapshot: plain text and where it stands. */

export interface DocumentSnapshot {
  /** Unique in the window; only compared and handed back, never parsed. */
  readonly uri: string;
  /** Relative to its workspace folder, with forward slashes; the file name where it is in none. */
  readonly path: string;
  /** VS Code's language identifier, e.g. `typescriptreact`. */
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

/** The text around a cursor as far as the model may see it. `prefix + suffix` is contiguous in the file. */
export interface CursorWindow {
  readonly document: DocumentSnapshot;
  /** Offset of the cursor in the document. */
  readonly offset: number;
  readonly prefix: string;
  readonly suffix: string;
  /** So many characters at the end of `prefix` were written since it was sent first; 0 where the family has no use for it. */
  readonly writtenLength?: number;
}

/** A piece of another file (or of this one, far away) that helps. */
export interface Snippet {
  /** Workspace-relative, forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Which source found it, e.g. `definition`, `similar`, `recentEdit`, `attachment`. */
  readonly source: string;
  readonly startLine?: number;
}
