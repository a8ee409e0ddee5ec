/** Has typing left a suggestion on purpose, or is it a slip that is about to be taken back? */

/** What the suggestion said and what was typed instead, from the first sign that differs; both on one line. */
export interface Divergence {
  readonly suggested: string;
  readonly typed: string;
}

const word = /[\p{L}\p{N}_$]/u;
const longest = 200;

/** Where the two part; `undefined` where they do not, or where a line has ended since. */
export function divergenceOf(suggestion: string, typed: string): Divergence | undefined {
  let common = 0;
  while (common < typed.length && typed.charAt(common) === suggestion.charAt(common)) common++;
  const own = typed.slice(common);
  if (own === '' || own.length > longest || own.includes('\n')) return undefined;
  return { suggested: suggestion.slice(common, common + longest), typed: own };
}

/**
 * One letter in place of another may be a slip; so may be more where the letters behind it are those suggested: one
 * letter replaced, put in, left out, or two swapped.
 */
export function looksLikeSlip({ suggested, typed }: Divergence): boolean {
  const isLetter = word.test(typed.charAt(0)) && word.test(suggested.charAt(0));
  if (typed.length === 1) return isLetter;
  const behind = typed.slice(1);
  return (
    suggested.startsWith(behind, 1) ||
    suggested.startsWith(behind) ||
    suggested.startsWith(typed, 1) ||
    (typed.charAt(0) === suggested.charAt(1) &&
      typed.charAt(1) === suggested.charAt(0) &&
      suggested.startsWith(typed.slice(2), 2))
  );
}
