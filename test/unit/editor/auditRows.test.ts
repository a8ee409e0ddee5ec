import { describe, expect, it } from 'vitest';

import type { AuditEntry } from '../../../src/core/usage/auditEntry.ts';
import {
  asCsv,
  asJsonl,
  asTable,
  choices,
  filterRows,
  mostChars,
  readAudit,
  readDays,
} from '../../../src/editor/auditRows.ts';

function entry(id: string, further: Partial<AuditEntry> = {}): AuditEntry {
  return {
    time: `2026-11-20T10:00:0${id.length}.000Z`,
    id,
    task: 'chat',
    route: 'local',
    host: 'localhost:11434',
    model: 'devstral',
    reason: 'default',
    checks: [],
    redactions: [],
    tokensIn: 10,
    tokensOut: 5,
    costUsd: 0,
    ms: 100,
    outcome: 'shown',
    ...further,
  };
}

const line = (value: AuditEntry): string => `${JSON.stringify(value)}\n`;

const cloud = entry('bb', {
  route: 'cloud',
  host: 'api.openai.com',
  model: 'gpt-6-sol',
  reason: 'truncated',
  checks: [{ name: 'truncated', passed: false }],
  redactions: [{ kind: 'aws_key', count: 2 }],
  costUsd: 0.01,
  sentSha256: 'ab'.repeat(32),
});

const files = new Map([
  ['audit-2026-11-19.jsonl', line(entry('a', { time: '2026-11-19T10:00:00.000Z' }))],
  [
    'audit-2026-11-20.jsonl',
    `${line(cloud)}{"torn\n${line(entry('ccc'))}${line({ ...cloud, outcome: 'accepted', followUp: true, costUsd: 0 })}`,
  ],
  ['notes.jsonl', line(entry('zzzz'))],
]);

describe('the audit log', () => {
  const read = readAudit(files);

  it('is read newest first, with torn lines counted and other files passed over', () => {
    expect(read.rows.map(({ entry: { id } }) => id)).toEqual(['ccc', 'bb', 'a']);
    expect(read.unreadable).toBe(1);
  });

  it('shows how a request ended in the end, at its one price', () => {
    const row = read.rows.find(({ entry: { id } }) => id === 'bb');
    expect(row?.entry).toMatchObject({ outcome: 'accepted', costUsd: 0.01 });
  });

  it.each([
    [{ day: '2026-11-19' }, ['a']],
    [{ route: 'cloud' }, ['bb']],
    [{ reason: 'default' }, ['ccc', 'a']],
    [{ day: '2026-11-20', route: 'local', reason: 'default' }, ['ccc']],
    [{}, ['ccc', 'bb', 'a']],
    [{ route: 'cloud', reason: 'default' }, []],
  ])('filtered by %j holds %j', (filter, ids) => {
    expect(filterRows(read.rows, filter).map(({ entry: { id } }) => id)).toEqual(ids);
  });

  it('offers what there is to filter by', () => {
    expect(choices(read.rows, 'day')).toEqual([
      { value: '2026-11-20', count: 2 },
      { value: '2026-11-19', count: 1 },
    ]);
    expect(choices(read.rows, 'reason')[0]).toEqual({ value: 'default', count: 2 });
  });

  it('is exported as JSONL that reads back', () => {
    const again = readAudit(new Map([['audit-2026-11-20.jsonl', asJsonl(read.rows)]]));
    expect(again.rows.map(({ entry: one }) => one)).toEqual(read.rows.map(({ entry: one }) => one));
  });

  it('is exported as CSV that no spreadsheet runs', () => {
    const csv = asCsv([
      { day: '2026-11-20', entry: { ...cloud, model: '=HYPERLINK("x"),y', reason: '@sum' } },
    ]);
    const [head, row] = csv.split('\r\n');
    expect(head?.split(',')).toHaveLength(15);
    expect(row).toContain(`"'=HYPERLINK(""x""),y"`);
    expect(row).toContain(`'@sum`);
    expect(row).toContain('truncated=failed');
    expect(row).toContain('aws_key=2');
  });

  it('is shown one request a line', () => {
    const table = asTable(
      read.rows,
      Array.from({ length: 13 }, (_, at) => `c${at}`),
    );
    expect(table.split('\n')).toHaveLength(4);
    expect(table).toContain('api.openai.com');
  });
});

it('reads the newest days only as far as a person reads, and any day that is asked for', async () => {
  const asked: string[] = [];
  const read = (name: string): Promise<string> => {
    asked.push(name);
    return Promise.resolve('x'.repeat(mostChars / 2));
  };
  const days = ['2026-11-18', '2026-11-20', '2026-11-17', '2026-11-19'];
  expect([...(await readDays(days, undefined, read)).keys()]).toEqual([
    'audit-2026-11-20.jsonl',
    'audit-2026-11-19.jsonl',
  ]);
  expect([...(await readDays(days, '2026-11-17', read)).keys()]).toEqual(['audit-2026-11-17.jsonl']);
  expect(asked).toHaveLength(3);
});
