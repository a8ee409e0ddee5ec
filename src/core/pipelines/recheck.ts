/** When is a server that failed looked at again without anyone asking? */

import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import type { ModelError } from '../model/modelError.ts';

const longestPauseMs = 30_000;
/** A model that is loading is near. */
const longestLoadingPauseMs = 2_000;

/** So that a server that comes back is seen without a keystroke. One look is due at a time. */
export class Recheck implements Disposable {
  private readonly clock: Clock;
  private readonly look: () => void;
  private due: Disposable | undefined;
  private looks = 0;

  constructor(clock: Clock, look: () => void) {
    this.clock = clock;
    this.look = look;
  }

  /** Not for a wrong key: that needs a person. */
  after(failure: ModelError | undefined): void {
    if (failure?.kind === 'unauthorized' && failure.facts.cause !== 'hostHeader') return;
    const mostMs = failure?.kind === 'loading' ? longestLoadingPauseMs : longestPauseMs;
    const pauseMs = Math.min(mostMs, 1000 * 2 ** Math.min(this.looks, 5));
    this.looks++;
    this.dispose();
    this.due = this.clock.after(failure?.facts.retryAfterMs ?? pauseMs, this.look);
  }

  succeeded(): void {
    this.looks = 0;
  }

  dispose(): void {
    this.due?.dispose();
  }
}
