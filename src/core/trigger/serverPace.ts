/** How fast has the server been lately: to the first text, in prompt tokens and in answer tokens? */

import type { TokenUsage } from '../model/stream.ts';
import { median } from './typingRhythm.ts';

export interface AnswerTiming {
  readonly firstTextMs: number;
  readonly totalMs: number;
  /** Characters that came. */
  readonly characters: number;
  /** Characters of the prompt that was sent. */
  readonly promptCharacters: number;
  readonly usage: TokenUsage;
}

const kept = 16;

/** Medians over the last answers of one server; figures that were never seen are `undefined`. */
export class ServerPace {
  private readonly firsts: number[] = [];
  private readonly prefills: number[] = [];
  private readonly decodes: number[] = [];

  note(timing: AnswerTiming): void {
    push(this.firsts, timing.firstTextMs);
    const evaluated =
      (timing.usage.tokensIn ?? timing.promptCharacters / 3.5) - (timing.usage.tokensCached ?? 0);
    // A prompt that came from the server's cache tells nothing about how fast it reads.
    if (evaluated > 400 && timing.firstTextMs > 20)
      push(this.prefills, (evaluated / timing.firstTextMs) * 1000);
    const tokens = timing.usage.tokensOut ?? timing.characters / 3.5;
    const decodeMs = timing.totalMs - timing.firstTextMs;
    if (tokens > 4 && decodeMs > 5) push(this.decodes, (tokens / decodeMs) * 1000);
  }

  get latencyMs(): number {
    return median(this.firsts) ?? 150;
  }

  get prefillTokensPerSecond(): number | undefined {
    return median(this.prefills);
  }

  get decodeTokensPerSecond(): number | undefined {
    return median(this.decodes);
  }
}

function push(list: number[], value: number): void {
  list.push(value);
  if (list.length > kept) list.shift();
}
