import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { Fetch } from '../../../src/core/base/ports.ts';
import { createLedgerFiles } from '../../../src/editor/ledgerStore.ts';
import { openaiCloud } from '../../servers/openaiCloud.ts';
import { startStandIn } from '../../servers/standIn.ts';
import {
  ask,
  collect,
  makeRig,
  ManualClock,
  memoryFiles,
  previewed,
  requestOf,
  workingKey,
  type Rig,
  type RigOptions,
} from './doorRig.ts';

const never = new AbortController().signal;
const server = await startStandIn(openaiCloud, { apiKey: workingKey, answer: () => ['ok'] });
const url = server.url;

/** A cloud that takes the request and never answers, so that the reservation stays open. */
const silent: Fetch = (_input, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
  });

async function sendOnce(rig: Rig): Promise<string> {
  const preview = await rig.door.preview(requestOf());
  if (!preview.ok) return preview.reason;
  const sent = await rig.door.send(preview.value, never);
  return sent.ok ? 'sent' : sent.reason;
}

/** Two windows of one person: one place for accounts. */
function twoWindows(policy: Parameters<typeof makeRig>[0], options: RigOptions = {}): [Rig, Rig] {
  const files = memoryFiles();
  const clock = new ManualClock();
  return [
    makeRig({ url, ...policy }, { files, clock, fetch: silent, ...options }),
    makeRig({ url, ...policy }, { files, clock, fetch: silent, ...options }),
  ];
}

async function ceilingOf(): Promise<number> {
  return (await previewed(makeRig({ url }))).costUsd ?? 0;
}

describe('a budget', () => {
  it('is not overspent by two windows that ask at the same moment', async () => {
    const ceilingUsd = await ceilingOf();
    const [left, right] = twoWindows({ dailyUsd: ceilingUsd * 3.5 });
    const results = await Promise.all([left, right, left, right, left, right, left, right].map(sendOnce));
    expect(results.filter((result) => result === 'sent')).toHaveLength(3);
    expect(results.filter((result) => result === 'dailyBudget')).toHaveLength(5);
  });

  it('is not overspent over a folder on disk either', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tandem-accounts-'));
    const ceilingUsd = await ceilingOf();
    const clock = new ManualClock();
    const windows = [1, 2, 3].map(() =>
      makeRig(
        { url, dailyUsd: ceilingUsd * 4.5 },
        { clock, fetch: silent, parts: { accounts: createLedgerFiles(folder) } },
      ),
    );
    const results = await Promise.all([...windows, ...windows, ...windows].map(sendOnce));
    await rm(folder, { recursive: true, force: true });
    const sent = results.filter((result) => result === 'sent').length;
    // A window that saw two others reserve at once may step back although one of them did as well.
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThanOrEqual(4);
    expect(new Set(results)).toEqual(new Set(['sent', 'dailyBudget']));
  });

  it('frees what a request did not use', async () => {
    const ceilingUsd = await ceilingOf();
    const rig = makeRig({ url, dailyUsd: ceilingUsd * 1.5 });
    await ask(rig);
    await ask(rig);
    expect(rig.audit).toHaveLength(2);
  });

  it('survives a restart', async () => {
    const files = memoryFiles();
    const ceilingUsd = await ceilingOf();
    const before = makeRig({ url, dailyUsd: ceilingUsd * 1.5 }, { files, fetch: silent });
    expect(await sendOnce(before)).toBe('sent');
    const after = makeRig({ url, dailyUsd: ceilingUsd * 1.5 }, { files });
    expect(await sendOnce(after)).toBe('dailyBudget');
  });

  it('begins anew the next day, and the next month', async () => {
    const files = memoryFiles();
    const ceilingUsd = await ceilingOf();
    const clock = new ManualClock(Date.UTC(2026, 10, 29, 12));
    const limits = { url, dailyUsd: ceilingUsd * 1.5, monthlyUsd: ceilingUsd * 2.5 };
    const rig = makeRig(limits, { files, clock, fetch: silent });
    expect(await sendOnce(rig)).toBe('sent');
    expect(await sendOnce(rig)).toBe('dailyBudget');
    clock.advance(86_400_000);
    expect(await sendOnce(rig)).toBe('sent');
    clock.advance(86_400_000 - 43_200_000 + 1);
    expect(await sendOnce(rig)).toBe('sent');
  });

  it('holds over the days of a month', async () => {
    const ceilingUsd = await ceilingOf();
    const clock = new ManualClock(Date.UTC(2026, 10, 2, 12));
    const limits = { url, dailyUsd: ceilingUsd * 1.5, monthlyUsd: ceilingUsd * 2.5 };
    const rig = makeRig(limits, { clock, fetch: silent });
    const results: string[] = [];
    for (let day = 0; day < 4; day++) {
      results.push(await sendOnce(rig));
      clock.advance(86_400_000);
    }
    expect(results).toEqual(['sent', 'sent', 'monthlyBudget', 'monthlyBudget']);
  });

  it('takes an unknown price for the highest, never for nothing', async () => {
    const rig = makeRig({ url, dailyUsd: 0.001 }, { price: null });
    expect(await sendOnce(rig)).toBe('dailyBudget');
    const generous = makeRig({ url, dailyUsd: 5 }, { price: null });
    await ask(generous);
    expect(generous.audit[0]?.costUsd).toBeNull();
    expect([...generous.files.held.values()].join('')).toMatch(/"type":"charged","id":"[^"]+","usd":0\.0\d+/);
  });

  it('counts what the ledger knows from before', async () => {
    const rig = makeRig({ url });
    rig.ledger = { today: 5, month: 5 };
    expect(await sendOnce(rig)).toBe('dailyBudget');
  });

  it('warns at 80 %, holds exploratory work back at 90 % and closes at 100 %', async () => {
    const rig = makeRig({ url, dailyUsd: 10, monthlyUsd: 1000 });
    const states: string[] = [];
    for (const today of [0, 7.9, 8, 9, 10]) {
      rig.ledger = { today, month: today };
      states.push(await rig.door.budgetState('c1'));
    }
    expect(states).toEqual(['ok', 'ok', 'warned', 'medium', 'dailyBudget']);
  });

  it('counts as spent when what was spent can not be read', async () => {
    const rig = makeRig({ url });
    rig.files.read = () => Promise.reject(new Error('disk'));
    expect(await rig.door.budgetState('c1')).toBe('dailyBudget');
    expect(await sendOnce(rig)).toBe('auditUnavailable');
  });
});

describe('ceilings', () => {
  it('bound the tokens of one conversation, and leave others alone', async () => {
    const rig = makeRig({ url }, { parts: { ceilings: { conversationTokens: 20_000 } } });
    const long = requestOf('word '.repeat(3000));
    const results: string[] = [];
    for (let turn = 0; turn < 6; turn++) {
      const preview = await rig.door.preview(long);
      if (preview.ok) {
        const sent = await rig.door.send(preview.value, never);
        if (sent.ok) await collect(sent.value);
      }
      results.push(preview.ok ? 'sent' : preview.reason);
    }
    expect(results[0]).toBe('sent');
    expect(results.at(-1)).toBe('conversationCeiling');
    expect((await rig.door.preview({ ...long, conversationId: 'c2' })).ok).toBe(true);
  });

  it('bound the escalations of an hour, not what the person asks for', async () => {
    const rig = makeRig({ url }, { parts: { ceilings: { escalationsPerHour: 2 } } });
    const failed = requestOf('x', { reason: 'truncated' });
    await ask(rig, failed);
    await ask(rig, failed);
    expect(await rig.door.preview(failed)).toMatchObject({ ok: false, reason: 'hourlyCeiling' });
    expect((await rig.door.preview(requestOf())).ok).toBe(true);
    rig.clock.advance(3_600_001);
    expect((await rig.door.preview(failed)).ok).toBe(true);
  });
});

it('writes the audit line of a request whose window died, once', async () => {
  const files = memoryFiles();
  const clock = new ManualClock();
  const dead = makeRig({ url }, { files, clock, fetch: silent });
  expect(await sendOnce(dead)).toBe('sent');
  clock.advance(3 * 3_600_000);
  const windows = [makeRig({ url }, { files, clock }), makeRig({ url }, { files, clock })];
  await expect.poll(() => windows.flatMap(({ audit }) => audit)).toHaveLength(1);
  expect(windows.flatMap(({ audit }) => audit)[0]).toMatchObject({ outcome: 'failed', route: 'cloud' });
  const later = makeRig({ url }, { files, clock });
  await later.door.budgetState('c1');
  await new Promise((resolve) => setImmediate(resolve));
  expect(later.audit).toEqual([]);
});

it('charges a cancelled request at its ceiling where closing the connection does not stop the bill', async () => {
  const { mistralCloud } = await import('../../servers/mistralCloud.ts');
  await using mistral = await startStandIn(mistralCloud, {
    apiKey: workingKey,
    answer: () => ['a ', 'b ', 'c'],
    fault: { name: 'stall', afterChunks: 1 },
  });
  const rig = makeRig({ provider: 'mistral', url: mistral.url, model: 'mistral-medium-3-5' });
  const cancel = new AbortController();
  const sent = await rig.door.send(await previewed(rig, requestOf('x', { maxTokens: 256 })), cancel.signal);
  if (!sent.ok) throw new Error(sent.reason);
  for await (const event of sent.value) if (event.type === 'text') cancel.abort();
  expect(rig.audit[0]).toMatchObject({ outcome: 'cancelled', tokensOut: 256 });
});

it('writes down a request that was lost at the end of a month', async () => {
  const files = memoryFiles();
  const clock = new ManualClock(Date.UTC(2026, 10, 30, 23, 30));
  expect(await sendOnce(makeRig({ url }, { files, clock, fetch: silent }))).toBe('sent');
  clock.advance(3 * 3_600_000);
  const later = makeRig({ url }, { files, clock });
  await expect.poll(() => later.audit).toHaveLength(1);
});
