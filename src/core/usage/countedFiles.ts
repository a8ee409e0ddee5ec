/** How far was each file of the ledger counted, and what did it add up to? Months newest first, each file once. */

import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { parseCheckpoint, type Checkpoint, type FileProgress } from './checkpoint.ts';
import type { CountedRange } from './countRange.ts';
import type { LedgerFiles } from './ledger.ts';
import { emptyDay, mergeDay, type DaySummary } from './summary.ts';

/** Bytes of the files that were asked for, and how many of them are counted. */
export interface CountingProgress {
  readonly countedBytes: number;
  readonly bytes: number;
}

export interface CountedFilesParts {
  readonly files: LedgerFiles;
  readonly clock: Clock;
  readonly log: Log;
  /** New figures are there. While months are counted, at most ten times a second. */
  readonly tell: () => void;
}

const auditName = /^audit-((\d{4}-\d{2})-\d{2})\.jsonl$/;
/** Larger files are counted in ranges of this size, side by side. */
const rangeBytes = 1 << 25;
/** Files of a month that are counted side by side. */
const filesAtOnce = 4;
const tellMs = 100;
/** Entries after which a month's figures are kept, so that the next start reads only what is new. */
const keepAfter = 1000;

export class CountedFiles {
  private readonly parts: CountedFilesParts;
  private readonly byDay = new Map<string, DaySummary>();
  private readonly progress = new Map<string, FileProgress>();
  /** Months whose kept figures were looked for. */
  private readonly adopted = new Map<string, Promise<void>>();
  /** This month and every later one was counted. */
  private wholeFrom = '9999-99';
  /** Entries counted since a month's figures were kept. */
  private readonly unkept = new Map<string, number>();
  /** What is being done to a file: the next waits for it. */
  private readonly busy = new Map<string, Promise<unknown>>();
  private counting: Promise<void> = Promise.resolve();
  private asked: { countedBytes: number; bytes: number } | undefined;
  private toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(parts: CountedFilesParts) {
    this.parts = parts;
  }

  /** `undefined` while nothing is being counted that was asked for. */
  get reading(): CountingProgress | undefined {
    return this.asked;
  }

  get unreadableLines(): number {
    return [...this.progress.values()].reduce((sum, { unreadable }) => sum + unreadable, 0);
  }

  figuresOf(day: string): DaySummary {
    return this.byDay.get(day) ?? emptyDay();
  }

  days(first: string, last: string): readonly { readonly day: string; readonly figures: DaySummary }[] {
    return [...this.byDay]
      .filter(([day]) => day >= first && day <= last)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([day, figures]) => ({ day, figures }));
  }

  /** Resolves when every month from that of `first` on (YYYY-MM-DD) is counted; the newest come first. */
  countBackTo(first: string): Promise<void> {
    const month = first.slice(0, 7);
    if (month >= this.wholeFrom) return Promise.resolve();
    const work = this.counting.then(() => this.countMonths(month));
    this.counting = work.catch(() => undefined);
    return work;
  }

  /** Counts what was appended to these files. @returns whether there was anything */
  async catchUp(names: Iterable<string>): Promise<boolean> {
    const found = await Promise.all([...names].map((name) => this.catchUpFile(name)));
    return found.includes(true);
  }

  /** Keeps the figures of every month that has new ones. */
  async keep(least = 1): Promise<void> {
    for (const [month, entries] of this.unkept) {
      if (entries < least) continue;
      this.unkept.delete(month);
      await this.keepMonth(month);
    }
  }

  /** Keeps the figures of months that would take a while to count again. */
  keepLarge(): Promise<void> {
    return this.keep(keepAfter);
  }

  private async countMonths(first: string): Promise<void> {
    const names = await this.parts.files.list();
    const isLeft = (name: string): boolean => monthOf(name) >= first && monthOf(name) < this.wholeFrom;
    const left = [...Map.groupBy(names.filter(isLeft), monthOf)].sort(([a], [b]) => (a < b ? 1 : -1));
    try {
      for (const [month] of left) await this.adopt(month);
      const sizes = await this.sizesLeft(left.flatMap(([, ofMonth]) => ofMonth));
      this.asked = { countedBytes: 0, bytes: [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0) };
      for (const [month, ofMonth] of left) {
        await this.countFiles(ofMonth.sort().reverse(), sizes);
        this.wholeFrom = month;
        await this.keepLarge().catch((failure: unknown) => this.parts.log.warn(String(failure)));
      }
      this.wholeFrom = first;
    } finally {
      this.asked = undefined;
      this.parts.tell();
    }
  }

  private async sizesLeft(names: readonly string[]): Promise<Map<string, number>> {
    const sizes = await Promise.all(names.map((name) => this.parts.files.size(name)));
    return new Map(names.map((name, at) => [name, (sizes[at] ?? 0) - (this.progress.get(name)?.bytes ?? 0)]));
  }

  private async countFiles(names: readonly string[], sizes: ReadonlyMap<string, number>): Promise<void> {
    const waiting = names.filter((name) => sizes.get(name) !== 0).values();
    const next = async (): Promise<void> => {
      for (const name of waiting) {
        await this.catchUpFile(name);
      }
    };
    await Promise.all(Array.from({ length: filesAtOnce }, next));
  }

  private tellSoon(): void {
    const now = this.parts.clock.monotonicMs();
    if (now - this.toldAtMs < tellMs) return;
    this.toldAtMs = now;
    this.parts.tell();
  }

  private catchUpFile(name: string): Promise<boolean> {
    const before = this.busy.get(name) ?? Promise.resolve();
    const work = before
      .catch(() => undefined)
      .then(() => this.adopt(monthOf(name)))
      .then(() => this.countFile(name));
    this.busy.set(name, work);
    return work.finally(() => {
      if (this.busy.get(name) === work) this.busy.delete(name);
    });
  }

  private async countFile(name: string): Promise<boolean> {
    const size = await this.parts.files.size(name);
    const from = this.progress.get(name)?.bytes ?? 0;
    if (size === from) return false;
    // A file that shrank was replaced by a person: its day is counted afresh.
    if (size < from) return this.countAfresh(name);
    const counted = rangesOf(from, size).map(([start, end]) => this.parts.files.count(name, start, end));
    // Those behind one that fails are not waited for.
    void Promise.allSettled(counted);
    for (const one of counted) {
      const range = await one;
      if (one === counted[0] && !range.startsLine) return this.countAfresh(name);
      this.add(name, range);
      if (this.asked !== undefined) this.tellSoon();
    }
    return (this.progress.get(name)?.bytes ?? 0) > from;
  }

  /** The bytes up to `end` are counted with this. */
  private add(name: string, { figures, entries, unreadable, end }: CountedRange): void {
    const known = this.progress.get(name) ?? { bytes: 0, unreadable: 0 };
    if (end <= known.bytes) return;
    const day = auditName.exec(name)?.[1] ?? '';
    const ofDay = this.byDay.get(day) ?? emptyDay();
    mergeDay(ofDay, figures);
    this.byDay.set(day, ofDay);
    this.progress.set(name, { bytes: end, unreadable: known.unreadable + unreadable });
    this.unkept.set(monthOf(name), (this.unkept.get(monthOf(name)) ?? 0) + entries);
    if (this.asked !== undefined) this.asked.countedBytes += end - known.bytes;
  }

  private async countAfresh(name: string): Promise<boolean> {
    this.progress.delete(name);
    this.byDay.delete(auditName.exec(name)?.[1] ?? '');
    await this.countFile(name);
    return true;
  }

  /** Takes the kept figures of a month, once and before any of its files is counted. */
  private adopt(month: string): Promise<void> {
    const known = this.adopted.get(month);
    if (known !== undefined) return known;
    const work = this.readKept(month);
    this.adopted.set(month, work);
    return work;
  }

  private async readKept(month: string): Promise<void> {
    const text = await this.parts.files.read(`summary-${month}.json`).catch(() => undefined);
    const kept = text === undefined ? undefined : parseCheckpoint(text);
    if (kept === undefined) return;
    for (const [day, figures] of Object.entries(kept.days)) this.byDay.set(day, figures);
    for (const [name, progress] of Object.entries(kept.files)) this.progress.set(name, progress);
  }

  private async keepMonth(month: string): Promise<void> {
    const kept: Checkpoint = { version: 1, days: {}, files: {} };
    for (const [day, figures] of this.byDay) if (day.startsWith(month)) kept.days[day] = figures;
    for (const [name, progress] of this.progress) if (monthOf(name) === month) kept.files[name] = progress;
    await this.parts.files.write(`summary-${month}.json`, JSON.stringify(kept));
  }
}

/** YYYY-MM; empty for other files. */
function monthOf(name: string): string {
  return auditName.exec(name)?.[2] ?? '';
}

function rangesOf(from: number, size: number): [start: number, end: number][] {
  const ranges: [number, number][] = [];
  for (let start = from; start < size; start += rangeBytes)
    ranges.push([start, Math.min(size, start + rangeBytes)]);
  return ranges;
}
