/** Where does the run of characters end in which this place lies? */

import { BEYOND, BLOCK } from './codedText.ts';

/** Remembers the last run, so that many anchors in one run cost one walk. For one text. */
export class RunEnd {
  private readonly codes: Uint8Array;
  private readonly length: number;
  private readonly set: Uint8Array;
  private start = 0;
  private end = 0;

  /** `codes` of a text of `length` characters; `set`: 1 for each character that belongs to runs. */
  constructor(codes: Uint8Array, length: number, set: Uint8Array) {
    this.codes = codes;
    this.length = length;
    this.set = set;
  }

  of(at: number): number {
    if (at >= this.start && at < this.end) return this.end;
    let end = at;
    let to = at;
    do {
      to = Math.min(this.length, to + BLOCK);
      end = endOfRun(this.codes, this.set, end, to);
    } while (end === to && to < this.length);
    this.start = at;
    this.end = end;
    return end;
  }
}

/** Small for the reason that `codedText.ts` gives. */
function endOfRun(codes: Uint8Array, set: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && set[codes[at] as number] === 1) at++;
  return at;
}

/** 1 for each ASCII character in `characters`; also knows what `codedText` writes for others. */
export function characterSet(characters: string): Uint8Array {
  const set = new Uint8Array(BEYOND + 1);
  for (let at = 0; at < characters.length; at++) set[characters.charCodeAt(at)] = 1;
  return set;
}
