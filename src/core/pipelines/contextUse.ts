/** How much of the model's window would the next question take, and what of its context would not fit? */

import type { Attachment, LeftOut, Turn } from '../conversation/conversation.ts';
import { answerRoom, chatPrompt } from '../prompt/chatPrompt.ts';
import type { ChatModel } from '../server/localModels.ts';

export interface ContextUse {
  readonly usedTokens: number;
  /** 0 where no model is known. */
  readonly contextTokens: number;
  /** Of `contextTokens`, kept for the answer. */
  readonly answerTokens: number;
  readonly leftOut: readonly LeftOut[];
}

export interface ContextToMeasure {
  readonly chips: readonly Attachment[];
  readonly turns: readonly Turn[];
  readonly rules: readonly Attachment[];
}

export function contextUse(
  model: Pick<ChatModel, 'family' | 'contextTokens'> | undefined,
  estimateTokens: (text: string) => number,
  { chips, turns, rules }: ContextToMeasure,
): ContextUse {
  if (model === undefined) return { usedTokens: 0, contextTokens: 0, answerTokens: 0, leftOut: [] };
  const { family, contextTokens } = model;
  const prompt = chatPrompt({
    family,
    question: { text: '', attachments: chips, askCloud: false },
    history: turns,
    rules,
    contextTokens,
    estimateTokens,
  });
  return {
    usedTokens: prompt.tokens,
    contextTokens,
    answerTokens: answerRoom(contextTokens),
    leftOut: prompt.leftOut,
  };
}
