/** How is a provider asked that speaks OpenAI's chat completions? Loaded only when one is. */

import { OpenAI } from 'openai';

import type { Fetch } from '../base/ports.ts';
import type { FinishReason } from '../model/stream.ts';
import type { CloudCall, CloudEvent, CloudUsage } from './cloudCall.ts';
import { cloudError, failureInStream, isCloudError } from './cloudError.ts';
import { connectionLost, postExactly } from './postExactly.ts';
import { serverSentEvents } from './serverSentEvents.ts';

/**
 * The SDK decodes; it decides nothing. Its `fetch` is ours, which sends the previewed body to the previewed address
 * with our headers only, so that nothing it reads from the environment (keys, base URL, organization, project,
 * headers) can take part. It never tries again and never logs. Ends after `finish` and `usage`; rejects with
 * ModelError, or with the signal's reason when it aborts.
 */
export async function* streamChatCompletions(
  call: CloudCall,
  fetch: Fetch,
  signal: AbortSignal,
  onRefused?: (body: string) => void,
): AsyncGenerator<CloudEvent> {
  let refusal: unknown;
  const post = async (sent: unknown, sdkSignal: AbortSignal): Promise<Response> => {
    try {
      if (sent !== call.body) throw bodyChanged(call.host);
      return await postExactly(call, fetch, AbortSignal.any([signal, sdkSignal]), onRefused);
    } catch (failure) {
      refusal = failure;
      throw failure;
    }
  };
  try {
    const chunks = await chunksOf(call, post, signal);
    let finished = false;
    for await (const chunk of chunks) {
      for (const event of eventsOf(call.host, chunk)) {
        if (event.type === 'finish') finished = true;
        yield event;
      }
    }
    if (!finished && !signal.aborted) {
      throw cloudError('unreachable', {
        host: call.host,
        detail: 'the answer broke off before its end; try again',
      });
    }
  } catch (failure) {
    if (refusal !== undefined) throw refusal instanceof Error ? refusal : new Error('refused');
    if (signal.aborted || isCloudError(failure)) throw failure;
    throw failureOfSdk(call.host, failure);
  }
}

type Post = (body: unknown, signal: AbortSignal) => Promise<Response>;

/**
 * Decoded by the SDK. Its constructor throws on a malformed OPENAI_CUSTOM_HEADERS before any option can say otherwise;
 * so that not even that variable decides over a request, the events are then read without it.
 */
async function chunksOf(call: CloudCall, post: Post, signal: AbortSignal): Promise<AsyncIterable<unknown>> {
  const client = sdkWith(call, post);
  if (client === undefined) return plainChunks(await post(call.body, signal));
  return client.post<AsyncIterable<unknown>>(call.url, {
    body: call.body,
    headers: { 'content-type': 'application/json' },
    stream: true,
    signal,
  });
}

function sdkWith(call: CloudCall, post: Post): OpenAI | undefined {
  const silent = (): void => undefined;
  try {
    return new OpenAI({
      apiKey: 'kept-outside',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      baseURL: new URL(call.url).origin,
      maxRetries: 0,
      timeout: 24 * 60 * 60 * 1000,
      logLevel: 'off',
      logger: { error: silent, warn: silent, info: silent, debug: silent },
      // An extension host that runs in a browser worker is no page: no page's visitor sees the key.
      dangerouslyAllowBrowser: true,
      fetch: (_url, init) => post(init?.body, init?.signal ?? new AbortController().signal),
    });
  } catch {
    return undefined;
  }
}

async function* plainChunks(response: Response): AsyncGenerator<unknown> {
  if (response.body === null) return;
  for await (const { data } of serverSentEvents(response.body)) {
    if (data === '[DONE]') return;
    yield JSON.parse(data) as unknown;
  }
}

function bodyChanged(host: string): Error {
  return cloudError('protocol', { host, detail: 'the body changed on its way out; nothing was sent' });
}

/** A chunk may have no choices (Azure's filter report, the usage chunk), and any part may be missing. */
function* eventsOf(host: string, chunk: unknown): Generator<CloudEvent> {
  const { choices, usage, error } = asObject(chunk);
  if (error !== undefined && error !== null) throw failureInStream(host, error);
  if (usage !== undefined && usage !== null) yield { type: 'usage', usage: usageOf(asObject(usage)) };
  const choice = asObject(Array.isArray(choices) ? (choices as unknown[])[0] : undefined);
  const delta = asObject(choice['delta']);
  const reasoning = delta['reasoning'] ?? delta['reasoning_content'];
  if (typeof reasoning === 'string' && reasoning !== '') yield { type: 'reasoning', text: reasoning };
  const text = textOf(delta['content']);
  if (text !== '') yield { type: 'text', text };
  const refused = delta['refusal'];
  if (typeof refused === 'string' && refused !== '') yield { type: 'text', text: refused };
  const reason = choice['finish_reason'];
  if (reason === 'error') throw failureInStream(host, choice['error'] ?? {});
  if (typeof reason === 'string') yield { type: 'finish', finishReason: finishReasonOf(reason) };
}

/** Mistral may send content as parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => asObject(part))
    .map((part) => (part['type'] === 'text' && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}

function finishReasonOf(reason: string): FinishReason {
  switch (reason) {
    case 'stop':
    case 'end_turn':
      return 'stop';
    case 'length':
    case 'model_length':
    case 'max_tokens':
      return 'length';
    case 'content_filter':
    case 'safety':
    case 'SAFETY':
    case 'guardrail_intervened':
      return 'contentFilter';
    case 'tool_calls':
    case 'function_call':
      return 'toolCalls';
    default:
      return 'unknown';
  }
}

function usageOf(usage: Record<string, unknown>): CloudUsage {
  const details = asObject(usage['prompt_tokens_details']);
  const parts: [keyof CloudUsage, unknown][] = [
    ['tokensIn', usage['prompt_tokens']],
    ['tokensOut', usage['completion_tokens']],
    ['tokensCached', details['cached_tokens']],
    ['costUsd', usage['cost']],
  ];
  return Object.fromEntries(parts.filter(([, value]) => typeof value === 'number'));
}

function failureOfSdk(host: string, failure: unknown): Error {
  if (failure instanceof OpenAI.APIConnectionError) return connectionLost(host, failure);
  if (failure instanceof OpenAI.APIError) return failureInStream(host, failure.error ?? {});
  if (failure instanceof SyntaxError) {
    return cloudError('protocol', { host, detail: 'the answer is not in the form the provider documents' });
  }
  return connectionLost(host, failure);
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
