/** What do many entries add up to? Figures by day that can be added to without reading what was counted before. */

import type { AuditEntry, AuditRoute } from './auditEntry.ts';

/** Milliseconds in steps of a tenth: bucket `n` holds durations from 1.1^n to 1.1^(n+1). */
export type Histogram = Record<string, number>;

export interface RouteFigures {
  requests: number;
  failed: number;
  tokensIn: number;
  tokensOut: number;
  costUsd: number;
  /** Requests whose price is unknown: `costUsd` does not hold them. */
  unpriced: number;
  /** Duration of whole answers. */
  ms: Histogram;
  firstTokenMs: Histogram;
}

/** Suggestions by model and language. VS Code tells no extension what was seen, so they are called offered. */
export interface AcceptanceFigures {
  model: string;
  language: string;
  offered: number;
  accepted: number;
  /** Accepted and still there after 30 s. */
  kept: number;
}

export interface ModelTokens {
  route: AuditRoute;
  tokensIn: number;
  tokensOut: number;
  requests: number;
}

export interface DaySummary {
  local: RouteFigures;
  cloud: RouteFigures;
  /** Cloud requests by what led there. */
  escalations: Record<string, number>;
  /** Masked values by kind. */
  redactions: Record<string, number>;
  /** Failed checks by name. */
  failedChecks: Record<string, number>;
  requestsByTask: Record<string, number>;
  /** By route and model, with a tab between. */
  tokensByModel: Record<string, ModelTokens>;
  acceptance: Record<string, AcceptanceFigures>;
}

export function emptyDay(): DaySummary {
  return {
    local: emptyRoute(),
    cloud: emptyRoute(),
    escalations: {},
    redactions: {},
    failedChecks: {},
    requestsByTask: {},
    tokensByModel: {},
    acceptance: {},
  };
}

function emptyRoute(): RouteFigures {
  return {
    requests: 0,
    failed: 0,
    tokensIn: 0,
    tokensOut: 0,
    costUsd: 0,
    unpriced: 0,
    ms: {},
    firstTokenMs: {},
  };
}

/** Adds one entry to its day. A follow-up moves acceptance only. */
export function addEntry(day: DaySummary, entry: AuditEntry): void {
  if (entry.task === 'completion') addAcceptance(day, entry);
  if (entry.followUp === true) return;
  const route = entry.route === 'cloud' ? day.cloud : day.local;
  route.requests++;
  if (entry.outcome === 'failed') route.failed++;
  route.tokensIn += entry.tokensIn;
  route.tokensOut += entry.tokensOut;
  if (entry.costUsd === null) route.unpriced++;
  else route.costUsd += entry.costUsd;
  if (entry.outcome !== 'cancelled' && entry.outcome !== 'failed') {
    addDuration(route.ms, entry.ms);
    if (entry.firstTokenMs !== undefined) addDuration(route.firstTokenMs, entry.firstTokenMs);
  }
  count(day.requestsByTask, entry.task);
  if (entry.route === 'cloud') count(day.escalations, entry.reason);
  for (const { kind, count: times } of entry.redactions) count(day.redactions, kind, times);
  for (const { name, passed } of entry.checks) if (!passed) count(day.failedChecks, name);
  addTokens(day, entry);
}

function addTokens(day: DaySummary, entry: AuditEntry): void {
  const key = `${entry.route}\t${entry.model}`;
  const known = own(day.tokensByModel, key) ?? { route: entry.route, tokensIn: 0, tokensOut: 0, requests: 0 };
  known.tokensIn += entry.tokensIn;
  known.tokensOut += entry.tokensOut;
  known.requests++;
  day.tokensByModel[key] = known;
}

function addAcceptance(day: DaySummary, entry: AuditEntry): void {
  const isOffered = entry.followUp !== true && (entry.outcome === 'shown' || entry.outcome === 'accepted');
  const isAccepted = entry.outcome === 'accepted' && entry.kept === undefined;
  const isKept = entry.kept === true;
  if (!isOffered && !isAccepted && !isKept) return;
  const language = entry.language ?? '';
  const key = `${entry.model}\t${language}`;
  const known = own(day.acceptance, key) ?? {
    model: entry.model,
    language,
    offered: 0,
    accepted: 0,
    kept: 0,
  };
  if (isOffered) known.offered++;
  if (isAccepted) known.accepted++;
  if (isKept) known.kept++;
  day.acceptance[key] = known;
}

/** Adds `from` to `into`, day onto day or onto a total. */
export function mergeDay(into: DaySummary, from: DaySummary): void {
  mergeRoute(into.local, from.local);
  mergeRoute(into.cloud, from.cloud);
  addCounts(into.escalations, from.escalations);
  addCounts(into.redactions, from.redactions);
  addCounts(into.failedChecks, from.failedChecks);
  addCounts(into.requestsByTask, from.requestsByTask);
  for (const [key, tokens] of Object.entries(from.tokensByModel)) mergeTokens(into, key, tokens);
  for (const acceptance of Object.values(from.acceptance)) mergeAcceptance(into, acceptance);
}

export function mergeTokens(into: DaySummary, key: string, from: Readonly<ModelTokens>): void {
  const known = own(into.tokensByModel, key) ?? { ...from, tokensIn: 0, tokensOut: 0, requests: 0 };
  known.tokensIn += from.tokensIn;
  known.tokensOut += from.tokensOut;
  known.requests += from.requests;
  into.tokensByModel[key] = known;
}

export function mergeAcceptance(into: DaySummary, from: Readonly<AcceptanceFigures>): void {
  const key = `${from.model}\t${from.language}`;
  const known = own(into.acceptance, key) ?? { ...from, offered: 0, accepted: 0, kept: 0 };
  known.offered += from.offered;
  known.accepted += from.accepted;
  known.kept += from.kept;
  into.acceptance[key] = known;
}

function mergeRoute(into: RouteFigures, from: RouteFigures): void {
  into.requests += from.requests;
  into.failed += from.failed;
  into.tokensIn += from.tokensIn;
  into.tokensOut += from.tokensOut;
  into.costUsd += from.costUsd;
  into.unpriced += from.unpriced;
  addCounts(into.ms, from.ms);
  addCounts(into.firstTokenMs, from.firstTokenMs);
}

function addCounts(into: Record<string, number>, from: Record<string, number>): void {
  for (const [name, times] of Object.entries(from)) count(into, name, times);
}

export function count(counts: Record<string, number>, name: string, times = 1): void {
  if (times > 0) counts[name] = (own(counts, name) ?? 0) + times;
}

/** Names come from servers and models: `constructor` is one like any other. */
function own<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

const bucketBase = Math.log(1.1);
/** Bucket + 1 of whole milliseconds up to a minute, 0 until it is asked for: the logarithm is what counting would wait for. */
const bucketOfMs = new Uint8Array(60_001);

/** The number of the bucket that holds a duration. */
export function durationBucket(ms: number): number {
  const known = bucketOfMs[ms];
  if (known !== undefined && known !== 0) return known - 1;
  const bucket = bucketFor(ms);
  if (known === 0) bucketOfMs[ms] = bucket + 1;
  return bucket;
}

function bucketFor(ms: number): number {
  return ms < 1 ? 0 : Math.floor(Math.log(ms) / bucketBase);
}

function addDuration(histogram: Histogram, ms: number): void {
  count(histogram, String(durationBucket(ms)));
}

/** Milliseconds, within 5 % of the true quantile; `undefined` where nothing was measured. */
export function quantileMs(histogram: Histogram, quantile: number): number | undefined {
  const buckets = Object.entries(histogram)
    .map(([bucket, times]) => [Number(bucket), times] as const)
    .sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, times]) => sum + times, 0);
  if (total === 0) return undefined;
  let left = Math.ceil(total * quantile);
  for (const [bucket, times] of buckets) {
    left -= times;
    if (left <= 0) return Math.round(Math.exp((bucket + 0.5) * bucketBase));
  }
  return undefined;
}
