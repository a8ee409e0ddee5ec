/** How does Azure OpenAI want to be asked? */

import type { CloudProvider } from '../provider.ts';
import { chatCompletionsBody, reasoningTokens } from './chatCompletionsBody.ts';

/**
 * The v1 address takes no api-version; the model is the name of a deployment, which says nothing about what it runs,
 * so every deployment gets room for thoughts. The key goes into `api-key`.
 */
export const azure: CloudProvider = {
  name: 'azure',
  basePath: () => '/openai/v1',
  needsKey: true,
  dialect: () => 'chatCompletions',
  askUrl: (base) => `${base}/chat/completions`,
  modelsUrl: (base) => `${base}/models`,
  headers: (key): Record<string, string> => (key === undefined ? {} : { 'api-key': key }),
  body: (content) =>
    chatCompletionsBody(content, 'max_completion_tokens', content.maxTokens + reasoningTokens, {
      stream_options: { include_usage: true },
    }),
  tokensOutCeiling: (_model, maxTokens) => maxTokens + reasoningTokens,
  cancelStopsBilling: () => true,
};
