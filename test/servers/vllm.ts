/** vLLM: `/version`, `/tokenize`, `/v1/*`; trait `tokenizer: 'mistral'` makes control strings in text plain characters. */

import { parseFim } from './controlStrings.ts';
import { openAiEmbeddings } from './embeddings.ts';
import type { Exchange } from './exchange.ts';
import {
  askedByMessages,
  askedByPrompt,
  chatFormat,
  completionFormat,
  numberOf,
  offersTools,
  openAiError,
  streams,
  stringOf,
} from './openaiWire.ts';
import type { Asked, Json, StandInKind } from './standIn.ts';
import { decode, encode } from './toyTokenizer.ts';

const usesMistralTokenizer = (exchange: Exchange): boolean =>
  exchange.standIn.traits['tokenizer'] === 'mistral';

function contextTokens(exchange: Exchange): number {
  return exchange.model?.contextTokens ?? 32768;
}

export function missingModel(exchange: Exchange): boolean {
  if (exchange.model !== undefined) return false;
  exchange.json(
    404,
    openAiError(`The model \`${String(exchange.body['model'])}\` does not exist.`, 'NotFoundError', 404),
  );
  return true;
}

/** Started without a tool parser. */
function refusesTools(exchange: Exchange): boolean {
  if (!offersTools(exchange.body) || exchange.model?.callsTools !== false) return false;
  const message = '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set';
  exchange.json(400, openAiError(message, 'BadRequestError', 400));
  return true;
}

/** vLLM's answer to `/v1/completions`; Ray Serve LLM runs the same engine. */
export async function vllmCompletions(exchange: Exchange): Promise<void> {
  if (missingModel(exchange)) return;
  const body = exchange.body;
  if (typeof body['suffix'] === 'string' && body['suffix'] !== '') {
    exchange.json(400, openAiError('suffix is not currently supported', 'BadRequestError', 400));
    return;
  }
  if (body['stream_options'] !== undefined && body['stream'] !== true) {
    exchange.json(
      400,
      openAiError('Stream options can only be defined when `stream=True`.', 'BadRequestError', 400),
    );
    return;
  }
  const flavor = { logprobs: true, reasoningField: 'reasoning' };
  await exchange.answer(askedOfVllm(exchange, body), completionFormat(exchange, flavor), streams(exchange));
}

function askedOfVllm(exchange: Exchange, body: Json): Asked {
  const maxTokens = numberOf(body['max_tokens'], 16);
  const prompt = body['prompt'];
  if (Array.isArray(prompt)) {
    const ids = prompt as number[];
    const text = decode(ids);
    const asked = askedByPrompt(exchange, text, maxTokens);
    return ids[0] === 1 ? asked : { ...asked, task: 'continuation', prefix: text, suffix: '' };
  }
  const text = stringOf(prompt);
  if (!usesMistralTokenizer(exchange)) return askedByPrompt(exchange, text, maxTokens);
  const parsed = parseFim(exchange.model?.fim, text);
  const seen = parsed?.prefix ?? text;
  return { ...askedByPrompt(exchange, text, maxTokens), task: 'continuation', prefix: seen, suffix: '' };
}

function tokenize(exchange: Exchange): void {
  const body = exchange.body;
  const special = body['add_special_tokens'] !== false;
  const tokens = encode(stringOf(body['prompt']), !usesMistralTokenizer(exchange));
  const list = special ? [1, ...tokens] : tokens;
  const model = exchange.model ?? exchange.standIn.models[0];
  exchange.json(200, {
    count: list.length,
    max_model_len: model?.contextTokens ?? 32768,
    tokens: list,
    token_strs: null,
  });
}

export const vllm: StandInKind = {
  name: 'vllm',
  headers: { server: 'uvicorn' },
  models: [{ id: 'codestral', fim: 'codestral', contextTokens: 32768 }],
  routes: {
    'GET /version': {
      open: true,
      run: (exchange) => exchange.json(200, { version: exchange.standIn.traits['version'] ?? '0.29.0' }),
    },
    'GET /health': { open: true, run: (exchange) => exchange.text(200, '') },
    'GET /load': { open: true, run: (exchange) => exchange.json(200, { server_load: 0 }) },
    'POST /tokenize': { open: true, run: tokenize },
    'GET /v1/models': {
      run: (exchange) => exchange.json(200, { object: 'list', data: exchange.standIn.models.map(card) }),
    },
    'POST /v1/embeddings': {
      run: (exchange) => {
        if (!missingModel(exchange)) openAiEmbeddings(exchange);
      },
    },
    'POST /v1/completions': { asks: true, run: vllmCompletions },
    'POST /v1/chat/completions': {
      asks: true,
      run: async (exchange) => {
        if (!missingModel(exchange) && !refusesTools(exchange)) {
          await exchange.answer(
            askedByMessages(exchange),
            chatFormat(exchange, { reasoningField: 'reasoning' }),
            streams(exchange),
          );
        }
      },
    },
  },
  refusals: {
    unauthorized: (exchange) => exchange.json(401, { error: 'Unauthorized' }),
    modelMissing: (exchange) =>
      exchange.json(
        404,
        openAiError(`The model \`${String(exchange.body['model'])}\` does not exist.`, 'NotFoundError', 404),
      ),
    tooLong: (exchange) => {
      const limit = contextTokens(exchange);
      const message = `You passed ${limit + 1} input tokens and requested 64 output tokens. However, the model's context length is only ${limit} tokens, resulting in a maximum input length of ${limit - 64} tokens. Please reduce the length of the input prompt.`;
      exchange.json(400, openAiError(message, 'BadRequestError', 400));
    },
    rateLimited: (exchange, fault) =>
      exchange.json(429, openAiError('Too many requests', 'RateLimitError', 429), {
        'retry-after': String(fault.retryAfterSeconds ?? 2),
      }),
    loading: (exchange) =>
      exchange.json(503, openAiError('Service Unavailable', 'ServiceUnavailableError', 503), {
        'retry-after': '2',
      }),
    serverError: (exchange) =>
      exchange.json(500, openAiError('EngineCore encountered an issue.', 'InternalServerError', 500)),
  },
};

export function card(model: { readonly id: string; readonly contextTokens?: number }): Json {
  return {
    id: model.id,
    object: 'model',
    created: 1,
    owned_by: 'vllm',
    root: model.id,
    parent: null,
    max_model_len: model.contextTokens ?? 32768,
    permission: [],
  };
}
