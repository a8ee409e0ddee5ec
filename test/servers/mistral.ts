/** Mistral's own API: refuses every field that is not in its schema with 422; FIM replies are shaped like chat. */

import type { Exchange } from './exchange.ts';
import { compatibleRefusals, modelList } from './openaiCompatible.ts';
import { askedByMessages, chatFormat, numberOf, streams, stringOf, stringsOf } from './openaiWire.ts';
import type { StandInKind } from './standIn.ts';

const fimFields = new Set([
  'model',
  'prompt',
  'suffix',
  'temperature',
  'top_p',
  'max_tokens',
  'min_tokens',
  'stream',
  'stop',
  'random_seed',
  'metadata',
  'prompt_cache_key',
]);
const chatFields = new Set([
  'model',
  'messages',
  'temperature',
  'top_p',
  'max_tokens',
  'stream',
  'stop',
  'random_seed',
  'metadata',
  'response_format',
  'tools',
  'tool_choice',
  'presence_penalty',
  'frequency_penalty',
  'n',
  'prediction',
  'parallel_tool_calls',
  'prompt_mode',
  'reasoning_effort',
  'safe_prompt',
  'prompt_cache_key',
]);

function refusesField(exchange: Exchange, allowed: ReadonlySet<string>): boolean {
  const extra = Object.keys(exchange.body).filter((field) => !allowed.has(field));
  if (extra.length === 0) return false;
  exchange.json(422, {
    object: 'error',
    message: {
      detail: extra.map((field) => ({
        type: 'extra_forbidden',
        loc: ['body', field],
        msg: 'Extra inputs are not permitted',
        input: exchange.body[field],
      })),
    },
    type: 'invalid_request_error',
    param: null,
    code: null,
  });
  return true;
}

function invalidModel(exchange: Exchange): void {
  exchange.json(400, {
    object: 'error',
    message: `Invalid model: ${stringOf(exchange.body['model'])}`,
    type: 'invalid_model',
    param: null,
    code: '1500',
  });
}

export const mistral: StandInKind = {
  name: 'mistral',
  models: [
    { id: 'codestral-2508', fim: 'codestral', contextTokens: 131072 },
    { id: 'mistral-medium-3-5', contextTokens: 262144 },
  ],
  routes: {
    'GET /v1/models': modelList(({ id, fim, contextTokens }) => ({
      id,
      object: 'model',
      created: 1,
      owned_by: 'mistralai',
      capabilities: { completion_chat: true, completion_fim: fim !== undefined, function_calling: true },
      max_context_length: contextTokens ?? 32768,
      aliases: [],
      deprecation: null,
      default_model_temperature: 0.3,
    })),
    'POST /v1/fim/completions': {
      asks: true,
      run: async (exchange) => {
        if (refusesField(exchange, fimFields)) return;
        if (exchange.model?.fim === undefined) {
          invalidModel(exchange);
          return;
        }
        const body = exchange.body;
        const asked = {
          task: 'fim' as const,
          model: stringOf(body['model']),
          prefix: stringOf(body['prompt']),
          suffix: stringOf(body['suffix']),
          extra: [],
          messages: [],
          maxTokens: numberOf(body['max_tokens'], 4096),
          stop: stringsOf(body['stop']),
          body,
        };
        await exchange.answer(asked, chatFormat(exchange, { usageUnasked: true }), streams(exchange));
      },
    },
    'POST /v1/chat/completions': {
      asks: true,
      run: async (exchange) => {
        if (refusesField(exchange, chatFields)) return;
        if (exchange.model === undefined) {
          invalidModel(exchange);
          return;
        }
        await exchange.answer(
          askedByMessages(exchange),
          chatFormat(exchange, { usageUnasked: true }),
          streams(exchange),
        );
      },
    },
  },
  notFound: (exchange) => exchange.json(404, { message: 'no Route matched with those values' }),
  refusals: {
    ...compatibleRefusals,
    unauthorized: (exchange) => exchange.json(401, { detail: 'Unauthorized' }),
    modelMissing: invalidModel,
    tooLong: (exchange) =>
      exchange.json(400, {
        object: 'error',
        message:
          'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
        type: 'invalid_request_prompt',
        code: '3051',
      }),
    rateLimited: (exchange, fault) =>
      exchange.json(
        429,
        { object: 'error', message: 'Rate limit exceeded', type: 'rate_limited', code: '1300' },
        { 'retry-after': String(fault.retryAfterSeconds ?? 2) },
      ),
  },
};
