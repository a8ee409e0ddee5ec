/** May the server be asked now, and what is its state? Backs off after failures, honours Retry-After, never gives up. */

import type { ModelError } from '../model/modelError.ts';
import type { ServerState } from './serverDescription.ts';

const firstPauseMs = 2000;
const longestPauseMs = 60_000;

export class ServerHealth {
  private failures = 0;
  private askAgainAtMs = 0;
  private trouble: ModelError | undefined;
  private working = 0;

  get lastFailure(): ModelError | undefined {
    return this.trouble;
  }

  get state(): ServerState {
    switch (this.trouble?.kind) {
      case 'unreachable':
      case 'protocol':
      case 'timedOut':
        return 'unreachable';
      case 'unauthorized':
        return 'unauthorized';
      case 'loading':
        return 'loading model';
      default:
        return this.working > 0 ? 'working' : 'ready';
    }
  }

  /** False while it backs off. `nowMs` of the monotonic clock. */
  mayAsk(nowMs: number): boolean {
    return nowMs >= this.askAgainAtMs;
  }

  begin(): void {
    this.working++;
  }

  end(): void {
    this.working = Math.max(0, this.working - 1);
  }

  succeeded(): void {
    this.failures = 0;
    this.askAgainAtMs = 0;
    this.trouble = undefined;
  }

  /** A refusal of one request (too long, model missing) says nothing about the server. */
  failed(failure: ModelError, nowMs: number): void {
    if (failure.kind === 'tooLong' || failure.kind === 'modelMissing') return;
    this.failures++;
    const backoffMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (this.failures - 1));
    const pauseMs = failure.kind === 'loading' ? Math.min(backoffMs, 5000) : backoffMs;
    this.askAgainAtMs = nowMs + (failure.facts.retryAfterMs ?? pauseMs);
    // One slow or broken answer is no outage.
    const isOutage =
      failure.kind === 'unreachable' || failure.kind === 'unauthorized' || failure.kind === 'loading';
    this.trouble = isOutage || this.failures >= 3 || failure.kind === 'rateLimited' ? failure : undefined;
    if (!isOutage && this.failures < 3 && failure.kind !== 'rateLimited') this.askAgainAtMs = 0;
  }
}
