/** How much may the model see, given its context length and how fast this server reads? */

import type { FamilyLayout, WindowBudget } from './cursorWindow.ts';

/** Families whose prompt begins with the suffix: Codestral, Seed-Coder, Mellum (mistral-common, arXiv 2510.05788). */
const suffixFirstFamilies = new Set(['codestral', 'seedCoder', 'mellum', 'codegeex']);

export function layoutOf(family: string): FamilyLayout {
  return suffixFirstFamilies.has(family) ? 'suffixFirst' : 'prefixFirst';
}

export interface ReadingSpeed {
  readonly contextTokens: number;
  readonly maxTokens: number;
  /** As measured; absent until it was. */
  readonly prefillTokensPerSecond?: number;
  /** As learned from the server's own counts. */
  readonly charactersPerToken: number;
}

export interface PromptBudget {
  readonly window: WindowBudget;
  /** For all snippets together. */
  readonly snippetTokens: number;
}

/** A cold prompt may take this long; a warm one is near free whatever its size. */
const coldPromptMs = 1_500;
const leastTokens = 512;
const mostTokens = 4_096;

/**
 * Tokens of the whole prompt never exceed three quarters of what the context leaves beside the answer, nor what
 * the server reads in 1.5 s. Steps of a quarter keep the window from being cut anew whenever the measured speed moves.
 */
export function promptBudget(family: string, speed: ReadingSpeed): PromptBudget {
  const layout = layoutOf(family);
  const room = Math.max(256, (speed.contextTokens - speed.maxTokens) * 0.75);
  const readable = ((speed.prefillTokensPerSecond ?? 2_000) * coldPromptMs) / 1_000;
  const total = Math.min(room, Math.max(leastTokens, Math.min(mostTokens, steps(readable))));
  const snippetShare = 0.35;
  const suffixShare = layout === 'suffixFirst' ? 0.17 : 0.08;
  const characters = (share: number): number => Math.round(total * share * speed.charactersPerToken);
  return {
    window: {
      layout,
      // The prefix may outgrow its share by 1.4 before it is cut.
      prefixCharacters: characters((1 - snippetShare - suffixShare) / 1.4),
      suffixCharacters: characters(suffixShare),
    },
    snippetTokens: Math.round(total * snippetShare),
  };
}

function steps(tokens: number): number {
  return leastTokens * 1.5 ** Math.floor(Math.log(Math.max(1, tokens / leastTokens)) / Math.log(1.5));
}
