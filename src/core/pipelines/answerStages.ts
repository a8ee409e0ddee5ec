/** What does a chat turn need to be answered, and what is asked of it? */

import type { Clock } from '../base/clock.ts';
import type { Outcome } from '../base/outcome.ts';
import type { Attachment, Question, Turn } from '../conversation/conversation.ts';
import type { CloudPreview, CloudRequest, JudgeAnswer } from '../cloud/cloudDoor.ts';
import type { CheckResult, GateCase, Verdict } from '../gate/verdict.ts';
import type { TokenUsage } from '../model/stream.ts';
import type { Route } from '../router/route.ts';
import type { LocalModels } from '../server/localModels.ts';
import type { AuditLog } from '../usage/auditEntry.ts';
import type { AskCloudRefusal, CloudAnswer } from './askCloud.ts';

export interface AnswerStages {
  readonly models: Pick<LocalModels, 'chat' | 'estimateTokens'>;
  /** The gate's verdict on an answer; quick, and without a network. */
  readonly judge: (answer: GateCase, signal: AbortSignal) => Promise<Verdict>;
  /** The router, with what it must know beside these facts already in place. */
  readonly route: (facts: RouteFacts) => Route | Promise<Route>;
  /** What the local model is told when its answer failed. */
  readonly repairInstruction: (verdict: Verdict) => string;
  /** The pipeline askCloud, with its door in place. */
  readonly askCloud: (
    request: CloudRequest,
    options: { readonly agree: Agree; readonly judge?: JudgeAnswer },
    signal: AbortSignal,
  ) => Promise<Outcome<CloudAnswer, AskCloudRefusal>>;
  /** Price of what the cloud counted; `null` where it is unknown. */
  readonly priceUsd: (model: string, usage: TokenUsage) => number | null;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Did the person agree to exactly this? At once true where consent was given by a click on it. */
export type Agree = (preview: CloudPreview, signal: AbortSignal) => Promise<boolean>;

export interface RouteFacts {
  readonly conversationId: string;
  readonly verdict?: Verdict;
  readonly answeredBy: 'local' | 'cloud';
  readonly userAsksCloud: boolean;
  readonly localOnlyPaths: readonly string[];
  readonly repairs: number;
  readonly canRepair: boolean;
  readonly consented: boolean;
  /** The person kept a failed answer of this turn rather than ask the cloud. */
  readonly refused?: boolean;
}

export interface TurnToAnswer {
  readonly conversationId: string;
  readonly turnId: string;
  readonly question: Question;
  readonly history: readonly Turn[];
  readonly rules: readonly Attachment[];
  /** `cloud`: the person asked for the cloud, at once or because of the check named in `reason`. */
  readonly start: 'local' | 'cloud';
  readonly reason?: string;
  /** What failed before, for a start in the cloud. */
  readonly checks?: readonly CheckResult[];
  readonly agree: Agree;
  /** "Always for this conversation" was answered. */
  readonly consented: boolean;
  /** A failed answer of this turn was kept: the cloud is not offered again for it. */
  readonly refused?: boolean;
}
