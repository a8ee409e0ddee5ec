import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { silentLog } from '../../../src/core/base/log.ts';
import { countRange, type CountedRange } from '../../../src/core/usage/countRange.ts';
import { EntryCounter } from '../../../src/core/usage/entryCounter.ts';
import { openLedger, type Ledger, type LedgerFiles } from '../../../src/core/usage/ledger.ts';
import { parseAuditLine } from '../../../src/core/usage/parseAuditLine.ts';
import { addEntry, emptyDay, mergeDay, type DaySummary } from '../../../src/core/usage/summary.ts';
import { createLedgerFiles } from '../../../src/editor/ledgerStore.ts';
import { LineCounters } from '../../../src/editor/lineCounters.ts';
import { systemClock } from '../../../src/editor/nodePorts.ts';
import { cloudEntry, entry } from './entries.ts';

/** Line by line with JSON.parse: what the fast counting must agree with. */
function plainly(text: string): { figures: DaySummary; entries: number; unreadable: number } {
  const figures = emptyDay();
  let [entries, unreadable] = [0, 0];
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    if (line.trim() === '') continue;
    const one = parseAuditLine(line);
    if (one === undefined) unreadable++;
    else {
      entries++;
      addEntry(figures, one);
    }
  }
  return { figures, entries, unreadable };
}

/** Sums of prices differ in their last digits with the order of adding. */
function rounded(figures: DaySummary): unknown {
  return JSON.parse(JSON.stringify(figures), (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(12)) : value,
  );
}

const word = fc.oneof(
  fc.constantFrom(
    'codestral',
    'constructor',
    '__proto__',
    'größer',
    '日本語',
    'a"b',
    'tab\there',
    'shown',
    'kept',
    '',
  ),
  fc.string({ maxLength: 12 }),
);
const size = fc.oneof(
  fc.nat(5000),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.constantFrom(0, 0.1, 0.004, 1e21, 123456789012345680, 5e-324, 0.30000000000000004),
);
const entries = fc.record(
  {
    time: fc.constant('2026-03-10T12:00:00.000Z'),
    id: word,
    task: fc.oneof(fc.constantFrom('completion', 'chat', 'edit'), word),
    route: fc.constantFrom('local', 'cloud'),
    host: word,
    model: word,
    reason: word,
    checks: fc.array(fc.record({ name: word, passed: fc.boolean() }), { maxLength: 3 }),
    redactions: fc.array(fc.record({ kind: word, count: size }), { maxLength: 3 }),
    tokensIn: size,
    tokensOut: size,
    costUsd: fc.oneof(size, fc.constant(null)),
    ms: size,
    outcome: fc.constantFrom('shown', 'withheld', 'accepted', 'rejected', 'failed', 'cancelled'),
    sentSha256: fc.oneof(word, fc.constant(null)),
    language: fc.oneof(word, fc.constant(null)),
    firstTokenMs: fc.oneof(size, fc.constant(null)),
    followUp: fc.oneof(fc.boolean(), fc.constant(null)),
    kept: fc.oneof(fc.boolean(), fc.constant(null)),
  },
  {
    requiredKeys: [
      ...(['time', 'id', 'task', 'route', 'model', 'reason', 'checks', 'redactions'] as const),
      ...(['tokensIn', 'tokensOut', 'costUsd', 'ms'] as const),
    ],
  },
);

/** The same object as other programs write it: other order, blanks, members that nobody knows. */
const written = fc
  .tuple(entries, fc.constantFrom('plain', 'spaced', 'reversed', 'more', 'indented'), fc.nat())
  .map(([one, form]) => {
    switch (form) {
      case 'spaced':
        return JSON.stringify(one).replaceAll('":', '": ').replaceAll(',"', ', "');
      case 'reversed':
        return JSON.stringify(Object.fromEntries(Object.entries(one).reverse()));
      case 'more':
        return JSON.stringify({ ...one, note: { of: ['another', 'program'] } });
      case 'indented':
        return `  \t${JSON.stringify(one)} \r`;
      default:
        return JSON.stringify(one);
    }
  });
const damaged = fc
  .tuple(written, fc.nat(), fc.constantFrom('cut', 'digit', 'glued', 'type'))
  .map(([line, at, how]) => {
    const place = at % line.length;
    if (how === 'cut') return line.slice(0, place);
    if (how === 'digit') return line.replace(/\d+/, '007');
    if (how === 'glued') return line.slice(0, place) + JSON.stringify(entry());
    return line.replace(/"tokensIn": ?[^,]+/, '"tokensIn":"5"');
  });
/** The same request again, at another time and of another size. */
const again = (line: string): string =>
  line.replace(/"id":"\w*"/, '"id":"again"').replace(/"ms":\d+/, '"ms":77');
const files = fc
  .tuple(
    fc.array(
      fc.oneof({ weight: 4, arbitrary: written }, { weight: 1, arbitrary: damaged }, fc.constant('')),
      {
        maxLength: 8,
      },
    ),
    fc.boolean(),
  )
  .map(([lines, isRepeated]) => (isRepeated ? lines.flatMap((line) => [line, again(line), line]) : lines))
  .chain((lines) => fc.constantFrom(`${lines.join('\n')}\n`, lines.join('\n')));

describe('counting bytes', () => {
  it('comes to what reading each line as JSON comes to', () => {
    fc.assert(
      fc.property(files, (text) => {
        const counter = new EntryCounter();
        const used = counter.add(new TextEncoder().encode(text));
        const expected = plainly(text);
        expect(used).toBe(new TextEncoder().encode(text.slice(0, text.lastIndexOf('\n') + 1)).length);
        expect({ entries: counter.entries, unreadable: counter.unreadable }).toEqual({
          entries: expected.entries,
          unreadable: expected.unreadable,
        });
        expect(rounded(counter.figures())).toEqual(rounded(expected.figures));
      }),
      { numRuns: 400 },
    );
  });

  it('in ranges side by side counts each line once, wherever they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.array(fc.nat(3000), { maxLength: 4 }), async (text, cuts) => {
        const bytes = new TextEncoder().encode(text);
        const read = (offset: number, maxBytes: number): Promise<Uint8Array> =>
          Promise.resolve(bytes.subarray(offset, offset + maxBytes));
        const places = [
          0,
          ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
          bytes.length,
        ];
        const figures = emptyDay();
        let [counted, unreadable, end] = [0, 0, 0];
        for (const [at, from] of places.slice(0, -1).entries()) {
          const range = await countRange(read, from, places[at + 1] ?? from);
          mergeDay(figures, range.figures);
          counted += range.entries;
          unreadable += range.unreadable;
          end = Math.max(end, range.end);
        }
        const expected = plainly(text);
        expect({ counted, unreadable }).toEqual({
          counted: expected.entries,
          unreadable: expected.unreadable,
        });
        expect(rounded(figures)).toEqual(rounded(expected.figures));
        expect(end).toBe(bytes.lastIndexOf(10) + 1);
      }),
      { numRuns: 200 },
    );
  });

  it('takes a line that is longer than the piece that is read at once', async () => {
    const text = `${JSON.stringify(entry({ model: 'm'.repeat(3_000_000) }))}\n${JSON.stringify(entry())}\n`;
    const bytes = new TextEncoder().encode(text);
    const counted = await countRange(
      (at, max) => Promise.resolve(bytes.subarray(at, at + max)),
      0,
      bytes.length,
    );
    expect(counted).toMatchObject({ entries: 2, unreadable: 0, end: bytes.length });
  });
});

const now = Date.parse('2026-03-10T13:00:00Z');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tandem-counting-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function open(files: LedgerFiles): Ledger {
  return openLedger({
    files,
    clock: { ...systemClock, now: () => now },
    dayOf: (timeMs) => new Date(timeMs).toISOString().slice(0, 10),
    log: silentLog,
  });
}

async function writeDay(day: string, count: number): Promise<void> {
  const line = (): string => `${JSON.stringify(cloudEntry({ time: `${day}T08:00:00.000Z`, costUsd: 1 }))}\n`;
  await writeFile(path.join(folder, `audit-${day}.jsonl`), Array.from({ length: count }, line).join(''));
}

describe('the ledger that has kept no figures', () => {
  it('counts the newest month first and older ones when they are asked for, saying how far it is', async () => {
    for (const day of ['2026-03-09', '2026-03-10', '2026-02-01', '2025-11-30']) await writeDay(day, 20);
    const order: string[] = [];
    const real = createLedgerFiles(folder);
    const seen: (number | undefined)[] = [];
    const ledger: Ledger = open({
      ...real,
      count: (name, from, to) => {
        order.push(name.slice(6, 16));
        seen.push(ledger.counting?.bytes);
        return real.count(name, from, to);
      },
    });
    expect(await ledger.spentUsd()).toEqual({ today: 20, month: 40 });
    // Within a month files are counted side by side.
    expect(order.toSorted()).toEqual(['2026-03-09', '2026-03-10']);
    expect(ledger.days('2025-01-01', '2026-12-31')).toHaveLength(2);
    await ledger.countBackTo('2025-04-01');
    expect(order.slice(2)).toEqual(['2026-02-01', '2025-11-30']);
    expect(ledger.days('2025-01-01', '2026-12-31').map(({ figures }) => figures.cloud.requests)).toEqual([
      20, 20, 20, 20,
    ]);
    expect(seen.every((bytes) => (bytes ?? 0) > 0)).toBe(true);
    expect(ledger.counting).toBeUndefined();
  });

  it('keeps the figures of a long month as soon as it is counted', async () => {
    await writeDay('2026-02-03', 1200);
    await open(createLedgerFiles(folder)).countBackTo('2026-01-01');
    const kept = JSON.parse(await readFile(path.join(folder, 'summary-2026-02.json'), 'utf8')) as {
      days: Record<string, DaySummary>;
    };
    expect(kept.days['2026-02-03']?.cloud.requests).toBe(1200);
    let counted = 0;
    const real = createLedgerFiles(folder);
    const again = open({
      ...real,
      count: (...range) => {
        counted++;
        return real.count(...range);
      },
    });
    await again.countBackTo('2026-01-01');
    expect([counted, again.days('2026-02-03', '2026-02-03')[0]?.figures.cloud.requests]).toEqual([0, 1200]);
  });

  it('counts a day afresh whose file was replaced by a longer one', async () => {
    await writeDay('2026-03-10', 3);
    const ledger = open(createLedgerFiles(folder));
    await ledger.countBackTo('2026-03-01');
    await ledger.checkpoint();
    const longer = cloudEntry({ time: '2026-03-10T08:00:00.000Z', model: 'a longer name', costUsd: 1 });
    await writeFile(path.join(folder, 'audit-2026-03-10.jsonl'), `${JSON.stringify(longer)}\n`.repeat(5));
    const again = open(createLedgerFiles(folder));
    expect(await again.spentUsd()).toEqual({ today: 5, month: 5 });
  });

  it('is counted by threads just as here, also where a file is cut into ranges', async () => {
    await writeDay('2026-03-10', 3000);
    await writeDay('2026-03-09', 1500);
    const counters = new LineCounters(new URL('../../../src/editor/ledgerCount.worker.ts', import.meta.url));
    const files = createLedgerFiles(folder);
    const inThreads: LedgerFiles = {
      ...files,
      count: (name, from, to) => counters.count(path.join(folder, name), from, to),
    };
    const [here, there] = [open(files), open(inThreads)];
    expect(await there.spentUsd()).toEqual(await here.spentUsd());
    expect(there.days('2026-03-01', '2026-03-31')).toEqual(here.days('2026-03-01', '2026-03-31'));
    const { size } = createLedgerFiles(folder);
    const whole = await size('audit-2026-03-10.jsonl');
    const halves = await Promise.all(
      [0, 1].map((at): Promise<CountedRange> =>
        counters.count(path.join(folder, 'audit-2026-03-10.jsonl'), at * 500_001, at === 0 ? 500_001 : whole),
      ),
    );
    expect(halves.map(({ entries: counted }) => counted).reduce((a, b) => a + b)).toBe(3000);
    await expect(counters.count(path.join(folder, 'none.jsonl'), 0, 10)).rejects.toThrow('ENOENT');
    counters.dispose();
    await expect(counters.count(path.join(folder, 'audit-2026-03-10.jsonl'), 0, 10)).rejects.toThrow();
  });
});
