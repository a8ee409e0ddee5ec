/** Which figures were kept, and up to where had the files been read? */

import * as z from 'zod';

import type { AuditEntry } from './auditEntry.ts';
import { isEntry } from './entryLines.ts';
import type { DaySummary } from './summary.ts';

/** How far a file was counted: bytes up to and with the last whole line. */
export interface FileProgress {
  bytes: number;
  unreadable: number;
}

/** One month. A pure function of the files up to `bytes`, so two windows that both write it cannot disagree. */
export interface Checkpoint {
  readonly version: 1;
  readonly days: Record<string, DaySummary>;
  readonly files: Record<string, FileProgress>;
  /** Cloud entries by file. */
  readonly cloud: Record<string, readonly AuditEntry[]>;
}

const figure = z.number();
const counts = z.record(z.string(), figure);
const route = z.object({
  requests: figure,
  failed: figure,
  tokensIn: figure,
  tokensOut: figure,
  costUsd: figure,
  unpriced: figure,
  ms: counts,
  firstTokenMs: counts,
});
const tokens = z.object({
  route: z.enum(['local', 'cloud']),
  tokensIn: figure,
  tokensOut: figure,
  requests: figure,
});
const acceptance = z.object({
  model: z.string(),
  language: z.string(),
  offered: figure,
  accepted: figure,
  kept: figure,
});

const checkpointSchema = z.object({
  version: z.literal(1),
  days: z.record(
    z.string(),
    z.object({
      local: route,
      cloud: route,
      escalations: counts,
      redactions: counts,
      failedChecks: counts,
      requestsByTask: counts,
      tokensByModel: z.record(z.string(), tokens),
      acceptance: z.record(z.string(), acceptance),
    }),
  ),
  files: z.record(z.string(), z.object({ bytes: figure, unreadable: figure })),
  cloud: z.record(z.string(), z.array(z.custom<AuditEntry>(isEntry))),
});

/** `undefined` where it is torn or of another version: the files are then counted afresh. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  try {
    const parsed = checkpointSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
