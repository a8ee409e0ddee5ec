/** The clock, network and identifiers of Node, as core takes them. */

import { randomUUID } from 'node:crypto';

import type { Clock } from '../../../src/core/base/clock.ts';
import type { Fetch } from '../../../src/core/base/ports.ts';

export const nodeClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    // A process that has nothing else to do need not wait for a late note in a log.
    if (delayMs >= 10_000) timer.unref();
    return { dispose: () => clearTimeout(timer) };
  },
};

export const nodeFetch: Fetch = (input, init) => fetch(input, init);

export const newId = (): string => randomUUID();
