/** How is Anthropic's Messages API asked, and what do its events say? */

import type { Fetch } from '../base/ports.ts';
import type { FinishReason } from '../model/stream.ts';
import type { CloudCall, CloudEvent, CloudUsage } from './cloudCall.ts';
import { cloudError, failureInStream, isCloudError } from './cloudError.ts';
import { connectionLost, postExactly } from './postExactly.ts';
import { serverSentEvents, type ServerSentEvent } from './serverSentEvents.ts';

/** Ends after `finish` and `usage`; rejects with ModelError, or with the signal's reason when it aborts. */
export async function* streamMessages(
  call: CloudCall,
  fetch: Fetch,
  signal: AbortSignal,
  onRefused?: (body: string) => void,
): AsyncGenerator<CloudEvent> {
  const response = await postExactly(call, fetch, signal, onRefused);
  if (response.body === null)
    throw cloudError('protocol', { host: call.host, detail: 'the answer was empty' });
  let finished = false;
  try {
    for await (const event of serverSentEvents(response.body)) {
      for (const read of eventsOf(call.host, event)) {
        if (read.type === 'finish') finished = true;
        yield read;
      }
    }
  } catch (failure) {
    if (signal.aborted || isCloudError(failure)) throw failure;
    throw connectionLost(call.host, failure);
  }
  if (!finished && !signal.aborted) {
    throw cloudError('unreachable', {
      host: call.host,
      detail: 'the answer broke off before its end; try again',
    });
  }
}

/** `ping` and kinds that are new say nothing. */
function* eventsOf(host: string, { data }: ServerSentEvent): Generator<CloudEvent> {
  const event = parsed(host, data);
  switch (event['type']) {
    case 'error':
      throw failureInStream(host, statusOf(asObject(event['error'])));
    case 'message_start':
      yield { type: 'usage', usage: usageOf(asObject(asObject(event['message'])['usage'])) };
      return;
    case 'content_block_delta': {
      const delta = asObject(event['delta']);
      if (typeof delta['text'] === 'string') yield { type: 'text', text: delta['text'] };
      if (typeof delta['thinking'] === 'string') yield { type: 'reasoning', text: delta['thinking'] };
      return;
    }
    case 'message_delta': {
      yield { type: 'usage', usage: usageOf(asObject(event['usage'])) };
      const reason = asObject(event['delta'])['stop_reason'];
      if (typeof reason === 'string') yield { type: 'finish', finishReason: finishReasonOf(reason) };
      return;
    }
    default:
      return;
  }
}

/** An error inside the stream has a type where a refusal would have had a status. */
function statusOf(error: Record<string, unknown>): Record<string, unknown> {
  const statuses: Readonly<Record<string, number>> = {
    authentication_error: 401,
    permission_error: 403,
    not_found_error: 404,
    rate_limit_error: 429,
    timeout_error: 504,
    overloaded_error: 529,
  };
  const status = statuses[String(error['type'])];
  return status === undefined ? error : { ...error, code: status };
}

function finishReasonOf(reason: string): FinishReason {
  switch (reason) {
    case 'end_turn':
    case 'stop_sequence':
      return 'stop';
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'refusal':
      return 'contentFilter';
    case 'tool_use':
      return 'toolCalls';
    default:
      return 'unknown';
  }
}

/** Anthropic counts cached and newly cached tokens beside `input_tokens`, not in it. */
function usageOf(usage: Record<string, unknown>): CloudUsage {
  const input = numberIn(usage, 'input_tokens');
  const written = numberIn(usage, 'cache_creation_input_tokens');
  const read = numberIn(usage, 'cache_read_input_tokens');
  const output = numberIn(usage, 'output_tokens');
  return {
    ...(input === undefined ? {} : { tokensIn: input + (written ?? 0) + (read ?? 0) }),
    ...(output === undefined ? {} : { tokensOut: output }),
    ...(read === undefined ? {} : { tokensCached: read }),
    ...(written === undefined ? {} : { tokensCacheWritten: written }),
  };
}

function parsed(host: string, data: string): Record<string, unknown> {
  try {
    return asObject(JSON.parse(data));
  } catch {
    throw cloudError('protocol', { host, detail: 'the answer is not in the form the provider documents' });
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function numberIn(usage: Record<string, unknown>, name: string): number | undefined {
  const value = usage[name];
  return typeof value === 'number' ? value : undefined;
}
