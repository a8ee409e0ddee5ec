/** Amazon Bedrock (mantle): OpenAI-like for most models, Messages for Claude. Trait `ending`. */

import { answerMessages } from './anthropicCloud.ts';
import { answerChat, cloudChatFormat, modelList, openAiRefusals } from './cloudWire.ts';
import type { StandInKind } from './standIn.ts';

export const bedrockCloud: StandInKind = {
  name: 'bedrock',
  models: [{ id: 'openai.gpt-oss-120b' }, { id: 'anthropic.claude-sonnet-5-5' }],
  refusals: {
    ...openAiRefusals,
    unauthorized: (exchange) => exchange.json(403, { message: 'Invalid API Key format' }),
    rateLimited: (exchange, fault) =>
      exchange.json(
        429,
        { message: 'Too many requests, please wait before trying again.' },
        { 'retry-after': String(fault.retryAfterSeconds ?? 2) },
      ),
  },
  routes: {
    'GET /v1/models': {
      run: (exchange) => exchange.json(200, modelList(exchange.standIn.models, 'amazon')),
    },
    'POST /v1/chat/completions': {
      asks: true,
      run: (exchange) => answerChat(exchange, cloudChatFormat(exchange)),
    },
    'POST /anthropic/v1/messages': { asks: true, run: answerMessages },
  },
};
