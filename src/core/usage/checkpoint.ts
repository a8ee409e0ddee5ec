/** Which figures were kept, and up to where had the files been read? */

import { amount, object, oneOf, recordOf, text } from '../base/shape.ts';
import type { AcceptanceFigures, DaySummary, RouteFigures } from './summary.ts';

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
}

const figure = amount();
const counts = recordOf(figure);
const route = object<RouteFigures>({
  requests: figure,
  failed: figure,
  tokensIn: figure,
  tokensOut: figure,
  costUsd: figure,
  unpriced: figure,
  ms: counts,
  firstTokenMs: counts,
});
const tokens = object<DaySummary['tokensByModel'][string]>({
  route: oneOf('local', 'cloud'),
  tokensIn: figure,
  tokensOut: figure,
  requests: figure,
});
const acceptance = object<AcceptanceFigures>({
  model: text,
  language: text,
  offered: figure,
  accepted: figure,
  kept: figure,
});
const day = object<DaySummary>({
  local: route,
  cloud: route,
  escalations: counts,
  redactions: counts,
  failedChecks: counts,
  requestsByTask: counts,
  tokensByModel: recordOf(tokens),
  acceptance: recordOf(acceptance),
});
const isCheckpoint = object<Checkpoint>({
  version: oneOf(1),
  days: recordOf(day),
  files: recordOf(object<FileProgress>({ bytes: figure, unreadable: figure })),
});

/** `undefined` where it is torn or of another version: the files are then counted afresh. */
export function parseCheckpoint(content: string): Checkpoint | undefined {
  try {
    const parsed: unknown = JSON.parse(content);
    return isCheckpoint(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
