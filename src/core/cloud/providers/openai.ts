/** How does OpenAI want to be asked? */

import type { CloudProvider } from '../provider.ts';
import { bearer, chatCompletionsBody, withReasoning } from './chatCompletionsBody.ts';

/**
 * Reasoning models refuse `temperature`, `top_p` and `max_tokens`; `max_completion_tokens` is taken by all, so it is
 * the one sent, with no sampling field at all. `store: false` keeps the exchange out of the account's logs.
 */
export const openai: CloudProvider = {
  name: 'openai',
  defaultUrl: 'https://api.openai.com/v1',
  basePath: () => '/v1',
  needsKey: true,
  dialect: () => 'chatCompletions',
  askUrl: (base) => `${base}/chat/completions`,
  modelsUrl: (base) => `${base}/models`,
  headers: bearer,
  body: (content) =>
    chatCompletionsBody(content, 'max_completion_tokens', withReasoning(content.model, content.maxTokens), {
      stream_options: { include_usage: true },
      store: false,
      prompt_cache_key: content.cacheKey,
    }),
  tokensOutCeiling: withReasoning,
  cancelStopsBilling: () => true,
};
