/** How do several passes over one long text read its characters at little cost? */

// The loops over characters are small functions here that take a block at a time: called so often, each is compiled
// early and as a whole. A loop of a million steps in a function that is called once is compiled in the middle of its
// work, and stays three to five times slower.

import type { Range } from './found.ts';

/** Stands for every code unit beyond ASCII. */
export const BEYOND = 128;
/** Zeros behind the last character, so that a pass may look a little ahead. */
export const ROOM_BEHIND = 16;
export const BLOCK = 4096;

/**
 * A text and its code units, one byte each. A string that is a slice or a joint of others costs several times as much
 * to read as an array, and a text is passed over half a dozen times.
 */
export interface CodedText {
  readonly text: string;
  readonly codes: Uint8Array;
}

const encoder = new TextEncoder();

export function codedText(text: string): CodedText {
  const codes = new Uint8Array(text.length + ROOM_BEHIND);
  for (let from = 0; from < text.length; from += BLOCK) {
    const to = Math.min(text.length, from + BLOCK);
    // Of ASCII these are the bytes of UTF-8, which the engine writes several times faster than any loop here.
    const { read, written } = encoder.encodeInto(text.slice(from, to), codes.subarray(from, to));
    if (written !== to - from || read !== written) write(codes, text, from, to);
  }
  return { text, codes };
}

function write(codes: Uint8Array, text: string, from: number, to: number): void {
  const beyond = BEYOND;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    codes[at] = code < beyond ? code : beyond;
  }
}

/** What `codes` became when `spans` were replaced by ASCII words, which now stand at `words` of `text`. */
export function codedAfter(
  codes: Uint8Array,
  text: string,
  spans: readonly Range[],
  words: readonly Range[],
): CodedText {
  const after = new Uint8Array(text.length + ROOM_BEHIND);
  let from = 0;
  let to = 0;
  for (let index = 0; index < spans.length; index++) {
    const span = spans[index] as Range;
    const word = words[index] as Range;
    after.set(codes.subarray(from, span.start), to);
    for (let at = word.start; at < word.end; at++) after[at] = text.charCodeAt(at);
    from = span.end;
    to = word.end;
  }
  after.set(codes.subarray(from, from + text.length - to), to);
  return { text, codes: after };
}
