import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { silentLog } from '../../../src/core/base/log.ts';
import { openLedger, type Ledger } from '../../../src/core/usage/ledger.ts';
import { createLedgerFiles } from '../../../src/editor/ledgerStore.ts';
import { MovingLedger } from '../../../src/editor/movingLedger.ts';
import { systemClock } from '../../../src/editor/nodePorts.ts';
import { cloudEntry, entry } from '../usage/entries.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tandem-moving-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function open(name: string): Promise<Ledger> {
  const ledger = openLedger({
    files: createLedgerFiles(path.join(folder, name)),
    clock: { ...systemClock, now: () => Date.parse('2026-03-10T13:00:00Z') },
    dayOf: (timeMs) => new Date(timeMs).toISOString().slice(0, 10),
    log: silentLog,
  });
  await ledger.countBackTo('0000-01-01');
  return ledger;
}

it('writes to the new folder and counts from there, and its listeners notice nothing but the change', async () => {
  const ledger = new MovingLedger(await open('old'));
  const recorded: string[] = [];
  let changes = 0;
  ledger.onDidRecord(({ id }) => recorded.push(id));
  ledger.onDidChange(() => changes++);
  await ledger.record(cloudEntry({ id: 'before', costUsd: 1 }));
  const before = changes;
  ledger.moveTo(await open('new'));
  expect(changes).toBe(before + 1);
  expect(await ledger.spentUsd()).toEqual({ today: 0, month: 0 });
  await ledger.record(entry({ id: 'after' }));
  expect(recorded).toEqual(['before', 'after']);
  expect(await readdir(path.join(folder, 'new'))).toEqual(['audit-2026-03-10.jsonl']);
  expect(ledger.today().local.requests).toBe(1);
});

it('hears nothing of the folder it left', async () => {
  const old = await open('old');
  const ledger = new MovingLedger(old);
  ledger.moveTo(await open('new'));
  let changes = 0;
  ledger.onDidChange(() => changes++);
  await old.record(entry());
  expect(changes).toBe(0);
});
