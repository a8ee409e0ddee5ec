/** How does an answer stream back over any dialect? Posts, reads frames, filters, and ends with `end` or a ModelError. */

import { FrameTooLong, readJsonLines, readServerSentEvents } from './bodyFrames.ts';
import { classifyInBand, looksLikeHtml } from './classifyFailure.ts';
import type { Connection, Patience } from './connection.ts';
import { isJson, parseJson, type Json } from './json.ts';
import { isModelError, ModelError } from './modelError.ts';
import { OutputFilter } from './outputFilter.ts';
import { postJson, type PostedResponse } from './postJson.ts';
import type { FinishReason, StreamEvent, TokenUsage } from './stream.ts';
import type { ThinkSplitter } from './thinkSplitter.ts';
import { ToolCallCollector } from './tools.ts';
import type { Delta, Posted, Wire } from './wire.ts';

export interface AskOptions {
  readonly patience: Patience;
  /** For chat: takes reasoning out of the text. */
  readonly thinkSplitter?: ThinkSplitter;
}

/**
 * Streams the answer. The last event is `end`; an abort by `signal` ends it with `finishReason: 'cancelled'`.
 * Rejects with ModelError on any failure, in mid-stream too. Leaving the loop closes the connection.
 */
export async function* askModel<Request>(
  connection: Connection,
  wire: Wire<Request>,
  request: Request,
  options: AskOptions & { readonly signal: AbortSignal },
): AsyncGenerator<StreamEvent, void, undefined> {
  const { signal } = options;
  let posted: PostedResponse | undefined;
  try {
    const prepared = await wire.prepare(request, connection, signal);
    posted = await postTolerantly(connection, prepared, options.patience, signal);
    yield* readAnswer(connection, wire, prepared, posted, options.thinkSplitter);
  } catch (failure) {
    if (signal.aborted) {
      yield { type: 'end', finishReason: 'cancelled', usage: {} };
      return;
    }
    if (isModelError(failure)) throw failure;
    const detail = failure instanceof FrameTooLong ? failure.message : 'the answer could not be read';
    throw new ModelError('protocol', { host: connection.host, cause: 'garbled', detail });
  } finally {
    posted?.close();
  }
}

/** Drops a field the server refuses, once and from then on; asks again where an idle connection had died. */
async function postTolerantly(
  connection: Connection,
  prepared: Posted,
  patience: Patience,
  signal: AbortSignal,
): Promise<PostedResponse> {
  const { path } = prepared;
  const send = (): Promise<PostedResponse> =>
    postJson(
      connection,
      { path, body: without(prepared.body, connection.refusedFields.get(path)), patience },
      signal,
    );
  const startedMs = connection.clock.monotonicMs();
  try {
    return await send();
  } catch (failure) {
    if (!isModelError(failure) || signal.aborted) throw failure;
    const { cause, fields } = failure.facts;
    const droppable = fields?.filter((field) => !essentialFields.has(field)) ?? [];
    if (cause === 'fieldRejected' && droppable.length > 0) {
      const refused = connection.refusedFields.get(path) ?? new Set<string>();
      for (const field of droppable) refused.add(field);
      connection.refusedFields.set(path, refused);
      connection.log.info(`${connection.host} takes no ${droppable.join(', ')} on ${path}`);
      return send();
    }
    if (cause === 'reset' && connection.clock.monotonicMs() - startedMs < 1000) return send();
    throw failure;
  }
}

const essentialFields = new Set([
  'model',
  'prompt',
  'suffix',
  'messages',
  'inputs',
  'stream',
  'raw',
  'input_prefix',
  'input_suffix',
  // Without its tools an agent would get talk where it waits for a call.
  'tools',
]);

function without(body: Json, fields: ReadonlySet<string> | undefined): Json {
  if (fields === undefined) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !fields.has(name)));
}

interface Ending {
  finish: FinishReason | undefined;
  usage: TokenUsage;
  done: boolean;
}

async function* readAnswer<Request>(
  connection: Connection,
  wire: Wire<Request>,
  prepared: Posted,
  posted: PostedResponse,
  splitter: ThinkSplitter | undefined,
): AsyncGenerator<StreamEvent, void, undefined> {
  const filter = new OutputFilter(prepared.stops, prepared.broken);
  const ending: Ending = { finish: undefined, usage: {}, done: false };
  const calls = new ToolCallCollector();
  let heldLogprobs: number[] = [];
  for await (const delta of readDeltas(connection, wire, posted)) {
    calls.push(delta.toolCalls ?? []);
    if ([delta.text, delta.reasoning, delta.toolCalls].some((part) => part !== undefined)) posted.begun();
    note(ending, delta);
    if (delta.reasoning !== undefined && delta.reasoning !== '') {
      splitter?.trustServer();
      yield { type: 'reasoning', text: delta.reasoning };
    }
    const { text, stopped } = filter.push(delta.text ?? '');
    heldLogprobs.push(...(delta.logprobs ?? []));
    for (const part of split(splitter, text)) {
      yield withLogprobs(part, heldLogprobs);
      heldLogprobs = [];
    }
    if (stopped) {
      yield* splitter?.flush() ?? [];
      yield { type: 'end', finishReason: 'stop', usage: ending.usage };
      return;
    }
    if (ending.done) break;
  }
  if (!ending.done && ending.finish === undefined) {
    throw new ModelError('protocol', {
      host: connection.host,
      cause: 'endedEarly',
      detail: 'the answer broke off without an end',
    });
  }
  for (const part of split(splitter, filter.flush())) yield withLogprobs(part, heldLogprobs);
  yield* splitter?.flush() ?? [];
  const toolCalls = calls.finished().map((call) => ({ ...call, arguments: filter.restored(call.arguments) }));
  yield {
    type: 'end',
    finishReason: ending.finish ?? 'unknown',
    usage: ending.usage,
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  };
}

function note(ending: Ending, delta: Delta): void {
  ending.finish = delta.finish ?? ending.finish;
  ending.usage = { ...ending.usage, ...delta.usage };
  ending.done = delta.done === true;
}

function split(splitter: ThinkSplitter | undefined, text: string): readonly Part[] {
  if (text === '') return [];
  return splitter?.push(text) ?? [{ type: 'text', text }];
}

type Part = { readonly type: 'text' | 'reasoning'; readonly text: string };

function withLogprobs(part: Part, logprobs: readonly number[]): StreamEvent {
  if (part.type === 'reasoning' || logprobs.length === 0) return part;
  return { type: 'text', text: part.text, logprobs };
}

async function* readDeltas<Request>(
  connection: Connection,
  wire: Wire<Request>,
  posted: PostedResponse,
): AsyncGenerator<Delta, void, undefined> {
  const contentType = posted.response.headers.get('content-type') ?? '';
  if (/text\/html/i.test(contentType)) throw webPage(connection);
  const isWhole = wire.framing === 'sse' && /application\/json/i.test(contentType);
  const frames =
    isWhole || wire.framing === 'ndjson' ? readJsonLines(posted.chunks) : readServerSentEvents(posted.chunks);
  for await (const frame of frames) {
    if (frame.trim() === '[DONE]') {
      yield { done: true };
      return;
    }
    const parsed = parseJson(frame);
    if (!isJson(parsed)) {
      if (looksLikeHtml(frame)) throw webPage(connection);
      throw new ModelError('protocol', {
        host: connection.host,
        cause: 'garbled',
        detail: 'the answer is not in the form of this server',
      });
    }
    const delta = wire.read(parsed);
    if (delta.error !== undefined) throw classifyInBand(connection.host, delta.error);
    yield delta;
  }
}

function webPage(connection: Connection): ModelError {
  return new ModelError('protocol', {
    host: connection.host,
    cause: 'webPage',
    detail: 'a web page came instead of an answer',
  });
}
