/** A clock that stands still until it is told to go on. */

import type { Clock } from '../../../src/core/base/clock.ts';

export class FakeClock implements Clock {
  private nowMs = 1_000_000;
  private timers: { readonly atMs: number; readonly callback: () => void }[] = [];

  now(): number {
    return this.nowMs;
  }

  monotonicMs(): number {
    return this.nowMs;
  }

  after(delayMs: number, callback: () => void): { dispose(): void } {
    const timer = { atMs: this.nowMs + delayMs, callback };
    this.timers.push(timer);
    return {
      dispose: () => {
        this.timers = this.timers.filter((other) => other !== timer);
      },
    };
  }

  /** Lets time pass, calling back in order, and lets what was waiting go on. */
  async pass(ms: number): Promise<void> {
    const end = this.nowMs + ms;
    for (;;) {
      const [next] = this.timers.filter(({ atMs }) => atMs <= end).sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.nowMs = Math.max(this.nowMs, next.atMs);
      this.timers = this.timers.filter((other) => other !== next);
      next.callback();
      await settled();
    }
    this.nowMs = end;
    await settled();
  }
}

/** What is only waiting for promises has gone on. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 40; round++) await Promise.resolve();
}
