/** How few requests could do, for someone who knows what will be typed and what the model would answer? */

import type { TracePlan } from './playTrace.ts';

/** What the product reads of one answer at most. */
const mostTokens = 128;
const mostLines = 20;
/** Of what could be right on screen, so much may be missing. */
const mayMiss = 0.05;

export interface LeastRequests {
  /** Each right line is on screen from its first moment. */
  readonly forAll: number;
  /** The shortest stretches, together a twentieth of the typed characters, go without. */
  readonly forMost: number;
}

/** Without slips: `typed` are the characters that the trace gets to, from the first hole on. */
export function leastRequests(
  plans: readonly TracePlan[],
  typed: (plan: TracePlan) => number,
): LeastRequests {
  const stretches = plans.flatMap((plan) => stretchesOf(plan, typed(plan)));
  let spare = stretches.reduce((sum, length) => sum + length, 0) * mayMiss;
  const kept = stretches
    .toSorted((a, b) => a - b)
    .filter((length) => {
      spare -= length;
      return spare < 0;
    });
  return { forAll: stretches.length, forMost: kept.length };
}

/** How many characters each needed answer is right for. */
function stretchesOf({ text, holes, oracle }: TracePlan, typed: number): number[] {
  const lengths: number[] = [];
  let left = typed;
  for (const hole of holes) {
    const end = Math.min(hole.end, hole.start + left);
    if (left <= 0) break;
    left -= end - hole.start;
    for (let at = hole.start; at < end;) {
      const right = rightAt(text, at, end, oracle.continue(text.slice(0, at), text.slice(hole.end)));
      if (right > 0) lengths.push(right);
      at += Math.max(1, right);
    }
  }
  return lengths;
}

/** The part of an answer that is what will be typed; 0 where its first line is not. */
function rightAt(text: string, at: number, end: number, answer: readonly string[]): number {
  const read = answer.slice(0, mostTokens).join('').split('\n').slice(0, mostLines).join('\n');
  const first = /^\s*[^\n]*/.exec(read)?.[0] ?? '';
  if (first.trim() === '' || !text.startsWith(first, at)) return 0;
  let length = first.length;
  while (length < read.length && at + length < end && read.charAt(length) === text.charAt(at + length))
    length++;
  return length;
}
