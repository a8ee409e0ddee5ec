/** What does one line of the audit log say? Every request is in it; no code, prompt or secret is. */

export type AuditTask = 'completion' | 'chat' | 'edit' | 'embedding' | 'other';
export type AuditRoute = 'local' | 'cloud';
export type AuditOutcome = 'shown' | 'withheld' | 'accepted' | 'rejected' | 'failed' | 'cancelled';

export interface AuditEntry {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly id: string;
  readonly task: AuditTask;
  readonly route: AuditRoute;
  /** Host and port. */
  readonly host: string;
  readonly model: string;
  /** `default`, `userOptIn` or the name of the failed check. */
  readonly reason: string;
  readonly checks: readonly { readonly name: string; readonly passed: boolean }[];
  readonly redactions: readonly { readonly kind: string; readonly count: number }[];
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** `null`: the price of the model is unknown. Local requests cost 0. */
  readonly costUsd: number | null;
  readonly ms: number;
  readonly outcome: AuditOutcome;
  /** Of the exact request body; cloud only. */
  readonly sentSha256?: string;
  /** Further figures for summaries: language identifier, latency to first token. */
  readonly language?: string;
  readonly firstTokenMs?: number;
  /**
   * A later fact about the request with the same `id` (accepted, rejected, kept): its tokens and cost are 0
   * and it is no further request. The ledger sets this by itself when an id is recorded a second time.
   */
  readonly followUp?: true;
  /** On a follow-up 30 s after acceptance: is the text still there? */
  readonly kept?: boolean;
}

/** Takes every request that was made. Resolves when the entry is durable. */
export interface AuditLog {
  record(entry: AuditEntry): Promise<void>;
}
