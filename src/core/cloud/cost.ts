/** What does a request cost, before and after it was sent? */

import type { CloudUsage } from './cloudCall.ts';
import type { Price } from './cloudPorts.ts';

/**
 * Stands in for an unknown price wherever a budget is enforced, so that an unknown price is never a free one: no model
 * in the price table of late 2026 costs more.
 */
export const assumedPrice: Price = { in: 10, out: 50 };

/** Writing a token to Anthropic's prompt cache costs a quarter more than reading it plain. */
const cacheWriteSurcharge = 0.25;

/** USD that the request can cost at most. */
export function ceilingUsd(price: Price, tokensIn: number, tokensOut: number): number {
  return (tokensIn * price.in * (1 + cacheWriteSurcharge) + tokensOut * price.out) / 1e6;
}

/** USD; the provider's own bill where it told one, `null` where the price is unknown. */
export function billedUsd(price: Price | null, usage: CloudUsage): number | null {
  if (usage.costUsd !== undefined) return usage.costUsd;
  if (price === null) return null;
  const tokensIn = usage.tokensIn ?? 0;
  const cached = Math.min(usage.tokensCached ?? 0, tokensIn);
  const written = usage.tokensCacheWritten ?? 0;
  const usdMillions =
    (tokensIn - cached) * price.in +
    cached * (price.cached ?? price.in) +
    written * price.in * cacheWriteSurcharge +
    (usage.tokensOut ?? 0) * price.out;
  return usdMillions / 1e6;
}
