/** Do values that are known to be secret stand in a text, whole or in part, plain or encoded? */

import type { Found } from './detect/found.ts';
import { looksRandom, wordShare } from './detect/randomness.ts';
import { encodeBase64 } from './shadows/base64Text.ts';

export interface KnownValue {
  readonly value: string;
  /** Kind of the finding; default `known_value`. */
  readonly kind?: string;
}

const GRAM = 8;
/** Fewest characters that a part of a known value must have to count. */
const FRAGMENT = 12;
const BASE = 0x01000193;
const FILTER_BITS = 18;

interface Place {
  readonly value: string;
  readonly offset: number;
  readonly kind: string;
  /** Parts of it count; else only the whole. */
  readonly inParts: boolean;
}

/** An index that grows; scanning costs one step for each character, whatever the number of values. */
export class KnownValueIndex {
  private readonly filter = new Uint8Array(1 << FILTER_BITS);
  private readonly grams = new Map<string, Place[]>();
  private readonly short: Place[] = [];
  private readonly held = new Set<string>();

  get isEmpty(): boolean {
    return this.held.size === 0;
  }

  /** Adds a value with its base64, URL- and JSON-escaped forms. Fewer than 4 characters are ignored. */
  add({ value, kind = 'known_value' }: KnownValue): void {
    const trimmed = value.trim();
    if (trimmed.length < 4 || this.held.has(trimmed)) return;
    this.addForm(trimmed, kind, isDistinct(trimmed));
    const escaped = JSON.stringify(trimmed).slice(1, -1);
    if (escaped !== trimmed) this.addForm(escaped, kind, false);
    const inUrl = encodeWhole(trimmed);
    if (inUrl !== trimmed) this.addForm(inUrl, kind, false);
    // Base64 shifts with the offset modulo 3; the ends depend on neighbours and are cut.
    if (trimmed.length >= 6) {
      for (let shift = 0; shift < 3; shift++) {
        const encoded = encodeBase64(' '.repeat(shift) + trimmed).replace(/=+$/, '');
        const core = encoded.slice(
          shift === 0 ? 0 : shift + 1,
          encoded.length - ((trimmed.length + shift) % 3 === 0 ? 0 : 1),
        );
        if (core.length >= GRAM) this.addForm(core, kind, core.length >= 16);
      }
    }
  }

  /** Maximal matches in `text`; may overlap. */
  scan(text: string): Found[] {
    const found: Found[] = [];
    for (const place of this.short) scanShort(text, place, found);
    if (this.grams.size > 0) this.scanGrams(text, found);
    return found;
  }

  private addForm(value: string, kind: string, inParts: boolean): void {
    if (this.held.has(value)) return;
    this.held.add(value);
    if (value.length < GRAM) {
      this.short.push({ value, offset: 0, kind, inParts: false });
      return;
    }
    const last = inParts ? value.length - GRAM : 0;
    for (let offset = 0; offset <= last; offset++) {
      const gram = value.slice(offset, offset + GRAM);
      const places = this.grams.get(gram);
      const place = { value, offset, kind, inParts };
      if (places === undefined) this.grams.set(gram, [place]);
      else if (places.length < 64) places.push(place);
      this.filter[hashOf(gram)] = 1;
    }
  }

  private scanGrams(text: string, found: Found[]): void {
    const { filter } = this;
    const mask = (1 << FILTER_BITS) - 1;
    let hash = 0;
    let leaving = 1;
    for (let step = 0; step < GRAM; step++) leaving = Math.imul(leaving, BASE);
    let coveredTo = 0;
    for (let at = 0; at < text.length; at++) {
      hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0;
      if (at >= GRAM) hash = (hash - Math.imul(leaving, text.charCodeAt(at - GRAM))) | 0;
      if (at + 1 < GRAM || filter[(hash ^ (hash >>> 15)) & mask] !== 1) continue;
      const start = at + 1 - GRAM;
      const end = this.matchFrom(text, start, found, coveredTo);
      if (end > coveredTo) coveredTo = end;
    }
  }

  private matchFrom(text: string, start: number, found: Found[], coveredTo: number): number {
    let furthest = coveredTo;
    for (const place of this.grams.get(text.slice(start, start + GRAM)) ?? []) {
      if (start + GRAM <= coveredTo && place.inParts) continue;
      let from = start;
      let offset = place.offset;
      while (offset > 0 && from > 0 && text.charCodeAt(from - 1) === place.value.charCodeAt(offset - 1)) {
        from--;
        offset--;
      }
      let to = start + GRAM;
      let until = place.offset + GRAM;
      while (
        until < place.value.length &&
        to < text.length &&
        text.charCodeAt(to) === place.value.charCodeAt(until)
      ) {
        to++;
        until++;
      }
      const isWhole = to - from === place.value.length;
      if (!isWhole && (!place.inParts || to - from < FRAGMENT)) continue;
      found.push({ kind: place.kind, start: from, end: to, sureness: 'certain' });
      if (to > furthest) furthest = to;
    }
    return furthest;
  }
}

function hashOf(gram: string): number {
  let hash = 0;
  for (let at = 0; at < gram.length; at++) hash = (Math.imul(hash, BASE) + gram.charCodeAt(at)) | 0;
  return (hash ^ (hash >>> 15)) & ((1 << FILTER_BITS) - 1);
}

/** Values of fewer than eight characters count only as whole words. */
function scanShort(text: string, place: Place, found: Found[]): void {
  const { value, kind } = place;
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
