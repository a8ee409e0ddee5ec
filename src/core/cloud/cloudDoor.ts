/** What leaves, to whom, at what price? The one door to the cloud: redact, scan again, budget, audit, send. */

import type { Event } from '../base/emitter.ts';
import type { Outcome } from '../base/outcome.ts';
import type { CheckResult } from '../gate/verdict.ts';
import type { AnswerStream, ChatMessage, FinishReason } from '../model/stream.ts';
import type { Finding, Redacted } from '../redaction/redacted.ts';
import type { BudgetState, CloudAvailability } from '../router/route.ts';
import type { AuditOutcome, AuditTask } from '../usage/auditEntry.ts';

export interface CloudRequest {
  readonly task: AuditTask;
  /** Name of the failed check, or `userOptIn`. */
  readonly reason: string;
  readonly checks: readonly CheckResult[];
  readonly messages: readonly ChatMessage[];
  /** Files whose text is in the messages (workspace-relative): local-only ones must not be. */
  readonly paths: readonly string[];
  /** Of the answer; the door lowers it to its own ceiling. */
  readonly maxTokens: number;
  /** Placeholders are the same for a value throughout one conversation. */
  readonly conversationId: string;
  /** For the audit line: VS Code's language identifier. */
  readonly language?: string;
}

export type DoorRefusal =
  | 'noCloud'
  | 'noModel'
  | 'noKey'
  | 'badUrl'
  | 'policyNever'
  | 'untrustedWorkspace'
  | 'localOnlyFile'
  | 'stillSecret'
  | 'redactionTimedOut'
  | 'redactionFailed'
  | 'dailyBudget'
  | 'monthlyBudget'
  | 'conversationCeiling'
  | 'hourlyCeiling'
  /** The place where requests are accounted for can't be written. */
  | 'auditUnavailable'
  /** The preview was sent or dropped before, or the settings it was made under have changed. */
  | 'stalePreview'
  | 'cancelled';

/** Exactly what would be sent, and nothing that would not. */
export interface CloudPreview {
  readonly id: string;
  readonly provider: string;
  readonly host: string;
  readonly model: string;
  /** The exact request body. */
  readonly body: Redacted;
  /** Masked places: offsets in `body` of each placeholder, with its kind. */
  readonly masked: readonly Finding[];
  readonly redactions: readonly { readonly kind: string; readonly count: number }[];
  readonly tokensIn: number;
  /** Upper bound from tokens in and the ceiling of tokens out; `null`: price unknown. */
  readonly costUsd: number | null;
  /** Ceiling of tokens out that the body asks for. */
  readonly maxTokensOut?: number;
  /** Address the body goes to. */
  readonly url?: string;
  /** The check that the local answer failed; stays on this machine. */
  readonly failedCheck?: CheckResult;
}

/** What came back, for the one who says how the answer ended (`withheld` by the gate, say). */
export interface CloudAnswerSummary {
  /** Placeholders restored. */
  readonly text: string;
  readonly finishReason: FinishReason;
}

/** Says how the audit line of a complete answer ends; it is asked before `end` is handed on. Default: `shown`. */
export type JudgeAnswer = (answer: CloudAnswerSummary) => AuditOutcome | Promise<AuditOutcome>;

export type PreviewDecision = 'send' | 'cancel';

export interface CloudDoor {
  /** Assembles and redacts; sends nothing. `mask`: further texts the person wants replaced. */
  preview(request: CloudRequest, mask?: readonly string[]): Promise<Outcome<CloudPreview, DoorRefusal>>;

  /** The same request with further texts replaced, under the same id; the older version can't be sent any more. */
  remask(id: string, mask: readonly string[]): Promise<Outcome<CloudPreview, DoorRefusal>>;

  /**
   * Sends the newest version of a preview as it stands, once. The stream's text has its placeholders
   * restored; an unknown one ends it with ModelError `protocol`. One audit line is written when the
   * stream ends, however it ends.
   */
  send(
    preview: CloudPreview,
    signal: AbortSignal,
    judge?: JudgeAnswer,
  ): Promise<Outcome<AnswerStream, DoorRefusal>>;

  /** Forgets a preview that is not to be sent. */
  drop(id: string): void;

  /** Previews that wait for a decision, oldest first. */
  pending(): readonly CloudPreview[];
  readonly onDidChangePending: Event<readonly CloudPreview[]>;

  /** The person decided in the preview itself; whoever waits with `decision` hears it. */
  decide(id: string, decision: PreviewDecision): void;
  /** Resolves with the decision made in the preview; `cancel` when the preview is dropped. Rejects when the signal aborts. */
  decision(id: string, signal: AbortSignal): Promise<PreviewDecision>;

  /** The text behind a placeholder of a pending preview, for a look on this machine only. */
  original(id: string, placeholder: string): string | undefined;

  /** What the router asks before it thinks of the cloud. */
  availability(): Promise<CloudAvailability>;
  budgetState(conversationId: string): Promise<BudgetState>;
}
