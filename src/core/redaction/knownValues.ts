/** Do values that are known to be secret stand in a text, whole or in part, plain or encoded? */

import type { Found } from './detect/found.ts';
import { looksRandom, wordShare } from './detect/randomness.ts';
import { encodeBase64 } from './shadows/base64Text.ts';

export interface KnownValue {
  readonly value: string;
  /** Kind of the finding; default `known_value`. */
  readonly kind?: string;
}

/** Characters that are compared first. */
const GRAM = 6;
/**
 * A text is sampled at every third place and a value at every second: of the seven places where a
 * gram can begin in a part of twelve characters, one is both.
 */
const STRIDE = 3;
const VALUE_STRIDE = 2;
/** Values of fewer characters are looked for one by one. */
const SHORTEST = 8;
/** Fewest characters that a part of a known value must have to count. */
const FRAGMENT = 12;
const FIRST_BUCKET_BITS = 10;
/** So many grams may fall into one bucket; a value all of whose grams came too late is looked for by itself. */
const MOST_IN_BUCKET = 64;

interface Form {
  readonly value: string;
  readonly kind: string;
  /** Parts of it count; else only the whole. */
  readonly inParts: boolean;
}

/** An index that grows; scanning costs a step for every third character, whatever the number of values. */
export class KnownValueIndex {
  private buckets = new GramBuckets(FIRST_BUCKET_BITS);
  /** 1 for each pair of characters, by their lower bytes, that a gram begins with: most places of a text end here. */
  private readonly beginnings = new Uint8Array(65_536);
  private readonly forms: Form[] = [];
  private readonly alone: Form[] = [];
  private readonly held = new Set<string>();

  get isEmpty(): boolean {
    return this.held.size === 0;
  }

  /**
   * Adds a value with its URL- and JSON-escaped forms, and those of base64 unless it is `plain`: base64
   * that is whole is read anyway. Fewer than 4 characters are ignored.
   */
  add({ value, kind = 'known_value' }: KnownValue, plain = false): void {
    const trimmed = value.trim();
    if (trimmed.length < 4 || this.held.has(trimmed)) return;
    this.addForm(trimmed, kind, isDistinct(trimmed));
    if (!/^[\w.~-]*$/.test(trimmed)) {
      const escaped = JSON.stringify(trimmed).slice(1, -1);
      if (escaped !== trimmed) this.addForm(escaped, kind, false);
      const inUrl = encodeWhole(trimmed);
      if (inUrl !== trimmed) this.addForm(inUrl, kind, false);
    }
    if (!plain && trimmed.length >= 6) this.addBase64(trimmed, kind);
  }

  /** Base64 shifts with the offset modulo 3; the ends depend on neighbors and are cut. */
  private addBase64(value: string, kind: string): void {
    for (let shift = 0; shift < 3; shift++) {
      const encoded = encodeBase64(' '.repeat(shift) + value).replace(/=+$/, '');
      const core = encoded.slice(
        shift === 0 ? 0 : shift + 1,
        encoded.length - ((value.length + shift) % 3 === 0 ? 0 : 1),
      );
      if (core.length >= SHORTEST) this.addForm(core, kind, core.length >= 16);
    }
  }

  /** Maximal matches in `text`; may overlap. */
  scan(text: string): Found[] {
    const found: Found[] = [];
    for (const form of this.alone) scanAlone(text, form, found);
    if (this.buckets.size > 0) this.scanGrams(text, found);
    return found;
  }

  private addForm(value: string, kind: string, inParts: boolean): void {
    if (this.held.has(value)) return;
    this.held.add(value);
    const form = { value, kind, inParts };
    if (value.length < SHORTEST) {
      this.alone.push(form);
      return;
    }
    this.forms.push(form);
    if (this.buckets.isFull) this.rebuild();
    if (!this.enterForm(this.forms.length - 1)) this.alone.push(form);
  }

  /** False where buckets were too full for it to be found by its grams. */
  private enterForm(number: number): boolean {
    const { value, inParts } = this.forms[number] as Form;
    let entered = 0;
    const last = inParts ? value.length - GRAM : STRIDE - 1;
    const step = inParts ? VALUE_STRIDE : 1;
    for (let offset = 0; offset <= last; offset += step) {
      if (!this.buckets.enter(hashAt(value, offset), number, offset, value)) continue;
      this.beginnings[beginningAt(value, offset)] = 1;
      entered++;
    }
    return entered >= (inParts ? 1 : STRIDE);
  }

  private rebuild(): void {
    this.buckets = new GramBuckets(this.buckets.bits + 3);
    for (let number = 0; number < this.forms.length - 1; number++) this.enterForm(number);
  }

  private scanGrams(text: string, found: Found[]): void {
    const { buckets, beginnings } = this;
    let coveredTo = 0;
    /** What is part of a value up to here is too plain to count as such. */
    let plainTo = 0;
    for (let at = 0; at + GRAM <= text.length; at += STRIDE) {
      if (beginnings[beginningAt(text, at)] === 0) continue;
      let longest: Found | undefined;
      for (let gram = buckets.last(hashAt(text, at)); gram !== 0; gram = buckets.before(gram)) {
        const match = this.matchAt(text, at, gram, Math.max(coveredTo, plainTo));
        if (match === undefined) continue;
        if (longest === undefined || match.end - match.start > longest.end - longest.start) longest = match;
      }
      if (longest === undefined) continue;
      if (longest.sureness === 'certain' || looksRandom(text.slice(longest.start, longest.end), FRAGMENT)) {
        found.push({ ...longest, sureness: 'certain' });
        coveredTo = Math.max(coveredTo, longest.end);
      } else plainTo = Math.max(plainTo, longest.end);
    }
  }

  /**
   * What gram number `gram` at `start` is part of; `undefined` where that is too little. Of what is known up to
   * `knownTo` only whole values count. `likely`: a part; one that many values share is boilerplate, not the secret.
   */
  private matchAt(text: string, start: number, gram: number, knownTo: number): Found | undefined {
    const form = this.forms[this.buckets.form(gram)];
    const offset = this.buckets.offset(gram);
    if (form === undefined) return undefined;
    const { value, kind, inParts } = form;
    if (!sameGram(text, start, value, offset)) return undefined;
    const from = start - offset;
    if (from >= 0 && text.startsWith(value, from))
      return { kind, start: from, end: from + value.length, sureness: 'certain' };
    if (!inParts || start + GRAM <= knownTo) return undefined;
    let back = 0;
    while (
      back < offset &&
      back < start &&
      text.charCodeAt(start - back - 1) === value.charCodeAt(offset - back - 1)
    )
      back++;
    let ahead = GRAM;
    while (
      offset + ahead < value.length &&
      text.charCodeAt(start + ahead) === value.charCodeAt(offset + ahead)
    )
      ahead++;
    if (back + ahead < FRAGMENT) return undefined;
    return { kind, start: start - back, end: start + ahead, sureness: 'likely' };
  }
}

/** Which grams fall together? Chains in typed arrays: thousands of values enter in a few milliseconds. */
class GramBuckets {
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

function beginningAt(text: string, at: number): number {
  return ((text.charCodeAt(at) & 255) << 8) | (text.charCodeAt(at + 1) & 255);
}

/** Of the GRAM characters at `at`; its lower bits number the bucket. */
function hashAt(text: string, at: number): number {
  const first = (text.charCodeAt(at) << 16) ^ (text.charCodeAt(at + 1) << 8) ^ text.charCodeAt(at + 2);
  const second = (text.charCodeAt(at + 3) << 16) ^ (text.charCodeAt(at + 4) << 8) ^ text.charCodeAt(at + 5);
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function sameGram(text: string, at: number, value: string, offset: number): boolean {
  for (let step = 0; step < GRAM; step++)
    if (text.charCodeAt(at + step) !== value.charCodeAt(offset + step)) return false;
  return true;
}

/** Values of fewer than eight characters count only as whole words. */
function scanAlone(text: string, { value, kind }: Form, found: Found[]): void {
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length)) {
    const end = at + value.length;
    if (isWord(text, at - 1) && isWord(text, at)) continue;
    if (isWord(text, end) && isWord(text, end - 1)) continue;
    found.push({ kind, start: at, end, sureness: 'certain' });
  }
}

function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 122);
}

/** Parts of ordinary words and addresses would match everywhere. */
function isDistinct(value: string): boolean {
  if (value.length < FRAGMENT) return false;
  return looksRandom(value, FRAGMENT) || (wordShare(value) ?? 0) < 0.5;
}

function encodeWhole(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    return value; // a lone surrogate has no URL form
  }
}
