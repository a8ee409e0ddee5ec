/** Google's Gemini through its OpenAI-like address; errors come as a list of one. Trait `ending`. */

import { answerChat, cloudChatFormat, openAiRefusals, unknownFields } from './cloudWire.ts';
import type { StandInKind } from './standIn.ts';

const known = [
  'model',
  'messages',
  'max_tokens',
  'stream',
  'stream_options',
  'temperature',
  'reasoning_effort',
];

const failure = (code: number, message: string, status: string): unknown => [
  { error: { code, message, status } },
];

export const googleCloud: StandInKind = {
  name: 'google',
  models: [{ id: 'models/gemini-3.8-flash' }],
  refusals: {
    ...openAiRefusals,
    unauthorized: (exchange) =>
      exchange.json(400, failure(400, 'API key not valid. Please pass a valid API key.', 'INVALID_ARGUMENT')),
    tooLong: (exchange) =>
      exchange.json(
        400,
        failure(
          400,
          'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
          'INVALID_ARGUMENT',
        ),
      ),
    modelMissing: (exchange) =>
      exchange.json(404, failure(404, 'models/gemini-9 is not found for API version v1main', 'NOT_FOUND')),
    rateLimited: (exchange, fault) =>
      exchange.json(429, failure(429, 'You exceeded your current quota', 'RESOURCE_EXHAUSTED'), {
        'retry-after': String(fault.retryAfterSeconds ?? 2),
      }),
    loading: (exchange) =>
      exchange.json(503, failure(503, 'The model is overloaded. Please try again later.', 'UNAVAILABLE')),
  },
  routes: {
    'GET /v1beta/openai/models': {
      run: (exchange) =>
        exchange.json(200, {
          object: 'list',
          data: exchange.standIn.models.map(({ id }) => ({ id, object: 'model', owned_by: 'google' })),
        }),
    },
    'POST /v1beta/openai/chat/completions': {
      asks: true,
      run: async (exchange) => {
        const unknown = unknownFields(exchange.body, known)[0];
        if (unknown === undefined) await answerChat(exchange, cloudChatFormat(exchange));
        else {
          const message = `Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`;
          exchange.json(400, failure(400, message, 'INVALID_ARGUMENT'));
        }
      },
    },
  },
};
