/** How is this turn phrased for this model, within its window? */

import { chatPrompt, type ChatPrompt } from '../prompt/chatPrompt.ts';
import type { AnswerStages, TurnToAnswer } from './answerStages.ts';

export function turnPrompt(
  stages: Pick<AnswerStages, 'models'>,
  turn: TurnToAnswer,
  family: string,
  contextTokens: number,
): ChatPrompt {
  return chatPrompt({
    family,
    question: turn.question,
    history: turn.history,
    rules: turn.rules,
    contextTokens,
    estimateTokens: (text) => stages.models.estimateTokens(text),
  });
}
