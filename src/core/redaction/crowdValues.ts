/** Which lines were replaced whole, so that the values in them are still to be learned? */

import type { Span } from './spans.ts';

/** So many characters of a conversation are read for their values. */
const MOST_READ = 250_000;

interface CrowdedText {
  readonly text: string;
  readonly path: string | undefined;
}

/**
 * Many secrets that stand close together are replaced by their lines, for speed. Their values are learned before the
 * next text is looked at, which may hold one of them alone.
 */
export class CrowdValues {
  private readonly known = new Set<string>();
  private waiting: CrowdedText[] = [];
  private left = MOST_READ;

  /** Each text counts once, however often a conversation brings it. */
  note(text: string, path: string | undefined, spans: readonly Span[]): void {
    for (const { kind, start, end } of spans) {
      if (kind !== 'secrets' || end - start > this.left) continue;
      const crowd = text.slice(start, end);
      if (this.known.has(crowd)) continue;
      this.known.add(crowd);
      this.left -= crowd.length;
      this.waiting.push({ text: crowd, path });
    }
  }

  /** Those noted since the last call. */
  take(): readonly CrowdedText[] {
    const { waiting } = this;
    if (waiting.length > 0) this.waiting = [];
    return waiting;
  }
}
