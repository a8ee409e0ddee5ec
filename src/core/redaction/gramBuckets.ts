/** Which pieces of known values fall together, so that a text's pieces find them? */

import { BEYOND } from './detect/codedText.ts';

/** Characters that are compared first. */
export const GRAM = 6;
/** So many grams may fall into one bucket; a value all of whose grams came too late is looked for by itself. */
const MOST_IN_BUCKET = 64;

/** Chains in typed arrays: thousands of values enter in a few milliseconds. */
export class GramBuckets {
  readonly bits: number;
  private readonly mask: number;
  /** Number of the last gram in each bucket; 0: none. */
  private readonly lastIn: Int32Array;
  private readonly filled: Uint8Array;
  /** Three numbers for each gram: the one before it in its bucket, its form, its offset in the form. */
  private grams = new Int32Array(768);
  private count = 1;

  constructor(bits: number) {
    this.bits = bits;
    this.mask = (1 << bits) - 1;
    this.lastIn = new Int32Array(1 << bits);
    this.filled = new Uint8Array(1 << bits);
  }

  get size(): number {
    return this.count - 1;
  }

  get isFull(): boolean {
    return this.count > 2 << this.bits && this.bits < 18;
  }

  /** False where the bucket is too full. */
  enter(hash: number, form: number, offset: number, value: string): boolean {
    const bucket = hash & this.mask;
    // A value that repeats itself would be compared from each of its periods at every place.
    for (let gram = this.lastIn[bucket] as number; gram !== 0; gram = this.before(gram))
      if (this.form(gram) === form && sameGram(value, offset, value, this.offset(gram))) return true;
    const filled = this.filled[bucket] as number;
    if (filled >= MOST_IN_BUCKET) return false;
    this.filled[bucket] = filled + 1;
    const at = this.count * 3;
    if (at + 3 > this.grams.length) {
      const grown = new Int32Array(this.grams.length * 2);
      grown.set(this.grams);
      this.grams = grown;
    }
    this.grams[at] = this.lastIn[bucket] as number;
    this.grams[at + 1] = form;
    this.grams[at + 2] = offset;
    this.lastIn[bucket] = this.count++;
    return true;
  }

  last(hash: number): number {
    return this.lastIn[hash & this.mask] as number;
  }

  before(gram: number): number {
    return this.grams[gram * 3] as number;
  }

  form(gram: number): number {
    return this.grams[gram * 3 + 1] as number;
  }

  offset(gram: number): number {
    return this.grams[gram * 3 + 2] as number;
  }
}

/** The two characters at `at`, by what `codedText` says of them. */
export function beginningAt(text: string, at: number): number {
  return (Math.min(text.charCodeAt(at), BEYOND) << 8) | Math.min(text.charCodeAt(at + 1), BEYOND);
}

/** Of the GRAM characters at `at`; its lower bits number the bucket. */
export function hashAt(text: string, at: number): number {
  const first = (text.charCodeAt(at) << 16) ^ (text.charCodeAt(at + 1) << 8) ^ text.charCodeAt(at + 2);
  const second = (text.charCodeAt(at + 3) << 16) ^ (text.charCodeAt(at + 4) << 8) ^ text.charCodeAt(at + 5);
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

export function sameGram(text: string, at: number, value: string, offset: number): boolean {
  for (let step = 0; step < GRAM; step++)
    if (text.charCodeAt(at + step) !== value.charCodeAt(offset + step)) return false;
  return true;
}
