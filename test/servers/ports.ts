/** The ports of core for tests: the real network and clock, a store in memory. */

import { silentLog } from '../../src/core/base/log.ts';
import type { KeyValueStore } from '../../src/core/base/ports.ts';
import { sayInEnglish } from '../../src/core/base/say.ts';
import type { InspectPorts } from '../../src/core/pipelines/inspection.ts';
import { hostFetch, systemClock } from '../../src/editor/nodePorts.ts';

export function memoryStore(): KeyValueStore & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  return {
    kept,
    get: (key) => kept.get(key),
    set: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}

export function testPorts(keys: Readonly<Record<string, string>> = {}): InspectPorts {
  return {
    fetch: hostFetch,
    clock: systemClock,
    log: silentLog,
    store: memoryStore(),
    serverKey: (origin) => Promise.resolve(keys[origin]),
    whereabouts: 'here',
    say: sayInEnglish,
  };
}
