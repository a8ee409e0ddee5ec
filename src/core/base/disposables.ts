/** What must be released, and in which order? */

export interface Disposable {
  dispose(): void;
}

/** Releases what was added, last first. What is added after disposal is disposed at once. */
export class Disposables implements Disposable {
  private readonly held = new Set<Disposable>();
  private disposed = false;

  get isDisposed(): boolean {
    return this.disposed;
  }

  add<T extends Disposable>(disposable: T): T {
    if (this.disposed) disposable.dispose();
    else this.held.add(disposable);
    return disposable;
  }

  remove(disposable: Disposable): void {
    this.held.delete(disposable);
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    const held = [...this.held].reverse();
    this.held.clear();
    const failures: unknown[] = [];
    for (const disposable of held) {
      try {
        disposable.dispose();
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'disposing failed');
  }
}

export function toDisposable(dispose: () => void): Disposable {
  return { dispose };
}
