/** How is a text read differently without losing where each character came from? */

/** Another reading of a text. A find in it maps back to the original. */
export interface Shadow {
  readonly text: string;
  /** The original's offsets for the range `start`..`end` of the shadow. */
  toOriginal(start: number, end: number): { start: number; end: number };
  /** Path that holds for this reading (a file inside a diff). */
  readonly path?: string;
  /** It reads the text as a whole, not only lines of it. */
  readonly isWhole?: boolean;
}

/** Copies of at least so many characters are slices; shorter ones are written letter by letter. */
const SLICE_FROM = 24;
const FEW_LETTERS = 64;
const FEW_RUNS = 64;
export const LETTERS = 4096;

/** At most LETTERS of them. Spread into a call they would first become a list, which takes several times as long. */
export function textOf(codes: Uint16Array | Uint8Array): string {
  return Reflect.apply(String.fromCharCode, undefined, codes) as string;
}

/** Writes a shadow from left to right. */
export class ShadowWriter {
  private readonly parts: string[] = [];
  private letters = new Uint16Array(FEW_LETTERS);
  private lettersHeld = 0;
  /** Four numbers each: offset in the shadow, start and end in the original, 1 where the two go in step. */
  private runs = new Int32Array(FEW_RUNS);
  private runsEnd = 0;
  private length = 0;

  get size(): number {
    return this.length;
  }

  /** Characters `start`..`end` of `original`, unchanged. */
  copy(original: string, start: number, end: number): void {
    if (end <= start) return;
    if (end - start >= SLICE_FROM) {
      this.flush();
      this.parts.push(original.slice(start, end));
    } else {
      for (let at = start; at < end; at++) this.letter(original.charCodeAt(at));
    }
    this.addRun(start, end, end - start);
  }

  /** The character `code` stands for `start`..`end` of the original as a whole. */
  putCode(code: number, start: number, end: number): void {
    this.letter(code);
    this.addRun(start, end, 1);
  }

  /** `text` stands for `start`..`end` of the original as a whole. */
  put(text: string, start: number, end: number): void {
    if (text === '') return;
    this.flush();
    this.parts.push(text);
    this.pushRun(start, end, 0);
    this.length += text.length;
  }

  /** Parts of the original that do not belong together. */
  separate(at: number): void {
    if (this.length > 0) this.put('\n\n', at, at);
  }

  finish(path?: string): Shadow {
    this.flush();
    const runs = this.runs.subarray(0, this.runsEnd);
    const shadow = {
      text: this.parts.join(''),
      toOriginal: (start: number, end: number) => mapBack(runs, start, end),
    };
    return path === undefined ? shadow : { ...shadow, path };
  }

  private letter(code: number): void {
    if (this.lettersHeld === this.letters.length) this.makeRoom();
    this.letters[this.lettersHeld++] = code;
  }

  private makeRoom(): void {
    if (this.lettersHeld === LETTERS) {
      this.flush();
      return;
    }
    const grown = new Uint16Array(LETTERS);
    grown.set(this.letters);
    this.letters = grown;
  }

  private flush(): void {
    if (this.lettersHeld === 0) return;
    this.parts.push(textOf(this.letters.subarray(0, this.lettersHeld)));
    this.lettersHeld = 0;
  }

  /** `length` characters of the shadow; what goes in step with the run before becomes part of it. */
  private addRun(start: number, end: number, length: number): void {
    const { runs } = this;
    const inStep = end - start === length;
    const last = this.runsEnd - 4;
    if (inStep && last >= 0 && runs[last + 3] === 1 && runs[last + 2] === start) runs[last + 2] = end;
    else this.pushRun(start, end, inStep ? 1 : 0);
    this.length += length;
  }

  private pushRun(start: number, end: number, inStep: 0 | 1): void {
    const at = this.runsEnd;
    this.runsEnd += 4;
    if (this.runsEnd > this.runs.length) {
      const grown = new Int32Array(this.runs.length * 4);
      grown.set(this.runs);
      this.runs = grown;
    }
    const { runs } = this;
    runs[at] = this.length;
    runs[at + 1] = start;
    runs[at + 2] = end;
    runs[at + 3] = inStep;
  }
}

function mapBack(runs: Int32Array, start: number, end: number): { start: number; end: number } {
  if (runs.length === 0) return { start: 0, end: 0 };
  const first = runAt(runs, start);
  const last = runAt(runs, Math.max(start, end - 1));
  const [firstAt = 0, firstStart = 0, , firstInStep] = runs.subarray(first, first + 4);
  const [lastAt = 0, lastStart = 0, lastEnd = 0, lastInStep] = runs.subarray(last, last + 4);
  return {
    start: firstInStep === 1 ? firstStart + (start - firstAt) : firstStart,
    end: lastInStep === 1 ? lastStart + (end - lastAt) : lastEnd,
  };
}

/** Index of the first number of the run that holds `offset`. */
function runAt(runs: Int32Array, offset: number): number {
  let low = 0;
  let high = runs.length / 4 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((runs[middle * 4] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low * 4;
}

/** Writes the lines in which something is replaced, at most `reach` characters either way. */
export class LineWriter {
  private readonly writer = new ShadowWriter();
  private readonly text: string;
  private readonly reach: number;
  private cursor = -1;
  private regionEnd = -1;

  constructor(text: string, reach: number) {
    this.text = text;
    this.reach = reach;
  }

  /** In order: `start`..`end` reads as the character `code`; -1: as nothing. */
  replace(start: number, end: number, code: number): void {
    const { text, reach, writer } = this;
    if (start >= this.regionEnd) {
      if (this.cursor !== -1) writer.copy(text, this.cursor, this.regionEnd);
      const from = Math.max(lineStart(text, start, reach), this.regionEnd);
      if (from > this.regionEnd) writer.separate(from);
      this.cursor = from;
      this.regionEnd = lineEnd(text, end, reach);
    } else if (end > this.regionEnd || (end + reach / 2 > this.regionEnd && !this.endsWithLine()))
      this.regionEnd = Math.max(this.regionEnd, lineEnd(text, end, reach));
    writer.copy(text, this.cursor, start);
    if (code !== -1) writer.putCode(code, start, end);
    this.cursor = end;
  }

  /** `undefined` where nothing was replaced. */
  finish(): Shadow | undefined {
    if (this.cursor === -1) return undefined;
    this.writer.copy(this.text, this.cursor, this.regionEnd);
    return this.writer.finish();
  }

  private endsWithLine(): boolean {
    return this.text.charCodeAt(this.regionEnd - 1) === 10;
  }
}

function lineStart(text: string, at: number, reach: number): number {
  const floor = Math.max(0, at - reach);
  let start = at;
  while (start > floor && text.charCodeAt(start - 1) !== 10) start--;
  return start;
}

/** Behind the line end, or `reach` further. */
function lineEnd(text: string, at: number, reach: number): number {
  const limit = Math.min(text.length, at + reach);
  let end = at;
  while (end < limit && text.charCodeAt(end) !== 10) end++;
  return end < limit ? end + 1 : limit;
}
