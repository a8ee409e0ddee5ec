/** Sessions for tests: chance from a seed, a clock that stands still unless told. */

import {
  createRedactionSession,
  type RedactionOptions,
  type RedactionSession,
} from '../../../src/core/redaction/redact.ts';
import type { Clock } from '../../../src/core/base/clock.ts';
import { chanceFrom } from '../../fixtures/redaction/chance.ts';

export const stillClock: Clock = { now: () => 0, monotonicMs: () => 0, after: () => ({ dispose() {} }) };

export function session(options: Partial<RedactionOptions> = {}, seed = 1): RedactionSession {
  const chance = chanceFrom(seed);
  return createRedactionSession({ random: () => chance.next(), clock: stillClock, ...options });
}

/** The redacted text; throws where there is none. */
export function redacted(of: RedactionSession, text: string, path?: string): string {
  const result = of.redact(text, path === undefined ? {} : { path });
  if (!result.ok) throw new Error(result.reason);
  return result.value.text;
}
