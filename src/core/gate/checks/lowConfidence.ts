/** Was the model unsure of its own words? */

import type { Check } from '../check.ts';

/**
 * A low quantile of token log probabilities, not their mean, which mostly measures length (LM Cascades, ICLR 2024).
 * A hint: probabilities alone predict correctness of code badly (2502.11620).
 */
const quantile = 0.1;
const leastLogprob = Math.log(0.08);
const leastTokens = 8;

export const lowConfidenceCheck: Check = {
  name: 'lowConfidence',
  tasks: ['completion', 'edit', 'chat'],
  hint: true,
  run({ judged }) {
    const logprobs = judged.logprobs;
    if (logprobs === undefined || logprobs.length < leastTokens) return undefined;
    const sorted = [...logprobs].sort((a, b) => a - b);
    const low = sorted[Math.floor(sorted.length * quantile)] ?? 0;
    if (low >= leastLogprob) return undefined;
    const probability = Math.exp(low);
    return {
      message: `A tenth of the tokens had a probability under ${probability.toFixed(3)}.`,
      figure: probability,
    };
  },
};
