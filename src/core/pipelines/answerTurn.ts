/** How does a chat turn become an answer? Local first, checked; the cloud only by consent. */

import type { JournalEvent } from '../conversation/journal.ts';
import type { AnswerStages, TurnToAnswer } from './answerStages.ts';
import { cloudAnswer } from './cloudAnswer.ts';
import { localAnswer } from './localAnswer.ts';
import { missingAnswer } from './missingAnswer.ts';
import { longestAnswer } from './streamAnswer.ts';
import { turnPrompt } from './turnPrompt.ts';

/**
 * Yields what belongs into the conversation's journal, in order. A failure is an `answerEnded` with `problem`;
 * nothing is thrown but bugs. Leaving the loop or aborting closes the connection.
 */
export async function* answerTurn(
  stages: AnswerStages,
  turn: TurnToAnswer,
  signal: AbortSignal,
): AsyncGenerator<JournalEvent> {
  if (turn.start === 'cloud') {
    yield* cloudAnswer(stages, turn, undefined, signal);
    return;
  }
  const model = await stages.models.chat();
  if (!model.ok) {
    yield* missingAnswer(stages, turn, { reason: 'default', route: 'local' }, model);
    return;
  }
  const prompt = turnPrompt(stages, turn, model.value.family, model.value.contextTokens);
  let messages = prompt.messages;
  let reason = 'default';
  for (let repairs = 0; ; repairs++) {
    const attempt = yield* localAnswer(
      stages,
      turn,
      { model: model.value, prompt, messages, reason },
      signal,
    );
    if (attempt.verdict === undefined) return;
    const route = await stages.route({
      conversationId: turn.conversationId,
      verdict: attempt.verdict,
      answeredBy: 'local',
      // What was once asked of the cloud is asked here now: only a word on this very request sends it out.
      userAsksCloud: false,
      localOnlyPaths: prompt.stayLocalPaths,
      repairs,
      canRepair: repairs === 0 && attempt.text.length < longestAnswer,
      consented: turn.consented,
      refused: turn.refused === true,
    });
    yield attempt.end(route);
    if (route.decision === 'repair') {
      reason = `repair:${route.check ?? route.reason}`;
      messages = [
        ...prompt.messages,
        { role: 'assistant', content: attempt.text },
        { role: 'user', content: stages.repairInstruction(attempt.verdict) },
      ];
      continue;
    }
    if (route.decision === 'escalate') yield* cloudAnswer(stages, turn, attempt.verdict, signal);
    return;
  }
}
