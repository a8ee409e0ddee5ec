/** How is a cloud asked of which only the address is known? */

import type { CloudProvider } from '../provider.ts';
import { bearer, chatCompletionsBody, withReasoning } from './chatCompletionsBody.ts';

/** The fields that nearly every OpenAI-like endpoint takes; one that refuses a field is remembered by the door. */
export const custom: CloudProvider = {
  name: 'custom',
  basePath: () => '/v1',
  needsKey: false,
  dialect: () => 'chatCompletions',
  askUrl: (base) => `${base}/chat/completions`,
  modelsUrl: (base) => `${base}/models`,
  headers: bearer,
  body: (content) =>
    chatCompletionsBody(content, 'max_tokens', withReasoning(content.model, content.maxTokens), {
      stream_options: { include_usage: true },
    }),
  tokensOutCeiling: withReasoning,
  cancelStopsBilling: () => false,
};
