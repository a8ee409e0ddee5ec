/** OpenAI's cloud: `/v1/chat/completions` with its strict fields, `/v1/models`. Trait `ending`. */

import { answerChat, cloudChatFormat, modelList, openAiRefusals, unknownFields } from './cloudWire.ts';
import type { Exchange } from './exchange.ts';
import { openAiError } from './openaiWire.ts';
import type { StandInKind } from './standIn.ts';

const known = [
  'model',
  'messages',
  'max_tokens',
  'max_completion_tokens',
  'stream',
  'stream_options',
  'store',
  'prompt_cache_key',
  'temperature',
  'top_p',
  'stop',
  'reasoning_effort',
];

function refuses(exchange: Exchange): boolean {
  const { body } = exchange;
  const unknown = unknownFields(body, known)[0];
  if (unknown !== undefined) {
    const message = `Unrecognized request argument supplied: ${unknown}`;
    exchange.json(400, openAiError(message, 'invalid_request_error'));
    return true;
  }
  const thinks = /^(?:o\d|gpt-[5-9])/.test(String(body['model']));
  const refused = ['max_tokens', 'temperature', 'top_p'].find((field) => thinks && body[field] !== undefined);
  if (refused === undefined) return false;
  const message = `Unsupported parameter: '${refused}' is not supported with this model.`;
  exchange.json(400, openAiError(message, 'invalid_request_error', 'unsupported_parameter'));
  return true;
}

export const openaiCloud: StandInKind = {
  name: 'openai',
  models: [{ id: 'gpt-6-sol' }, { id: 'gpt-4.1' }],
  refusals: openAiRefusals,
  routes: {
    'GET /v1/models': {
      run: (exchange) => exchange.json(200, modelList(exchange.standIn.models, 'system')),
    },
    'POST /v1/chat/completions': {
      asks: true,
      run: async (exchange) => {
        if (!refuses(exchange)) await answerChat(exchange, cloudChatFormat(exchange));
      },
    },
  },
};
