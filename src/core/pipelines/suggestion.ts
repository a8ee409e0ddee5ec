/** What is a suggestion, where did it come from, and why was there none? */

import type { SourceReport } from '../context/snippetSource.ts';
import type { CheckResult, Verdict } from '../gate/verdict.ts';
import type { ModelErrorKind } from '../model/modelError.ts';
import type { FinishReason, TokenUsage } from '../model/stream.ts';
import type { Insertion, Shape } from '../polish/scene.ts';
import type { PolishRefusal } from '../polish/polish.ts';
import type { NoModelReason } from '../server/localModels.ts';
import type { AskRefusal } from '../trigger/shouldAsk.ts';

export type WithheldReason =
  | AskRefusal
  | NoModelReason
  | PolishRefusal
  | ModelErrorKind
  /** The next keystroke came first. */
  | 'superseded'
  /** What came is not what was typed meanwhile. */
  | 'contradicted'
  /** A check of the gate failed; the explanation has its evidence. */
  | 'failedChecks'
  /** The suggest widget offers something else. */
  | 'otherChoice'
  /** A bug of ours; the log has it. */
  | 'internal';

export type SuggestionOrigin = 'model' | 'cache' | 'inFlight' | 'ahead' | 'cloud';

export interface Suggestion {
  /** Of the request that brought it; acceptance is recorded under it. */
  readonly id: string;
  readonly insertion: Insertion;
  readonly origin: SuggestionOrigin;
  readonly model: string;
  readonly isDemo: boolean;
  /** Resolves when all of it has come and it is longer than what is shown; absent where all has come. */
  readonly grown?: Promise<boolean>;
}

/** Asked for what was typed, for where the cursor rests, for what follows a suggestion, or as one more to choose from. */
export type RequestPurpose = 'typed' | 'rest' | 'next' | 'candidate';

/** One request to the server and everything that became of it. Grows while the answer does. */
export interface RequestRecord {
  readonly id: string;
  readonly host: string;
  readonly model: string;
  /** Absent: the team's own server. */
  readonly route?: 'cloud';
  readonly family: string;
  readonly isDemo: boolean;
  readonly shape: Shape;
  readonly purpose: RequestPurpose;
  readonly path: string;
  readonly languageId: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly startedMs: number;
  readonly promptCharacters: number;
  readonly sources: readonly SourceReport[];
  readonly isCold: boolean;
  /** Asked where the model had ended an answer by itself, or on the next line. */
  readonly isAfterTheEnd: boolean;
  firstTextMs?: number;
  totalMs?: number;
  usage: TokenUsage;
  finishReason?: FinishReason;
  verdict?: Verdict;
  /** It ended only because no more was read at once. */
  goesOn?: boolean;
  /** Characters of the clean text that a passed verdict covers. */
  judgedLength: number;
  /** What was typed of the answer and would have been inserted when a check failed: the same is not judged again. */
  refusedText?: string;
  /** Nothing of it could be shown; counted once for its place. */
  isSilent?: boolean;
  wasOffered: boolean;
  isRecorded: boolean;
  /** Its first block is held already, and what follows is still being read. */
  isOpen?: boolean;
  /** This is about a later block of the answer to that request, which begins behind so many characters. */
  readonly partOf?: RequestRecord;
  readonly partStart?: number;
  /** Characters of the whole answer, later blocks included, that were judged fit to be shown. */
  reach?: number;
}

/** What a person is told by "Why No Suggestion?". Holds no code and no prompt. */
export interface SuggestionExplanation {
  readonly atMs: number;
  readonly path: string;
  readonly languageId: string;
  readonly offered: boolean;
  readonly reason?: WithheldReason;
  readonly detail?: string;
  readonly origin?: SuggestionOrigin;
  /** From the keystroke to this answer. */
  readonly ms: number;
  readonly delayMs?: number;
  readonly request?: Readonly<RequestRecord>;
  readonly failedChecks: readonly CheckResult[];
}
