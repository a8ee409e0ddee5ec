import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { expect, it } from 'vitest';
import * as z from 'zod';

import { createUsageExporter } from '../../../src/core/usage/otlp.ts';
import { hostFetch, systemClock } from '../../../src/editor/nodePorts.ts';
import { cloudEntry, entry } from './entries.ts';

/** Prometheus itself, where this variable names its program (Debian's package will do). */
const program = process.env['PROMETHEUS'];
/** And the OpenTelemetry Collector with `contrib`'s exporters, where this one names its program. */
const collector = process.env['OTELCOL'];

const attributes = z.array(z.object({ key: z.string(), value: z.object({ stringValue: z.string() }) }));
const point = z.object({
  attributes,
  asInt: z.string().optional(),
  asDouble: z.number().optional(),
  count: z.string().optional(),
  bucketCounts: z.array(z.string()).optional(),
  explicitBounds: z.array(z.number()).optional(),
});
const body = z.object({
  resourceMetrics: z.tuple([
    z.object({
      resource: z.object({ attributes }),
      scopeMetrics: z.tuple([
        z.object({
          metrics: z.array(
            z.object({
              name: z.string(),
              unit: z.string(),
              sum: z.object({ dataPoints: z.array(point) }).optional(),
              histogram: z.object({ dataPoints: z.array(point) }).optional(),
            }),
          ),
        }),
      ]),
    }),
  ]),
});

/** As the collector's Prometheus exporter shows what it received: dots are `_`, unit and `_total` are appended. */
function exposition(received: z.infer<typeof body>): string {
  const [{ resource, scopeMetrics }] = received.resourceMetrics;
  const units: Readonly<Record<string, string>> = { ms: '_milliseconds', USD: '_USD' };
  const labels = (all: z.infer<typeof attributes>): string =>
    `{${[...resource.attributes, ...all].map(({ key, value }) => `${key.replaceAll('.', '_')}=${JSON.stringify(value.stringValue)}`).join(',')}}`;
  const lines = scopeMetrics[0].metrics.flatMap(({ name, unit, sum, histogram }) => {
    const base = `${name.replaceAll('.', '_')}${units[unit] ?? ''}`;
    const sums = (sum?.dataPoints ?? []).map(
      (one) => `${base}_total${labels(one.attributes)} ${one.asInt ?? one.asDouble}`,
    );
    const buckets = (histogram?.dataPoints ?? []).flatMap((one) => {
      let below = 0;
      return (one.bucketCounts ?? []).map((count, at) => {
        below += Number(count);
        const stringValue = String(one.explicitBounds?.[at] ?? '+Inf');
        return `${base}_bucket${labels([...one.attributes, { key: 'le', value: { stringValue } }])} ${below}`;
      });
    });
    return [...sums, ...buckets];
  });
  return `${lines.join('\n')}\n`;
}

interface Receiver {
  /** Where usage is sent. */
  readonly url: string;
  /** Host and port that Prometheus scrapes. */
  readonly scraped: string;
  readonly close: () => void;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The collector itself, with the configuration that teams get, on ports of its own. */
async function startCollector(program: string, folder: string): Promise<Receiver> {
  const received = await freePort();
  const scraped = await freePort();
  const config = await readFile(path.join(import.meta.dirname, '../../observability/collector.yaml'), 'utf8');
  const file = path.join(folder, 'collector.yaml');
  await writeFile(
    file,
    config.replace('0.0.0.0:4318', `127.0.0.1:${received}`).replace('0.0.0.0:9464', `127.0.0.1:${scraped}`),
  );
  const child = spawn(program, ['--config', `file:${file}`]);
  return {
    url: `http://127.0.0.1:${received}`,
    scraped: `127.0.0.1:${scraped}`,
    close: () => child.kill(),
  };
}

async function startReceiver(): Promise<Receiver> {
  let shown = '';
  const server = createServer((request, response) => {
    if (request.url === '/metrics') {
      response.end(shown);
      return;
    }
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      shown = exposition(body.parse(JSON.parse(text)));
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const scraped = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${scraped}`, scraped, close: () => server.close() };
}

async function expressions(): Promise<readonly string[]> {
  const file = path.join(import.meta.dirname, '../../observability/grafana/dashboards/tandem.json');
  const { panels } = z
    .object({ panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })) })
    .parse(JSON.parse(await readFile(file, 'utf8')));
  return panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
}

const answer = z.object({
  status: z.literal('success'),
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});

it.skipIf(program === undefined)(
  'every panel of the dashboard has its figures in a real Prometheus',
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tandem-prometheus-'));
    const receiver = collector === undefined ? startReceiver() : startCollector(collector, folder);
    const { url, scraped, close } = await receiver;
    const address = `127.0.0.1:${await freePort()}`;
    const config = {
      global: { scrape_interval: '1s' },
      scrape_configs: [{ job_name: 'tandem', static_configs: [{ targets: [scraped] }] }],
    };
    await writeFile(path.join(folder, 'prometheus.yaml'), JSON.stringify(config));
    const prometheus = spawn(program ?? '', [
      `--config.file=${path.join(folder, 'prometheus.yaml')}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ]);
    try {
      const parts = {
        fetch: hostFetch,
        clock: systemClock,
        url,
        sessionId: 'window',
        version: '1',
      };
      const usage = createUsageExporter(parts);
      const ask = async (expr: string): Promise<string[]> => {
        const query = expr.replaceAll('$__range', '30s').replaceAll('$__rate_interval', '10s');
        const response = await fetch(`http://${address}/api/v1/query?query=${encodeURIComponent(query)}`);
        return answer.parse(await response.json()).data.result.map(({ value }) => value[1]);
      };
      const grow = async (): Promise<void> => {
        usage.add(entry({ outcome: 'accepted' }));
        usage.add(cloudEntry());
        usage.add(cloudEntry({ costUsd: null }));
        await usage.exportNow();
      };
      for (const expr of await expressions()) {
        await expect
          .poll(
            async () =>
              grow()
                .then(() => ask(expr))
                .catch(() => []),
            { timeout: 60_000, interval: 1_000 },
          )
          .toSatisfy((values: string[]) => values.length > 0 && values.every((value) => Number(value) > 0));
      }
    } finally {
      prometheus.kill();
      close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  },
  300_000,
);
