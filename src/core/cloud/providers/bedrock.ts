/** How does Amazon Bedrock want to be asked? */

import type { CloudProvider } from '../provider.ts';
import { anthropicBody, anthropicVersion } from './anthropic.ts';
import { bearer, chatCompletionsBody, withReasoning } from './chatCompletionsBody.ts';

const isClaude = (model: string): boolean => /(^|\.)anthropic\./.test(model);

/**
 * With a Bedrock key as bearer. Claude is served on the Messages address beside the OpenAI-like one (AWS documentation
 * of bedrock-mantle); a bare region such as `eu-central-1` names the mantle host of that region.
 */
export const bedrock: CloudProvider = {
  name: 'bedrock',
  basePath: (origin) => (/\/\/bedrock-runtime\./.test(origin) ? '/openai/v1' : '/v1'),
  expandUrl: (text) =>
    /^[a-z]{2}(-[a-z]+)+-\d$/.test(text) ? `https://bedrock-mantle.${text}.api.aws/v1` : undefined,
  needsKey: true,
  dialect: (model) => (isClaude(model) ? 'messages' : 'chatCompletions'),
  askUrl: (base, model) =>
    isClaude(model) ? `${new URL(base).origin}/anthropic/v1/messages` : `${base}/chat/completions`,
  modelsUrl: (base) => `${base}/models`,
  headers: (key, model) => ({
    ...bearer(key),
    ...(isClaude(model) ? { 'anthropic-version': anthropicVersion } : {}),
  }),
  body: (content) =>
    isClaude(content.model)
      ? anthropicBody(content)
      : chatCompletionsBody(
          content,
          'max_completion_tokens',
          withReasoning(content.model, content.maxTokens),
          { stream_options: { include_usage: true } },
        ),
  tokensOutCeiling: withReasoning,
  cancelStopsBilling: () => false,
};
