/** How does Anthropic's Messages API want to be asked? */

import type { ChatMessage } from '../../model/stream.ts';
import type { BodyContent, CloudProvider, JsonObject } from '../provider.ts';

/** No sampling field is sent, so the body is valid under this version and under 2026-10-21, which refuses them. */
export const anthropicVersion = '2023-06-01';

const cached = { cache_control: { type: 'ephemeral' } } as const;

/**
 * System texts stand apart from the turns; empty turns are refused, so they are left out. The system text and the
 * newest turn close a cache block each: the next turn of the conversation reads both from the cache.
 */
export function anthropicBody(content: BodyContent): JsonObject {
  const system = content.messages.filter(({ role, content: text }) => role === 'system' && text !== '');
  const turns = content.messages.filter(({ role, content: text }) => role !== 'system' && text.trim() !== '');
  const blocks = system.map(({ content: text }, index) => ({
    type: 'text',
    text,
    ...(index === system.length - 1 ? cached : {}),
  }));
  return {
    model: content.model,
    max_tokens: content.maxTokens,
    ...(blocks.length === 0 ? {} : { system: blocks }),
    messages: turns.map((turn, index) => message(turn, index === turns.length - 1)),
    stream: true,
  };
}

function message({ role, content: text }: ChatMessage, isNewest: boolean): JsonObject {
  // The last turn of an assistant may not end in white space, and no other may be empty.
  const trimmed = role === 'assistant' ? text.trimEnd() : text;
  return { role, content: [{ type: 'text', text: trimmed, ...(isNewest ? cached : {}) }] };
}

export const anthropic: CloudProvider = {
  name: 'anthropic',
  defaultUrl: 'https://api.anthropic.com/v1',
  basePath: () => '/v1',
  needsKey: true,
  dialect: () => 'messages',
  askUrl: (base) => `${base}/messages`,
  modelsUrl: (base) => `${base}/models?limit=1000`,
  headers: (key) => ({
    ...(key === undefined ? {} : { 'x-api-key': key }),
    'anthropic-version': anthropicVersion,
  }),
  body: anthropicBody,
  tokensOutCeiling: (_model, maxTokens) => maxTokens,
  cancelStopsBilling: () => true,
};
