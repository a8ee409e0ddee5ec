/** How much may a request read and write, at the pace of this server? */

import { promptBudget, type PromptBudget } from '../context/windowBudget.ts';
import type { FimModel } from '../server/localModels.ts';
import type { CompletionStages } from './completionStages.ts';

const maxTokensAtMost = 256;
const usualMaxTokens = 128;
const answerTimeMs = 3_000;

/** The prompt's budget for this model as it is known to read. */
export function budgetFor(stages: CompletionStages, model: FimModel): PromptBudget {
  const prefill = stages.pace.prefillTokensPerSecond;
  return promptBudget(model.family, {
    contextTokens: model.contextTokens,
    maxTokens: usualMaxTokens,
    charactersPerToken: charactersPerToken(stages),
    ...(prefill === undefined ? {} : { prefillTokensPerSecond: prefill }),
  });
}

/** What the server writes in three seconds, so that a runaway answer does not hold its only slot. */
export function maxTokens(stages: CompletionStages): number {
  const rate = stages.pace.decodeTokensPerSecond;
  if (rate === undefined) return usualMaxTokens;
  const tokens = (rate * answerTimeMs) / 1_000;
  return tokens < usualMaxTokens * 0.75 ? 64 : tokens > maxTokensAtMost ? maxTokensAtMost : usualMaxTokens;
}

function charactersPerToken(stages: CompletionStages): number {
  const sample =
    'export function place(order: Order, options: Options): Promise<Receipt> {\n  return orders.add(order);\n}\n';
  const tokens = stages.models.estimateTokens(sample);
  return tokens > 0 ? Math.min(6, Math.max(2, sample.length / tokens)) : 3.5;
}
