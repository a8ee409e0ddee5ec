/** What would leave, to the byte? Every string is redacted, then the assembled body is scanned once more. */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { ChatMessage } from '../model/stream.ts';
import type { Finding, Redacted } from '../redaction/redacted.ts';
import type { DoorRefusal } from './cloudDoor.ts';
import type { ConversationRedaction } from './cloudPorts.ts';
import type { BodyContent, CloudProvider } from './provider.ts';

export interface AssembledBody {
  readonly body: Redacted;
  readonly masked: readonly Finding[];
  readonly redactions: readonly { readonly kind: string; readonly count: number }[];
}

/** As the conversation has it: not redacted yet. */
export type BodyParts = BodyContent;

type BodyRefusal = Extract<DoorRefusal, 'stillSecret' | 'redactionTimedOut' | 'redactionFailed'>;

/** A value that only a later text shows to be secret is replaced in the earlier ones by the next round. */
const mostRounds = 3;

/** Fails closed: whatever goes wrong inside redaction is a refusal. */
export function assembleBody(
  provider: CloudProvider,
  parts: BodyParts,
  redaction: ConversationRedaction,
  mask: readonly string[],
): Outcome<AssembledBody, BodyRefusal> {
  try {
    for (const text of mask) redaction.mask(text);
    for (const { content } of parts.messages) for (const image of imagesIn(content)) redaction.mask(image);
    let last: Outcome<AssembledBody, BodyRefusal> = none('stillSecret');
    for (let round = 0; round < mostRounds; round++) {
      last = redactedOnce(provider, parts, redaction);
      if (last.ok || last.reason !== 'stillSecret') return last;
    }
    return last;
  } catch {
    return none('redactionFailed', 'redaction failed, so nothing is sent');
  }
}

function redactedOnce(
  provider: CloudProvider,
  parts: BodyParts,
  redaction: ConversationRedaction,
): Outcome<AssembledBody, BodyRefusal> {
  const messages: ChatMessage[] = [];
  for (const message of parts.messages) {
    const redacted = redaction.redact(message.content);
    if (!redacted.ok) return redacted;
    messages.push({ role: message.role, content: redacted.value.text });
  }
  const branded = redaction.brandBody(JSON.stringify(provider.body({ ...parts, messages })));
  if (!branded.ok) return branded;
  const masked = redaction.placeholders(branded.value);
  const missed = valuesStillThere(branded.value, masked, redaction);
  if (missed.length === 0) return some(describeBody(branded.value, masked));
  for (const value of missed) redaction.mask(value);
  return none('stillSecret', 'a value that is replaced in one place is still there in another');
}

/** Pictures can't be scanned, so their data never leaves; they become placeholders like secrets. */
function imagesIn(text: string): readonly string[] {
  return text.match(/data:image\/[\w.+-]+;base64,[A-Za-z0-9+/=]{64,}/g) ?? [];
}

/** What was replaced somewhere must stand nowhere else: proof at run time, independent of the scanner. */
function valuesStillThere(
  body: Redacted,
  masked: readonly Finding[],
  redaction: ConversationRedaction,
): readonly string[] {
  const words = new Set(masked.map(({ start, end }) => body.slice(start, end)));
  return [...words].flatMap((word) => {
    const restored = redaction.restore(word, 'searchBlock');
    const value = restored.ok ? restored.value : '';
    const escaped = JSON.stringify(value).slice(1, -1);
    return value.length >= 8 && (body.includes(value) || body.includes(escaped)) ? [value] : [];
  });
}

function describeBody(body: Redacted, masked: readonly Finding[]): AssembledBody {
  const counts = new Map<string, Set<string>>();
  for (const { kind, start, end } of masked) {
    const values = counts.get(kind) ?? new Set<string>();
    counts.set(kind, values.add(body.slice(start, end)));
  }
  const redactions = [...counts].map(([kind, values]) => ({ kind, count: values.size }));
  return { body, masked, redactions };
}
