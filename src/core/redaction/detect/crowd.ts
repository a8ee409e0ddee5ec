/** Do so many secrets stand so close here that the lines are taken whole? */

import type { Range } from './found.ts';

/** So many in one text are each looked at; of another reading of it fewer, since most stand in both. */
const LOOKED_AT = 250;
const LOOKED_AT_AGAIN = 100;
/** And from then on so many in each stretch of the text. */
const LOOKED_AT_IN_STRETCH = 4;
const STRETCH_BITS = 12;
/** Where none stood for so many characters the crowd has an end. */
const CLOSE = 256;
/** Of a long line only so much. */
const LINE_BEFORE = 200;
const LINE_BEHIND = 400;

/** Counts the secrets of one reading of a text. */
export class Crowd {
  private left: number;
  private last = 0;
  private stretch = -1;
  private inStretch = 0;

  constructor(isText: boolean) {
    this.left = isText ? LOOKED_AT : LOOKED_AT_AGAIN;
  }

  /** Another walk over the text, from its beginning. */
  begin(): void {
    this.stretch = -1;
    this.inStretch = 0;
    this.last = 0;
  }

  /** One more at `at`; those of a reading come in order, or nearly. */
  add(at: number): void {
    this.last = at;
    if (this.left > 0) {
      this.left--;
      return;
    }
    if (at >> STRETCH_BITS !== this.stretch) {
      this.stretch = at >> STRETCH_BITS;
      this.inStretch = 0;
    }
    this.inStretch++;
  }

  /** True where what stands at `at` need not be looked at: with many others, its line is taken. */
  holds(at: number): boolean {
    return (
      this.inStretch >= LOOKED_AT_IN_STRETCH && at >> STRETCH_BITS === this.stretch && at - this.last <= CLOSE
    );
  }

  /** A line was taken that ends at `end`. */
  taken(end: number): void {
    this.last = end;
  }
}

/** The line around `start`..`end` with its end. */
export function lineAround(text: string, start: number, end: number): Range {
  const floor = Math.max(0, start - LINE_BEFORE);
  let from = start;
  while (from > floor && text.charCodeAt(from - 1) !== 10) from--;
  const limit = Math.min(text.length, end + LINE_BEHIND);
  let to = end;
  while (to < limit && text.charCodeAt(to) !== 10) to++;
  return { start: from, end: to < limit ? to + 1 : to };
}
