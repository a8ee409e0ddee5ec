/** How does OpenRouter want to be asked? */

import type { CloudProvider } from '../provider.ts';
import { bearer, chatCompletionsBody, reasoningTokens } from './chatCompletionsBody.ts';

/** Upstreams that bill a cancelled stream to its end (openrouter.ai documentation of streaming). */
const billsToTheEnd = /^(?:mistralai|amazon|google|perplexity|minimax|groq)\//;

/**
 * `data_collection: deny` keeps the request from upstreams that keep or train on prompts. The bill comes in
 * `usage.cost`.
 */
export const openrouter: CloudProvider = {
  name: 'openrouter',
  defaultUrl: 'https://openrouter.ai/api/v1',
  basePath: () => '/api/v1',
  needsKey: true,
  dialect: () => 'chatCompletions',
  askUrl: (base) => `${base}/chat/completions`,
  modelsUrl: (base) => `${base}/models`,
  keyUrl: (base) => `${base}/key`,
  headers: (key) => ({ ...bearer(key), 'x-openrouter-title': 'Tandem' }),
  body: (content) =>
    chatCompletionsBody(content, 'max_tokens', content.maxTokens + reasoningTokens, {
      stream_options: { include_usage: true },
      usage: { include: true },
      provider: { data_collection: 'deny' },
    }),
  tokensOutCeiling: (_model, maxTokens) => maxTokens + reasoningTokens,
  cancelStopsBilling: (model) => !billsToTheEnd.test(model),
};
