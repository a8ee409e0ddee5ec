/** How is FIM asked over `/v1/completions`? As text, as token ids, or as prompt and suffix. */

import type { Connection } from '../connection.ts';
import { at, listAt, numberAt, textAt, type Json } from '../json.ts';
import { ModelError } from '../modelError.ts';
import type { FimRequest } from '../stream.ts';
import { finishReason, usageOf, type Delta, type Wire } from '../wire.ts';
import { promptText, safeTexts, stopsBesideCode } from './promptText.ts';
import { tokenizeForIds } from './tokenIds.ts';

function common(request: FimRequest, connection: Connection, stops = request.prompt.stop): Json {
  const { traits } = connection;
  const stop = stops.slice(0, traits.maxStops ?? stops.length);
  return {
    model: request.model,
    max_tokens: request.maxTokens,
    temperature: request.temperature,
    stream: true,
    ...(traits.streamUsage === true ? { stream_options: { include_usage: true } } : {}),
    ...(traits.logprobs === true ? { logprobs: 1 } : {}),
    ...(stop.length === 0 ? {} : { stop }),
  };
}

/** A chunk of `text_completion`. */
export function readCompletion(frame: Json): Delta {
  if (frame['error'] !== undefined && frame['error'] !== null) return { error: frame['error'] };
  const text = textAt(frame, 'choices', 0, 'text');
  // LocalAI tells a failure of its backend as text with status 200.
  if (text?.startsWith('Internal error: ') === true) return { error: { message: text.slice(0, 200) } };
  const logprobs = listAt(frame, 'choices', 0, 'logprobs', 'token_logprobs').filter(
    (value) => typeof value === 'number',
  );
  const finish = finishReason(at(frame, 'choices', 0, 'finish_reason'));
  const usage = readUsage(frame);
  return {
    ...(text === undefined ? {} : { text }),
    ...(logprobs.length === 0 ? {} : { logprobs }),
    ...(usage === undefined ? {} : { usage }),
    ...(finish === undefined ? {} : { finish }),
  };
}

export function readUsage(frame: Json): Delta['usage'] {
  return usageOf(
    numberAt(frame, 'usage', 'prompt_tokens'),
    numberAt(frame, 'usage', 'completion_tokens'),
    numberAt(frame, 'usage', 'prompt_tokens_details', 'cached_tokens'),
  );
}

function pathOf(connection: Connection): string {
  return connection.traits.completionsPath ?? '/v1/completions';
}

export const completionsText: Wire<FimRequest> = {
  framing: 'sse',
  prepare: (request, connection) => {
    const { prompt, broken } = promptText(request.prompt);
    return {
      path: pathOf(connection),
      body: { ...common(request, connection), prompt },
      broken,
      stops: request.prompt.stop,
    };
  },
  read: readCompletion,
};

export const completionsSuffix: Wire<FimRequest> = {
  framing: 'sse',
  prepare: (request, connection) => {
    const { prefix, suffix, broken } = safeTexts(request.prompt);
    const body = { ...common(request, connection), prompt: prefix, suffix };
    return { path: pathOf(connection), body, broken, stops: request.prompt.stop };
  },
  read: readCompletion,
};

export const completionsTokenIds: Wire<FimRequest> = {
  framing: 'sse',
  prepare: async (request, connection, signal) => {
    const { tokenIds } = request.prompt;
    if (tokenIds === undefined || connection.traits.tokenizes !== true) {
      throw new ModelError('protocol', {
        host: connection.host,
        cause: 'fimUnsupported',
        detail: `token ids of ${request.prompt.family} are not known here`,
      });
    }
    const prompt = await tokenizeForIds(connection, request.model, request.prompt, signal);
    const stops = stopsBesideCode(request.prompt);
    const body = {
      ...common(request, connection, stops),
      prompt,
      stop_token_ids: Object.values(tokenIds.controls),
    };
    return { path: pathOf(connection), body, broken: new Map(), stops };
  },
  read: readCompletion,
};
