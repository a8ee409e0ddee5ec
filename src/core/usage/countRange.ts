/** What do the lines that start in a range of a file add up to? Ranges side by side count every line once. */

import { EntryCounter } from './entryCounter.ts';
import type { DaySummary } from './summary.ts';

export interface CountedRange {
  readonly figures: DaySummary;
  readonly entries: number;
  readonly unreadable: number;
  /** Up to and with the last whole line that starts in the range; 0 where none does and `from` is within a line. */
  readonly end: number;
  /** False where `from` lies within a line. */
  readonly startsLine: boolean;
}

/** The bytes from an offset on, fewer at the end of the file. */
export type ReadBytes = (offset: number, maxBytes: number) => Promise<Uint8Array>;

const chunkBytes = 1 << 20;
const lineFeed = 10;

/** Keeps one piece of the file in memory at a time. */
export async function countRange(read: ReadBytes, from: number, to: number): Promise<CountedRange> {
  const counter = new EntryCounter();
  const startsLine = from === 0 || (await read(from - 1, 1))[0] === lineFeed;
  let at = startsLine ? from : await lineAfter(read, from);
  let end = startsLine ? from : 0;
  let size = chunkBytes;
  while (at < to) {
    const chunk = await read(at, size);
    const within = chunk.length > to - at ? lastLineOf(chunk, to - at) : chunk.length;
    const used = counter.add(chunk.subarray(0, within));
    if (used === 0) {
      // A line that is longer than a piece: twice as much is read. At the end of the file it is torn.
      if (chunk.length < size) break;
      size *= 2;
      continue;
    }
    at += used;
    end = at;
    size = chunkBytes;
  }
  const { entries, unreadable } = counter;
  return { figures: counter.figures(), entries, unreadable, end, startsLine };
}

/** Up to the end of the line that lies across `limit`. */
function lastLineOf(chunk: Uint8Array, limit: number): number {
  const lineEnd = chunk.indexOf(lineFeed, limit - 1);
  return lineEnd === -1 ? chunk.length : lineEnd + 1;
}

async function lineAfter(read: ReadBytes, from: number): Promise<number> {
  for (let at = from; ; at += chunkBytes) {
    const chunk = await read(at, chunkBytes);
    const lineEnd = chunk.indexOf(lineFeed);
    if (lineEnd !== -1) return at + lineEnd + 1;
    if (chunk.length < chunkBytes) return Number.POSITIVE_INFINITY;
  }
}
