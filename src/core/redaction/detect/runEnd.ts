/** Where does the run of characters end in which this place lies? */

/** Remembers the last run, so that many anchors in one run cost one walk. For one text. */
export class RunEnd {
  private readonly text: string;
  private readonly set: Uint8Array;
  private start = 0;
  private end = 0;

  private readonly member: 0 | 1;

  /** `set`: 1 for each ASCII character that belongs to runs; with `member` 0, that ends them. */
  constructor(text: string, set: Uint8Array, member: 0 | 1 = 1) {
    this.text = text;
    this.set = set;
    this.member = member;
  }

  of(at: number): number {
    if (at >= this.start && at < this.end) return this.end;
    const { text, set } = this;
    const ends = 1 - this.member;
    let end = at;
    while (end < text.length) {
      const code = text.charCodeAt(end);
      if ((code < 128 ? (set[code] as number) : 0) === ends) break;
      end++;
    }
    this.start = at;
    this.end = end;
    return end;
  }
}

/** 1 for each ASCII character in `characters`. */
export function characterSet(characters: string): Uint8Array {
  const set = new Uint8Array(128);
  for (let at = 0; at < characters.length; at++) set[characters.charCodeAt(at)] = 1;
  return set;
}
