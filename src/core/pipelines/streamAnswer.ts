/** How does a model's stream become journal events, whatever happens to it on the way? */

import type { JournalEvent } from '../conversation/journal.ts';
import { isModelError } from '../model/modelError.ts';
import type { AnswerStream, FinishReason, TokenUsage } from '../model/stream.ts';
import type { ToolCall } from '../model/tools.ts';

/** An answer longer than this is cut off and its connection closed, in UTF-16 code units. */
export const longestAnswer = 4_000_000;

export interface Streamed {
  readonly text: string;
  readonly reasoning: string;
  readonly finishReason: FinishReason;
  readonly usage: TokenUsage;
  readonly logprobs: readonly number[];
  readonly toolCalls: readonly ToolCall[];
  readonly status: 'done' | 'stopped' | 'failed';
  readonly problem: { readonly problem?: string; readonly problemDetail?: string };
}

/** Yields the text as it comes and returns the whole. A failure is told in the result; bugs are thrown. */
export async function* streamAnswer(
  events: AnswerStream,
  answerId: string,
  signal: AbortSignal,
): AsyncGenerator<JournalEvent, Streamed> {
  const texts: string[] = [];
  const reasonings: string[] = [];
  const logprobs: number[] = [];
  let length = 0;
  let finishReason: FinishReason = 'unknown';
  let usage: TokenUsage = {};
  let toolCalls: readonly ToolCall[] = [];
  let status: Streamed['status'] = 'done';
  let problem: Streamed['problem'] = {};
  try {
    for await (const event of events) {
      if (event.type === 'end') {
        finishReason = event.finishReason;
        usage = event.usage;
        toolCalls = event.toolCalls ?? [];
        if (finishReason === 'cancelled') status = 'stopped';
        break;
      }
      (event.type === 'text' ? texts : reasonings).push(event.text);
      if (event.type === 'text') logprobs.push(...(event.logprobs ?? []));
      length += event.text.length;
      yield {
        type: 'answerText',
        answerId,
        text: event.type === 'text' ? event.text : '',
        reasoning: event.type === 'reasoning' ? event.text : '',
      };
      // The person may have stopped while this piece was taken; the connection closes on leaving the loop.
      if (signal.aborted) break;
      if (length > longestAnswer) {
        status = 'failed';
        problem = { problem: 'answerTooLong' };
        break;
      }
    }
  } catch (failure) {
    if (!signal.aborted && !isModelError(failure)) throw failure;
    status = signal.aborted ? 'stopped' : 'failed';
    if (!signal.aborted && isModelError(failure)) {
      const detail = failure.facts.detail;
      problem = { problem: failure.kind, ...(detail === undefined ? {} : { problemDetail: detail }) };
    }
  }
  if (signal.aborted) status = 'stopped';
  return {
    text: texts.join(''),
    reasoning: reasonings.join(''),
    finishReason,
    usage,
    logprobs,
    toolCalls,
    status,
    problem,
  };
}
