/** Ollama's native dialect: NDJSON, `/api/generate` with its load reply and template traps, `/api/chat`, show, ps, pull. */

import { parseFim } from './controlStrings.ts';
import { ollamaEmbed } from './embeddings.ts';
import type { AnswerFormat, AnswerSummary, Exchange } from './exchange.ts';
import {
  askedByMessages,
  chatFormat,
  completionFormat,
  messagesOf,
  numberOf,
  offersTools,
  streams,
  stringOf,
  stringsOf,
} from './openaiWire.ts';
import type { Asked, Json, StandIn, StandInKind, StandInModel, ToolCalled } from './standIn.ts';

const createdAt = '2026-01-01T00:00:00Z';
const contextTokens = 4096;

function optionsOf(body: Json): Json {
  return typeof body['options'] === 'object' && body['options'] !== null ? (body['options'] as Json) : {};
}

/** Models that a request has brought into memory, where the trait `loaded: 'no'` says that none was. */
const loadedLater = new WeakMap<StandIn, Set<unknown>>();

function isLoaded(exchange: Exchange, id: string): boolean {
  if (exchange.standIn.traits['loaded'] !== 'no') return true;
  return loadedLater.get(exchange.standIn)?.has(id) === true;
}

function load(exchange: Exchange): void {
  const loaded = loadedLater.get(exchange.standIn) ?? new Set();
  loadedLater.set(exchange.standIn, loaded.add(exchange.body['model']));
}

function maxTokensOf(body: Json): number {
  const wanted = numberOf(optionsOf(body)['num_predict'], -1);
  return wanted < 0 ? 4096 : wanted;
}

function nativeFormat(exchange: Exchange, place: 'response' | 'message'): AnswerFormat {
  const model = String(exchange.body['model']);
  const head = { model, created_at: createdAt };
  const part = (text: string, reasoning: boolean): Json => {
    if (place === 'response') return reasoning ? { response: '', thinking: text } : { response: text };
    return {
      message: reasoning
        ? { role: 'assistant', content: '', thinking: text }
        : { role: 'assistant', content: text },
    };
  };
  const tail = (summary: AnswerSummary): Json => ({
    done: true,
    // Ollama says `stop` after a call too.
    done_reason: summary.finish === 'tool_calls' ? 'stop' : summary.finish,
    total_duration: 5_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: summary.tokensIn,
    eval_count: summary.tokensOut,
  });
  return {
    contentType: 'application/x-ndjson',
    inBandError: '{"error":"an error was encountered while running the model: unexpected EOF"}\n',
    chunk: ({ text, logprob, reasoning, toolCall }) =>
      `${JSON.stringify({
        ...head,
        ...(toolCall === undefined ? part(text, reasoning) : called(toolCall)),
        done: false,
        ...(exchange.body['logprobs'] === true ? { logprobs: [{ token: text, logprob }] } : {}),
      })}\n`,
    close: (summary) => `${JSON.stringify({ ...head, ...part('', false), ...tail(summary) })}\n`,
    whole: (summary) => ({ ...head, ...part(summary.text, false), ...tail(summary) }),
  };
}

/** Whole in one line, the arguments as an object. */
function called({ name, arguments: text }: ToolCalled): Json {
  const call = { function: { name, arguments: JSON.parse(text) as Json } };
  return { message: { role: 'assistant', content: '', tool_calls: [call] } };
}

function callsTools(model: StandInModel | undefined): boolean {
  return model?.callsTools ?? model?.fim === undefined;
}

function missing(exchange: Exchange): boolean {
  if (exchange.model !== undefined) return false;
  exchange.json(404, { error: `model '${String(exchange.body['model'])}' not found` });
  return true;
}

function loadReply(exchange: Exchange): void {
  exchange.json(200, {
    model: exchange.body['model'],
    created_at: createdAt,
    response: '',
    done: true,
    done_reason: 'load',
  });
}

async function generate(exchange: Exchange): Promise<void> {
  const body = exchange.body;
  if (missing(exchange)) return;
  const prompt = typeof body['prompt'] === 'string' ? body['prompt'] : '';
  const suffix = typeof body['suffix'] === 'string' ? body['suffix'] : '';
  if (
    body['raw'] === true &&
    (body['template'] !== undefined || body['system'] !== undefined || body['context'] !== undefined)
  ) {
    exchange.json(400, { error: 'raw mode does not support template, system, or context' });
    return;
  }
  if (suffix !== '' && body['raw'] !== true && !inserts(exchange.model)) {
    exchange.json(400, {
      error: `registry.ollama.ai/library/${String(body['model'])} does not support insert`,
    });
    return;
  }
  load(exchange);
  if (prompt === '') {
    loadReply(exchange);
    return;
  }
  await exchange.answer(
    askedToGenerate(exchange, prompt, suffix),
    nativeFormat(exchange, 'response'),
    body['stream'] !== false,
  );
}

function inserts(model: StandInModel | undefined): boolean {
  return model?.insert ?? model?.fim !== undefined;
}

function askedToGenerate(exchange: Exchange, prompt: string, suffix: string): Asked {
  const body = exchange.body;
  const parsed = body['raw'] === true ? parseFim(exchange.model?.fim, prompt) : undefined;
  const common = {
    model: String(body['model']),
    extra: [],
    maxTokens: maxTokensOf(body),
    stop: stringsOf(optionsOf(body)['stop']),
    body,
  };
  if (parsed !== undefined) return { task: 'fim', ...parsed, messages: [], ...common };
  if (body['raw'] === true)
    return { task: 'continuation', prefix: prompt, suffix: '', messages: [], ...common };
  if (suffix !== '') return { task: 'fim', prefix: prompt, suffix, messages: [], ...common };
  return { task: 'chat', prefix: '', suffix: '', messages: [{ role: 'user', content: prompt }], ...common };
}

async function chat(exchange: Exchange): Promise<void> {
  if (missing(exchange)) return;
  load(exchange);
  const body = exchange.body;
  const asked: Asked = {
    task: 'chat',
    model: String(body['model']),
    prefix: '',
    suffix: '',
    extra: [],
    messages: messagesOf(body),
    maxTokens: maxTokensOf(body),
    stop: stringsOf(optionsOf(body)['stop']),
    body,
  };
  if (asked.messages.length === 0) {
    loadReply(exchange);
    return;
  }
  if (offersTools(body) && !callsTools(exchange.model)) {
    exchange.json(400, { error: `registry.ollama.ai/library/${asked.model} does not support tools` });
    return;
  }
  await exchange.answer(asked, nativeFormat(exchange, 'message'), body['stream'] !== false);
}

async function completions(exchange: Exchange): Promise<void> {
  if (missing(exchange)) return;
  const body = exchange.body;
  const prefix = stringOf(body['prompt']);
  const suffix = typeof body['suffix'] === 'string' ? body['suffix'] : '';
  if (suffix !== '' && !inserts(exchange.model)) {
    const message = `registry.ollama.ai/library/${String(body['model'])} does not support insert`;
    exchange.json(400, { error: { message, type: 'invalid_request_error', param: null, code: null } });
    return;
  }
  const asked: Asked = {
    task: suffix === '' ? 'chat' : 'fim',
    model: String(body['model']),
    prefix,
    suffix,
    extra: [],
    messages: suffix === '' ? [{ role: 'user', content: prefix }] : [],
    maxTokens: numberOf(body['max_tokens'], 4096),
    stop: stringsOf(body['stop']),
    body,
  };
  await exchange.answer(asked, completionFormat(exchange), streams(exchange));
}

function show(exchange: Exchange): void {
  if (missing(exchange)) return;
  const model = exchange.model;
  const architecture = model?.fim === undefined ? 'mistral3' : 'llama';
  exchange.json(200, {
    capabilities: [
      'completion',
      ...(inserts(model) ? ['insert'] : []),
      ...(callsTools(model) ? ['tools'] : []),
    ],
    model_info: {
      'general.architecture': architecture,
      [`${architecture}.context_length`]: model?.contextTokens ?? 32768,
    },
    template: inserts(model)
      ? '{{- if .Suffix }}[SUFFIX]{{ .Suffix }}[PREFIX] {{ .Prompt }}{{- end }}'
      : '{{ .Prompt }}',
    details: { family: architecture },
  });
}

async function pull(exchange: Exchange): Promise<void> {
  const total = 1000;
  exchange.response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const line = (value: unknown): void => void exchange.response.write(`${JSON.stringify(value)}\n`);
  line({ status: 'pulling manifest' });
  for (let completed = 0; completed <= total; completed += 100) {
    if (exchange.response.destroyed) return;
    line({ status: 'pulling 0123456789ab', digest: 'sha256:0123456789ab', total, completed });
    await new Promise((resolve) => setTimeout(resolve, exchange.standIn.chunkDelayMs));
  }
  const id = String(exchange.body['model']);
  // What it has from now on; of other names the family is not known here.
  exchange.standIn.models = [
    ...exchange.standIn.models,
    { id, contextTokens: 32768, ...(id.startsWith('qwen2.5-coder') ? { fim: 'qwenCoder' } : {}) },
  ];
  line({ status: 'success' });
  exchange.response.end();
}

export const ollama: StandInKind = {
  name: 'ollama',
  models: [
    { id: 'codestral:22b', fim: 'codestral', contextTokens: 32768 },
    { id: 'devstral:24b', contextTokens: 131072 },
  ],
  routes: {
    'GET /': { open: true, run: (exchange) => exchange.text(200, 'Ollama is running') },
    'GET /api/version': {
      open: true,
      run: (exchange) => exchange.json(200, { version: exchange.standIn.traits['version'] ?? '0.33.0' }),
    },
    'GET /api/tags': {
      run: (exchange) =>
        exchange.json(200, {
          models: exchange.standIn.models.map((model) => ({
            name: model.id,
            model: model.id,
            size: 1,
            details: { family: 'llama' },
            capabilities: [
              'completion',
              ...(inserts(model) ? ['insert'] : []),
              ...(callsTools(model) ? ['tools'] : []),
            ],
          })),
        }),
    },
    'GET /v1/models': {
      run: (exchange) =>
        exchange.json(200, {
          object: 'list',
          data: exchange.standIn.models.map(({ id }) => ({
            id,
            object: 'model',
            created: 1,
            owned_by: 'library',
          })),
        }),
    },
    'POST /api/embed': {
      run: (exchange) => {
        if (!missing(exchange)) ollamaEmbed(exchange);
      },
    },
    'GET /api/ps': {
      run: (exchange) =>
        exchange.json(200, {
          models: exchange.standIn.models
            .filter(({ id }) => isLoaded(exchange, id))
            .map(({ id }) => ({
              name: id,
              model: id,
              size: 1,
              size_vram: 1,
              expires_at: createdAt,
              context_length: Number(exchange.standIn.traits['contextTokens'] ?? contextTokens),
            })),
        }),
    },
    'POST /api/show': { run: show },
    'POST /api/generate': { asks: true, run: generate },
    'POST /api/chat': { asks: true, run: chat },
    'POST /api/pull': { run: pull },
    'POST /v1/completions': { asks: true, run: completions },
    'POST /v1/chat/completions': {
      asks: true,
      run: async (exchange) => {
        if (!missing(exchange)) {
          await exchange.answer(
            askedByMessages(exchange),
            chatFormat(exchange, { reasoningField: 'reasoning' }),
            streams(exchange),
          );
        }
      },
    },
  },
  notFound: (exchange) => exchange.text(404, '404 page not found'),
  refusals: {
    unauthorized: (exchange) => exchange.json(401, { error: 'unauthorized' }),
    modelMissing: (exchange) =>
      exchange.json(404, { error: `model '${String(exchange.body['model'])}' not found` }),
    tooLong: (exchange) =>
      exchange.json(400, {
        error:
          'the prompt is longer than the context length currently available to the model; shorten the prompt, adjust the context length in settings, or use a model with a longer context length',
      }),
    rateLimited: (exchange) =>
      exchange.json(503, { error: 'server busy, please try again.  maximum pending requests exceeded' }),
    loading: (exchange) => exchange.json(503, { error: 'llm server loading model' }),
    serverError: (exchange) =>
      exchange.json(500, { error: 'llama runner process has terminated: exit status 2' }),
  },
};
