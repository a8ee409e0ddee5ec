/** Which request goes next? A bounded number in flight; suggestions before chat. */

import type { Disposable } from '../base/disposables.ts';

export type Priority = 'suggestion' | 'chat';

interface Waiting {
  readonly priority: Priority;
  readonly admit: () => void;
}

export class RequestGate {
  private readonly slots: number;
  private running = 0;
  private readonly waiting: Waiting[] = [];

  /** `slots`: requests the model answers at the same time; on one slot a suggestion waits for the chat's answer instead of evicting its prompt from the cache. */
  constructor(slots: number) {
    this.slots = Math.max(1, slots);
  }

  get inFlight(): number {
    return this.running;
  }

  /** Resolves when the request may be sent; rejects with the signal's reason. Dispose when it has ended. */
  enter(priority: Priority, signal: AbortSignal): Promise<Disposable> {
    if (signal.aborted) return Promise.reject(reasonOf(signal));
    if (this.running < this.slots) return Promise.resolve(this.take());
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(reasonOf(signal));
      };
      const entry: Waiting = {
        priority,
        admit: () => {
          signal.removeEventListener('abort', onAbort);
          resolve(this.take());
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiting.push(entry);
    });
  }

  private take(): Disposable {
    this.running++;
    let held = true;
    return {
      dispose: () => {
        if (!held) return;
        held = false;
        this.running--;
        this.next();
      },
    };
  }

  private next(): void {
    if (this.waiting.length === 0 || this.running >= this.slots) return;
    const first = this.waiting.findIndex(({ priority }) => priority === 'suggestion');
    const [entry] = this.waiting.splice(Math.max(0, first), 1);
    entry?.admit();
  }
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error('aborted');
}
