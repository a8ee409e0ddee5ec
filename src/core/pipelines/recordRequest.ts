/** How does a request get its line in the audit log? Once, whatever became of it. */

import type { AuditOutcome } from '../usage/auditEntry.ts';
import type { CompletionStages } from './completionStages.ts';
import type { RequestRecord } from './suggestion.ts';

/** Later calls for the same request do nothing, nor do those that come while it is being read. A log that cannot be written is a line in our own log, no more. */
export function recordRequest(
  stages: Pick<CompletionStages, 'audit' | 'log' | 'clock'>,
  about: RequestRecord,
  outcome: AuditOutcome,
  reason: string,
): void {
  const record = about.partOf ?? about;
  if (record.isRecorded || record.isOpen === true) return;
  record.isRecorded = true;
  const entry = {
    time: new Date(record.atMs).toISOString(),
    id: record.id,
    task: 'completion',
    route: 'local',
    host: record.host,
    model: record.model,
    reason,
    checks: (record.verdict?.results ?? []).map(({ name, passed }) => ({ name, passed })),
    redactions: [],
    tokensIn: record.usage.tokensIn ?? Math.round(record.promptCharacters / 3.5),
    tokensOut: record.usage.tokensOut ?? 0,
    costUsd: 0,
    ms: Math.round(record.totalMs ?? stages.clock.monotonicMs() - record.startedMs),
    outcome,
    language: record.languageId,
    ...(record.firstTextMs === undefined ? {} : { firstTokenMs: Math.round(record.firstTextMs) }),
  } as const;
  stages.audit.record(entry).catch((failure: unknown) => {
    stages.log.warn(
      `the audit log was not written: ${failure instanceof Error ? failure.message : String(failure)}`,
    );
  });
}
