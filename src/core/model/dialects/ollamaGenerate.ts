/** How is Ollama asked for FIM? `/api/generate`, raw with our template, or with `suffix` where the family is not known. */

import { at, listAt, numberAt, textAt, type Json } from '../json.ts';
import type { FimRequest } from '../stream.ts';
import { finishReason, usageOf, type Delta, type Wire } from '../wire.ts';
import { promptText, safeTexts } from './promptText.ts';
import { readToolCalls } from './toolFields.ts';

// Never num_ctx, num_batch, num_gpu or num_thread: they make Ollama load the model again.
function options(request: FimRequest): Json {
  return { temperature: request.temperature, num_predict: request.maxTokens, stop: request.prompt.stop };
}

function common(request: FimRequest, keepAlive: string | undefined): Json {
  return {
    model: request.model,
    stream: true,
    options: options(request),
    logprobs: true,
    top_logprobs: 0,
    ...(keepAlive === undefined ? {} : { keep_alive: keepAlive }),
  };
}

/** A line of Ollama's NDJSON, of `/api/generate` and `/api/chat` alike. */
export function readOllama(frame: Json): Delta {
  if (frame['error'] !== undefined) return { error: frame['error'] };
  const text = textAt(frame, 'response') ?? textAt(frame, 'message', 'content');
  const reasoning = textAt(frame, 'thinking') ?? textAt(frame, 'message', 'thinking');
  const toolCalls = readToolCalls(at(frame, 'message'));
  const logprobs = listAt(frame, 'logprobs')
    .map((item) => numberAt(item, 'logprob'))
    .filter((value) => value !== undefined);
  const usage = usageOf(numberAt(frame, 'prompt_eval_count'), numberAt(frame, 'eval_count'));
  const done = frame['done'] === true;
  const finish = done ? (finishReason(frame['done_reason']) ?? 'unknown') : undefined;
  return {
    ...(text === undefined ? {} : { text }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(logprobs.length === 0 ? {} : { logprobs }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
    ...(usage === undefined ? {} : { usage }),
    ...(finish === undefined ? {} : { finish }),
    ...(done ? { done } : {}),
  };
}

export const ollamaRaw: Wire<FimRequest> = {
  framing: 'ndjson',
  prepare: (request, { traits }) => {
    const { prompt, broken } = promptText(request.prompt);
    return {
      path: '/api/generate',
      body: { ...common(request, traits.keepAlive), raw: true, prompt },
      broken,
      stops: request.prompt.stop,
    };
  },
  read: readOllama,
};

export const ollamaSuffix: Wire<FimRequest> = {
  framing: 'ndjson',
  prepare: (request, { traits }) => {
    const { prefix, suffix, broken } = safeTexts(request.prompt);
    // An empty prompt only loads the model, an empty suffix goes through the chat template: neither may be empty.
    return {
      path: '/api/generate',
      body: {
        ...common(request, traits.keepAlive),
        prompt: prefix === '' ? '\n' : prefix,
        suffix: suffix === '' ? '\n' : suffix,
      },
      broken,
      stops: request.prompt.stop,
    };
  },
  read: readOllama,
};
