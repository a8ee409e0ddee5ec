/** Which entry stands in this line of an audit file? A torn one is passed over, never guessed at. */

import { amount, flag, listOf, object, oneOf, text, type Shape } from '../base/shape.ts';
import type { AuditEntry } from './auditEntry.ts';

/** @param line without its line feed; a whole line may be glued behind one that a crash has torn */
export function parseAuditLine(line: string): AuditEntry | undefined {
  const whole = entryOf(line);
  if (whole !== undefined) return whole;
  const start = line.lastIndexOf('{"time":');
  return start > 0 ? entryOf(line.slice(start)) : undefined;
}

function entryOf(line: string): AuditEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isEntry(value)) return undefined;
  // Other programs write null, or false, for what is absent.
  const present = Object.entries(value).filter(
    ([name, one]) => name === 'costUsd' || (one !== null && !(name === 'followUp' && one === false)),
  );
  return Object.fromEntries(present) as unknown as AuditEntry;
}

const size = amount(0);
const nullOr =
  (shape: Shape<unknown>): Shape<unknown> =>
  (value): value is unknown =>
    value === null || shape(value);
const optional = (shape: Shape<unknown>): Shape<unknown> => {
  const orNull = nullOr(shape);
  return (value): value is unknown => value === undefined || orNull(value);
};

/** By hand, not by schema: what only this can read may still be many lines. */
const isEntry = object<{ readonly [Key in keyof AuditEntry]-?: unknown }>({
  time: text,
  id: text,
  task: text,
  route: oneOf('local', 'cloud'),
  host: optional(text),
  model: text,
  reason: text,
  checks: listOf(object<{ name: unknown; passed: unknown }>({ name: text, passed: flag })),
  redactions: listOf(object<{ kind: unknown; count: unknown }>({ kind: text, count: size })),
  tokensIn: size,
  tokensOut: size,
  costUsd: nullOr(size),
  ms: size,
  outcome: optional(text),
  sentSha256: optional(text),
  language: optional(text),
  firstTokenMs: optional(size),
  followUp: optional(flag),
  kept: optional(flag),
});
