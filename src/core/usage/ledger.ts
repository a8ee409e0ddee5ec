/** What was asked, and what does it add up to? Append-only files, one a day, and figures that grow with them. */

import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import type { FileStore } from '../base/ports.ts';
import type { AuditEntry, AuditLog } from './auditEntry.ts';
import { parseCheckpoint, type Checkpoint, type FileProgress } from './checkpoint.ts';
import { readEntries } from './entryLines.ts';
import { addEntry, emptyDay, mergeDay, type DaySummary } from './summary.ts';

/** A folder whose files can be read from where the last reading ended. Offsets in bytes. */
export interface LedgerFiles extends FileStore {
  /** 0 where there is no such file. */
  size(name: string): Promise<number>;
  readFrom(name: string, offset: number, maxBytes: number): Promise<Uint8Array>;
}

export interface LedgerParts {
  readonly files: LedgerFiles;
  readonly clock: Clock;
  /** Calendar day of a moment where the person is: YYYY-MM-DD. */
  readonly dayOf: (timeMs: number) => string;
  readonly log: Log;
}

export interface Ledger extends AuditLog {
  /** Told after each entry of this window and whenever others' entries were found. */
  readonly onDidChange: Event<void>;
  /** Told of each entry of this window, once it is durable. */
  readonly onDidRecord: Event<AuditEntry>;
  /** Reads what other windows appended since. */
  refresh(): Promise<void>;
  /** Figures as of the last refresh. */
  today(): DaySummary;
  /** By day, first and last included (YYYY-MM-DD), in order; days without entries are absent. */
  days(first: string, last: string): readonly { readonly day: string; readonly figures: DaySummary }[];
  /** USD known to be spent in the cloud, other windows included; refreshes first. */
  spentUsd(): Promise<{ readonly today: number; readonly month: number }>;
  /** Cloud entries of all windows from a moment of this month or the last one on, oldest first; refreshes first. */
  cloudEntriesSince(sinceMs: number): Promise<readonly AuditEntry[]>;
  /** Why the newest entries could not be written; `undefined` as long as they can. */
  readonly problem: string | undefined;
  /** Lines that could not be read: torn by a crash, or not ours. */
  readonly unreadableLines: number;
  /** Keeps the figures, so that the next start reads only what is new. */
  checkpoint(): Promise<void>;
}

const auditName = /^audit-(\d{4}-\d{2}-\d{2})\.jsonl$/;
const chunkBytes = 1 << 22;
/** Entries after which the figures are kept, so that a crash costs little reading. */
const checkpointEvery = 1000;

/** Reads the kept figures and whatever was appended since; a folder that cannot be read leaves them at zero. */
export async function openLedger(parts: LedgerParts): Promise<Ledger> {
  const ledger = new FileLedger(parts);
  await ledger.load().catch((failure: unknown) => {
    parts.log.error(`the audit folder cannot be read: ${asError(failure).message}`);
  });
  return ledger;
}

class FileLedger implements Ledger {
  private readonly parts: LedgerParts;
  private readonly byDay = new Map<string, DaySummary>();
  private readonly progress = new Map<string, FileProgress>();
  private readonly changed = new Emitter<void>();
  private readonly recorded = new Emitter<AuditEntry>();
  private readonly ownIds = new Set<string>();
  private readonly staleMonths = new Set<string>();
  /** Cloud entries by file; there are few of them, and the budget counts each. */
  private readonly cloudByFile = new Map<string, AuditEntry[]>();
  private reading: Promise<void> = Promise.resolve();
  private pending: PendingLine[] = [];
  private isWriting = false;
  private sinceCheckpoint = 0;
  problem: string | undefined;
  readonly onDidChange = this.changed.event;
  readonly onDidRecord = this.recorded.event;

  constructor(parts: LedgerParts) {
    this.parts = parts;
  }

  async load(): Promise<void> {
    const names = await this.parts.files.list();
    for (const name of names) {
      if (!/^summary-\d{4}-\d{2}\.json$/.test(name)) continue;
      const text = await this.parts.files.read(name);
      const kept = text === undefined ? undefined : parseCheckpoint(text);
      if (kept !== undefined) this.adopt(kept);
    }
    for (const name of names.filter((one) => auditName.test(one))) await this.catchUp(name);
    if (this.sinceCheckpoint >= checkpointEvery) await this.checkpoint().catch(() => undefined);
  }

  record(entry: AuditEntry): Promise<void> {
    const isFirst = !this.ownIds.has(entry.id);
    const line = isFirst ? entry : asFollowUp(entry);
    this.ownIds.add(entry.id);
    return new Promise((resolve, reject) => {
      this.pending.push({
        entry: line,
        resolve,
        reject: (failure) => {
          if (isFirst) this.ownIds.delete(entry.id);
          reject(asError(failure));
        },
      });
      if (!this.isWriting) void this.writePending();
    });
  }

  refresh(): Promise<void> {
    // Other windows write today's file; around midnight perhaps yesterday's.
    const now = this.parts.clock.now();
    return this.readNew(
      new Set([now - 86_400_000, now].map((time) => this.parts.dayOf(time)).map(fileOfDay)),
    );
  }

  today(): DaySummary {
    return this.byDay.get(this.currentDay()) ?? emptyDay();
  }

  days(first: string, last: string): readonly { readonly day: string; readonly figures: DaySummary }[] {
    return [...this.byDay]
      .filter(([day]) => day >= first && day <= last)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([day, figures]) => ({ day, figures }));
  }

  async spentUsd(): Promise<{ readonly today: number; readonly month: number }> {
    await this.refresh();
    const month = this.currentDay().slice(0, 7);
    const days = this.days(`${month}-01`, `${month}-31`);
    return {
      today: this.today().cloud.costUsd,
      month: days.reduce((sum, { figures }) => sum + figures.cloud.costUsd, 0),
    };
  }

  async cloudEntriesSince(sinceMs: number): Promise<readonly AuditEntry[]> {
    await this.refresh();
    return [...this.cloudByFile.values()]
      .flat()
      .filter((entry) => Date.parse(entry.time) >= sinceMs)
      .sort((a, b) => (a.time < b.time ? -1 : 1));
  }

  get unreadableLines(): number {
    return [...this.progress.values()].reduce((sum, { unreadable }) => sum + unreadable, 0);
  }

  async checkpoint(): Promise<void> {
    this.sinceCheckpoint = 0;
    const months = [...this.staleMonths];
    this.staleMonths.clear();
    for (const month of months) {
      const kept: Checkpoint = { version: 1, days: {}, files: {}, cloud: {} };
      for (const [day, figures] of this.byDay) if (day.startsWith(month)) kept.days[day] = figures;
      for (const [name, progress] of this.progress) {
        if (!name.startsWith(`audit-${month}`)) continue;
        kept.files[name] = progress;
        kept.cloud[name] = this.cloudByFile.get(name) ?? [];
      }
      await this.parts.files.write(`summary-${month}.json`, JSON.stringify(kept));
    }
  }

  private currentDay(): string {
    return this.parts.dayOf(this.parts.clock.now());
  }

  private adopt(kept: Checkpoint): void {
    for (const [day, figures] of Object.entries(kept.days)) {
      const known = this.byDay.get(day) ?? emptyDay();
      mergeDay(known, figures);
      this.byDay.set(day, known);
    }
    for (const [name, progress] of Object.entries(kept.files)) this.progress.set(name, progress);
    for (const [name, entries] of Object.entries(kept.cloud)) this.cloudByFile.set(name, [...entries]);
  }

  /** One write at a time; what arrives meanwhile goes together into the next. */
  private async writePending(): Promise<void> {
    this.isWriting = true;
    while (this.pending.length > 0) {
      const lines = this.pending;
      this.pending = [];
      const byFile = Map.groupBy(lines, ({ entry }) => this.fileOf(entry));
      for (const [name, group] of byFile) await this.writeGroup(name, group);
    }
    // In the same turn as the look at `pending`: an entry that arrives later starts a new round.
    this.isWriting = false;
  }

  private async writeGroup(name: string, group: readonly PendingLine[]): Promise<void> {
    try {
      await this.parts.files.append(name, group.map(({ entry }) => lineOf(entry)).join(''));
    } catch (failure) {
      this.problem = asError(failure).message;
      this.parts.log.error(`the audit log cannot be written: ${this.problem}`);
      for (const { reject } of group) reject(failure);
      this.tell(() => this.changed.fire());
      return;
    }
    this.problem = undefined;
    // What is durable is acknowledged, counted or not: the next reading finds it.
    await this.readNew(new Set([name])).catch(() => undefined);
    for (const { resolve } of group) resolve();
    for (const { entry } of group) this.tell(() => this.recorded.fire(entry));
    if (this.sinceCheckpoint >= checkpointEvery) await this.checkpoint().catch(() => undefined);
  }

  private fileOf(entry: AuditEntry): string {
    const timeMs = Date.parse(entry.time);
    return fileOfDay(this.parts.dayOf(Number.isNaN(timeMs) ? this.parts.clock.now() : timeMs));
  }

  /** A listener's fault is its own: writing goes on. */
  private tell(fire: () => void): void {
    try {
      fire();
    } catch (failure) {
      this.parts.log.error(asError(failure).message);
    }
  }

  /** One reading at a time: each starts from where the one before it ended. */
  private readNew(names: ReadonlySet<string>): Promise<void> {
    const reading = this.reading.then(async () => {
      let found = false;
      for (const name of names) found = (await this.catchUp(name)) || found;
      if (found) this.tell(() => this.changed.fire());
    });
    this.reading = reading.catch(() => undefined);
    return reading;
  }

  private async catchUp(name: string): Promise<boolean> {
    const size = await this.parts.files.size(name);
    const known = this.progress.get(name) ?? { bytes: 0, unreadable: 0 };
    // A file that shrank was replaced by a person: its day is counted afresh.
    if (size < known.bytes) return this.recount(name);
    if (size === known.bytes) return false;
    const day = auditName.exec(name)?.[1] ?? '';
    const figures = this.byDay.get(day) ?? emptyDay();
    const progress = { ...known };
    while (progress.bytes < size) {
      const chunk = await this.parts.files.readFrom(name, progress.bytes, chunkBytes);
      const read = readEntries(chunk);
      if (read.bytes === 0) break;
      for (const entry of read.entries) this.count(name, figures, entry);
      this.sinceCheckpoint += read.entries.length;
      progress.bytes += read.bytes;
      progress.unreadable += read.unreadable;
    }
    if (progress.bytes === known.bytes) return false;
    this.byDay.set(day, figures);
    this.progress.set(name, progress);
    this.staleMonths.add(day.slice(0, 7));
    return true;
  }

  private count(name: string, figures: DaySummary, entry: AuditEntry): void {
    addEntry(figures, entry);
    if (entry.route !== 'cloud' || entry.followUp === true) return;
    const known = this.cloudByFile.get(name);
    if (known === undefined) this.cloudByFile.set(name, [entry]);
    else known.push(entry);
  }

  private async recount(name: string): Promise<boolean> {
    this.progress.set(name, { bytes: 0, unreadable: 0 });
    this.byDay.delete(auditName.exec(name)?.[1] ?? '');
    this.cloudByFile.delete(name);
    await this.catchUp(name);
    return true;
  }
}

interface PendingLine {
  readonly entry: AuditEntry;
  readonly resolve: () => void;
  readonly reject: (failure: unknown) => void;
}

function fileOfDay(day: string): string {
  return `audit-${day}.jsonl`;
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure));
}

/** `time` comes first: that is how a reader finds where a line starts behind a torn one. */
function lineOf(entry: AuditEntry): string {
  const { time, ...rest } = entry;
  return `${JSON.stringify({ time, ...rest })}\n`;
}

/** The request is counted already: only what is new about it may count. */
function asFollowUp(entry: AuditEntry): AuditEntry {
  return { ...entry, tokensIn: 0, tokensOut: 0, costUsd: 0, redactions: [], checks: [], followUp: true };
}
