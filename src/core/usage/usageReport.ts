/** What do the figures of some days say? Totals, by day, by reason, by model, and what the cloud would have taken. */

import type { PriceList } from './prices.ts';
import {
  emptyDay,
  mergeDay,
  quantileMs,
  type AcceptanceFigures,
  type DaySummary,
  type RouteFigures,
} from './summary.ts';

export interface DayOfReport {
  readonly day: string;
  readonly localRequests: number;
  readonly cloudRequests: number;
  readonly localTokens: number;
  readonly cloudTokens: number;
  readonly costUsd: number;
  /** Cloud requests of this day whose price is unknown. */
  readonly unpriced: number;
  /** The local tokens at the compared model's price; `null`: unknown. */
  readonly sameInCloudUsd: number | null;
}

export interface Counted {
  readonly name: string;
  readonly count: number;
}

export interface LatencyOfRoute {
  readonly route: 'local' | 'cloud';
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly firstTokenP50Ms: number | null;
  readonly firstTokenP95Ms: number | null;
}

export interface UsageReport {
  /** Every day of the range, also those without entries. */
  readonly days: readonly DayOfReport[];
  readonly total: Omit<DayOfReport, 'day'>;
  readonly escalations: readonly Counted[];
  readonly redactions: readonly Counted[];
  readonly failedChecks: readonly Counted[];
  readonly acceptance: readonly AcceptanceFigures[];
  readonly latency: readonly LatencyOfRoute[];
}

export interface ReportRange {
  /** YYYY-MM-DD, both included. */
  readonly first: string;
  readonly last: string;
}

export function usageReport(
  days: readonly { readonly day: string; readonly figures: DaySummary }[],
  range: ReportRange,
  prices: PriceList,
  comparedModel: string,
): UsageReport {
  const known = new Map(days.map(({ day, figures }) => [day, figures]));
  const total = emptyDay();
  for (const { figures } of days) mergeDay(total, figures);
  const row = (figures: DaySummary): Omit<DayOfReport, 'day'> => ({
    localRequests: figures.local.requests,
    cloudRequests: figures.cloud.requests,
    localTokens: figures.local.tokensIn + figures.local.tokensOut,
    cloudTokens: figures.cloud.tokensIn + figures.cloud.tokensOut,
    costUsd: figures.cloud.costUsd,
    unpriced: figures.cloud.unpriced,
    sameInCloudUsd: sameInCloudUsd(figures.local, prices, comparedModel),
  });
  return {
    days: daysBetween(range).map((day) => ({ day, ...row(known.get(day) ?? emptyDay()) })),
    total: row(total),
    escalations: byCount(total.escalations),
    redactions: byCount(total.redactions),
    failedChecks: byCount(total.failedChecks),
    acceptance: Object.values(total.acceptance).sort((a, b) => b.offered - a.offered),
    latency: [latencyOf('local', total.local), latencyOf('cloud', total.cloud)],
  };
}

/** At the price of a request of mean size, so that a long day is not taken for one long prompt. */
function sameInCloudUsd(local: RouteFigures, prices: PriceList, model: string): number | null {
  if (local.requests === 0) return prices.priceOf(model, 0) === null ? null : 0;
  const perRequest = prices.costUsd({
    model,
    tokensIn: local.tokensIn / local.requests,
    tokensOut: local.tokensOut / local.requests,
  });
  return perRequest === null ? null : perRequest * local.requests;
}

function latencyOf(route: 'local' | 'cloud', figures: RouteFigures): LatencyOfRoute {
  return {
    route,
    p50Ms: quantileMs(figures.ms, 0.5) ?? null,
    p95Ms: quantileMs(figures.ms, 0.95) ?? null,
    firstTokenP50Ms: quantileMs(figures.firstTokenMs, 0.5) ?? null,
    firstTokenP95Ms: quantileMs(figures.firstTokenMs, 0.95) ?? null,
  };
}

function byCount(counts: Readonly<Record<string, number>>): Counted[] {
  return Object.entries(counts)
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

const dayMs = 86_400_000;
/** Longer ranges are cut at their start: ten years of bars are no chart. */
const longestDays = 3660;

/** Calendar days, first and last included. Computed in UTC, where every day has 24 hours. */
export function daysBetween({ first, last }: ReportRange): string[] {
  const end = Date.parse(`${last}T00:00:00Z`);
  const start = Math.max(Date.parse(`${first}T00:00:00Z`), end - (longestDays - 1) * dayMs);
  const days: string[] = [];
  for (let time = start; time <= end; time += dayMs) days.push(new Date(time).toISOString().slice(0, 10));
  return days;
}
