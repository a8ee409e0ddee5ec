/** The OpenAI dialect on the server's side, as the kinds that speak it share it. */

import { parseFim } from './controlStrings.ts';
import type { AnswerFormat, AnswerSummary, Exchange } from './exchange.ts';
import type { Asked, Json, ToolCalled } from './standIn.ts';

export interface OpenAiFlavor {
  /** Field in which reasoning comes: `reasoning` (vLLM, LM Studio, OpenRouter) or `reasoning_content`. */
  readonly reasoningField?: string;
  /** Gives logprobs on completions. */
  readonly logprobs?: boolean;
  readonly inBandError?: string;
  /** Names `finish_reason` differently. */
  readonly finish?: (summary: AnswerSummary) => string;
  readonly keepsStop?: boolean;
  /** Usage comes in the last chunk without asking (Mistral). */
  readonly usageUnasked?: boolean;
}

const defaultInBandError =
  'data: {"error":{"message":"the engine died","type":"server_error","code":500}}\n\n';

export function sse(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

export function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The text of a field; empty where it is none. */
export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function numberOf(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

/** The text of a message whose content is a string or a list of parts. */
export function messagesOf(body: Json): { role: string; content: string }[] {
  const list = Array.isArray(body['messages']) ? (body['messages'] as Json[]) : [];
  return list.map((message) => {
    const content = message['content'];
    const parts = Array.isArray(content)
      ? (content as Json[]).map((part) => stringOf(part['text'])).join('')
      : '';
    return { role: String(message['role']), content: typeof content === 'string' ? content : parts };
  });
}

/** A raw prompt as the model of this request understands it. */
export function askedByPrompt(exchange: Exchange, prompt: string, maxTokens: number): Asked {
  const parsed = parseFim(exchange.model?.fim, prompt);
  return {
    task: parsed === undefined ? 'continuation' : 'fim',
    model: String(exchange.body['model']),
    prefix: parsed?.prefix ?? prompt,
    suffix: parsed?.suffix ?? '',
    extra: [],
    messages: [],
    maxTokens,
    stop: stringsOf(exchange.body['stop']),
    body: exchange.body,
  };
}

export function askedByMessages(exchange: Exchange, maxTokensDefault = 4096): Asked {
  const body = exchange.body;
  return {
    task: 'chat',
    model: String(body['model']),
    prefix: '',
    suffix: '',
    extra: [],
    messages: messagesOf(body),
    maxTokens: numberOf(body['max_tokens'] ?? body['max_completion_tokens'], maxTokensDefault),
    stop: stringsOf(body['stop']),
    body,
  };
}

function usageOf(summary: AnswerSummary): Json {
  return {
    prompt_tokens: summary.tokensIn,
    completion_tokens: summary.tokensOut,
    total_tokens: summary.tokensIn + summary.tokensOut,
  };
}

function wantsUsage(body: Json): boolean {
  const options = body['stream_options'];
  return typeof options === 'object' && options !== null && (options as Json)['include_usage'] === true;
}

/** `/v1/completions`: the text is in `choices[0].text`. */
export function completionFormat(exchange: Exchange, flavor: OpenAiFlavor = {}): AnswerFormat {
  const head = { id: 'cmpl-1', object: 'text_completion', created: 1, model: String(exchange.body['model']) };
  const asksLogprobs = flavor.logprobs === true && typeof exchange.body['logprobs'] === 'number';
  const finish = flavor.finish ?? ((summary: AnswerSummary) => summary.finish);
  return {
    contentType: 'text/event-stream',
    inBandError: flavor.inBandError ?? defaultInBandError,
    ...(flavor.keepsStop === true ? { keepsStop: true } : {}),
    chunk: ({ text, logprob }) =>
      sse({
        ...head,
        choices: [
          {
            index: 0,
            text,
            logprobs: asksLogprobs
              ? { tokens: [text], token_logprobs: [logprob], top_logprobs: [], text_offset: [0] }
              : null,
            finish_reason: null,
          },
        ],
      }),
    close: (summary) =>
      sse({ ...head, choices: [{ index: 0, text: '', logprobs: null, finish_reason: finish(summary) }] }) +
      (wantsUsage(exchange.body) ? sse({ ...head, choices: [], usage: usageOf(summary) }) : '') +
      'data: [DONE]\n\n',
    whole: (summary) => ({
      ...head,
      choices: [{ index: 0, text: summary.text, logprobs: null, finish_reason: finish(summary) }],
      usage: usageOf(summary),
    }),
  };
}

/** `/v1/chat/completions` (and Mistral's FIM): the text is in `choices[0].delta.content`. */
export function chatFormat(exchange: Exchange, flavor: OpenAiFlavor = {}): AnswerFormat {
  const model = String(exchange.body['model']);
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model };
  const finish = flavor.finish ?? ((summary: AnswerSummary) => summary.finish);
  const reasoningField = flavor.reasoningField ?? 'reasoning_content';
  const usage = wantsUsage(exchange.body) || flavor.usageUnasked === true;
  return {
    contentType: 'text/event-stream; charset=utf-8',
    inBandError: flavor.inBandError ?? defaultInBandError,
    chunk: ({ text, reasoning, toolCall }) =>
      toolCall !== undefined
        ? toolFrames(head, toolCall)
        : sse({
            ...head,
            choices: [
              {
                index: 0,
                delta: reasoning ? { [reasoningField]: text } : { content: text },
                finish_reason: null,
              },
            ],
          }),
    close: (summary) =>
      (flavor.usageUnasked === true
        ? sse({
            ...head,
            choices: [{ index: 0, delta: { content: '' }, finish_reason: finish(summary) }],
            usage: usageOf(summary),
          })
        : sse({ ...head, choices: [{ index: 0, delta: {}, finish_reason: finish(summary) }] }) +
          (usage ? sse({ ...head, choices: [], usage: usageOf(summary) }) : '')) + 'data: [DONE]\n\n',
    whole: (summary) => ({
      ...head,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: summary.text,
            ...(summary.toolCalls.length === 0 ? {} : { tool_calls: summary.toolCalls.map(wholeCall) }),
          },
          finish_reason: finish(summary),
        },
      ],
      usage: usageOf(summary),
    }),
  };
}

/** A call as engines stream it: head first, then the arguments in pieces, the last ones without id and name. */
function toolFrames(head: Json, call: ToolCalled): string {
  const place = toolPlaces.get(head) ?? 0;
  toolPlaces.set(head, place + 1);
  const frame = (part: Json): string =>
    sse({
      ...head,
      choices: [{ index: 0, delta: { tool_calls: [{ index: place, ...part }] }, finish_reason: null }],
    });
  const { arguments: text } = call;
  const half = Math.ceil(text.length / 2);
  return (
    frame({ ...wholeCall(call), function: { name: call.name, arguments: '' } }) +
    frame({ function: { arguments: text.slice(0, half) } }) +
    frame({ id: '', function: { arguments: text.slice(half) } })
  );
}

/** How many calls an answer has had. */
const toolPlaces = new WeakMap<Json, number>();

function wholeCall(call: ToolCalled): Json {
  return {
    id: call.id ?? 'a1b2c3d4e',
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  };
}

export function offersTools(body: Json): boolean {
  return Array.isArray(body['tools']) && body['tools'].length > 0;
}

export function streams(exchange: Exchange): boolean {
  return exchange.body['stream'] === true;
}

/** The OpenAI shape of an error. */
export function openAiError(message: string, type: string, code: string | number | null = null): Json {
  return { error: { message, type, param: null, code } };
}
