/** The demo server: the embedded default of `npm start` when no model server is found. It says in every answer what it is. */

import { demoAnswer } from './demoAnswer.ts';
import type { AnswerFormat, Exchange } from './exchange.ts';
import { startStandIn, type Json, type StandIn, type StandInKind } from './standIn.ts';

const model = 'tandem-demo';

function frame(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function usage(summary: { tokensIn: number; tokensOut: number }): Json {
  return {
    prompt_tokens: summary.tokensIn,
    completion_tokens: summary.tokensOut,
    total_tokens: summary.tokensIn + summary.tokensOut,
  };
}

const completionFormat: AnswerFormat = {
  contentType: 'text/event-stream',
  chunk: ({ text }) =>
    frame({ object: 'text_completion', model, choices: [{ index: 0, text, finish_reason: null }] }),
  close: (summary) =>
    frame({
      object: 'text_completion',
      model,
      choices: [{ index: 0, text: '', finish_reason: summary.finish }],
      usage: usage(summary),
    }) + 'data: [DONE]\n\n',
  whole: (summary) => ({
    object: 'text_completion',
    model,
    choices: [{ index: 0, text: summary.text, finish_reason: summary.finish }],
    usage: usage(summary),
  }),
  inBandError: frame({ error: { message: 'The demo server was told to fail.' } }),
};

const chatFormat: AnswerFormat = {
  contentType: 'text/event-stream',
  chunk: ({ text }) =>
    frame({
      object: 'chat.completion.chunk',
      model,
      choices: [{ index: 0, delta: { content: text }, finish_reason: null }],
    }),
  close: (summary) =>
    frame({
      object: 'chat.completion.chunk',
      model,
      choices: [{ index: 0, delta: {}, finish_reason: summary.finish }],
      usage: usage(summary),
    }) + 'data: [DONE]\n\n',
  whole: (summary) => ({
    object: 'chat.completion',
    model,
    choices: [
      { index: 0, message: { role: 'assistant', content: summary.text }, finish_reason: summary.finish },
    ],
    usage: usage(summary),
  }),
  inBandError: completionFormat.inBandError,
};

function words(body: Json, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}

function asked(exchange: Exchange, task: 'fim' | 'chat'): Parameters<Exchange['answer']>[0] {
  const { body } = exchange;
  const stop = body['stop'];
  return {
    task,
    model,
    prefix: words(body, 'prompt'),
    suffix: words(body, 'suffix'),
    extra: [],
    messages: Array.isArray(body['messages'])
      ? (body['messages'] as { role: string; content: string }[])
      : [],
    maxTokens: typeof body['max_tokens'] === 'number' ? body['max_tokens'] : 512,
    stop: Array.isArray(stop) ? (stop as string[]) : typeof stop === 'string' ? [stop] : [],
    body,
  };
}

export const demo: StandInKind = {
  name: 'demo',
  headers: { server: 'tandem-demo' },
  models: [{ id: model, fim: 'demo', contextTokens: 32_768 }],
  routes: {
    'GET /v1/models': {
      open: true,
      run: (exchange) =>
        exchange.json(200, {
          object: 'list',
          data: [{ id: model, object: 'model', owned_by: 'tandem-demo', max_model_len: 32_768 }],
        }),
    },
    'POST /v1/completions': {
      asks: true,
      run: (exchange) =>
        exchange.answer(asked(exchange, 'fim'), completionFormat, exchange.body['stream'] === true),
    },
    'POST /v1/chat/completions': {
      asks: true,
      run: (exchange) =>
        exchange.answer(asked(exchange, 'chat'), chatFormat, exchange.body['stream'] === true),
    },
  },
  refusals: {
    unauthorized: (exchange) => exchange.json(401, { error: { message: 'A key is needed.' } }),
    modelMissing: (exchange) => exchange.json(404, { error: { message: 'There is no such model.' } }),
    tooLong: (exchange) =>
      exchange.json(400, { error: { message: "The model's context length is only 32768 tokens." } }),
    rateLimited: (exchange, fault) =>
      exchange.json(
        429,
        { error: { message: 'Too many requests.' } },
        { 'retry-after': String(fault.retryAfterSeconds ?? 2) },
      ),
    loading: (exchange) => exchange.json(503, { error: { message: 'Loading model' } }),
    serverError: (exchange) => exchange.json(500, { error: { message: 'The demo server failed.' } }),
  },
};

/** Starts the demo server on loopback; it answers a few characters at a time, as a model would. */
export function startDemo(port = 0): Promise<StandIn> {
  return startStandIn(demo, { port, answer: demoAnswer, chunkDelayMs: 8 });
}
