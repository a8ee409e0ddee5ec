/** What does a llama.cpp-like slot do with a prompt? It evaluates what it has not seen, then writes token by token. */

import { sleep, type Clock } from '../../../src/core/base/clock.ts';
import { tokensOf, type Oracle } from './oracle.ts';

export interface ServerSpeed {
  readonly name: string;
  /** 0: instant. */
  readonly prefillTokensPerSecond: number;
  readonly decodeTokensPerSecond: number;
}

export const instant: ServerSpeed = { name: 'instant', prefillTokensPerSecond: 0, decodeTokensPerSecond: 0 };
/** Codestral 22B Q4 on an RTX 4090 under llama.cpp, as derived from published figures. */
export const rtx4090: ServerSpeed = {
  name: '4090',
  prefillTokensPerSecond: 2_500,
  decodeTokensPerSecond: 48,
};

export interface ServedRequest {
  readonly arrivedMs: number;
  readonly promptTokens: number;
  evaluatedTokens: number;
  generatedTokens: number;
  generatedText: string;
  /** From the slot's first work on it to its last. */
  busyMs: number;
  firstTokenMs: number;
  cancelled: boolean;
  finish: 'eos' | 'limit';
  cachedTokens: number;
}

export interface SlotRequest {
  /** In the order in which the server's model reads it. */
  readonly prompt: string;
  /** The text before the cursor, as the oracle needs it. */
  readonly prefix: string;
  readonly suffix: string;
  readonly maxTokens: number;
}

export interface SlotListener {
  isGone(): boolean;
  token(text: string): void;
}

/** One request at a time, first come, first served; what the slot read and wrote last is its prefix cache. */
export class SimulatedSlot {
  readonly requests: ServedRequest[] = [];
  private readonly clock: Clock;
  private readonly oracle: Oracle;
  private readonly speed: ServerSpeed;
  private free: Promise<void> = Promise.resolve();
  private cached: string[] = [];

  constructor(clock: Clock, oracle: Oracle, speed: ServerSpeed) {
    this.clock = clock;
    this.oracle = oracle;
    this.speed = speed;
  }

  /** Resolves when the answer is over, or given up since nobody listens any more. */
  async serve(asked: SlotRequest, listener: SlotListener): Promise<ServedRequest> {
    const tokens = tokensOf(asked.prompt);
    const served: ServedRequest = {
      arrivedMs: this.clock.monotonicMs(),
      promptTokens: tokens.length,
      evaluatedTokens: 0,
      generatedTokens: 0,
      generatedText: '',
      busyMs: 0,
      firstTokenMs: 0,
      cancelled: false,
      finish: 'eos',
      cachedTokens: 0,
    };
    this.requests.push(served);
    const before = this.free;
    let release = (): void => undefined;
    this.free = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    const startedMs = this.clock.monotonicMs();
    try {
      // The connection is looked at between steps only.
      if (listener.isGone()) served.cancelled = true;
      else await this.work(asked, tokens, served, listener);
    } finally {
      served.busyMs = this.clock.monotonicMs() - startedMs;
      release();
    }
    return served;
  }

  private async work(
    asked: SlotRequest,
    tokens: readonly string[],
    served: ServedRequest,
    listener: SlotListener,
  ): Promise<void> {
    let common = 0;
    while (common < tokens.length && tokens[common] === this.cached[common]) common++;
    served.cachedTokens = common;
    served.evaluatedTokens = Math.max(1, tokens.length - common);
    this.cached = [...tokens];
    const { prefillTokensPerSecond, decodeTokensPerSecond } = this.speed;
    if (prefillTokensPerSecond > 0)
      await sleep(this.clock, (served.evaluatedTokens / prefillTokensPerSecond) * 1_000);
    const answer = this.oracle.continue(asked.prefix, asked.suffix).slice(0, asked.maxTokens);
    for (const [index, token] of answer.entries()) {
      if (decodeTokensPerSecond > 0) await sleep(this.clock, 1_000 / decodeTokensPerSecond);
      else if (index % 8 === 7) await sleep(this.clock, 0);
      if (listener.isGone()) {
        served.cancelled = true;
        return;
      }
      if (index === 0) served.firstTokenMs = this.clock.monotonicMs() - served.arrivedMs;
      served.generatedTokens++;
      served.generatedText += token;
      this.cached.push(token);
      listener.token(token);
    }
    if (answer.length === asked.maxTokens) served.finish = 'limit';
  }
}
