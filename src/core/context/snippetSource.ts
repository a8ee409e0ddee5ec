/** What is a source of snippets? Something that finds code that helps at this place, within a time and a budget. */

import type { CursorWindow, Snippet } from './document.ts';

export interface SnippetPlace {
  readonly window: CursorWindow;
  /** Tokens this source may fill at most. */
  readonly budgetTokens: number;
  estimateTokens(text: string): number;
}

export interface SnippetSource {
  /** Equals `Snippet.source`. */
  readonly name: string;
  /** What comes later is left out. */
  readonly timeLimitMs: number;
  /** Of the budget for all snippets; sources that come first may leave theirs to later ones. */
  readonly share: number;
  /** The most helpful first. May reject: then it has found nothing. */
  collect(place: SnippetPlace, signal: AbortSignal): readonly Snippet[] | Promise<readonly Snippet[]>;
}

/** What a source contributed, for "Why No Suggestion?". */
export interface SourceReport {
  readonly name: string;
  readonly snippets: number;
  readonly tokens: number;
  readonly ms: number;
  readonly timedOut: boolean;
}
