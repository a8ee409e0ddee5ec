/** What does a refusal mean? Status and body of any server kind to a ModelError; the one place that reads message texts. */

import { at, isJson, listAt, numberAt, parseJson, textAt } from './json.ts';
import { ModelError, type FailureCause, type ModelErrorFacts, type ModelErrorKind } from './modelError.ts';

export interface Refused {
  readonly host: string;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: string;
  /** For Retry-After given as a date. Milliseconds since 1970. */
  readonly nowMs: number;
}

/** Every known shape: a string, `{error: string}`, `{error: {message}}`, `{message: {detail}}`, `{detail: [...]}`, or nothing. */
export function messageOf(body: unknown): string {
  if (typeof body === 'string') return body;
  const candidates = [
    at(body, 'error', 'message'),
    at(body, 'error'),
    at(body, 'message'),
    at(body, 'detail'),
  ];
  for (const candidate of candidates) {
    if (typeof candidate === 'string') return candidate;
    if (Array.isArray(candidate)) {
      return candidate
        .map((item) => textAt(item, 'msg') ?? '')
        .filter(Boolean)
        .join('; ');
    }
    if (isJson(candidate) && candidate['detail'] !== undefined)
      return messageOf({ detail: candidate['detail'] });
  }
  return '';
}

/** Classifies a response that is not 2xx. */
export function classifyResponse(refused: Refused): ModelError {
  const parsed = parseJson(refused.body);
  const message = messageOf(parsed ?? (looksLikeHtml(refused.body) ? '' : refused.body));
  const { kind, cause, ...more } = meaning(refused, parsed, message);
  const retryAfterMs = retryAfter(refused);
  return new ModelError(kind, {
    host: refused.host,
    status: refused.status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(cause === undefined ? {} : { cause }),
    ...more,
  });
}

/** Classifies an error object that came inside an answer with status 200. */
export function classifyInBand(host: string, error: unknown): ModelError {
  const message = messageOf({ error });
  const status = numberAt(error, 'code') ?? numberAt(error, 'http_status_code') ?? 500;
  const refused = { host, status, headers: { get: () => null }, body: '', nowMs: 0 };
  const { kind, cause, ...more } = meaning(refused, { error }, message);
  return new ModelError(kind, {
    host,
    cause: cause === undefined || cause === 'serverFault' ? 'inBand' : cause,
    ...more,
  });
}

interface Meaning extends Partial<Pick<ModelErrorFacts, 'contextTokens' | 'fields' | 'detail'>> {
  readonly kind: ModelErrorKind;
  readonly cause?: FailureCause;
}

const fimUnsupported =
  /suffix is not currently supported|Unsupported param: suffix|does not support insert|Infill is not supported by this model/i;
const toolsUnsupported =
  /does not support tools|--enable-auto-tool-choice|--tool-call-parser|tools param requires|tool (?:calling|use) is not supported|does not support (?:tool|function) calling/i;
const tooLong =
  /context length (?:is only|is) \d+|maximum context length|exceed_context_size|exceeds the available context size|longer than the context length|`inputs` tokens \+ `max_new_tokens` must be|`inputs` must have less than|context_length_exceeded|prompt is too long|too large for model with \d+ maximum context/i;
const loading =
  /loading model|model is loading|still loading|currently loading|llm server loading|unavailable_error/i;
const overloaded = /overloaded|maximum pending requests|server busy|too many requests/i;

function meaning(refused: Refused, parsed: unknown, message: string): Meaning {
  const { status } = refused;
  const everything = `${message} ${textAt(parsed, 'error', 'type') ?? ''} ${textAt(parsed, 'error', 'code') ?? ''} ${textAt(parsed, 'error_type') ?? ''}`;
  if (fimUnsupported.test(everything) || /suffix not supported/.test(everything)) {
    return {
      kind: 'protocol',
      cause: 'fimUnsupported',
      detail: 'the server does not take a suffix for this model',
    };
  }
  if (toolsUnsupported.test(everything)) {
    return {
      kind: 'protocol',
      cause: 'toolsUnsupported',
      detail:
        'the model there calls no tools: vLLM needs --enable-auto-tool-choice and --tool-call-parser, llama.cpp --jinja, Ollama a model with tools',
    };
  }
  if (tooLong.test(everything) || status === 413)
    return { kind: 'tooLong', ...contextFacts(parsed, message) };
  if (status === 407) return { kind: 'unreachable', cause: 'proxyLogin' };
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 403) {
    // Ollama answers a foreign Host header with 403 and nothing else.
    return refused.body === ''
      ? { kind: 'unauthorized', cause: 'hostHeader' }
      : { kind: 'unauthorized', cause: 'forbidden' };
  }
  if (isModelMissing(status, everything)) return { kind: 'modelMissing' };
  const fields = refusedFields(parsed, message);
  if (fields.length > 0) {
    return {
      kind: 'protocol',
      cause: 'fieldRejected',
      fields,
      detail: `the server refused the field ${fields.join(', ')}`,
    };
  }
  return meaningOfTrouble(refused, parsed, everything);
}

function meaningOfTrouble(refused: Refused, parsed: unknown, everything: string): Meaning {
  const { status } = refused;
  if (overloaded.test(everything) || status === 429 || status === 529)
    return { kind: 'rateLimited', cause: 'overloaded' };
  const starting = textAt(parsed, 'status') === 'starting';
  if (
    loading.test(everything) ||
    starting ||
    (status === 503 && refused.headers.get('retry-after') !== null)
  ) {
    return { kind: 'loading' };
  }
  if (status === 502 || status === 503 || status === 504) {
    const cause: FailureCause = looksLikeHtml(refused.body) ? 'proxy' : 'serverFault';
    return { kind: 'unreachable', cause };
  }
  if (looksLikeHtml(refused.body)) return { kind: 'protocol', cause: 'webPage' };
  if (status === 404) return { kind: 'protocol', detail: 'the server does not know this address' };
  return { kind: 'protocol', cause: 'serverFault', detail: `the server answered ${status}` };
}

function isModelMissing(status: number, everything: string): boolean {
  if (
    /model .{0,200}(not found|does not exist|not exist)|NotFoundError|model_not_found|invalid[ _]model|no such model|unknown model/is.test(
      everything,
    )
  ) {
    return status === 404 || status === 400 || status === 422;
  }
  return false;
}

function contextFacts(parsed: unknown, message: string): Pick<Meaning, 'contextTokens'> {
  const told = numberAt(parsed, 'error', 'n_ctx');
  const read =
    /context (?:length|size) (?:is only|is|of) (\d+)/i.exec(message) ??
    /available context size \((\d+)/i.exec(message) ??
    /must have less than (\d+)/i.exec(message) ??
    /must be <= (\d+)/i.exec(message);
  const contextTokens = told ?? (read?.[1] === undefined ? undefined : Number(read[1]));
  return contextTokens === undefined ? {} : { contextTokens };
}

/** Fields named in a validation error: Mistral's and FastAPI's `extra_forbidden`, Anthropic's and LiteLLM's sentences. */
function refusedFields(parsed: unknown, message: string): string[] {
  const details = [...listAt(parsed, 'message', 'detail'), ...listAt(parsed, 'detail')];
  const named = details
    .filter((detail) => textAt(detail, 'type') === 'extra_forbidden')
    .map((detail) => listAt(detail, 'loc').find((step) => step !== 'body'))
    .filter((step): step is string => typeof step === 'string');
  if (named.length > 0) return [...new Set(named)];
  const extra = /(\w+)(?:\.\w+)*: Extra inputs are not permitted/.exec(message)?.[1];
  if (extra !== undefined) return [extra];
  if (/UnsupportedParamsError|does not support parameters/i.test(message)) {
    const list = /\[([^\]]*)\]|\{([^}]*)\}/.exec(message);
    return [...(list?.[1] ?? list?.[2] ?? '').matchAll(/['"](\w+)['"]/g)]
      .map((match) => match[1] ?? '')
      .filter(Boolean);
  }
  return [];
}

function retryAfter(refused: Refused): number | undefined {
  const exact = Number(refused.headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact)) return Math.max(0, exact);
  const told = refused.headers.get('retry-after');
  if (told === null || told.trim() === '') return undefined;
  const seconds = Number(told);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(told);
  return Number.isNaN(date) ? undefined : Math.max(0, date - refused.nowMs);
}

export function looksLikeHtml(body: string): boolean {
  return /^\s*(<!doctype html|<html|<head|<body)/i.test(body);
}
