/** How does Google's Gemini API want to be asked? */

import type { CloudProvider } from '../provider.ts';
import { bearer, chatCompletionsBody, reasoningTokens } from './chatCompletionsBody.ts';

/** Through its OpenAI-compatible address. Thoughts count against `max_tokens`, so there is room for them. */
export const google: CloudProvider = {
  name: 'google',
  defaultUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
  basePath: () => '/v1beta/openai',
  needsKey: true,
  dialect: () => 'chatCompletions',
  askUrl: (base) => `${base}/chat/completions`,
  modelsUrl: (base) => `${base}/models`,
  headers: bearer,
  body: (content) =>
    chatCompletionsBody(content, 'max_tokens', content.maxTokens + reasoningTokens, {
      stream_options: { include_usage: true },
    }),
  tokensOutCeiling: (_model, maxTokens) => maxTokens + reasoningTokens,
  cancelStopsBilling: () => false,
};
