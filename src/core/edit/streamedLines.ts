/** While an answer streams: which lines of the region are already rewritten, and which are still the old ones? */

import type { AnswerPart } from './answerPart.ts';
import { lineOffsets, splitLines } from './lines.ts';

/** A change seen so far, in lines of the region. */
export interface StreamedChange {
  readonly startLine: number;
  readonly removed: number;
  readonly added: readonly string[];
}

/**
 * Compares lines as they come with the region's, once each, without ever looking back: the cost of a line does not
 * grow with the answer. Only for showing; what is applied is computed from the whole answer.
 */
export class StreamedLines {
  private readonly own: readonly string[];
  private readonly offsets: readonly number[];
  private readonly places = new Map<string, number[]>();
  private readonly changes: { startLine: number; removed: number; added: string[] }[] = [];
  private at = 0;
  private pending: string[] = [];

  constructor(region: string) {
    const lines = splitLines(region);
    this.own = lines.map((line) => line.text.trimEnd());
    this.offsets = lineOffsets(lines);
    for (const [index, line] of this.own.entries()) {
      const known = this.places.get(line);
      if (known === undefined) this.places.set(line, [index]);
      else known.push(index);
    }
  }

  /** Lines of the region that are settled. */
  get settledLines(): number {
    return this.at;
  }

  /** Changes of the snapshot that grow no more: its first ones. */
  get settledChanges(): number {
    return this.changes.length;
  }

  /** Where a line of the region starts, counted from the region's start; its length for the line behind the last. */
  offsetOf(line: number): number {
    return this.offsets[Math.min(line, this.offsets.length - 1)] ?? 0;
  }

  push(line: string): void {
    const text = line.trimEnd();
    const next = this.nextPlace(text);
    if (next === undefined) {
      this.pending.push(line);
      return;
    }
    this.settle(next);
    this.at = next + 1;
  }

  /** Changes so far; the last one may still grow. */
  snapshot(): readonly StreamedChange[] {
    if (this.pending.length === 0) return this.changes;
    const removed = Math.min(this.pending.length, this.own.length - this.at);
    return [...this.changes, { startLine: this.at, removed, added: this.pending }];
  }

  private settle(next: number): void {
    if (this.pending.length > 0 || next > this.at) {
      this.changes.push({ startLine: this.at, removed: next - this.at, added: this.pending });
      this.pending = [];
    }
  }

  /** The next place of this line, not too far on: a brace or a blank line only right here. */
  private nextPlace(text: string): number | undefined {
    const reach = /\w{3}/.test(text) ? 400 : 1 + this.pending.length;
    const places = this.places.get(text);
    if (places === undefined) return undefined;
    const index = lowerBound(places, this.at);
    const place = places[index];
    return place !== undefined && place - this.at < reach ? place : undefined;
  }
}

/** The complete lines of the code that an unfinished answer has written for the region. */
export function regionLinesSoFar(
  open: AnswerPart | undefined,
  parts: readonly AnswerPart[],
): readonly string[] {
  if (open?.kind === 'fence') return open.lines;
  return parts.findLast((part) => part.kind === 'fence')?.lines ?? [];
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
