import type { AuditEntry } from '../../../src/core/usage/auditEntry.ts';

let made = 0;

/** A plain local completion; every member can be said otherwise. */
export function entry(overrides: Partial<AuditEntry> = {}): AuditEntry {
  made++;
  return {
    time: '2026-03-10T12:00:00.000Z',
    id: `e${made}`,
    task: 'completion',
    route: 'local',
    host: '127.0.0.1:11434',
    model: 'codestral',
    reason: 'default',
    checks: [],
    redactions: [],
    tokensIn: 100,
    tokensOut: 10,
    costUsd: 0,
    ms: 200,
    outcome: 'shown',
    language: 'typescript',
    ...overrides,
  };
}

export function cloudEntry(overrides: Partial<AuditEntry> = {}): AuditEntry {
  return entry({
    task: 'chat',
    route: 'cloud',
    host: 'cloud.example:443',
    model: 'big',
    reason: 'truncated',
    redactions: [{ kind: 'awsKey', count: 2 }],
    costUsd: 0.25,
    sentSha256: 'ab'.repeat(32),
    ...overrides,
  });
}
