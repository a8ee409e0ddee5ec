/** How long does a year of heavy use take to open, and how much memory? Two million entries in daily files. */

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { silentLog } from '../../src/core/base/log.ts';
import type { AuditEntry } from '../../src/core/usage/auditEntry.ts';
import { openLedger, type Ledger } from '../../src/core/usage/ledger.ts';
import { parseAuditLine } from '../../src/core/usage/parseAuditLine.ts';
import { createPriceList } from '../../src/core/usage/prices.ts';
import { addEntry, emptyDay } from '../../src/core/usage/summary.ts';
import { usageReport } from '../../src/core/usage/usageReport.ts';
import { createLedgerFiles } from '../../src/editor/ledgerStore.ts';
import { LineCounters } from '../../src/editor/lineCounters.ts';
import { systemClock } from '../../src/editor/nodePorts.ts';

export const title = 'ledger: a year of heavy use';

const entries = 2_000_000;
const days = 365;
const lastDayMs = Date.parse('2026-06-30T00:00:00Z');
const dayMs = 86_400_000;
const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

export async function run(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-bench-ledger-'));
  const counters = new LineCounters(new URL('../../src/editor/ledgerCount.worker.ts', import.meta.url));
  try {
    const bytes = await writeYear(folder);
    print(`${entries} entries in ${days} files, ${(bytes / 1e6).toFixed(0)} MB`);
    await printOpening('nothing kept, threads', await firstView(folder, counters), print);
    await dropKept(folder);
    await printOpening('nothing kept, no threads', await firstView(folder), print);
    const kept = await firstView(folder, counters);
    await printOpening('with kept figures', kept, print);
    print(`one more entry, durable: ${(await recordTime(kept.ledger)).toFixed(1)} ms in the median`);
    print(`by reading each line as JSON, for comparison: ${(await plainly(folder)).toFixed(0)} ms`);
  } finally {
    counters.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Opening {
  readonly ledger: Ledger;
  /** Until the report of the last 30 days, which is what the view shows first, is complete. */
  readonly monthMs: number;
  /** Until that of the whole year is. */
  readonly yearMs: number;
  readonly requests: number;
  /** Growth of what the process holds, garbage included. */
  readonly grownBytes: number;
}

/** As the view does it: the days it shows, then the rest. */
async function firstView(folder: string, counters?: LineCounters): Promise<Opening> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const clock = { ...systemClock, now: () => lastDayMs + dayMs / 2 };
  const ledger = openLedger({ files: createLedgerFiles(folder, counters), clock, dayOf, log: silentLog });
  await ledger.countBackTo(dayOf(lastDayMs - 29 * dayMs));
  report(ledger, 30);
  const monthMs = performance.now() - start;
  await ledger.countBackTo('0000-01-01');
  const { total } = report(ledger, days);
  const yearMs = performance.now() - start;
  const requests = total.localRequests + total.cloudRequests;
  return { ledger, monthMs, yearMs, requests, grownBytes: process.memoryUsage().rss - before };
}

async function printOpening(
  name: string,
  { monthMs, yearMs, requests, grownBytes, ledger }: Opening,
  print: (line: string) => void,
): Promise<void> {
  const grown = `${(grownBytes / 1e6).toFixed(0)} MB more in memory`;
  print(
    `${name}: first view (30 days) ${monthMs.toFixed(0)} ms (wanted: under 1000 ms), ` +
      `the whole year ${yearMs.toFixed(0)} ms, ${requests} requests, ${grown}`,
  );
  await ledger.checkpoint();
}

async function dropKept(folder: string): Promise<void> {
  const names = await readdir(folder);
  for (const name of names.filter((one) => one.startsWith('summary-'))) await rm(path.join(folder, name));
}

/** What counting takes without the counting by bytes. */
async function plainly(folder: string): Promise<number> {
  const start = performance.now();
  const total = emptyDay();
  for (const name of (await readdir(folder)).filter((one) => one.endsWith('.jsonl'))) {
    for (const line of (await readFile(path.join(folder, name), 'utf8')).split('\n')) {
      const entry = line === '' ? undefined : parseAuditLine(line);
      if (entry !== undefined) addEntry(total, entry);
    }
  }
  return performance.now() - start;
}

function report(ledger: Ledger, length: number): ReturnType<typeof usageReport> {
  const range = { first: dayOf(lastDayMs - (length - 1) * dayMs), last: dayOf(lastDayMs) };
  const prices = createPriceList(
    () => ({}),
    () => range.last,
  );
  return usageReport(ledger.days(range.first, range.last), range, prices, 'claude-sonnet-5-5');
}

async function recordTime(ledger: Ledger): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 50; i++) {
    const start = performance.now();
    await ledger.record(JSON.parse(entryLine(lastDayMs, `new-${i}`)) as AuditEntry);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[25] ?? 0;
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
