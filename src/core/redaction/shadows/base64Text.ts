/** Which text does a base64 run hold? Written here since core has no Buffer. */

import type { Range } from '../detect/found.ts';
import { LETTERS, textOf } from './shadow.ts';

const VALUE_OF = new Int8Array(128).fill(-1);
for (let index = 0; index < 64; index++) {
  VALUE_OF['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.charCodeAt(index)] = index;
}
VALUE_OF[45] = 62; // `-` and `_` of the URL-safe alphabet (RFC 4648, section 5)
VALUE_OF[95] = 63;

/** Filled and emptied within one call. */
const bytes = new Uint8Array(LETTERS);

/** The bytes as characters 0 to 255; padding, white space and a stray last character are left out. */
export function decodeBase64(encoded: string, maxChars = encoded.length): string {
  const limit = Math.min(encoded.length, maxChars);
  let decoded = '';
  let held = 0;
  let bits = 0;
  let count = 0;
  for (let at = 0; at < limit; at++) {
    const code = encoded.charCodeAt(at);
    const value = code < 128 ? (VALUE_OF[code] as number) : -1;
    if (value === -1) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[count++] = (held >> bits) & 255;
    if (count < bytes.length) continue;
    decoded += textOf(bytes);
    count = 0;
  }
  return decoded + textOf(bytes.subarray(0, count));
}

/**
 * False where fewer than nine in ten of the bytes in `start`..`end` are those of a text; UTF-16's zeros count as such.
 * Stops as soon as that is sure, which in what chance made is soon.
 */
export function holdsText(text: string, start: number, end: number): boolean {
  return isText(text, { start, end }, 10, true);
}

/** True where all bytes in `start`..`end` are printable ASCII or white space. */
export function holdsOnlyText(text: string, start: number, end: number): boolean {
  return isText(text, { start, end }, Number.POSITIVE_INFINITY, false);
}

/** At most one byte in `oneIn` is none of a text. */
function isText(text: string, { start, end }: Range, oneIn: number, mayHoldZeros: boolean): boolean {
  const mayBeOdd = Math.floor(((end - start) * 3) / 4 / oneIn);
  let odd = 0;
  let count = 0;
  let bits = 0;
  let held = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    const value = code < 128 ? (VALUE_OF[code] as number) : -1;
    if (value === -1) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    count++;
    const byte = (held >> bits) & 255;
    const isOdd = !isTextByte(byte) || (byte === 0 && !mayHoldZeros);
    if (isOdd && ++odd > mayBeOdd) return false;
  }
  return count > 0 && odd <= count / oneIn;
}

export function isTextByte(byte: number): boolean {
  return (byte >= 32 && byte < 127) || byte === 10 || byte === 13 || byte === 9 || byte === 0;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 with padding of the UTF-8 bytes of `text`. */
export function encodeBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let written = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    const third = bytes[at + 2] ?? 0;
    const four = [
      first >> 2,
      ((first & 3) << 4) | (second >> 4),
      ((second & 15) << 2) | (third >> 6),
      third & 63,
    ];
    const kept = Math.min(4, bytes.length - at + 1);
    written +=
      four
        .slice(0, kept)
        .map((index) => ALPHABET[index])
        .join('') + '='.repeat(4 - kept);
  }
  return written;
}
