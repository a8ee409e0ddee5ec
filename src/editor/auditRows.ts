/** Which requests does the audit log tell of, filtered and written out? */

import type { AuditEntry } from '../core/usage/auditEntry.ts';
import { usdText } from '../core/usage/usdText.ts';

/** An absent member lets everything through. */
export interface AuditFilter {
  /** YYYY-MM-DD, as the file is named. */
  readonly day?: string;
  readonly route?: string;
  readonly reason?: string;
}

export interface AuditRow {
  readonly day: string;
  readonly entry: AuditEntry;
}

export interface AuditRead {
  /** Newest first; a later fact about a request (accepted, rejected) is folded into it. */
  readonly rows: readonly AuditRow[];
  /** Lines that could not be read. They stay in the file. */
  readonly unreadable: number;
}

/** Above this much text a table is no longer read, and a year of heavy use would not fit into memory. */
export const mostChars = 8_000_000;

/**
 * Which days are shown? The newest ones, as many as are still read by a person, or the one that was asked for.
 * @param read the text of a file; files are read one by one and no further than is shown
 */
export async function readDays(
  days: readonly string[],
  wanted: string | undefined,
  read: (name: string) => Promise<string>,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  let chars = 0;
  for (const day of wanted === undefined ? [...days].sort().reverse() : [wanted]) {
    if (chars >= mostChars) break;
    const name = `audit-${day}.jsonl`;
    const text = await read(name);
    texts.set(name, text);
    chars += text.length;
  }
  return texts;
}

/** The day of a file of the audit log; `undefined` for other files. */
export function dayOfFile(name: string): string | undefined {
  return /^audit-(\d{4}-\d{2}-\d{2})\.jsonl$/.exec(name)?.[1];
}

/** @param files text by file name; other files than `audit-YYYY-MM-DD.jsonl` are passed over */
export function readAudit(files: ReadonlyMap<string, string>): AuditRead {
  const rows = new Map<string, AuditRow>();
  let unreadable = 0;
  for (const [name, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const day = dayOfFile(name);
    if (day === undefined) continue;
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      const entry = parseLine(line);
      if (entry === undefined) unreadable++;
      else fold(rows, { day, entry });
    }
  }
  const newestFirst = [...rows.values()].sort((a, b) => (a.entry.time < b.entry.time ? 1 : -1));
  return { rows: newestFirst, unreadable };
}

function fold(rows: Map<string, AuditRow>, row: AuditRow): void {
  const first = rows.get(row.entry.id);
  if (first === undefined || row.entry.followUp !== true) {
    rows.set(first === undefined ? row.entry.id : `${row.entry.id} ${rows.size}`, row);
    return;
  }
  rows.set(row.entry.id, { day: first.day, entry: { ...first.entry, outcome: row.entry.outcome } });
}

export function filterRows(rows: readonly AuditRow[], filter: AuditFilter): readonly AuditRow[] {
  return rows.filter(
    ({ day, entry }) =>
      (filter.day === undefined || day === filter.day) &&
      (filter.route === undefined || entry.route === filter.route) &&
      (filter.reason === undefined || entry.reason === filter.reason),
  );
}

/** The values of one column with how often each occurs, most frequent first (days newest first). */
export function choices(
  rows: readonly AuditRow[],
  column: keyof AuditFilter,
): readonly { readonly value: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { day, entry } of rows) {
    const value = column === 'day' ? day : entry[column];
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const list = [...counts].map(([value, count]) => ({ value, count }));
  return column === 'day'
    ? list.sort((a, b) => (a.value < b.value ? 1 : -1))
    : list.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

export function asJsonl(rows: readonly AuditRow[]): string {
  return rows.map(({ entry }) => `${JSON.stringify(entry)}\n`).join('');
}

const columns: readonly (readonly [name: string, value: (entry: AuditEntry) => string | number])[] = [
  ['time', (entry) => entry.time],
  ['id', (entry) => entry.id],
  ['task', (entry) => entry.task],
  ['route', (entry) => entry.route],
  ['host', (entry) => entry.host],
  ['model', (entry) => entry.model],
  ['reason', (entry) => entry.reason],
  [
    'checks',
    (entry) => entry.checks.map(({ name, passed }) => `${name}=${passed ? 'passed' : 'failed'}`).join(' '),
  ],
  ['redactions', (entry) => entry.redactions.map(({ kind, count }) => `${kind}=${count}`).join(' ')],
  ['tokensIn', (entry) => entry.tokensIn],
  ['tokensOut', (entry) => entry.tokensOut],
  ['costUsd', (entry) => entry.costUsd ?? ''],
  ['ms', (entry) => entry.ms],
  ['outcome', (entry) => entry.outcome],
  ['sentSha256', (entry) => entry.sentSha256 ?? ''],
];

/** RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe in front. */
export function asCsv(rows: readonly AuditRow[]): string {
  const lines = [
    columns.map(([name]) => name),
    ...rows.map(({ entry }) => columns.map(([, value]) => value(entry))),
  ];
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Aligned columns for reading; one request a line. */
export function asTable(rows: readonly AuditRow[], heading: readonly string[]): string {
  const cells = rows.map(({ entry }) => [
    entry.time.slice(0, 19).replace('T', ' '),
    entry.task,
    entry.route,
    entry.host,
    entry.model,
    entry.reason,
    failedOf(entry),
    entry.redactions.map(({ kind, count }) => `${count} ${kind}`).join(', '),
    `${entry.tokensIn}/${entry.tokensOut}`,
    entry.costUsd === null ? '?' : usdText(entry.costUsd),
    `${entry.ms} ms`,
    entry.outcome,
    entry.sentSha256 ?? '',
  ]);
  const all = [[...heading], ...cells];
  const widths = heading.map((_title, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  return all
    .map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function failedOf(entry: AuditEntry): string {
  return entry.checks
    .filter(({ passed }) => !passed)
    .map(({ name }) => name)
    .join(' ');
}

function parseLine(line: string): AuditEntry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is AuditEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Partial<Record<keyof AuditEntry, unknown>>;
  const texts = [
    entry.time,
    entry.id,
    entry.task,
    entry.route,
    entry.host,
    entry.model,
    entry.reason,
    entry.outcome,
  ];
  const figures = [entry.tokensIn, entry.tokensOut, entry.ms];
  return (
    texts.every((text) => typeof text === 'string') &&
    figures.every((figure) => typeof figure === 'number') &&
    (entry.costUsd === null || typeof entry.costUsd === 'number') &&
    Array.isArray(entry.checks) &&
    Array.isArray(entry.redactions)
  );
}
