/** How long does a year of heavy use take to open, and how much memory? Two million entries in daily files. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { silentLog } from '../../src/core/base/log.ts';
import { openLedger, type Ledger } from '../../src/core/usage/ledger.ts';
import { createPriceList } from '../../src/core/usage/prices.ts';
import { usageReport } from '../../src/core/usage/usageReport.ts';
import { createLedgerFiles } from '../../src/editor/ledgerStore.ts';
import { systemClock } from '../../src/editor/nodePorts.ts';

export const title = 'ledger: a year of heavy use';

const entries = 2_000_000;
const days = 365;
const lastDayMs = Date.parse('2026-06-30T00:00:00Z');
const dayMs = 86_400_000;
const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

export async function run(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-bench-ledger-'));
  try {
    const bytes = await writeYear(folder);
    print(`${entries} entries in ${days} files, ${(bytes / 1e6).toFixed(0)} MB`);
    const cold = await measure(() => open(folder));
    print(`first ever opening, nothing summarized: ${line(cold)}`);
    await cold.value.checkpoint();
    const summarized = await measure(() => open(folder));
    print(`opening with kept figures: ${line(summarized)}`);
    const view = await measure(() => Promise.resolve(report(summarized.value)));
    print(`report of 365 days for the view: ${view.ms.toFixed(0)} ms`);
    print(`time to first view: ${(summarized.ms + view.ms).toFixed(0)} ms (wanted: under 1000 ms)`);
    print(`requests counted: ${view.value.total.localRequests + view.value.total.cloudRequests}`);
    print(`one more entry, durable: ${(await recordTime(summarized.value)).toFixed(1)} ms in the median`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function open(folder: string): Promise<Ledger> {
  const clock = { ...systemClock, now: () => lastDayMs + dayMs / 2 };
  return openLedger({ files: createLedgerFiles(folder), clock, dayOf, log: silentLog });
}

function report(ledger: Ledger): ReturnType<typeof usageReport> {
  const range = { first: dayOf(lastDayMs - (days - 1) * dayMs), last: dayOf(lastDayMs) };
  const prices = createPriceList(
    () => ({}),
    () => range.last,
  );
  return usageReport(ledger.days(range.first, range.last), range, prices, 'claude-sonnet-5-5');
}

async function recordTime(ledger: Ledger): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 50; i++) {
    const { ms } = await measure(() => ledger.record(JSON.parse(entryLine(lastDayMs, `new-${i}`)) as never));
    times.push(ms);
  }
  return times.sort((a, b) => a - b)[25] ?? 0;
}

interface Measured<T> {
  readonly value: T;
  readonly ms: number;
  /** Growth of the heap, garbage included where the runtime lets nobody collect it. */
  readonly heapBytes: number;
}

async function measure<T>(work: () => Promise<T>): Promise<Measured<T>> {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  const value = await work();
  const ms = performance.now() - start;
  globalThis.gc?.();
  return { value, ms, heapBytes: process.memoryUsage().heapUsed - before };
}

function line({ ms, heapBytes }: Measured<unknown>): string {
  const resident = process.memoryUsage().rss / 1e6;
  return `${ms.toFixed(0)} ms, heap +${(heapBytes / 1e6).toFixed(0)} MB, resident ${resident.toFixed(0)} MB`;
}

async function writeYear(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  let bytes = 0;
  const perDay = Math.ceil(entries / days);
  let written = 0;
  for (let day = days - 1; day >= 0; day--) {
    const start = lastDayMs - day * dayMs;
    const lines: string[] = [];
    for (let i = 0; i < perDay && written < entries; i++, written++) {
      lines.push(entryLine(start + i * 10_000, `${day}-${i}`, i));
    }
    const text = `${lines.join('\n')}\n`;
    bytes += text.length;
    await writeFile(path.join(folder, `audit-${dayOf(start)}.jsonl`), text);
  }
  return bytes;
}

const languages = ['typescript', 'python', 'go', 'rust', 'java', 'markdown'] as const;

function entryLine(timeMs: number, id: string, index = 0): string {
  const isCloud = index % 200 === 0;
  return JSON.stringify({
    time: new Date(timeMs).toISOString(),
    id: `00000000-0000-4000-8000-${id}`,
    task: isCloud ? 'chat' : 'completion',
    route: isCloud ? 'cloud' : 'local',
    host: isCloud ? 'api.cloud.example:443' : 'models.internal:8000',
    model: isCloud ? 'claude-sonnet-5-5' : 'codestral-22b',
    reason: isCloud ? 'truncated' : 'default',
    checks: [
      { name: 'parseErrors', passed: true },
      { name: 'truncated', passed: !isCloud },
    ],
    redactions: isCloud ? [{ kind: 'awsKey', count: 1 }] : [],
    tokensIn: 800 + (index % 700),
    tokensOut: 20 + (index % 90),
    costUsd: isCloud ? 0.004 : 0,
    ms: 120 + ((index * 37) % 900),
    outcome: index % 3 === 0 ? 'accepted' : 'shown',
    language: languages[index % languages.length],
    firstTokenMs: 40 + (index % 60),
  });
}
