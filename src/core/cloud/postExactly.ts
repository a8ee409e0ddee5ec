/** How do exactly these bytes reach exactly this address? */

import type { Fetch } from '../base/ports.ts';
import type { CloudCall } from './cloudCall.ts';
import { cloudError, failureOf, isCloudError } from './cloudError.ts';

/**
 * Sends the body as it stands, with these headers and no others, and follows no redirect. Rejects with ModelError for
 * every status but 2xx; `onRefused` gets the body of a refusal first. An abort rejects with the signal's own reason.
 */
export async function postExactly(
  call: CloudCall,
  fetch: Fetch,
  signal: AbortSignal,
  onRefused: (body: string) => void = () => undefined,
): Promise<Response> {
  const response = await guarded(call.host, signal, () =>
    fetch(call.url, {
      method: 'POST',
      headers: { ...call.headers, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: call.body,
      signal,
      redirect: 'manual',
    }),
  );
  if (response.ok) {
    const type = response.headers.get('content-type') ?? '';
    if (/application\/json/i.test(type)) throw await answeredWhole(call.host, signal, response);
    if (!/text\/html/i.test(type)) return response;
    await response.body?.cancel();
    throw cloudError('protocol', {
      host: call.host,
      detail: 'a web page came instead of an answer; a proxy may ask for a login',
    });
  }
  const body = await guarded(call.host, signal, () => response.text());
  onRefused(body);
  throw failureOf({
    host: call.host,
    status: response.status === 0 ? 302 : response.status,
    body,
    header: (name) => response.headers.get(name),
  });
}

/** Some gateways tell a failure with status 200; others answer in one piece though a stream was asked for. */
async function answeredWhole(host: string, signal: AbortSignal, response: Response): Promise<Error> {
  const body = await guarded(host, signal, () => response.text());
  if (/"error"\s*:/.test(body)) return failureOf({ host, status: 0, body, header: () => null });
  return cloudError('protocol', { host, detail: 'the answer came in one piece, but a stream was asked for' });
}

/** Network failures become `unreachable`; an abort stays what it is. */
export async function guarded<T>(host: string, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (failure) {
    if (signal.aborted || isCloudError(failure)) throw failure;
    throw connectionLost(host, failure);
  }
}

/** The system's code (`ECONNREFUSED`, `ENOTFOUND`...) is told; its message may hold an address with more in it. */
export function connectionLost(host: string, failure: unknown): Error {
  const code = codeOf(failure);
  return cloudError('unreachable', {
    host,
    detail: `the connection failed${code === undefined ? '' : ` (${code})`}; check the network and the proxy`,
  });
}

function codeOf(failure: unknown, depth = 0): string | undefined {
  if (typeof failure !== 'object' || failure === null || depth > 4) return undefined;
  const code: unknown = 'code' in failure ? failure.code : undefined;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code)) return code;
  return 'cause' in failure ? codeOf(failure.cause, depth + 1) : undefined;
}
