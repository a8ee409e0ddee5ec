/** Some server that speaks OpenAI's routes and says nothing about itself; trait `suffix`: `honored`, `refused` or `dropped` (the default: silently). */

import type { Exchange } from './exchange.ts';
import {
  askedByMessages,
  askedByPrompt,
  chatFormat,
  completionFormat,
  numberOf,
  openAiError,
  streams,
  stringOf,
  type OpenAiFlavor,
} from './openaiWire.ts';
import type { Json, Route, StandInKind, StandInModel } from './standIn.ts';

export interface CompatibleTraits {
  readonly suffix: 'honored' | 'refused' | 'dropped';
  readonly flavor: OpenAiFlavor;
}

function missing(exchange: Exchange): boolean {
  if (exchange.model !== undefined) return false;
  const model = stringOf(exchange.body['model']);
  exchange.json(
    404,
    openAiError(`The model \`${model}\` does not exist`, 'invalid_request_error', 'model_not_found'),
  );
  return true;
}

/** `/v1/completions` as most gateways have it. */
export async function compatibleCompletions(exchange: Exchange, traits: CompatibleTraits): Promise<void> {
  if (missing(exchange)) return;
  const body = exchange.body;
  const prompt = stringOf(body['prompt']);
  const suffix = stringOf(body['suffix']);
  const maxTokens = numberOf(body['max_tokens'], 16);
  if (suffix !== '' && traits.suffix === 'refused') {
    exchange.json(400, openAiError('suffix is not currently supported', 'BadRequestError', 400));
    return;
  }
  const asked = askedByPrompt(exchange, prompt, maxTokens);
  const filled =
    suffix !== '' && traits.suffix === 'honored'
      ? { ...asked, task: 'fim' as const, prefix: prompt, suffix }
      : asked;
  await exchange.answer(filled, completionFormat(exchange, traits.flavor), streams(exchange));
}

export async function compatibleChat(exchange: Exchange, flavor: OpenAiFlavor = {}): Promise<void> {
  if (missing(exchange)) return;
  await exchange.answer(askedByMessages(exchange), chatFormat(exchange, flavor), streams(exchange));
}

export function modelList(card: (model: StandInModel) => Json): Route {
  return {
    run: (exchange) => exchange.json(200, { object: 'list', data: exchange.standIn.models.map(card) }),
  };
}

export const compatibleRefusals: StandInKind['refusals'] = {
  unauthorized: (exchange) =>
    exchange.json(401, openAiError('Incorrect API key provided', 'invalid_request_error', 'invalid_api_key')),
  modelMissing: (exchange) =>
    exchange.json(
      404,
      openAiError(
        `The model \`${stringOf(exchange.body['model'])}\` does not exist`,
        'invalid_request_error',
        'model_not_found',
      ),
    ),
  tooLong: (exchange) =>
    exchange.json(
      400,
      openAiError(
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
        'invalid_request_error',
        'context_length_exceeded',
      ),
    ),
  rateLimited: (exchange, fault) =>
    exchange.json(429, openAiError('Rate limit reached', 'rate_limit_error', 'rate_limit_exceeded'), {
      'retry-after': String(fault.retryAfterSeconds ?? 2),
    }),
  loading: (exchange, fault) =>
    exchange.json(503, openAiError('The model is still loading', 'service_unavailable', 503), {
      'retry-after': String(fault.retryAfterSeconds ?? 2),
    }),
  serverError: (exchange) => exchange.json(500, openAiError('Internal server error', 'server_error', 500)),
};

function suffixTrait(exchange: Exchange): CompatibleTraits['suffix'] {
  const told = exchange.standIn.traits['suffix'];
  return told === 'honored' || told === 'refused' ? told : 'dropped';
}

export const openaiCompatible: StandInKind = {
  name: 'openaiCompatible',
  models: [{ id: 'qwen2.5-coder-7b-instruct', fim: 'qwenCoder', contextTokens: 8192 }],
  routes: {
    'GET /v1/models': modelList(({ id }) => ({ id, object: 'model', created: 1, owned_by: 'someone' })),
    'POST /v1/completions': {
      asks: true,
      run: (exchange) => compatibleCompletions(exchange, { suffix: suffixTrait(exchange), flavor: {} }),
    },
    'POST /v1/chat/completions': { asks: true, run: (exchange) => compatibleChat(exchange) },
  },
  refusals: compatibleRefusals,
};
