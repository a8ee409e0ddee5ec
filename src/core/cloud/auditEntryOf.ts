/** Which audit line tells of this request? */

import type { AuditEntry, AuditOutcome } from '../usage/auditEntry.ts';
import type { CloudPreview, CloudRequest } from './cloudDoor.ts';

export interface SentFacts {
  readonly atMs: number;
  readonly sentSha256: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costUsd: number | null;
  readonly ms: number;
  readonly outcome: AuditOutcome;
  readonly firstTokenMs?: number;
}

/** Holds no code, no prompt, no secret: kinds, counts, figures and names only. */
export function auditEntryOf(preview: CloudPreview, request: CloudRequest, facts: SentFacts): AuditEntry {
  return {
    time: new Date(facts.atMs).toISOString(),
    id: preview.id,
    task: request.task,
    route: 'cloud',
    host: preview.host,
    model: preview.model,
    reason: request.reason,
    checks: request.checks.map(({ name, passed }) => ({ name, passed })),
    redactions: preview.redactions,
    tokensIn: facts.tokensIn,
    tokensOut: facts.tokensOut,
    costUsd: facts.costUsd,
    ms: facts.ms,
    outcome: facts.outcome,
    sentSha256: facts.sentSha256,
    ...(request.language === undefined ? {} : { language: request.language }),
    ...(facts.firstTokenMs === undefined ? {} : { firstTokenMs: facts.firstTokenMs }),
  };
}
