/** What would leave, to the byte? Every string is redacted, then the assembled body is scanned once more. */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { ChatMessage } from '../model/stream.ts';
import type { Finding, Redacted } from '../redaction/redacted.ts';
import type { DoorRefusal } from './cloudDoor.ts';
import type { ConversationRedaction, IssuedPlaceholder } from './cloudPorts.ts';
import type { BodyContent, CloudProvider } from './provider.ts';

export interface AssembledBody {
  readonly body: Redacted;
  readonly masked: readonly Finding[];
  readonly redactions: readonly { readonly kind: string; readonly count: number }[];
}

/** As the conversation has it: not redacted yet. */
export type BodyParts = BodyContent;

type BodyRefusal = Extract<DoorRefusal, 'stillSecret' | 'redactionTimedOut' | 'redactionFailed'>;

/** Fails closed: whatever goes wrong inside redaction is a refusal. */
export async function assembleBody(
  provider: CloudProvider,
  parts: BodyParts,
  redaction: ConversationRedaction,
  mask: readonly string[],
): Promise<Outcome<AssembledBody, BodyRefusal>> {
  try {
    for (const text of mask) redaction.mask(text);
    for (const { content } of parts.messages) for (const image of imagesIn(content)) redaction.mask(image);
    const first = await redactedBody(provider, parts, redaction);
    if (!first.ok) return first;
    const missed = notReplaced(first.value, redaction.placeholders());
    if (missed.length === 0) return some(describeBody(first.value, redaction.placeholders()));
    for (const { original } of missed) redaction.mask(original);
    const second = await redactedBody(provider, parts, redaction);
    if (!second.ok) return second;
    const left = notReplaced(second.value, redaction.placeholders())[0];
    if (left !== undefined)
      return none('stillSecret', `a value of kind ${left.kind} is still in the request`);
    return some(describeBody(second.value, redaction.placeholders()));
  } catch {
    return none('redactionFailed', 'redaction failed, so nothing is sent');
  }
}

async function redactedBody(
  provider: CloudProvider,
  parts: BodyParts,
  redaction: ConversationRedaction,
): Promise<Outcome<Redacted, BodyRefusal>> {
  const messages: ChatMessage[] = [];
  for (const message of parts.messages) {
    const redacted = await redaction.redact(message.content);
    if (!redacted.ok) return redacted;
    messages.push({ role: message.role, content: redacted.value });
  }
  return redaction.brand(JSON.stringify(provider.body({ ...parts, messages })));
}

/** Pictures can't be scanned, so their data never leaves; they become placeholders like secrets. */
function imagesIn(text: string): readonly string[] {
  return text.match(/data:image\/[\w.+-]+;base64,[A-Za-z0-9+/=]{64,}/g) ?? [];
}

/** A value that was replaced somewhere must stand nowhere else: proof at run time, independent of the scanner. */
function notReplaced(body: string, placeholders: readonly IssuedPlaceholder[]): readonly IssuedPlaceholder[] {
  return placeholders.filter(({ original }) => {
    const escaped = JSON.stringify(original).slice(1, -1);
    return original.length >= 8 && (body.includes(original) || body.includes(escaped));
  });
}

function describeBody(body: Redacted, placeholders: readonly IssuedPlaceholder[]): AssembledBody {
  const masked: Finding[] = [];
  const counts = new Map<string, Set<string>>();
  for (const { placeholder, kind } of placeholders) {
    for (let at = body.indexOf(placeholder); at !== -1; at = body.indexOf(placeholder, at + 1)) {
      masked.push({ kind, start: at, end: at + placeholder.length });
      const values = counts.get(kind) ?? new Set();
      counts.set(kind, values.add(placeholder));
    }
  }
  masked.sort((a, b) => a.start - b.start);
  const redactions = [...counts].map(([kind, values]) => ({ kind, count: values.size }));
  return { body, masked, redactions };
}
