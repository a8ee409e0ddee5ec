/** What was worked out for a document, as long as it is the same version? Bounded. */

import type { DocumentSnapshot } from './document.ts';
import { inTurns } from './slices.ts';

const most = 60;

export class PerDocument<T> {
  private readonly held = new Map<string, { readonly version: number; readonly value: T }>();
  private readonly work: (document: DocumentSnapshot) => Generator<void, T, void>;

  constructor(work: (document: DocumentSnapshot) => Generator<void, T, void>) {
    this.work = work;
  }

  /** Worked out in turns with others where it is not there yet. `undefined` where `signal` aborted meanwhile. */
  async of(
    document: DocumentSnapshot,
    pause: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    const known = this.held.get(document.uri);
    if (known?.version === document.version) return known.value;
    await pause();
    const value = await inTurns(this.work(document), pause, signal);
    if (value !== undefined) this.keep(document, value);
    return value;
  }

  private keep({ uri, version }: DocumentSnapshot, value: T): void {
    this.held.delete(uri);
    this.held.set(uri, { version, value });
    if (this.held.size <= most) return;
    for (const oldest of this.held.keys()) {
      this.held.delete(oldest);
      break;
    }
  }
}
