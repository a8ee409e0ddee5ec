/** Which fields does a chat completions body have, and which of them did this endpoint refuse? */

import type { BodyContent, JsonObject } from '../provider.ts';

/** Drops what the endpoint refused before; the ceiling of tokens is renamed instead, since it must never be absent. */
export function chatCompletionsBody(
  content: BodyContent,
  ceilingField: 'max_tokens' | 'max_completion_tokens',
  maxTokens: number,
  further: JsonObject = {},
): JsonObject {
  const other = ceilingField === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  const field = content.refused.has(ceilingField) && !content.refused.has(other) ? other : ceilingField;
  const kept = Object.entries(further).filter(([name]) => !content.refused.has(name));
  return {
    model: content.model,
    messages: content.messages.map(({ role, content: text }) => ({ role, content: text })),
    [field]: maxTokens,
    stream: true,
    ...Object.fromEntries(kept),
  };
}

/** Models that think before they answer refuse sampling fields and bill their thoughts as tokens out. */
export function isReasoningModel(model: string): boolean {
  const name = model.slice(model.lastIndexOf('/') + 1);
  return /^(?:o\d|gpt-(?:[5-9]|\d{2})(?!.*-chat)|gpt-oss)/.test(name);
}

/** Room for thoughts, so that the answer itself is not cut short. */
export const reasoningTokens = 8192;

export function withReasoning(model: string, maxTokens: number): number {
  return isReasoningModel(model) ? maxTokens + reasoningTokens : maxTokens;
}

export const bearer = (key: string | undefined): Readonly<Record<string, string>> =>
  key === undefined ? {} : { authorization: `Bearer ${key}` };
