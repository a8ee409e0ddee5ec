/** Mistral's cloud, chat only: a closed schema, usage unasked in the last chunk. Trait `ending`. */

import {
  answerChat,
  cloudChatFormat,
  openAiRefusals,
  retrySeconds,
  rolesOf,
  unknownFields,
} from './cloudWire.ts';
import type { Exchange } from './exchange.ts';
import type { StandInKind } from './standIn.ts';

const known = [
  'model',
  'messages',
  'max_tokens',
  'stream',
  'temperature',
  'top_p',
  'stop',
  'random_seed',
  'response_format',
  'tools',
  'tool_choice',
  'presence_penalty',
  'frequency_penalty',
  'n',
  'prediction',
  'parallel_tool_calls',
  'prompt_mode',
  'safe_prompt',
  'metadata',
  'prompt_cache_key',
  'reasoning_effort',
];

function refuses(exchange: Exchange): boolean {
  const unknown = unknownFields(exchange.body, known)[0];
  if (unknown !== undefined) {
    exchange.json(422, {
      object: 'error',
      message: {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', unknown],
            msg: 'Extra inputs are not permitted',
            input: exchange.body[unknown],
          },
        ],
      },
      type: 'invalid_request_error',
      param: null,
      code: null,
    });
    return true;
  }
  if (rolesOf(exchange.body).at(-1) === 'user') return false;
  exchange.json(400, {
    object: 'error',
    message: 'Expected last role User or Tool',
    type: 'invalid_request_message_order',
    param: null,
    code: '3230',
  });
  return true;
}

export const mistralCloud: StandInKind = {
  name: 'mistralCloud',
  models: [{ id: 'mistral-medium-3-5' }],
  refusals: {
    ...openAiRefusals,
    unauthorized: (exchange) => exchange.json(401, { detail: 'Unauthorized' }),
    modelMissing: (exchange) =>
      exchange.json(400, {
        object: 'error',
        message: 'Invalid model: devstral-2512',
        type: 'invalid_model',
        param: null,
        code: '1500',
      }),
    rateLimited: (exchange, fault) =>
      exchange.json(
        429,
        { object: 'error', message: 'Rate limit exceeded', type: 'rate_limited', param: null, code: '1300' },
        { 'retry-after': retrySeconds(fault) },
      ),
  },
  routes: {
    'GET /v1/models': {
      run: (exchange) =>
        exchange.json(200, {
          object: 'list',
          data: exchange.standIn.models.map(({ id }) => ({
            id,
            object: 'model',
            capabilities: { completion_chat: true, completion_fim: false },
            max_context_length: 262144,
            aliases: [],
          })),
        }),
    },
    'POST /v1/chat/completions': {
      asks: true,
      run: async (exchange) => {
        if (!refuses(exchange)) await answerChat(exchange, cloudChatFormat(exchange, { usageUnasked: true }));
      },
    },
  },
};
