/** How does the journal tell of an answer that could not be asked for? */

import type { None } from '../base/outcome.ts';
import type { JournalEvent } from '../conversation/journal.ts';
import type { AnswerStages, TurnToAnswer } from './answerStages.ts';

/** An answer without a word, that names the reason. */
export function* missingAnswer(
  stages: AnswerStages,
  turn: TurnToAnswer,
  asked: { readonly reason: string; readonly route: 'local' | 'cloud' },
  missing: None,
): Generator<JournalEvent> {
  const answerId = stages.newId();
  const time = stages.clock.now();
  yield {
    type: 'answerStarted',
    time,
    turnId: turn.turnId,
    answerId,
    ...asked,
    model: '',
    host: '',
    isDemo: false,
    leftOut: [],
  };
  yield {
    type: 'answerEnded',
    time,
    answerId,
    end: {
      failedChecks: [],
      awaitsDecision: false,
      status: 'failed',
      problem: missing.reason,
      ...(missing.detail === undefined ? {} : { problemDetail: missing.detail }),
      tokensIn: 0,
      tokensOut: 0,
      costUsd: 0,
      ms: 0,
    },
  };
}
