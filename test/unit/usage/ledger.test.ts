import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { silentLog } from '../../../src/core/base/log.ts';
import { openLedger, type Ledger, type LedgerFiles } from '../../../src/core/usage/ledger.ts';
import type { AuditEntry } from '../../../src/core/usage/auditEntry.ts';
import { createLedgerFiles } from '../../../src/editor/ledgerStore.ts';
import { systemClock } from '../../../src/editor/nodePorts.ts';
import { cloudEntry, entry } from './entries.ts';

const now = Date.parse('2026-03-10T13:00:00Z');
const today = 'audit-2026-03-10.jsonl';
const clock = { ...systemClock, now: () => now };
const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tandem-ledger-'));
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true, force: true });
});

/** With every file counted; a folder that cannot be read leaves the figures at zero. */
async function open(files: LedgerFiles = createLedgerFiles(folder)): Promise<Ledger> {
  const ledger = openLedger({ files, clock, dayOf, log: silentLog });
  await ledger.countBackTo('0000-01-01').catch(() => undefined);
  return ledger;
}

async function lines(name = today): Promise<AuditEntry[]> {
  const text = await readFile(path.join(folder, name), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AuditEntry);
}

describe('the ledger', () => {
  it('writes one line for each entry, in the file of its day', async () => {
    const ledger = await open();
    const first = entry();
    const second = cloudEntry();
    await Promise.all([ledger.record(first), ledger.record(second)]);
    await ledger.record(entry({ time: '2026-03-09T23:59:59.000Z' }));
    expect(await lines()).toEqual([first, second]);
    expect(await lines('audit-2026-03-09.jsonl')).toHaveLength(1);
  });

  it('adds up what it wrote', async () => {
    const ledger = await open();
    await Promise.all([ledger.record(entry()), ledger.record(cloudEntry())]);
    expect(ledger.today()).toMatchObject({
      local: { requests: 1, tokensIn: 100, costUsd: 0 },
      cloud: { requests: 1, costUsd: 0.25 },
      escalations: { truncated: 1 },
      redactions: { awsKey: 2 },
    });
    expect(await ledger.spentUsd()).toEqual({ today: 0.25, month: 0.25 });
  });

  it('takes a second line about the same request as a fact about it, not as a request', async () => {
    const ledger = await open();
    const offered = entry();
    await ledger.record(offered);
    await ledger.record({ ...offered, outcome: 'accepted' });
    await ledger.record({ ...offered, outcome: 'accepted', kept: true });
    expect((await lines()).map(({ tokensIn, followUp }) => [tokensIn, followUp])).toEqual([
      [100, undefined],
      [0, true],
      [0, true],
    ]);
    expect(ledger.today().local.requests).toBe(1);
    expect(Object.values(ledger.today().acceptance)).toEqual([
      { model: 'codestral', language: 'typescript', offered: 1, accepted: 1, kept: 1 },
    ]);
  });

  it('counts what another window appended, and tells of it', async () => {
    const [one, other] = [await open(), await open()];
    let told = 0;
    one.onDidChange(() => told++);
    await other.record(cloudEntry({ costUsd: 1 }));
    expect(await one.spentUsd()).toEqual({ today: 1, month: 1 });
    expect(told).toBe(1);
  });

  it('keeps figures over a restart and does not count a file twice', async () => {
    const ledger = await open();
    for (let i = 0; i < 5; i++) await ledger.record(cloudEntry({ costUsd: 1 }));
    await ledger.checkpoint();
    await ledger.record(cloudEntry({ costUsd: 1 }));
    const again = await open();
    expect(await again.spentUsd()).toEqual({ today: 6, month: 6 });
  });

  it('counts afresh where the kept figures are torn', async () => {
    const ledger = await open();
    await ledger.record(entry());
    await ledger.checkpoint();
    await truncate(path.join(folder, 'summary-2026-03.json'), 40);
    expect((await open()).today().local.requests).toBe(1);
  });

  it('counts the days that lie between first and last', async () => {
    const ledger = await open();
    for (const day of ['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-10']) {
      await writeFile(
        path.join(folder, `audit-${day}.jsonl`),
        `${JSON.stringify(entry({ time: `${day}T08:00:00.000Z` }))}\n`,
      );
    }
    expect(ledger.days('2026-01-01', '2026-12-31')).toEqual([]);
    const again = await open();
    expect(again.days('2026-02-01', '2026-03-09').map(({ day }) => day)).toEqual([
      '2026-02-01',
      '2026-02-28',
    ]);
  });
});

describe('a crash', () => {
  it('at any byte of a line loses no acknowledged entry and leaves every line readable', async () => {
    const whole = [entry(), cloudEntry({ model: 'größer' }), entry()];
    const text = whole.map((one) => `${JSON.stringify(one)}\n`).join('');
    const bytes = Buffer.from(text);
    const lastLine = bytes.lastIndexOf(10, bytes.length - 2) + 1;
    for (let cut = lastLine; cut <= bytes.length; cut += 7) {
      await rm(path.join(folder, today), { force: true });
      await writeFile(path.join(folder, today), bytes.subarray(0, cut));
      const ledger = await open();
      const after = entry();
      await ledger.record(after);
      const ids = (await lines()).map(({ id }) => id);
      expect(ids.slice(0, 2)).toEqual(whole.slice(0, 2).map(({ id }) => id));
      expect(ids.at(-1)).toBe(after.id);
      expect(ledger.unreadableLines).toBe(0);
      expect(ledger.today().local.requests + ledger.today().cloud.requests).toBe(ids.length);
    }
    expect(await readFile(path.join(folder, 'torn.txt'), 'utf8')).toContain('"time"');
  });

  it('that leaves a torn line glued to the next does not hide the whole one', async () => {
    const kept = entry();
    const torn = JSON.stringify(entry()).slice(0, 60);
    await writeFile(path.join(folder, today), `${torn}${JSON.stringify(kept)}\n`);
    expect((await open()).today().local.requests).toBe(1);
  });

  it('that leaves zero bytes is passed over', async () => {
    await writeFile(path.join(folder, today), `${JSON.stringify(entry())}\n${'\0'.repeat(300)}`);
    const ledger = await open();
    await ledger.record(entry());
    expect(ledger.today().local.requests).toBe(2);
  });

  it('of a real process in the middle of writing, again and again, loses nothing it had acknowledged', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 6; round++) {
      const ids = await writeUntilKilled(`r${round}`, 5 + round * 13);
      acknowledged.push(...ids);
    }
    const ledger = await open();
    await ledger.record(entry({ id: 'last' }));
    const ids = new Set((await lines()).map(({ id }) => id));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(0);
  }, 60_000);
});

describe('several windows', () => {
  it('that write at once neither lose nor tear a line', async () => {
    const perWriter = 150;
    const written = await Promise.all(['a', 'b', 'c', 'd'].map((name) => writeAll(name, perWriter)));
    const ids = (await lines()).map(({ id }) => id);
    expect(written).toEqual([perWriter, perWriter, perWriter, perWriter]);
    expect(ids).toHaveLength(4 * perWriter);
    expect(new Set(ids).size).toBe(4 * perWriter);
    const ledger = await open();
    expect(ledger.today().local.requests).toBe(4 * perWriter);
    expect(ledger.unreadableLines).toBe(0);
  }, 60_000);

  it('that keep the figures at the same time agree on them', async () => {
    const [one, other] = [await open(), await open()];
    await Promise.all([one.record(entry()), other.record(entry())]);
    await Promise.all([one.refresh(), other.refresh()]);
    await Promise.all([one.checkpoint(), other.checkpoint()]);
    expect((await open()).today().local.requests).toBe(2);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('a disk that refuses', () => {
  it('acknowledges nothing, tells why, and goes on when there is room again', async () => {
    const files = createLedgerFiles(folder);
    let isFull = false;
    const ledger = await open({
      ...files,
      append: async (name, text) => {
        if (isFull) throw new Error('ENOSPC: no space left on device');
        await files.append(name, text);
      },
    });
    await ledger.record(entry());
    isFull = true;
    const late = entry();
    await expect(ledger.record(late)).rejects.toThrow('ENOSPC');
    expect(ledger.problem).toContain('ENOSPC');
    isFull = false;
    await ledger.record(late);
    expect(ledger.problem).toBeUndefined();
    expect((await lines()).map(({ followUp }) => followUp)).toEqual([undefined, undefined]);
  });

  it('in the middle of a line loses no line before and none after', async () => {
    const files = createLedgerFiles(folder);
    const ledger = await open(files);
    const first = entry();
    await ledger.record(first);
    const partial = JSON.stringify(entry()).slice(0, 80);
    await writeFile(path.join(folder, today), partial, { flag: 'a' });
    const third = entry();
    await ledger.record(third);
    expect((await lines()).map(({ id }) => id)).toEqual([first.id, third.id]);
  });

  it('for good, as a folder that is none does, keeps figures at zero and rejects each entry', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const ledger = await open(createLedgerFiles(path.join(file, 'audit')));
    await expect(ledger.record(entry())).rejects.toThrow();
    expect(ledger.today().local.requests).toBe(0);
    expect(ledger.problem).toBeDefined();
  });

  it('because the folder is read-only', async () => {
    await writeFile(path.join(folder, today), '');
    await chmod(path.join(folder, today), 0o444);
    await chmod(folder, 0o555);
    const output = await outputOf(['read-only', '1'], 'stderr');
    expect(output).toContain('EACCES');
    expect(await readFile(path.join(folder, today), 'utf8')).toBe('');
  });
});

it('keeps the log to the person alone', async () => {
  await (await open(createLedgerFiles(path.join(folder, 'usage')))).record(entry());
  expect((await stat(path.join(folder, 'usage', today))).mode & 0o077).toBe(0);
});

const writer = path.join(import.meta.dirname, 'ledgerWriter.ts');

/** A process of its own that records `count` entries; resolves with how many were acknowledged. */
async function writeAll(name: string, count: number): Promise<number> {
  return (await acknowledgedBy(name, count)).length;
}

/** A process of its own that records without end, killed after it acknowledged `count` entries. */
function writeUntilKilled(name: string, count: number): Promise<string[]> {
  return acknowledgedBy(name, Number.MAX_SAFE_INTEGER, count);
}

/** What a process says that may not write where the superuser may. */
function outputOf(parameters: readonly string[], stream: 'stderr'): Promise<string> {
  return new Promise((resolve, reject) => {
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const child = spawn(process.execPath, [writer, folder, ...parameters], nobody);
    let output = '';
    child[stream].on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}

function acknowledgedBy(name: string, count: number, killAfter?: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, folder, name, String(count)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (killAfter !== undefined && output.split('\n').length > killAfter) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', () => resolve(output.split('\n').slice(0, -1)));
  });
}
