/** Which stages does a suggestion pass through? One object, built once, handed to `completeAtCursor`. */

import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import { ContextKeeper } from '../context/contextKeeper.ts';
import type { CursorWindow, Snippet } from '../context/document.ts';
import type { SnippetSource } from '../context/snippetSource.ts';
import type { GateCase, Verdict } from '../gate/verdict.ts';
import type { FimPrompt } from '../model/stream.ts';
import type { LocalModels } from '../server/localModels.ts';
import { AfterTheEnd } from '../trigger/afterTheEnd.ts';
import { Flights } from '../trigger/flights.ts';
import { PlaceMemory } from '../trigger/placeMemory.ts';
import { ServerPace } from '../trigger/serverPace.ts';
import { SuggestionCache } from '../trigger/suggestionCache.ts';
import { TypingRhythm } from '../trigger/typingRhythm.ts';
import type { AuditLog } from '../usage/auditEntry.ts';
import type { RequestRecord, SuggestionExplanation } from './suggestion.ts';

export type CompletionEvent =
  | {
      readonly event: 'requested';
      readonly id: string;
      readonly ahead: boolean;
      readonly promptCharacters: number;
    }
  | { readonly event: 'landed'; readonly id: string; readonly characters: number; readonly stopped: boolean }
  | { readonly event: 'cancelled'; readonly id: string }
  | { readonly event: 'failed'; readonly id: string; readonly reason: string };

export interface CompletionParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  readonly models: LocalModels;
  phrase(family: string, window: CursorWindow, snippets: readonly Snippet[]): FimPrompt;
  judge(judged: GateCase, signal: AbortSignal): Verdict | Promise<Verdict>;
  /** Loads what judging this file needs, so that its first suggestion does not wait for it. */
  prepareJudge?(path: string, languageId: string): Promise<void>;
  readonly audit: AuditLog;
  readonly sources: readonly SnippetSource[];
  /** False for files whose text no model may see. */
  allows(path: string): boolean;
}

export interface CompletionStages extends CompletionParts {
  readonly context: ContextKeeper;
  readonly cache: SuggestionCache<RequestRecord>;
  readonly flights: Flights<RequestRecord>;
  readonly places: PlaceMemory;
  readonly afterTheEnd: AfterTheEnd;
  readonly rhythm: TypingRhythm;
  readonly pace: ServerPace;
  readonly events: Emitter<CompletionEvent>;
  readonly explanations: Emitter<SuggestionExplanation>;
  /** Of the last requests, by identifier. Bounded. */
  readonly requests: Map<string, RequestRecord>;
}

export function completionStages(parts: CompletionParts): CompletionStages {
  const context = new ContextKeeper({
    clock: parts.clock,
    sources: parts.sources,
    allows: (path) => parts.allows(path),
    estimateTokens: (text) => parts.models.estimateTokens(text),
  });
  return {
    ...parts,
    phrase: (family, window, snippets) => parts.phrase(family, window, snippets),
    judge: (judged, signal) => parts.judge(judged, signal),
    allows: (path) => parts.allows(path),
    context,
    cache: new SuggestionCache(),
    flights: new Flights(),
    places: new PlaceMemory(),
    afterTheEnd: new AfterTheEnd(),
    rhythm: new TypingRhythm(),
    pace: new ServerPace(),
    events: new Emitter(),
    explanations: new Emitter(),
    requests: new Map(),
  };
}
