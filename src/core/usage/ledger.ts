/** What was asked, and what does it add up to? Append-only files, one a day, and figures that grow with them. */

import type { Clock } from '../base/clock.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import type { FileStore } from '../base/ports.ts';
import type { AuditEntry, AuditLog } from './auditEntry.ts';
import type { CountedRange } from './countRange.ts';
import { CountedFiles, type CountingProgress } from './countedFiles.ts';
import type { DaySummary } from './summary.ts';

/** A folder whose files can be counted from where the last counting ended. Offsets in bytes. */
export interface LedgerFiles extends FileStore {
  /** Counts the lines that start in a range of a file. */
  count(name: string, from: number, to: number): Promise<CountedRange>;
}

export interface LedgerParts {
  readonly files: LedgerFiles;
  readonly clock: Clock;
  /** Calendar day of a moment where the person is: YYYY-MM-DD. */
  readonly dayOf: (timeMs: number) => string;
  readonly log: Log;
}

export interface Ledger extends AuditLog {
  /** Told after each entry of this window, whenever others' entries were found, and while files are counted. */
  readonly onDidChange: Event<void>;
  /** Told of each entry of this window, once it is durable. */
  readonly onDidRecord: Event<AuditEntry>;
  /** Counts what other windows appended since. */
  refresh(): Promise<void>;
  /** Resolves when every day from `first` on (YYYY-MM-DD) is counted, newest first. Rejects where the folder cannot be read. */
  countBackTo(first: string): Promise<void>;
  /** How far that is; `undefined` while nothing is being counted. */
  readonly counting: CountingProgress | undefined;
  /** Figures counted so far. */
  today(): DaySummary;
  /** Counted so far, by day, first and last included (YYYY-MM-DD), in order; days without entries are absent. */
  days(first: string, last: string): readonly { readonly day: string; readonly figures: DaySummary }[];
  /** USD known to be spent in the cloud, other windows included; waits until the month is counted. */
  spentUsd(): Promise<{ readonly today: number; readonly month: number }>;
  /** Why the newest entries could not be written; `undefined` as long as they can. */
  readonly problem: string | undefined;
  /** Lines that could not be read: torn by a crash, or not ours. */
  readonly unreadableLines: number;
  /** Keeps the figures, so that the next start reads only what is new. */
  checkpoint(): Promise<void>;
}

/** Starts at once: this month is counted in the background. A folder that cannot be read leaves the figures at zero. */
export function openLedger(parts: LedgerParts): Ledger {
  const ledger = new FileLedger(parts);
  ledger.countThisMonth().catch((failure: unknown) => {
    parts.log.error(`the audit folder cannot be read: ${asError(failure).message}`);
  });
  return ledger;
}

class FileLedger implements Ledger {
  private readonly parts: LedgerParts;
  private readonly counted: CountedFiles;
  private readonly changed = new Emitter<void>();
  private readonly recorded = new Emitter<AuditEntry>();
  private readonly ownIds = new Set<string>();
  private pending: PendingLine[] = [];
  private isWriting = false;
  problem: string | undefined;
  readonly onDidChange = this.changed.event;
  readonly onDidRecord = this.recorded.event;

  constructor(parts: LedgerParts) {
    this.parts = parts;
    const { files, clock, log } = parts;
    this.counted = new CountedFiles({ files, clock, log, tell: () => this.tell(() => this.changed.fire()) });
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

  async refresh(): Promise<void> {
    // Other windows write today's file; around midnight perhaps yesterday's.
    const now = this.parts.clock.now();
    const days = new Set([now - dayMs, now].map((time) => this.parts.dayOf(time)));
    if (await this.counted.catchUp([...days].map(fileOfDay))) this.tell(() => this.changed.fire());
  }

  countBackTo(first: string): Promise<void> {
    return this.counted.countBackTo(first);
  }

  countThisMonth(): Promise<void> {
    return this.countBackTo(this.firstOfMonth());
  }

  get counting(): CountingProgress | undefined {
    return this.counted.reading;
  }

  today(): DaySummary {
    return this.counted.figuresOf(this.currentDay());
  }

  days(first: string, last: string): ReturnType<Ledger['days']> {
    return this.counted.days(first, last);
  }

  async spentUsd(): Promise<{ readonly today: number; readonly month: number }> {
    await this.countThisMonth();
    await this.refresh();
    const days = this.days(this.firstOfMonth(), this.currentDay());
    return {
      today: this.today().cloud.costUsd,
      month: days.reduce((sum, { figures }) => sum + figures.cloud.costUsd, 0),
    };
  }

  get unreadableLines(): number {
    return this.counted.unreadableLines;
  }

  checkpoint(): Promise<void> {
    return this.counted.keep();
  }

  private currentDay(): string {
    return this.parts.dayOf(this.parts.clock.now());
  }

  private firstOfMonth(): string {
    return `${this.currentDay().slice(0, 7)}-01`;
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
    await this.counted.catchUp([name]).catch(() => false);
    for (const { resolve } of group) resolve();
    for (const { entry } of group) this.tell(() => this.recorded.fire(entry));
    this.tell(() => this.changed.fire());
    await this.counted.keepLarge().catch(() => undefined);
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
}

const dayMs = 86_400_000;

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
