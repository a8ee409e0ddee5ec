/** How does Mistral's own cloud want to be asked? */

import type { CloudProvider } from '../provider.ts';
import { bearer, chatCompletionsBody } from './chatCompletionsBody.ts';

/**
 * The schema is closed: one unknown field is 422. So no `stream_options` (usage comes in the last chunk unasked), no
 * `max_completion_tokens`, no `store`. Whether closing the connection stops the bill is not documented.
 */
export const mistral: CloudProvider = {
  name: 'mistral',
  defaultUrl: 'https://api.eu.mistral.ai/v1',
  basePath: () => '/v1',
  needsKey: true,
  dialect: () => 'chatCompletions',
  askUrl: (base) => `${base}/chat/completions`,
  modelsUrl: (base) => `${base}/models`,
  headers: bearer,
  body: (content) =>
    chatCompletionsBody(content, 'max_tokens', content.maxTokens, {
      temperature: 0.15,
      prompt_cache_key: content.cacheKey,
    }),
  tokensOutCeiling: (_model, maxTokens) => maxTokens,
  cancelStopsBilling: () => false,
};
