/** What the cloud stand-ins share: strict bodies, endings by trait, refusals in the OpenAI shape. */

import type { AnswerFormat, AnswerSummary, Exchange } from './exchange.ts';
import { askedByMessages, chatFormat, openAiError, sse, stringsOf, type OpenAiFlavor } from './openaiWire.ts';
import type { Fault, Json, StandInKind, StandInModel } from './standIn.ts';

/** Trait `ending`: how a stand-in ends its answer where it is not told otherwise. */
export type Ending = 'normal' | 'refusal' | 'contentFilter' | 'promptFilter';

export function endingOf(exchange: Exchange): Ending {
  return (exchange.standIn.traits['ending'] as Ending | undefined) ?? 'normal';
}

/** `content_filter` where the trait says so. */
export function finishOf(exchange: Exchange): (summary: AnswerSummary) => string {
  const filtered = endingOf(exchange) === 'contentFilter';
  return (summary) => (filtered ? 'content_filter' : summary.finish);
}

/** The fields of a body that are not among those known. */
export function unknownFields(body: Json, known: readonly string[]): string[] {
  return Object.keys(body).filter((name) => !known.includes(name));
}

/** Chat completions with usage that tells cached tokens, and a refusal in its own field. */
export function cloudChatFormat(
  exchange: Exchange,
  flavor: OpenAiFlavor & { readonly usage?: (summary: AnswerSummary) => Json } = {},
): AnswerFormat {
  const plain = chatFormat(exchange, { finish: finishOf(exchange), ...flavor });
  const refuses = endingOf(exchange) === 'refusal';
  const wantsUsage =
    flavor.usageUnasked === true ||
    (exchange.body['stream_options'] as Json | undefined)?.['include_usage'] === true;
  const head = {
    id: 'chatcmpl-7',
    object: 'chat.completion.chunk',
    created: 1,
    model: String(exchange.body['model']),
  };
  return {
    ...plain,
    chunk: (chunk) =>
      refuses && !chunk.reasoning
        ? sse({ ...head, choices: [{ index: 0, delta: { refusal: chunk.text }, finish_reason: null }] })
        : plain.chunk(chunk),
    close: (summary) => {
      const usage = {
        prompt_tokens: summary.tokensIn,
        completion_tokens: summary.tokensOut,
        total_tokens: summary.tokensIn + summary.tokensOut,
        prompt_tokens_details: { cached_tokens: Math.floor(summary.tokensIn / 2) },
        ...flavor.usage?.(summary),
      };
      const last = { index: 0, delta: {}, finish_reason: finishOf(exchange)(summary) };
      const frames =
        flavor.usageUnasked === true
          ? sse({ ...head, choices: [last], usage })
          : sse({ ...head, choices: [last] }) + (wantsUsage ? sse({ ...head, choices: [], usage }) : '');
      return `${frames}data: [DONE]\n\n`;
    },
  };
}

/** Streams the scripted answer in this form. */
export async function answerChat(exchange: Exchange, format: AnswerFormat): Promise<void> {
  await exchange.answer(askedByMessages(exchange), format, exchange.body['stream'] === true);
}

export function retrySeconds(fault: Fault): string {
  return String(fault.retryAfterSeconds ?? 2);
}

/** OpenAI's own refusals, word for word. */
export const openAiRefusals: StandInKind['refusals'] = {
  unauthorized: (exchange) =>
    exchange.json(
      401,
      openAiError('Incorrect API key provided: sk-te**-key.', 'invalid_request_error', 'invalid_api_key'),
    ),
  modelMissing: (exchange) =>
    exchange.json(
      404,
      openAiError(
        'The model `gpt-nine` does not exist or you do not have access to it.',
        'invalid_request_error',
        'model_not_found',
      ),
    ),
  tooLong: (exchange) =>
    exchange.json(
      400,
      openAiError(
        "This model's maximum context length is 128000 tokens. However, your messages resulted in 131072 tokens.",
        'invalid_request_error',
        'context_length_exceeded',
      ),
    ),
  rateLimited: (exchange, fault) =>
    exchange.json(429, openAiError('Rate limit reached', 'requests', 'rate_limit_exceeded'), {
      'retry-after': retrySeconds(fault),
      'retry-after-ms': String((fault.retryAfterSeconds ?? 2) * 1000),
    }),
  loading: (exchange, fault) =>
    exchange.json(503, openAiError('The engine is currently overloaded', 'server_error'), {
      'retry-after': retrySeconds(fault),
    }),
  serverError: (exchange) =>
    exchange.json(500, openAiError('The server had an error while processing your request', 'server_error')),
};

export function modelList(models: readonly StandInModel[], owner: string): Json {
  return {
    object: 'list',
    data: models.map(({ id }) => ({ id, object: 'model', created: 1, owned_by: owner })),
  };
}

/** Names of roles in order. */
export function rolesOf(body: Json): string[] {
  const list = Array.isArray(body['messages']) ? (body['messages'] as Json[]) : [];
  return list.flatMap((message) => stringsOf(message['role']));
}
