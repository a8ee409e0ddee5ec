/** Time, chance, hashing and network of the extension host, as core's ports. Imports no `vscode`, so scripts use it too. */

import { createHash, randomInt } from 'node:crypto';

import type { Clock } from '../core/base/clock.ts';
import { toDisposable } from '../core/base/disposables.ts';
import type { Fetch, Random, Sha256 } from '../core/base/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return toDisposable(() => clearTimeout(timer));
  },
};

const steps = 2 ** 47;

/** From the system's cryptographic source: placeholder tags must not be guessable. */
export const systemRandom: Random = () => randomInt(steps) / steps;

export const sha256: Sha256 = (text) =>
  Promise.resolve(createHash('sha256').update(text, 'utf8').digest('hex'));

/** Looked up at each call: VS Code replaces the global by one that honors its proxy and certificate settings. */
export const hostFetch: Fetch = (input, init) => globalThis.fetch(input, init);
