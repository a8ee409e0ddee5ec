/** Which other files are at hand, and what was edited lately? The editor's side of the sources. */

import type { DocumentSnapshot } from './document.ts';

export interface RecentEdit {
  readonly path: string;
  /** Zero-based. */
  readonly startLine: number;
  readonly before: string;
  readonly after: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

export interface KnownDocuments {
  /** Open, recently viewed and edited ones, the latest first; bounded, texts shared and not copied. */
  recent(): readonly DocumentSnapshot[];
  /** The latest first. */
  edits(): readonly RecentEdit[];
}
