/** What leaves, to whom, at what price? The one door to the cloud: redact, scan again, budget, audit, send. */

import type { Outcome } from '../base/outcome.ts';
import type { CheckResult } from '../gate/verdict.ts';
import type { AnswerStream, ChatMessage } from '../model/stream.ts';
import type { Finding, Redacted } from '../redaction/redacted.ts';
import type { AuditTask } from '../usage/auditEntry.ts';

export interface CloudRequest {
  readonly task: AuditTask;
  /** Name of the failed check, or `userOptIn`. */
  readonly reason: string;
  readonly checks: readonly CheckResult[];
  readonly messages: readonly ChatMessage[];
  /** Files whose text is in the messages (workspace-relative): local-only ones must not be. */
  readonly paths: readonly string[];
  readonly maxTokens: number;
  /** Placeholders are the same for a value throughout one conversation. */
  readonly conversationId: string;
}

export type DoorRefusal =
  | 'noCloud'
  | 'noKey'
  | 'policyNever'
  | 'untrustedWorkspace'
  | 'localOnlyFile'
  | 'stillSecret'
  | 'redactionTimedOut'
  | 'dailyBudget'
  | 'monthlyBudget'
  | 'conversationCeiling'
  | 'hourlyCeiling';

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
}

export interface CloudDoor {
  /** Assembles and redacts; sends nothing. `mask`: further texts the person wants replaced. */
  preview(request: CloudRequest, mask?: readonly string[]): Promise<Outcome<CloudPreview, DoorRefusal>>;
  /** Sends a preview as it stands. The stream's text has its placeholders restored; an unknown one ends it with ModelError `protocol`. */
  send(preview: CloudPreview, signal: AbortSignal): AnswerStream;
}
