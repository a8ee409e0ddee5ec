/** How do usage figures reach the team's own collector? OTLP/HTTP in JSON: counts, tokens, cost, latency, reasons; no code, path or name. */

import type { Clock } from '../base/clock.ts';
import { none, some, type Outcome } from '../base/outcome.ts';
import type { Fetch } from '../base/ports.ts';
import type { AuditEntry } from './auditEntry.ts';

export interface UsageExporterParts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** The collector, as the person configured it; `/v1/metrics` is added where it has no path. */
  readonly url: string;
  /** Random for each session: tells series of two windows apart and nobody from anybody. */
  readonly sessionId: string;
  readonly version: string;
}

export type ExportProblem = 'unreachable' | 'refused' | 'notAnAddress';

export interface UsageExporter {
  add(entry: AuditEntry): void;
  /**
   * Sends all series as sums since the start of the session. A series that is new is sent as 0 first, so that a
   * rate or an increase sees its first count; `hasNewSeries` then says that another export should follow soon.
   */
  exportNow(): Promise<Outcome<{ readonly hasNewSeries: boolean }, ExportProblem>>;
}

type Attributes = Readonly<Record<string, string>>;

interface Series {
  readonly metric: keyof typeof metrics;
  readonly attributes: Attributes;
  value: number;
  /** Histograms only: how many fell into each bucket. */
  readonly buckets: number[];
  count: number;
  isKnownAsZero: boolean;
}

const requestTimeoutMs = 10_000;
/** Upper bounds in milliseconds; the last bucket is open. */
const bounds = [50, 100, 200, 300, 500, 750, 1000, 1500, 2500, 5000, 10_000, 30_000, 60_000];

const metrics = {
  'tandem.requests': {
    unit: '{request}',
    description: 'Requests by route, task, model and outcome',
    isWhole: true,
  },
  'tandem.tokens': { unit: '{token}', description: 'Tokens by route, model and direction', isWhole: true },
  'tandem.cost': { unit: 'USD', description: 'Known cost of cloud requests', isWhole: false },
  'tandem.requests.unpriced': {
    unit: '{request}',
    description: 'Cloud requests of unknown price',
    isWhole: true,
  },
  'tandem.escalations': { unit: '{request}', description: 'Cloud requests by what led there', isWhole: true },
  'tandem.redactions': { unit: '{value}', description: 'Masked values by kind', isWhole: true },
  'tandem.suggestions': {
    unit: '{suggestion}',
    description: 'Suggestions offered, accepted, kept',
    isWhole: true,
  },
  'tandem.latency': { unit: 'ms', description: 'Duration of whole answers', isWhole: false },
} as const;

/** @throws nothing; a URL that is none is told by the first export */
export function createUsageExporter(parts: UsageExporterParts): UsageExporter {
  const series = new Map<string, Series>();
  const startNano = nano(parts.clock.now());
  const seriesOf = (metric: Series['metric'], attributes: Attributes): Series => {
    const key = `${metric}\n${JSON.stringify(attributes)}`;
    const known = series.get(key);
    if (known !== undefined) return known;
    const buckets = new Array<number>(bounds.length + 1).fill(0);
    const made: Series = { metric, attributes, value: 0, buckets, count: 0, isKnownAsZero: false };
    series.set(key, made);
    return made;
  };
  const count = (metric: Series['metric'], attributes: Attributes, by: number): void => {
    seriesOf(metric, attributes).value += by;
  };
  return {
    add: (entry) => addEntry(entry, count, seriesOf),
    async exportNow() {
      const url = metricsUrl(parts.url);
      if (url === undefined) return none('notAnAddress', parts.url);
      const all = [...series.values()];
      if (all.length === 0) return some({ hasNewSeries: false });
      const body = JSON.stringify(exportRequest(all, parts, startNano));
      const sent = await post(url, body, parts);
      if (!sent.ok) return sent;
      const fresh = all.filter(({ isKnownAsZero }) => !isKnownAsZero);
      for (const one of fresh) one.isKnownAsZero = true;
      return some({ hasNewSeries: fresh.length > 0 });
    },
  };
}

function addEntry(
  entry: AuditEntry,
  count: (metric: Series['metric'], attributes: Attributes, by: number) => void,
  seriesOf: (metric: Series['metric'], attributes: Attributes) => Series,
): void {
  const model = modelName(entry.model);
  const route = entry.route;
  if (entry.task === 'completion') {
    const fate = suggestionFate(entry);
    const language = word(entry.language ?? 'unknown');
    for (const one of fate) count('tandem.suggestions', { model, language, fate: one }, 1);
  }
  if (entry.followUp === true) return;
  count('tandem.requests', { route, task: entry.task, model, outcome: entry.outcome }, 1);
  count('tandem.tokens', { route, model, direction: 'in' }, entry.tokensIn);
  count('tandem.tokens', { route, model, direction: 'out' }, entry.tokensOut);
  if (route === 'cloud') {
    if (entry.costUsd === null) count('tandem.requests.unpriced', { model }, 1);
    else count('tandem.cost', { model }, entry.costUsd);
    count('tandem.escalations', { reason: word(entry.reason) }, 1);
  }
  for (const { kind, count: times } of entry.redactions)
    count('tandem.redactions', { kind: word(kind) }, times);
  if (entry.outcome === 'failed' || entry.outcome === 'cancelled') return;
  const latency = seriesOf('tandem.latency', { route, task: entry.task, model });
  const bucket = bounds.findIndex((bound) => entry.ms <= bound);
  const at = bucket === -1 ? bounds.length : bucket;
  latency.buckets[at] = (latency.buckets[at] ?? 0) + 1;
  latency.count++;
  latency.value += entry.ms;
}

function suggestionFate(entry: AuditEntry): string[] {
  if (entry.followUp !== true) {
    if (entry.outcome === 'accepted') return ['offered', 'accepted'];
    return entry.outcome === 'shown' ? ['offered'] : [];
  }
  if (entry.kept === true) return ['kept'];
  return entry.kept === undefined && entry.outcome === 'accepted' ? ['accepted'] : [];
}

/** Servers name models after files: of a path only the last part may leave. */
function modelName(model: string): string {
  const name =
    /[\\/]/.test(model) && /^([A-Za-z]:)?[\\/~.]/.test(model) ? model.replace(/^.*[\\/]/, '') : model;
  return name.slice(0, 100);
}

/** Reasons and kinds are our own words; what is not one is not passed on. */
function word(text: string): string {
  return /^[A-Za-z][\w.+#-]{0,63}$/.test(text) ? text : 'other';
}

/** ExportMetricsServiceRequest of OTLP 1.x in its JSON form: 64-bit integers are texts, cumulative is 2. */
function exportRequest(all: readonly Series[], parts: UsageExporterParts, startNano: string): unknown {
  const times = { startTimeUnixNano: startNano, timeUnixNano: nano(parts.clock.now()) };
  const byMetric = Map.groupBy(all, ({ metric }) => metric);
  return {
    resourceMetrics: [
      {
        resource: {
          attributes: attributesOf({
            'service.name': 'tandem',
            'service.version': parts.version,
            'service.instance.id': parts.sessionId,
          }),
        },
        scopeMetrics: [
          {
            scope: { name: 'tandem.usage', version: parts.version },
            metrics: [...byMetric].map(([name, group]) => metricOf(name, group, times)),
          },
        ],
      },
    ],
  };
}

interface Times {
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
}

function metricOf(name: Series['metric'], group: readonly Series[], times: Times): unknown {
  const { unit, description, isWhole } = metrics[name];
  const head = { name, unit, description };
  if (name === 'tandem.latency') {
    const dataPoints = group.map((one) => ({
      attributes: attributesOf(one.attributes),
      ...times,
      count: String(one.isKnownAsZero ? one.count : 0),
      sum: one.isKnownAsZero ? one.value : 0,
      bucketCounts: one.buckets.map((bucket) => String(one.isKnownAsZero ? bucket : 0)),
      explicitBounds: bounds,
    }));
    return { ...head, histogram: { aggregationTemporality: 2, dataPoints } };
  }
  const dataPoints = group.map((one) => {
    const value = one.isKnownAsZero ? one.value : 0;
    return {
      attributes: attributesOf(one.attributes),
      ...times,
      ...(isWhole ? { asInt: String(Math.round(value)) } : { asDouble: value }),
    };
  });
  return { ...head, sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints } };
}

function attributesOf(attributes: Attributes): unknown[] {
  return Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}

function nano(timeMs: number): string {
  return `${Math.round(timeMs)}000000`;
}

/** OTLP/HTTP: a base URL has no path of its own, and metrics go to `/v1/metrics` under it. */
export function metricsUrl(configured: string): string | undefined {
  let url: URL;
  try {
    url = new URL(configured.trim());
  } catch {
    return undefined;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (!url.pathname.endsWith('/v1/metrics')) url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/metrics`;
  return url.href;
}

async function post(
  url: string,
  body: string,
  { fetch, clock }: UsageExporterParts,
): Promise<Outcome<undefined, ExportProblem>> {
  const controller = new AbortController();
  const timer = clock.after(requestTimeoutMs, () => controller.abort());
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      signal: controller.signal,
      redirect: 'error',
    });
    await response.body?.cancel();
    return response.ok ? some(undefined) : none('refused', `HTTP ${response.status}`);
  } catch {
    return none('unreachable', new URL(url).host);
  } finally {
    timer.dispose();
  }
}
