/** Who wants to know that state changed? */

import { toDisposable, type Disposable } from './disposables.ts';

export type Event<T> = (listener: (value: T) => void) => Disposable;

/** Tells its listeners of each value; one that throws does not keep the others from hearing it. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    const own = (value: T): void => listener(value);
    this.listeners.add(own);
    return toDisposable(() => this.listeners.delete(own));
  };

  fire(value: T): void {
    const failures: unknown[] = [];
    for (const listener of [...this.listeners]) {
      try {
        listener(value);
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'a listener failed');
  }

  dispose(): void {
    this.listeners.clear();
  }
}
