/** Does the stream still move? Bounds the wait for its first event, between events, and in all. */

import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposables.ts';
import { cloudError } from './cloudError.ts';

export interface TimeLimits {
  readonly firstEventTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
}

/**
 * Opens the stream with a signal of its own. When a limit passes, that signal aborts, which closes the connection, and
 * the loop rejects with ModelError `timedOut`; an abort of the outer signal rejects with its reason, also while the
 * stream stands still.
 */
export async function* timedEvents<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  host: string,
  outer: { readonly clock: Clock; readonly signal: AbortSignal },
  limits: TimeLimits,
): AsyncGenerator<T> {
  const own = new AbortController();
  const signal = AbortSignal.any([outer.signal, own.signal]);
  const stopped = stoppage(signal);
  const giveUp = (waitedMs: number, forWhat: string): void =>
    own.abort(
      cloudError('timedOut', {
        host,
        detail: `no ${forWhat} within ${Math.round(waitedMs / 1000)} s; try again`,
      }),
    );
  const total = outer.clock.after(limits.totalTimeoutMs, () =>
    giveUp(limits.totalTimeoutMs, 'complete answer'),
  );
  const iterator = open(signal)[Symbol.asyncIterator]();
  let isFirst = true;
  let isDone = false;
  try {
    for (;;) {
      const waitMs = isFirst ? limits.firstEventTimeoutMs : limits.idleTimeoutMs;
      const timer: Disposable = outer.clock.after(waitMs, () =>
        giveUp(waitMs, isFirst ? 'answer' : 'further word'),
      );
      const next = await Promise.race([iterator.next(), stopped.promise]).finally(() => timer.dispose());
      if (next.done === true) {
        isDone = true;
        return;
      }
      isFirst = false;
      yield next.value;
    }
  } catch (failure) {
    if (own.signal.aborted && !outer.signal.aborted) throw own.signal.reason;
    throw failure;
  } finally {
    total.dispose();
    stopped.dispose();
    if (!isDone) {
      own.abort(new Error('left'));
      // The connection is closed by the abort; the iterator's own clean-up may hang and is not waited for.
      Promise.resolve(iterator.return?.()).catch(() => undefined);
    }
  }
}

function stoppage(signal: AbortSignal): { promise: Promise<never>; dispose: () => void } {
  let onAbort = (): void => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  promise.catch(() => undefined);
  return { promise, dispose: () => signal.removeEventListener('abort', onAbort) };
}
