/** How fast does this person type, as a median that forgets slowly? */

/** Longer gaps are thinking, not typing. */
const longestIntervalMs = 2_000;
const kept = 32;

/** Median interval over the last typed characters; a usual 160 ms before any was seen. */
export class TypingRhythm {
  private readonly intervals: number[] = [];
  private lastMs: number | undefined;

  /** One typed character at a monotonic time. */
  typed(atMs: number): void {
    const intervalMs = this.lastMs === undefined ? undefined : atMs - this.lastMs;
    this.lastMs = atMs;
    if (intervalMs === undefined || intervalMs <= 0 || intervalMs > longestIntervalMs) return;
    this.intervals.push(intervalMs);
    if (this.intervals.length > kept) this.intervals.shift();
  }

  get intervalMs(): number {
    return median(this.intervals) ?? 160;
  }
}

/** The middle value; `undefined` for no values. */
export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
