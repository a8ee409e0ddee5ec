/** Does the text end in closers that nothing before it opened? */

import type { Scene } from '../scene.ts';
import { openerOf, unmatchedClosers } from './brackets.ts';

/** Cuts surplus closers from the end, one at a time, while more are closed than the code before leaves open. */
export function cutDoubledBrackets(text: string, scene: Scene): string {
  let kept = text.trimEnd();
  if (openerOf(kept.at(-1) ?? '') === undefined) return text;
  const before = unmatchedClosers(scene.prefix);
  for (;;) {
    const last = kept.at(-1) ?? '';
    if (openerOf(last) === undefined) return kept;
    // Together with what stands before it: only there one sees which of its quotes open a string.
    const closed = unmatchedClosers(scene.prefix + kept);
    if (count(closed, last) <= count(before, last)) return kept;
    // What a closer on a line of its own closes may have been opened above what is seen here.
    if (scene.isCut === true && /\n[ \t]*[)\]}]$/.test(kept)) return kept;
    kept = kept.slice(0, -1).trimEnd();
  }
}

function count(closers: readonly string[], closer: string): number {
  return closers.filter((one) => one === closer).length;
}
