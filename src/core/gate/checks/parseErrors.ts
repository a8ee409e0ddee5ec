/** Does the change leave syntax errors that were not there before? */

import type { Check, CheckContext } from '../check.ts';
import { knownFalseError } from '../syntax/knownFalseErrors.ts';
import { syntaxErrors, type SyntaxError } from '../syntax/syntaxErrors.ts';
import type { Evidence } from '../verdict.ts';

/** An error that grew to this many times its old size counts as new although the number of errors stayed. */
const grownTimes = 3;
const grownLeast = 400;
/** So many errors more than before, where there were some before. */
const unfitMargin = 2;
const smallShare = 0.03;
const largeExtent = 400;

/**
 * The delta only: the TypeScript grammar reports errors in 12.7% of valid files. Errors of the text before are matched
 * by what they say; forms the grammar is known to misread do not count.
 */
export const parseErrorsCheck: Check = {
  name: 'parseErrors',
  tasks: ['completion', 'edit'],
  run(context) {
    // A first line that was cut on purpose is unfinished.
    if (context.judged.openEnd === true) return undefined;
    // Nor can be told what is missing where the text behind the cursor is not known.
    if (context.judged.task === 'completion' && context.judged.suffix === undefined) return undefined;
    const trees = context.trees;
    if (trees === undefined || !trees.after.root.hasError) return undefined;
    const grammar = context.language?.grammar ?? '';
    const known = (error: SyntaxError, text: string): boolean => knownFalseError(grammar, error, text);
    const after = syntaxErrors(trees.after.root).filter((error) => !known(error, trees.after.text));
    if (after.length === 0) return undefined;
    const before = syntaxErrors(trees.before.root).filter((error) => !known(error, trees.before.text));
    const fresh = unmatched(after, before);
    const first = fresh[0];
    if (first === undefined) return undefined;
    if (after.length <= before.length && !grown(fresh, before)) return undefined;
    if (isSmall(fresh, grammar, trees.after.text)) return undefined;
    // A grammar that did not fit the text before (macros, a dialect) cannot tell what is wrong with a few lines of it.
    if (before.length > 0 && after.length < 2 * before.length + unfitMargin && !grown(fresh, before))
      return undefined;
    return evidenceOf(first, after.length - before.length, context);
  },
};

/** Macros make valid C and C++ unreadable in small places; brackets, prose and markers are told by other checks. */
function isSmall(fresh: readonly SyntaxError[], grammar: string, text: string): boolean {
  if (grammar !== 'c' && grammar !== 'cpp') return false;
  // A macro that takes a block: from there on the tree is guesswork.
  if (/\b[A-Z][A-Z0-9_]{3,}\s*\(\s*\{/.test(text)) return true;
  const extent = fresh.reduce((sum, error) => sum + error.end - error.start, 0);
  return extent < largeExtent || extent < text.length * smallShare;
}

function unmatched(after: readonly SyntaxError[], before: readonly SyntaxError[]): SyntaxError[] {
  const left = new Map<string, number>();
  for (const error of before) left.set(error.text, (left.get(error.text) ?? 0) + 1);
  return after.filter((error) => {
    const count = left.get(error.text) ?? 0;
    if (count === 0) return true;
    left.set(error.text, count - 1);
    return false;
  });
}

function grown(fresh: readonly SyntaxError[], before: readonly SyntaxError[]): boolean {
  const extent = (errors: readonly SyntaxError[]): number =>
    errors.reduce((sum, error) => sum + error.end - error.start, 0);
  return extent(fresh) > grownTimes * extent(before) + grownLeast;
}

function evidenceOf(first: SyntaxError, more: number, context: CheckContext): Evidence {
  const line = first.row + (context.trees?.firstRow ?? 0);
  const what = first.missing
    ? `\`${first.text}\` is missing`
    : `\`${first.text.slice(0, 60)}\` does not fit the grammar`;
  return { message: `A syntax error that was not there before: ${what}.`, line, figure: Math.max(1, more) };
}
