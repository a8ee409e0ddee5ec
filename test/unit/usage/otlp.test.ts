import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';

import { createUsageExporter, metricsUrl, type UsageExporter } from '../../../src/core/usage/otlp.ts';
import { hostFetch, systemClock } from '../../../src/editor/nodePorts.ts';
import { cloudEntry, entry } from './entries.ts';

/** ExportMetricsServiceRequest in protobuf's JSON form: unknown keys are refused, 64-bit integers are texts. */
const int64 = z.string().regex(/^\d+$/);
const attributes = z.array(
  z.strictObject({ key: z.string().min(1), value: z.strictObject({ stringValue: z.string() }) }),
);
const times = { attributes, startTimeUnixNano: int64, timeUnixNano: int64 };
const numberPoint = z.strictObject({ ...times, asInt: int64.optional(), asDouble: z.number().optional() });
const histogramPoint = z
  .strictObject({
    ...times,
    count: int64,
    sum: z.number(),
    bucketCounts: z.array(int64),
    explicitBounds: z.array(z.number()),
  })
  .refine((point) => point.bucketCounts.length === point.explicitBounds.length + 1)
  .refine((point) => point.bucketCounts.reduce((sum, one) => sum + Number(one), 0) === Number(point.count));
const metric = z.strictObject({
  name: z.string(),
  unit: z.string(),
  description: z.string(),
  sum: z
    .strictObject({
      aggregationTemporality: z.literal(2),
      isMonotonic: z.literal(true),
      dataPoints: z.array(numberPoint),
    })
    .optional(),
  histogram: z
    .strictObject({ aggregationTemporality: z.literal(2), dataPoints: z.array(histogramPoint) })
    .optional(),
});
const exportRequest = z.strictObject({
  resourceMetrics: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes }),
      scopeMetrics: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string() }),
          metrics: z.array(metric),
        }),
      ),
    }),
  ),
});

interface Received {
  readonly path: string;
  readonly body: string;
  readonly type: string | undefined;
}

let collector: Server;
let url: string;
let received: Received[];
let status: number;

beforeEach(async () => {
  received = [];
  status = 200;
  collector = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ path: request.url ?? '', body, type: request.headers['content-type'] });
      const isValid = exportRequest.safeParse(JSON.parse(body)).success;
      response.writeHead(isValid ? status : 400).end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});
afterEach(async () => {
  collector.closeAllConnections();
  await new Promise((resolve) => collector.close(resolve));
});

function exporter(to = url): UsageExporter {
  return createUsageExporter({
    fetch: hostFetch,
    clock: systemClock,
    url: to,
    sessionId: 'session',
    version: '0.1.0',
  });
}

function points(name: string): Record<string, string | number>[] {
  const last = exportRequest.parse(JSON.parse(received.at(-1)?.body ?? ''));
  const found = last.resourceMetrics[0]?.scopeMetrics[0]?.metrics.find((one) => one.name === name);
  return (found?.sum?.dataPoints ?? []).map((point) => ({
    ...Object.fromEntries(point.attributes.map(({ key, value }) => [key, value.stringValue])),
    value: point.asDouble ?? Number(point.asInt),
  }));
}

describe('usage figures for the collector', () => {
  it('are first zero, then sums, in the shape OTLP wants', async () => {
    const usage = exporter();
    usage.add(entry());
    usage.add(entry());
    usage.add(cloudEntry());
    expect(await usage.exportNow()).toEqual({ ok: true, value: { hasNewSeries: true } });
    expect(points('tandem.requests').map(({ value }) => value)).toEqual([0, 0]);
    expect(await usage.exportNow()).toEqual({ ok: true, value: { hasNewSeries: false } });
    expect(received[1]).toMatchObject({ path: '/v1/metrics', type: 'application/json' });
    expect(points('tandem.requests')).toEqual([
      { route: 'local', task: 'completion', model: 'codestral', outcome: 'shown', value: 2 },
      { route: 'cloud', task: 'chat', model: 'big', outcome: 'shown', value: 1 },
    ]);
    expect(points('tandem.cost')).toEqual([{ model: 'big', value: 0.25 }]);
    expect(points('tandem.escalations')).toEqual([{ reason: 'truncated', value: 1 }]);
    expect(points('tandem.redactions')).toEqual([{ kind: 'awsKey', value: 2 }]);
  });

  it('count acceptance once and a follow-up as no request', async () => {
    const usage = exporter();
    usage.add(entry());
    usage.add(entry({ outcome: 'accepted', followUp: true }));
    usage.add(entry({ outcome: 'accepted', followUp: true, kept: true }));
    await usage.exportNow();
    await usage.exportNow();
    expect(points('tandem.suggestions').map(({ fate, value }) => [fate, value])).toEqual([
      ['offered', 1],
      ['accepted', 1],
      ['kept', 1],
    ]);
    expect(points('tandem.requests')).toHaveLength(1);
  });

  it('hold no host, path, hash or free text', async () => {
    const usage = exporter();
    usage.add(
      cloudEntry({
        host: 'secret-host.internal:443',
        model: '/home/alice/models/codestral.gguf',
        reason: 'because Alice said: "ship it"',
        redactions: [{ kind: 'project falcon codename', count: 1 }],
        sentSha256: 'deadbeef',
        id: 'request-id-17',
      }),
    );
    await usage.exportNow();
    const body = received[0]?.body ?? '';
    for (const leak of ['secret-host', 'alice', 'Alice', 'falcon', 'deadbeef', 'request-id']) {
      expect(body).not.toContain(leak);
    }
    expect(body).toContain('codestral.gguf');
  });

  it('are not lost when the collector is away or refuses', async () => {
    const usage = exporter();
    usage.add(entry());
    status = 503;
    expect(await usage.exportNow()).toMatchObject({ ok: false, reason: 'refused' });
    status = 200;
    await usage.exportNow();
    usage.add(entry());
    await usage.exportNow();
    expect(points('tandem.requests')[0]?.['value']).toBe(2);
  });

  it('tell when nobody is there, or the address is none', async () => {
    const away = exporter('http://127.0.0.1:1');
    away.add(entry());
    expect(await away.exportNow()).toMatchObject({ ok: false, reason: 'unreachable' });
    expect(await exporter('collector').exportNow()).toMatchObject({ ok: false, reason: 'notAnAddress' });
  });

  it('are not sent while there are none', async () => {
    await exporter().exportNow();
    expect(received).toEqual([]);
  });
});

it.each([
  ['http://otel:4318', 'http://otel:4318/v1/metrics'],
  ['http://otel:4318/', 'http://otel:4318/v1/metrics'],
  ['https://host/prefix', 'https://host/prefix/v1/metrics'],
  ['https://host/v1/metrics', 'https://host/v1/metrics'],
  ['file:///etc/passwd', undefined],
])('sends %s to %s', (configured, expected) => {
  expect(metricsUrl(configured)).toBe(expected);
});

/** The OpenTelemetry Collector itself, where this variable names its program (any distribution with `otlp` and `debug`). */
const collectorProgram = process.env['OTELCOL'];

it.skipIf(collectorProgram === undefined)('are taken by a real OpenTelemetry Collector', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-otelcol-'));
  const config = path.join(folder, 'config.yaml');
  const endpoint = `127.0.0.1:${(collector.address() as AddressInfo).port + 1}`;
  await writeFile(
    config,
    JSON.stringify({
      receivers: { otlp: { protocols: { http: { endpoint } } } },
      exporters: { debug: { verbosity: 'detailed' } },
      service: {
        telemetry: { metrics: { level: 'none' } },
        pipelines: { metrics: { receivers: ['otlp'], exporters: ['debug'] } },
      },
    }),
  );
  const child = spawn(collectorProgram ?? '', ['--config', `file:${config}`]);
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    await expect.poll(() => output, { timeout: 20_000 }).toContain('Everything is ready');
    const usage = exporter(`http://${endpoint}`);
    for (let i = 0; i < 3; i++) usage.add(entry());
    await usage.exportNow();
    expect(await usage.exportNow()).toMatchObject({ ok: true });
    await expect.poll(() => output, { timeout: 10_000 }).toMatch(/Name: tandem\.requests[\s\S]*Value: 3/);
  } finally {
    child.kill();
    await rm(folder, { recursive: true, force: true });
  }
});
