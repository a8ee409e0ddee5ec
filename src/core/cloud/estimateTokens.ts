/** How many tokens is a text at most, before its provider has counted them? */

/** Code is near 3.3 characters a token with today's tokenizers, other scripts near one: an upper bound is wanted, so 3 and 1. */
export function estimateTokens(text: string): number {
  let wide = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x2ff) wide++;
  return Math.ceil((text.length - wide) / 3 + wide);
}
