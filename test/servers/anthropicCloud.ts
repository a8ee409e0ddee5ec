/** Anthropic's Messages API: versions, strict bodies, named events, pings. Traits `ending` and `sends: 'overloaded'`. */

import { endingOf, retrySeconds, unknownFields } from './cloudWire.ts';
import type { AnswerFormat, AnswerSummary, Exchange } from './exchange.ts';
import { messagesOf, numberOf } from './openaiWire.ts';
import type { Json, StandInKind } from './standIn.ts';

export function anthropicError(type: string, message: string): Json {
  return { type: 'error', error: { type, message }, request_id: 'req_1' };
}

function event(name: string, data: Json): string {
  return `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`;
}

function stopReason(exchange: Exchange, summary: AnswerSummary): string {
  const ending = endingOf(exchange);
  if (ending === 'refusal' || ending === 'contentFilter') return 'refusal';
  return summary.finish === 'length' ? 'max_tokens' : 'end_turn';
}

function messagesFormat(exchange: Exchange): AnswerFormat {
  let isFirst = true;
  const start = (): string => {
    const opening = isFirst
      ? event('message_start', {
          message: {
            id: 'msg_1',
            role: 'assistant',
            content: [],
            usage: {
              input_tokens: 11,
              cache_creation_input_tokens: 40,
              cache_read_input_tokens: 60,
              output_tokens: 1,
            },
          },
        }) +
        event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) +
        event('ping', {})
      : '';
    isFirst = false;
    return opening;
  };
  return {
    contentType: 'text/event-stream; charset=utf-8',
    inBandError: `event: error\ndata: ${JSON.stringify(anthropicError('overloaded_error', 'Overloaded'))}\n\n`,
    chunk: ({ text, reasoning }) =>
      start() +
      event('content_block_delta', {
        index: 0,
        delta: reasoning ? { type: 'thinking_delta', thinking: text } : { type: 'text_delta', text },
      }),
    close: (summary) =>
      start() +
      event('content_block_stop', { index: 0 }) +
      event('message_delta', {
        delta: { stop_reason: stopReason(exchange, summary), stop_sequence: null },
        usage: { output_tokens: summary.tokensOut },
      }) +
      event('message_stop', {}),
    whole: (summary) => ({ content: [{ type: 'text', text: summary.text }] }),
  };
}

const known = [
  'model',
  'max_tokens',
  'system',
  'messages',
  'stream',
  'stop_sequences',
  'metadata',
  'thinking',
];

function complaint(exchange: Exchange): string | undefined {
  const { body, request } = exchange;
  if (request.headers['anthropic-version'] === undefined) return 'anthropic-version: header is required';
  const sampling =
    request.headers['anthropic-version'] === '2023-06-01' ? ['temperature', 'top_p', 'top_k'] : [];
  const unknown = unknownFields(body, [...known, ...sampling])[0];
  if (unknown !== undefined) return `${unknown}: Extra inputs are not permitted`;
  if (typeof body['max_tokens'] !== 'number') return 'max_tokens: Field required';
  const turns = messagesOf(body);
  if (turns.length === 0) return 'messages: at least one message is required';
  if (turns[0]?.role !== 'user') return 'messages: first message must use the "user" role';
  const empty = turns.findIndex(({ content }) => content.trim() === '');
  if (empty !== -1) return `messages.${empty}: text content blocks must contain non-whitespace text`;
  const odd = turns.find(({ role }) => role !== 'user' && role !== 'assistant');
  return odd === undefined ? undefined : 'messages: Unexpected role "system"';
}

/** Also what bedrock-mantle serves for Claude. */
export async function answerMessages(exchange: Exchange): Promise<void> {
  const wrong = complaint(exchange);
  if (wrong !== undefined) {
    exchange.json(400, anthropicError('invalid_request_error', wrong));
    return;
  }
  const { body } = exchange;
  const asked = {
    task: 'chat' as const,
    model: String(body['model']),
    prefix: '',
    suffix: '',
    extra: [],
    messages: messagesOf(body),
    maxTokens: numberOf(body['max_tokens'], 1),
    stop: [],
    body,
  };
  await exchange.answer(asked, messagesFormat(exchange), body['stream'] === true);
}

export const anthropicCloud: StandInKind = {
  name: 'anthropic',
  models: [{ id: 'claude-sonnet-5-5' }],
  holdsKey: (request, key) => request.headers['x-api-key'] === key,
  refusals: {
    unauthorized: (exchange) =>
      exchange.json(401, anthropicError('authentication_error', 'invalid x-api-key')),
    modelMissing: (exchange) => exchange.json(404, anthropicError('not_found_error', 'model: claude-nine')),
    tooLong: (exchange) =>
      exchange.json(
        400,
        anthropicError('invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
      ),
    rateLimited: (exchange, fault) =>
      exchange.json(429, anthropicError('rate_limit_error', 'This request would exceed your rate limit'), {
        'retry-after': retrySeconds(fault),
      }),
    loading: (exchange) => exchange.json(529, anthropicError('overloaded_error', 'Overloaded')),
    serverError: (exchange) => exchange.json(500, anthropicError('api_error', 'Internal server error')),
  },
  routes: {
    'GET /v1/models': {
      run: (exchange) =>
        exchange.json(200, {
          data: exchange.standIn.models.map(({ id }) => ({ type: 'model', id, max_input_tokens: 1000000 })),
          has_more: false,
        }),
    },
    'POST /v1/messages': { asks: true, run: answerMessages },
  },
};
