/** llama.cpp's server: native `/completion` and `/infill` without `[DONE]`, the OpenAI routes, `/props`, `/tokenize`; trait `router` for router mode. */

import { layouts } from './controlStrings.ts';
import type { AnswerFormat, AnswerSummary, Exchange } from './exchange.ts';
import {
  askedByMessages,
  askedByPrompt,
  chatFormat,
  completionFormat,
  numberOf,
  sse,
  streams,
  stringOf,
  stringsOf,
} from './openaiWire.ts';
import type { Asked, Json, StandInKind, StandInModel } from './standIn.ts';
import { decode, encode } from './toyTokenizer.ts';

/** Families whose FIM tokens the server finds by text; Codestral's and Seed-Coder's are not among them. */
const infillFamilies = new Set([
  'qwenCoder',
  'deepseekCoder',
  'starcoder2',
  'granite',
  'stableCode',
  'codeLlama',
  'codeGemma',
  'mellum',
]);

function failure(exchange: Exchange, code: number, message: string, type: string, more: Json = {}): void {
  exchange.json(code, { error: { code, message, type, ...more } });
}

/** One model is loaded: the name in the request does not matter, except in router mode. */
function modelOf(exchange: Exchange): StandInModel | undefined {
  return exchange.standIn.traits['router'] === 'yes' ? exchange.model : exchange.standIn.models[0];
}

function missing(exchange: Exchange): boolean {
  if (modelOf(exchange) !== undefined) return false;
  failure(exchange, 404, `model '${String(exchange.body['model'])}' not found`, 'not_found_error');
  return true;
}

function nativeFormat(exchange: Exchange): AnswerFormat {
  const probabilities = numberOf(exchange.body['n_probs'], 0) > 0;
  const final = (summary: AnswerSummary): Json => ({
    content: '',
    stop: true,
    stop_type: summary.finish === 'length' ? 'limit' : 'eos',
    stopping_word: '',
    truncated: false,
    tokens_cached: 24,
    tokens_evaluated: summary.tokensIn,
    tokens_predicted: summary.tokensOut,
    timings: { cache_n: 24, prompt_n: 7, predicted_n: summary.tokensOut },
  });
  return {
    contentType: 'text/event-stream',
    inBandError: 'data: {"error":{"code":500,"message":"the slot was lost","type":"server_error"}}\n\n',
    chunk: ({ text, logprob }) =>
      sse({
        content: text,
        stop: false,
        tokens: [],
        ...(probabilities ? { completion_probabilities: [{ token: text, logprob, top_logprobs: [] }] } : {}),
      }),
    close: (summary) => `: ping\n\n${sse(final(summary))}`,
    whole: (summary) => ({ ...final(summary), content: summary.text }),
  };
}

function withModel(exchange: Exchange, prompt: string, maxTokens: number): Asked {
  const asked = askedByPrompt(exchange, prompt, maxTokens);
  const model = modelOf(exchange);
  if (model === undefined || exchange.body['model'] === model.id)
    return { ...asked, model: model?.id ?? asked.model };
  exchange.request.body['model'] = model.id;
  return askedByPrompt(exchange, prompt, maxTokens);
}

function promptText(prompt: unknown): string {
  if (!Array.isArray(prompt)) return stringOf(prompt);
  return (prompt as (string | number)[])
    .map((part) => (typeof part === 'string' ? part : decode([part])))
    .join('');
}

async function completion(exchange: Exchange): Promise<void> {
  if (missing(exchange)) return;
  const maxTokens = numberOf(exchange.body['n_predict'], 4096);
  await exchange.answer(
    withModel(exchange, promptText(exchange.body['prompt']), maxTokens),
    nativeFormat(exchange),
    streams(exchange),
  );
}

async function infill(exchange: Exchange): Promise<void> {
  if (missing(exchange)) return;
  const body = exchange.body;
  const model = modelOf(exchange);
  if (model?.fim === undefined || layouts[model.fim] === undefined || !infillFamilies.has(model.fim)) {
    const message =
      'Infill is not supported by this model: prefix token is missing. suffix token is missing. middle token is missing. ';
    failure(exchange, 501, message, 'not_supported_error');
    return;
  }
  const extra = Array.isArray(body['input_extra']) ? (body['input_extra'] as Json[]) : [];
  const asked: Asked = {
    task: 'fim',
    model: model.id,
    prefix: stringOf(body['input_prefix']) + stringOf(body['prompt']),
    suffix: stringOf(body['input_suffix']),
    extra: extra.map((file) => ({ path: String(file['filename']), text: String(file['text']) })),
    messages: [],
    maxTokens: numberOf(body['n_predict'], 4096),
    stop: stringsOf(body['stop']),
    body,
  };
  await exchange.answer(asked, nativeFormat(exchange), streams(exchange));
}

async function completions(exchange: Exchange): Promise<void> {
  if (missing(exchange)) return;
  const body = exchange.body;
  if (body['suffix'] !== undefined) {
    failure(exchange, 500, 'Unsupported param: suffix', 'server_error');
    return;
  }
  const maxTokens = numberOf(body['max_tokens'], 4096);
  await exchange.answer(
    withModel(exchange, promptText(body['prompt']), maxTokens),
    completionFormat(exchange, { logprobs: true }),
    streams(exchange),
  );
}

function props(exchange: Exchange): void {
  const model = exchange.standIn.models[0];
  exchange.json(200, {
    build_info: exchange.standIn.traits['version'] ?? 'b10488-0123abc',
    default_generation_settings: { n_ctx: model?.contextTokens ?? 16384 },
    total_slots: 1,
    model_path: `/models/${model?.id ?? ''}`,
    chat_template: '',
    bos_token: '<s>',
    eos_token: '</s>',
  });
}

export const llamacpp: StandInKind = {
  name: 'llamacpp',
  headers: { server: 'llama.cpp' },
  models: [{ id: 'qwen2.5-coder-7b-q8_0.gguf', fim: 'qwenCoder', contextTokens: 16384 }],
  routes: {
    'GET /health': { open: true, run: (exchange) => exchange.json(200, { status: 'ok' }) },
    'GET /v1/health': { open: true, run: (exchange) => exchange.json(200, { status: 'ok' }) },
    'GET /props': { run: props },
    'GET /slots': {
      run: (exchange) =>
        exchange.json(200, [
          { id: 0, n_ctx: exchange.standIn.models[0]?.contextTokens ?? 16384, is_processing: false },
        ]),
    },
    'GET /v1/models': {
      run: (exchange) =>
        exchange.json(200, {
          object: 'list',
          models: exchange.standIn.models.map(({ id }) => ({ name: id, model: id })),
          data: exchange.standIn.models.map(({ id, contextTokens }) => ({
            id,
            object: 'model',
            created: 1,
            owned_by: 'llamacpp',
            meta: { n_ctx: contextTokens ?? 16384, n_ctx_train: 131072, n_vocab: 32768 },
          })),
        }),
    },
    'POST /tokenize': {
      run: (exchange) => {
        const tokens = encode(stringOf(exchange.body['content']), exchange.body['parse_special'] !== false);
        exchange.json(200, { tokens: exchange.body['add_special'] === true ? [1, ...tokens] : tokens });
      },
    },
    'POST /completion': { asks: true, run: completion },
    'POST /infill': { asks: true, run: infill },
    'POST /v1/completions': { asks: true, run: completions },
    'POST /v1/chat/completions': {
      asks: true,
      run: async (exchange) => {
        if (!missing(exchange))
          await exchange.answer(askedByMessages(exchange), chatFormat(exchange), streams(exchange));
      },
    },
  },
  notFound: (exchange) => failure(exchange, 404, 'File Not Found', 'not_found_error'),
  holdsKey: (request, key) =>
    [`Bearer ${key}`, key].includes(request.headers['authorization'] ?? '') ||
    request.headers['x-api-key'] === key,
  refusals: {
    unauthorized: (exchange) => failure(exchange, 401, 'Invalid API Key', 'authentication_error'),
    modelMissing: (exchange) =>
      failure(exchange, 404, `model '${String(exchange.body['model'])}' not found`, 'not_found_error'),
    tooLong: (exchange) => {
      const limit = exchange.standIn.models[0]?.contextTokens ?? 16384;
      failure(
        exchange,
        400,
        `request (${limit + 9} tokens) exceeds the available context size (${limit} tokens), try increasing it`,
        'exceed_context_size_error',
        { n_prompt_tokens: limit + 9, n_ctx: limit },
      );
    },
    rateLimited: (exchange, fault) =>
      exchange.json(
        429,
        { error: { code: 429, message: 'Too many requests', type: 'rate_limit_error' } },
        { 'retry-after': String(fault.retryAfterSeconds ?? 2) },
      ),
    loading: (exchange) => failure(exchange, 503, 'Loading model', 'unavailable_error'),
    serverError: (exchange) => failure(exchange, 500, 'slot unavailable', 'server_error'),
  },
};
