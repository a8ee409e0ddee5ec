/** How is llama.cpp's server asked for FIM? `/infill` where it knows the family's tokens, else `/completion` with our own prompt. */

import { at, isJson, listAt, numberAt, textAt, type Json } from '../json.ts';
import type { FimRequest } from '../stream.ts';
import { finishReason, usageOf, type Delta, type Wire } from '../wire.ts';
import { promptText, stopsBesideCode } from './promptText.ts';

function common(request: FimRequest, stop: readonly string[]): Json {
  return {
    model: request.model,
    n_predict: request.maxTokens,
    temperature: request.temperature,
    stream: true,
    cache_prompt: true,
    n_probs: 1,
    ...(stop.length === 0 ? {} : { stop }),
  };
}

/** An event of the native stream; the last has `stop: true`, and no `[DONE]` follows. */
function read(frame: Json): Delta {
  if (frame['error'] !== undefined) return { error: frame['error'] };
  const text = textAt(frame, 'content');
  const logprobs = listAt(frame, 'completion_probabilities')
    .map((item) => numberAt(item, 'logprob'))
    .filter((value) => value !== undefined);
  const done = frame['stop'] === true;
  const cached = numberAt(frame, 'timings', 'cache_n');
  const evaluated = numberAt(frame, 'timings', 'prompt_n');
  const tokensIn =
    cached !== undefined && evaluated !== undefined
      ? cached + evaluated
      : numberAt(frame, 'tokens_evaluated');
  const tokensOut = numberAt(frame, 'timings', 'predicted_n') ?? numberAt(frame, 'tokens_predicted');
  const usage = done && isJson(at(frame, 'timings')) ? usageOf(tokensIn, tokensOut, cached) : undefined;
  return {
    ...(text === undefined ? {} : { text }),
    ...(logprobs.length === 0 ? {} : { logprobs }),
    ...(usage === undefined ? {} : { usage }),
    ...(done ? { done, finish: finishReason(frame['stop_type']) ?? 'unknown' } : {}),
  };
}

export const llamacppInfill: Wire<FimRequest> = {
  framing: 'sse',
  prepare: (request) => {
    const stops = stopsBesideCode(request.prompt);
    const { prefix, written = '' } = request.prompt;
    return {
      path: '/infill',
      // Tokenized without parsing control strings: the code needs no breaking here.
      body: {
        ...common(request, stops),
        input_prefix: prefix.slice(0, prefix.length - written.length),
        input_suffix: request.prompt.suffix,
        input_extra: request.prompt.snippets.map(({ path, text }) => ({ filename: path, text })),
        // Stands behind the middle token.
        prompt: written,
      },
      broken: new Map(),
      stops,
    };
  },
  read,
};

export const llamacppCompletion: Wire<FimRequest> = {
  framing: 'sse',
  prepare: (request) => {
    const { prompt, broken } = promptText(request.prompt);
    return {
      path: '/completion',
      body: { ...common(request, request.prompt.stop), prompt },
      broken,
      stops: request.prompt.stop,
    };
  },
  read,
};
