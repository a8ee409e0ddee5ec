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
const BUCKET_BITS = 18;
const BUCKET_MASK = (1 << BUCKET_BITS) - 1;
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
  /** Number of the last gram in each bucket; 0: none. */
  private readonly lastIn = new Int32Array(1 << BUCKET_BITS);
  private readonly filled = new Uint8Array(1 << BUCKET_BITS);
  /** By number of gram: the one before it in its bucket, its form, its offset in the form. */
  private readonly before: number[] = [0];
  private readonly formOf: number[] = [0];
  private readonly offsetOf: number[] = [0];
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
    const escaped = JSON.stringify(trimmed).slice(1, -1);
    if (escaped !== trimmed) this.addForm(escaped, kind, false);
    const inUrl = /^[\w.~-]*$/.test(trimmed) ? trimmed : encodeWhole(trimmed);
    if (inUrl !== trimmed) this.addForm(inUrl, kind, false);
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
    if (this.before.length > 1) this.scanGrams(text, found);
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
    let entered = 0;
    const last = inParts ? value.length - GRAM : STRIDE - 1;
    const step = inParts ? VALUE_STRIDE : 1;
    for (let offset = 0; offset <= last; offset += step)
      if (this.enter(hashAt(value, offset), this.forms.length - 1, offset)) entered++;
    if (entered < (inParts ? 1 : STRIDE)) this.alone.push(form);
  }

  private enter(bucket: number, form: number, offset: number): boolean {
    const filled = this.filled[bucket] ?? 0;
    if (filled >= MOST_IN_BUCKET) return false;
    this.filled[bucket] = filled + 1;
    this.before.push(this.lastIn[bucket] ?? 0);
    this.formOf.push(form);
    this.offsetOf.push(offset);
    this.lastIn[bucket] = this.before.length - 1;
    return true;
  }

  private scanGrams(text: string, found: Found[]): void {
    const { lastIn, before, filled } = this;
    let coveredTo = 0;
    for (let at = 0; at + GRAM <= text.length; at += STRIDE) {
      const bucket = hashAt(text, at);
      if (filled[bucket] === 0) continue;
      let longest: Found | undefined;
      for (let gram = lastIn[bucket] ?? 0; gram !== 0; gram = before[gram] ?? 0) {
        const match = this.matchAt(text, at, gram, coveredTo);
        if (
          match !== undefined &&
          (longest === undefined || match.end - match.start > longest.end - longest.start)
        )
          longest = match;
      }
      if (longest === undefined) continue;
      found.push(longest);
      coveredTo = Math.max(coveredTo, longest.end);
    }
  }

  /** What gram number `gram` at `start` is part of; `undefined` where that is too little, or known to `coveredTo`. */
  private matchAt(text: string, start: number, gram: number, coveredTo: number): Found | undefined {
    const form = this.forms[this.formOf[gram] ?? 0];
    const offset = this.offsetOf[gram] ?? 0;
    if (form === undefined || (form.inParts && start + GRAM <= coveredTo)) return undefined;
    const { value, kind, inParts } = form;
    if (!sameGram(text, start, value, offset)) return undefined;
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
    const length = back + ahead;
    if (length < value.length) {
      // A part that many values share is boilerplate, not the secret.
      if (!inParts || length < FRAGMENT || !looksRandom(text.slice(start - back, start + ahead), FRAGMENT))
        return undefined;
    }
    return { kind, start: start - back, end: start + ahead, sureness: 'certain' };
  }
}

/** Bucket of the GRAM characters at `at`. */
function hashAt(text: string, at: number): number {
  const first = (text.charCodeAt(at) << 16) ^ (text.charCodeAt(at + 1) << 8) ^ text.charCodeAt(at + 2);
  const second = (text.charCodeAt(at + 3) << 16) ^ (text.charCodeAt(at + 4) << 8) ^ text.charCodeAt(at + 5);
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & BUCKET_MASK;
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
  return /[A-Za-z0-9]/.test(text[at] ?? ' ');
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
