/** What do the lines of an audit file add up to? Counted by number, named once at the end. */

import { LineScanner } from './lineScanner.ts';
import { parseAuditLine } from './parseAuditLine.ts';
import { nameOf, type ScannedLine } from './scannedLine.ts';
import {
  addEntry,
  count,
  durationBucket,
  emptyDay,
  mergeAcceptance,
  mergeDay,
  mergeTokens,
  type DaySummary,
  type Histogram,
  type RouteFigures,
} from './summary.ts';

const lineFeed = 10;

/** Takes the bytes of a file piece by piece and keeps only their sums. */
export class EntryCounter {
  private readonly scanner = new LineScanner();
  private readonly routes = [new RouteCounter(), new RouteCounter()] as const;
  private readonly tasks: number[] = [];
  private readonly escalations: number[] = [];
  private readonly redactions: number[] = [];
  private readonly failedChecks: number[] = [];
  /** By model, then by language + 1. */
  private readonly acceptance: ({ offered: number; accepted: number; kept: number } | undefined)[][] = [];
  /** What only JSON.parse could read. */
  private readonly rest = emptyDay();
  entries = 0;
  /** Lines that hold no entry. */
  unreadable = 0;

  /** @returns how many bytes were used: up to and with the last line end, so that the rest comes again with what follows */
  add(bytes: Uint8Array): number {
    const end = bytes.lastIndexOf(lineFeed) + 1;
    let at = 0;
    while (at < end) {
      const lineEnd = this.scanner.scan(bytes, at);
      if (lineEnd !== -1) {
        this.addLine(this.scanner.line);
        this.entries++;
        at = lineEnd + 1;
        continue;
      }
      const next = bytes.indexOf(lineFeed, at) + 1;
      this.addUnusual(bytes.subarray(at, next - 1));
      at = next;
    }
    return end;
  }

  figures(): DaySummary {
    const day = emptyDay();
    const nameAt = (number: number): string => this.scanner.names.textOf(number);
    const named = (counts: readonly number[], into: Record<string, number>): void => {
      counts.forEach((times, number) => {
        if (times > 0) count(into, nameAt(number), times);
      });
    };
    named(this.tasks, day.requestsByTask);
    named(this.escalations, day.escalations);
    named(this.redactions, day.redactions);
    named(this.failedChecks, day.failedChecks);
    this.routes.forEach((route, at) => {
      const name = at === nameOf.cloud ? 'cloud' : 'local';
      day[name] = route.figures();
      route.models.forEach((figures, model) => {
        if (figures === undefined) return;
        mergeTokens(day, `${name}\t${nameAt(model)}`, { route: name, ...figures });
      });
    });
    this.acceptance.forEach((languages, model) => {
      languages.forEach((figures, at) => {
        if (figures === undefined) return;
        const language = at === 0 ? '' : nameAt(at - 1);
        mergeAcceptance(day, { model: nameAt(model), language, ...figures });
      });
    });
    mergeDay(day, this.rest);
    return day;
  }

  /** Blank lines are none. */
  private addUnusual(bytes: Uint8Array): void {
    const line = new TextDecoder().decode(bytes);
    if (line.trim() === '') return;
    const entry = parseAuditLine(line);
    if (entry === undefined) {
      this.unreadable++;
      return;
    }
    addEntry(this.rest, entry);
    this.entries++;
  }

  /** As `addEntry` of the summary does. */
  private addLine(line: ScannedLine): void {
    if (line.task === nameOf.completion) this.addAcceptance(line);
    if (line.isFollowUp) return;
    (line.route === nameOf.cloud ? this.routes[1] : this.routes[0]).add(line);
    raise(this.tasks, line.task, 1);
    if (line.route === nameOf.cloud) raise(this.escalations, line.reason, 1);
    for (const check of line.failedChecks) raise(this.failedChecks, check, 1);
    const { redactions } = line;
    for (let at = 0; at < redactions.length; at += 2)
      raise(this.redactions, redactions[at] ?? 0, redactions[at + 1] ?? 0);
  }

  private addAcceptance({ model, language, outcome, isFollowUp, kept }: ScannedLine): void {
    const isOffered = !isFollowUp && (outcome === nameOf.shown || outcome === nameOf.accepted);
    const isAccepted = outcome === nameOf.accepted && kept === undefined;
    if (!isOffered && !isAccepted && kept !== true) return;
    const languages = (this.acceptance[model] ??= []);
    const figures = (languages[language + 1] ??= { offered: 0, accepted: 0, kept: 0 });
    if (isOffered) figures.offered++;
    if (isAccepted) figures.accepted++;
    if (kept === true) figures.kept++;
  }
}

class RouteCounter {
  private readonly totals = { requests: 0, failed: 0, tokensIn: 0, tokensOut: 0, costUsd: 0, unpriced: 0 };
  private readonly ms: number[] = [];
  private readonly firstTokenMs: number[] = [];
  readonly models: ({ tokensIn: number; tokensOut: number; requests: number } | undefined)[] = [];

  add(line: ScannedLine): void {
    const { totals } = this;
    totals.requests++;
    totals.tokensIn += line.tokensIn;
    totals.tokensOut += line.tokensOut;
    if (line.costUsd === -1) totals.unpriced++;
    else totals.costUsd += line.costUsd;
    if (line.outcome === nameOf.failed) totals.failed++;
    else if (line.outcome !== nameOf.cancelled) {
      raise(this.ms, durationBucket(line.ms), 1);
      if (line.firstTokenMs !== -1) raise(this.firstTokenMs, durationBucket(line.firstTokenMs), 1);
    }
    const model = (this.models[line.model] ??= { tokensIn: 0, tokensOut: 0, requests: 0 });
    model.tokensIn += line.tokensIn;
    model.tokensOut += line.tokensOut;
    model.requests++;
  }

  figures(): RouteFigures {
    return { ...this.totals, ms: histogram(this.ms), firstTokenMs: histogram(this.firstTokenMs) };
  }
}

function raise(counts: number[], at: number, by: number): void {
  while (counts.length <= at) counts.push(0);
  counts[at] = (counts[at] ?? 0) + by;
}

function histogram(buckets: readonly number[]): Histogram {
  return Object.fromEntries(buckets.flatMap((times, at) => (times > 0 ? [[String(at), times]] : [])));
}
