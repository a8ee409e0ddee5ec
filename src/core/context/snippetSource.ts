/** What is a source of snippets? Something that finds code that helps at this place, within a time and a budget. */

import type { CursorWindow, Snippet } from './document.ts';

export interface SnippetPlace {
  readonly window: CursorWindow;
  /** Tokens this source may fill at most. */
  readonly budgetTokens: number;
  estimateTokens(text: string): number;
  /** Lets others have their turn: to be waited for between pieces of work of some milliseconds. */
  readonly pause: () => Promise<void>;
}

/** Path and separators of a snippet in the prompt, and of a further piece of the same file. */
export const framingTokens = 12;
export const furtherTokens = 2;

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
