/** How is one JSON request posted and its body read under our own timers? Aborting or leaving closes the connection. */

import type { Disposable } from '../base/disposables.ts';
import type { Clock } from '../base/clock.ts';
import { classifyNetworkFailure } from './classifyNetworkFailure.ts';
import { classifyResponse } from './classifyFailure.ts';
import type { Connection, Patience } from './connection.ts';
import type { Json } from './json.ts';
import { isModelError, ModelError } from './modelError.ts';

/** How much of an error page is read. In bytes of the network, roughly. */
const errorBodyLimit = 64_000;

/** Ends a request that keeps silent: `restart` whenever something came. */
export class SilenceTimer {
  private readonly clock: Clock;
  private readonly onSilence: () => void;
  private timer: Disposable | undefined;

  constructor(clock: Clock, onSilence: () => void) {
    this.clock = clock;
    this.onSilence = onSilence;
  }

  restart(limitMs: number): void {
    this.timer?.dispose();
    this.timer = this.clock.after(limitMs, this.onSilence);
  }

  stop(): void {
    this.timer?.dispose();
    this.timer = undefined;
  }
}

export interface PostedResponse {
  readonly response: Response;
  /** The body; rejects with ModelError when the connection breaks or falls silent. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** From now on the shorter patience counts: the answer has begun. */
  begun(): void;
  /** Closes the connection if it is still open. */
  close(): void;
}

/** Posts `body`; resolves with a 2xx response. Rejects with ModelError, or with the signal's reason when it aborts. */
export async function postJson(
  connection: Connection,
  request: { readonly path: string; readonly body: Json; readonly patience: Patience },
  signal: AbortSignal,
): Promise<PostedResponse> {
  const own = new AbortController();
  const onAbort = (): void => own.abort(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  let waitsForFirst = true;
  const timer = new SilenceTimer(connection.clock, () => {
    own.abort(
      new ModelError('timedOut', { host: connection.host, cause: waitsForFirst ? 'firstToken' : 'idle' }),
    );
  });
  const close = (): void => {
    timer.stop();
    signal.removeEventListener('abort', onAbort);
    own.abort(new Error('closed'));
  };
  timer.restart(request.patience.firstTokenMs);
  try {
    const response = await connection.fetch(`${connection.baseUrl}${request.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await connection.headers()) },
      body: JSON.stringify(request.body),
      signal: own.signal,
      redirect: 'manual',
    });
    if (!response.ok) throw await refusal(connection, response);
    return {
      response,
      chunks: readChunks(connection, response, own.signal, () => {
        if (!waitsForFirst) timer.restart(request.patience.idleMs);
      }),
      begun: () => {
        waitsForFirst = false;
        timer.restart(request.patience.idleMs);
      },
      close,
    };
  } catch (failure) {
    const told = asModelError(connection, own.signal, failure);
    close();
    throw told;
  }
}

async function refusal(connection: Connection, response: Response): Promise<ModelError> {
  if (response.status >= 300 && response.status < 400) {
    return new ModelError('protocol', {
      host: connection.host,
      status: response.status,
      cause: 'webPage',
      detail: 'the server redirects to another address, which is not followed',
    });
  }
  let body = '';
  try {
    body = (await response.text()).slice(0, errorBodyLimit);
  } catch {
    // The status alone must do.
  }
  return classifyResponse({
    host: connection.host,
    status: response.status,
    headers: response.headers,
    body,
    nowMs: connection.clock.now(),
  });
}

async function* readChunks(
  connection: Connection,
  response: Response,
  signal: AbortSignal,
  onChunk: () => void,
): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const body: ReadableStream<Uint8Array> = response.body;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onChunk();
      yield value;
    }
  } catch (failure) {
    throw asModelError(connection, signal, failure);
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** The abort's own reason where there was one, else what the network failure means. */
function asModelError(connection: Connection, signal: AbortSignal, failure: unknown): unknown {
  if (isModelError(failure)) return failure;
  if (signal.aborted) return signal.reason;
  return classifyNetworkFailure(connection.host, failure);
}
