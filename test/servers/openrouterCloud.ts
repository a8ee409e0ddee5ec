/** OpenRouter: comments while it waits, the bill in `usage.cost`, errors inside the stream. Trait `ending`. */

import { answerChat, cloudChatFormat, openAiRefusals, retrySeconds } from './cloudWire.ts';
import type { AnswerFormat, Exchange } from './exchange.ts';
import { sse } from './openaiWire.ts';
import type { StandInKind } from './standIn.ts';

function openrouterFormat(exchange: Exchange): AnswerFormat {
  const plain = cloudChatFormat(exchange, {
    reasoningField: 'reasoning',
    usage: (summary) => ({ cost: (summary.tokensIn + summary.tokensOut) / 1e6 }),
  });
  return {
    ...plain,
    inBandError: sse({
      id: 'gen-1',
      object: 'chat.completion.chunk',
      error: { code: 502, message: 'Provider disconnected unexpectedly' },
      choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
    }),
    chunk: (chunk) => `: OPENROUTER PROCESSING\n\n${plain.chunk(chunk)}`,
  };
}

export const openrouterCloud: StandInKind = {
  name: 'openrouter',
  models: [{ id: 'anthropic/claude-sonnet-5.5' }, { id: 'google/gemini-3.8-flash' }],
  headers: { 'x-generation-id': 'gen-1' },
  refusals: {
    ...openAiRefusals,
    unauthorized: (exchange) => exchange.json(401, { error: { message: 'User not found.', code: 401 } }),
    modelMissing: (exchange) =>
      exchange.json(400, { error: { message: 'nobody/nothing is not a valid model ID', code: 400 } }),
    rateLimited: (exchange, fault) =>
      exchange.json(
        429,
        { error: { message: 'Rate limit exceeded: free-models-per-min.', code: 429 } },
        { 'retry-after': retrySeconds(fault) },
      ),
  },
  routes: {
    'GET /api/v1/models': {
      open: true,
      run: (exchange) =>
        exchange.json(200, {
          data: exchange.standIn.models.map(({ id }) => ({
            id,
            context_length: 200000,
            pricing: { prompt: '0.000002', completion: '0.00001' },
            supported_parameters: ['max_tokens'],
          })),
        }),
    },
    'GET /api/v1/key': { run: (exchange) => exchange.json(200, { data: { label: 'tandem' } }) },
    'POST /api/v1/chat/completions': {
      asks: true,
      run: (exchange) => answerChat(exchange, openrouterFormat(exchange)),
    },
  },
};
