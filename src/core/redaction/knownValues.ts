/** Do values that are known to be secret stand in a text, whole or in part, plain or encoded? */

import { beginningAt, GRAM, GramBuckets, hashAt, sameGram } from './gramBuckets.ts';
import type { Found } from './detect/found.ts';
import { BLOCK, ROOM_BEHIND, type CodedText } from './detect/codedText.ts';
import { looksRandom, wordShare } from './detect/randomness.ts';
import { encodeBase64 } from './shadows/base64Text.ts';

export interface KnownValue {
  readonly value: string;
  /** Kind of the finding; default `known_value`. */
  readonly kind?: string;
}

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

interface Form {
  readonly value: string;
  readonly kind: string;
  /** Parts of it count; else only the whole. */
  readonly inParts: boolean;
  /** After how many characters it repeats itself; 0: not asked yet. */
  period: number;
}

interface Walk {
  /** The last whole value that was met. */
  form: Form | undefined;
  start: number;
  coveredTo: number;
  /** What is part of a value up to here is too plain to count as such. */
  plainTo: number;
}

/** An index that grows; scanning costs a step for every third character, whatever the number of values. */
export class KnownValueIndex {
  private buckets = new GramBuckets(FIRST_BUCKET_BITS);
  /** 1 for each pair of characters, as `beginningAt` numbers them, that a gram begins with: most places of a text end here. */
  private readonly beginnings = new Uint8Array(65_536);
  /** Where grams may begin in the block that was read last. */
  private readonly places = new Int32Array(BLOCK);
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

  /** Maximal matches in the text; may overlap. */
  scan(coded: CodedText): Found[] {
    const found: Found[] = [];
    for (const form of this.alone) scanAlone(coded.text, form, found);
    if (this.buckets.size > 0) this.scanGrams(coded, found);
    return found;
  }

  private addForm(value: string, kind: string, inParts: boolean): void {
    if (this.held.has(value)) return;
    this.held.add(value);
    const form = { value, kind, inParts, period: 0 };
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

  private scanGrams({ text, codes }: CodedText, found: Found[]): void {
    const { beginnings, places } = this;
    const walk: Walk = { form: undefined, start: 0, coveredTo: 0, plainTo: 0 };
    for (let from = 0; from + GRAM <= text.length; from += STRIDE * BLOCK) {
      const count = readBeginnings(codes, beginnings, from, places);
      for (let index = 0; index < count; index++) this.lookAt(text, places[index] as number, walk, found);
    }
  }

  private lookAt(text: string, at: number, walk: Walk, found: Found[]): void {
    const { buckets } = this;
    if (at + GRAM > text.length) return;
    let longest: Found | undefined;
    for (let gram = buckets.last(hashAt(text, at)); gram !== 0; gram = buckets.before(gram)) {
      const match = this.matchAt(text, at, gram, walk);
      if (match === undefined) continue;
      if (longest === undefined || match.end - match.start > longest.end - longest.start) longest = match;
    }
    if (longest === undefined) return;
    if (longest.sureness === 'certain' || looksRandom(text.slice(longest.start, longest.end), FRAGMENT)) {
      found.push({ ...longest, sureness: 'certain' });
      walk.coveredTo = Math.max(walk.coveredTo, longest.end);
    } else walk.plainTo = Math.max(walk.plainTo, longest.end);
  }

  /**
   * What gram number `gram` at `start` is part of; `undefined` where that is too little. Of what was looked at
   * already only whole values count. `likely`: a part; one that many values share is boilerplate, not the secret.
   */
  private matchAt(text: string, start: number, gram: number, walk: Walk): Found | undefined {
    const form = this.forms[this.buckets.form(gram)];
    const offset = this.buckets.offset(gram);
    if (form === undefined) return undefined;
    const { value, kind, inParts } = form;
    const isLookedAt = start + GRAM <= Math.max(walk.coveredTo, walk.plainTo);
    // A whole value was met at one of its first grams.
    if (isLookedAt && offset >= STRIDE * VALUE_STRIDE) return undefined;
    if (!sameGram(text, start, value, offset)) return undefined;
    const from = start - offset;
    if (from >= 0 && standsAt(text, form, from, walk)) {
      walk.form = form;
      walk.start = from;
      return { kind, start: from, end: from + value.length, sureness: 'certain' };
    }
    if (!inParts || isLookedAt) return undefined;
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

/** Of a value that repeats itself, in a text that does so too, only what is new is compared. */
function standsAt(text: string, form: Form, from: number, met: Walk): boolean {
  const { value } = form;
  const ahead = from - met.start;
  if (met.form !== form || ahead >= value.length || ahead < 0) return text.startsWith(value, from);
  if (form.period === 0) form.period = periodOf(value);
  if (ahead % form.period !== 0) return text.startsWith(value, from);
  return text.startsWith(value.slice(value.length - ahead), from + value.length - ahead);
}

/** The fewest characters after which `value` repeats itself; its length where it does not. Knuth, Morris and Pratt. */
function periodOf(value: string): number {
  const borders = new Uint32Array(value.length);
  let border = 0;
  for (let at = 1; at < value.length; at++) {
    while (border > 0 && value.charCodeAt(at) !== value.charCodeAt(border))
      border = borders[border - 1] as number;
    if (value.charCodeAt(at) === value.charCodeAt(border)) border++;
    borders[at] = border;
  }
  return value.length - border;
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

/** Notes at which of the next BLOCK strides a gram may begin; says how many. */
function readBeginnings(codes: Uint8Array, beginnings: Uint8Array, from: number, places: Int32Array): number {
  const to = Math.min(codes.length - ROOM_BEHIND, from + STRIDE * BLOCK);
  let count = 0;
  for (let at = from; at < to; at += STRIDE) {
    if (beginnings[((codes[at] as number) << 8) | (codes[at + 1] as number)] !== 0) places[count++] = at;
  }
  return count;
}
