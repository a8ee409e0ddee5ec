/** Which entries stand in these bytes of an audit file? Torn lines are passed over, never guessed at. */

import type { AuditEntry } from './auditEntry.ts';

export interface ReadEntries {
  readonly entries: readonly AuditEntry[];
  /** Bytes used: up to and with the last line end, so that the rest is read again when it is whole. */
  readonly bytes: number;
  readonly unreadable: number;
}

const lineFeed = 10;

export function readEntries(chunk: Uint8Array): ReadEntries {
  const end = chunk.lastIndexOf(lineFeed) + 1;
  const lines = new TextDecoder().decode(chunk.subarray(0, end)).split('\n');
  const entries: AuditEntry[] = [];
  let unreadable = 0;
  for (const line of lines) {
    if (line === '') continue;
    const entry = parseLine(line) ?? parseLine(wholeTail(line));
    if (entry === undefined) unreadable++;
    else entries.push(entry);
  }
  return { entries, bytes: end, unreadable };
}

/** A line torn by a crash may have the next window's whole line glued to it. */
function wholeTail(line: string): string {
  const start = line.lastIndexOf('{"time":');
  return start > 0 ? line.slice(start) : '';
}

function parseLine(line: string): AuditEntry | undefined {
  if (!line.includes('"time"')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** By hand, not by schema: two million lines must be counted in seconds. */
export function isEntry(value: unknown): value is AuditEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Partial<Record<keyof AuditEntry, unknown>>;
  return (
    typeof entry.time === 'string' &&
    typeof entry.id === 'string' &&
    (entry.route === 'local' || entry.route === 'cloud') &&
    typeof entry.task === 'string' &&
    typeof entry.model === 'string' &&
    typeof entry.reason === 'string' &&
    typeof entry.tokensIn === 'number' &&
    typeof entry.tokensOut === 'number' &&
    (entry.costUsd === null || typeof entry.costUsd === 'number') &&
    typeof entry.ms === 'number' &&
    Array.isArray(entry.checks) &&
    Array.isArray(entry.redactions)
  );
}
