/** How is a text read differently without losing where each character came from? */

/** Another reading of a text. A find in it maps back to the original. */
export interface Shadow {
  readonly text: string;
  /** The original's offsets for the range `start`..`end` of the shadow. */
  toOriginal(start: number, end: number): { start: number; end: number };
  /** Path that holds for this reading (a file inside a diff). */
  readonly path?: string;
}

/** A run of shadow characters that came from the original in step, or all from one place. */
interface Run {
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly inStep: boolean;
}

/** Writes a shadow from left to right. */
export class ShadowWriter {
  private readonly parts: string[] = [];
  private readonly runs: Run[] = [];
  private length = 0;

  get size(): number {
    return this.length;
  }

  /** Characters `start`..`end` of `original`, unchanged. */
  copy(original: string, start: number, end: number): void {
    if (end <= start) return;
    this.parts.push(original.slice(start, end));
    this.runs.push({ at: this.length, start, end, inStep: true });
    this.length += end - start;
  }

  /** `text` stands for `start`..`end` of the original as a whole. */
  put(text: string, start: number, end: number): void {
    if (text === '') return;
    this.parts.push(text);
    this.runs.push({ at: this.length, start, end, inStep: false });
    this.length += text.length;
  }

  /** Parts of the original that do not belong together. */
  separate(at: number): void {
    if (this.length > 0) this.put('\n\n', at, at);
  }

  finish(path?: string): Shadow {
    const { runs } = this;
    const shadow = {
      text: this.parts.join(''),
      toOriginal: (start: number, end: number) => mapBack(runs, start, end),
    };
    return path === undefined ? shadow : { ...shadow, path };
  }
}

function mapBack(runs: readonly Run[], start: number, end: number): { start: number; end: number } {
  const first = runAt(runs, start);
  const last = runAt(runs, Math.max(start, end - 1));
  if (first === undefined || last === undefined) return { start: 0, end: 0 };
  return {
    start: first.inStep ? first.start + (start - first.at) : first.start,
    end: last.inStep ? last.start + (end - last.at) : last.end,
  };
}

function runAt(runs: readonly Run[], offset: number): Run | undefined {
  let low = 0;
  let high = runs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((runs[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return runs[low];
}

/** The surroundings in which a find may lie that touches `start`..`end`: its line, at most `reach` either way. */
export function lineAround(
  text: string,
  start: number,
  end: number,
  reach: number,
): { start: number; end: number } {
  const floor = Math.max(0, start - reach);
  const newlineBefore = text.slice(floor, start).lastIndexOf('\n');
  const after = text.slice(end, end + reach);
  const newlineAfter = after.indexOf('\n');
  return {
    start: floor + newlineBefore + 1,
    end: newlineAfter === -1 ? end + after.length : end + newlineAfter + 1,
  };
}
