/** How does a provider's failure become one of ours, whatever shape it comes in? */

import type { ModelError, ModelErrorFacts, ModelErrorKind } from '../model/modelError.ts';

/** An error that `isModelError` knows; its detail never quotes what the provider wrote, which may quote the prompt. */
export function cloudError(kind: ModelErrorKind, facts: ModelErrorFacts): ModelError {
  const message = `${kind}: ${facts.host}${facts.detail === undefined ? '' : `: ${facts.detail}`}`;
  return Object.assign(new Error(message), { name: 'ModelError' as const, kind, facts });
}

export function isCloudError(failure: unknown): failure is ModelError {
  return failure instanceof Error && failure.name === 'ModelError' && 'kind' in failure;
}

export interface FailedResponse {
  readonly host: string;
  readonly status: number;
  readonly body: string;
  readonly header: (name: string) => string | null;
}

/** Error bodies come as a string, as an object with `message`, `detail`, `error`, or as nothing. */
export function failureOf(response: FailedResponse): ModelError {
  const said = sayings(response.body);
  const { kind, detail } = meaningOf(response.status, said);
  const retryAfterMs = retryAfter(response.header);
  return cloudError(kind, {
    host: response.host,
    detail,
    ...(response.status > 0 ? { status: response.status } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** An error object that came inside a stream with HTTP 200. */
export function failureInStream(host: string, payload: unknown): ModelError {
  const body = JSON.stringify(payload) ?? '';
  const code = inObject(payload, 'code') ?? inObject(inObject(payload, 'error'), 'code');
  const status = typeof code === 'number' ? code : Number(code);
  return failureOf({ host, status: Number.isInteger(status) ? status : 0, body, header: () => null });
}

/** Names of request fields that the provider refused, so that the next body leaves them out. */
export function refusedFields(body: string): readonly string[] {
  const found = new Set<string>();
  for (const pattern of [
    /"loc"\s*:\s*\[\s*"body"\s*,\s*"(\w+)"/g,
    /Unsupported (?:parameter|value):? '?"?(\w+)/g,
    /Unrecognized request argument supplied: (\w+)/g,
    /Unknown (?:parameter|field):? \\?["'](\w+)/g,
    /"(?:message|msg)"\s*:\s*"(\w+): Extra inputs are not permitted/g,
  ]) {
    for (const match of body.matchAll(pattern)) if (match[1] !== undefined) found.add(match[1]);
  }
  return [...found];
}

interface Meaning {
  readonly kind: ModelErrorKind;
  readonly detail: string;
}

const byCode: readonly (readonly [RegExp, Meaning])[] = [
  [
    /context_length_exceeded|model_context_window_exceeded|prompt is too long|context length (?:is|of)|too many tokens|exceeds? the (?:model'?s )?context|input token count.*exceeds/i,
    { kind: 'tooLong', detail: 'the request is longer than the model takes; attach less' },
  ],
  [
    /content_filter|content management policy|responsibleai|safety_blocked|prohibited_content/i,
    { kind: 'protocol', detail: "the provider's content filter refused the request" },
  ],
  [
    /insufficient_quota|billing_error|credit balance|payment required|insufficient credits/i,
    { kind: 'unauthorized', detail: 'the account has no credit left; check its billing page' },
  ],
  [
    /invalid_api_key|authentication_error|incorrect api key|api key not valid|invalid x-api-key/i,
    { kind: 'unauthorized', detail: 'the key was refused; set it again with "Set Cloud Key"' },
  ],
  [
    /model_not_found|not_found_error|deploymentnotfound|invalid model|not a valid model|model .{0,80}does not exist|no endpoints found/i,
    { kind: 'modelMissing', detail: 'the provider does not know this model; choose another' },
  ],
  [
    /overloaded_error|\boverloaded\b/i,
    { kind: 'rateLimited', detail: 'the provider is overloaded; try again later' },
  ],
  [
    /rate_limit|resource_exhausted|too many requests|throttl/i,
    { kind: 'rateLimited', detail: 'the provider limits the rate of requests; try again later' },
  ],
];

function meaningOf(status: number, said: string): Meaning {
  if (
    status === 0 ||
    status === 400 ||
    status === 402 ||
    status === 403 ||
    status === 404 ||
    status === 429
  ) {
    const known = byCode.find(([pattern]) => pattern.test(said));
    if (known !== undefined) return known[1];
  }
  return meaningOfStatus(status);
}

function meaningOfStatus(status: number): Meaning {
  switch (status) {
    case 401:
      return { kind: 'unauthorized', detail: 'the key was refused; set it again with "Set Cloud Key"' };
    case 402:
      return { kind: 'unauthorized', detail: 'the account has no credit left; check its billing page' };
    case 403:
      return { kind: 'unauthorized', detail: 'the key may not use this model or region' };
    case 404:
      return { kind: 'modelMissing', detail: 'the provider does not know this model or address' };
    case 408:
    case 504:
      return { kind: 'timedOut', detail: `the provider gave up waiting (status ${status}); try again` };
    case 413:
      return { kind: 'tooLong', detail: 'the request is longer than the provider takes; attach less' };
    case 429:
      return { kind: 'rateLimited', detail: 'the provider limits the rate of requests; try again later' };
    case 502:
    case 503:
    case 529:
      return {
        kind: 'rateLimited',
        detail: `the provider is overloaded (status ${status}); try again later`,
      };
    case 0:
      return { kind: 'protocol', detail: 'the provider broke off with an error in the middle of its answer' };
    case 400:
    case 422:
      return { kind: 'protocol', detail: `the provider refused a field of the request (status ${status})` };
    default:
      return status >= 300 && status < 400
        ? {
            kind: 'protocol',
            detail: 'the address redirects elsewhere, and a key is never sent to another address',
          }
        : { kind: 'protocol', detail: `the provider failed with status ${status}` };
  }
}

/**
 * Milliseconds from `retry-after-ms`, or from `Retry-After` in seconds or as a date (RFC 9110, 10.2.3). A date counts
 * from the answer's own `Date`, so that a clock which goes wrong here does not matter.
 */
export function retryAfter(header: (name: string) => string | null): number | undefined {
  const ms = header('retry-after-ms');
  if (ms !== null && ms.trim() !== '' && Number.isFinite(Number(ms)) && Number(ms) >= 0) return Number(ms);
  const after = header('retry-after')?.trim() ?? '';
  if (after === '') return undefined;
  if (Number.isFinite(Number(after))) return Math.max(0, Number(after) * 1000);
  const waitMs = Date.parse(after) - Date.parse(header('date') ?? '');
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
}

/** Every word of an error body that can tell its meaning; the body itself where it is no JSON. */
function sayings(body: string): string {
  const words: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > 6) return;
    if (typeof value === 'string') words.push(value);
    else if (Array.isArray(value)) for (const item of value) visit(item, depth + 1);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) if (key !== 'input') visit(item, depth + 1);
    }
  };
  try {
    visit(JSON.parse(body), 0);
  } catch {
    return body.slice(0, 4000);
  }
  return words.join('\n').slice(0, 8000);
}

function inObject(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
