/** Does the text end in closers that nothing before it opened? */

import type { Scene } from '../scene.ts';
import { openerOf, scanBrackets, unmatchedClosers } from './brackets.ts';

/** Cuts surplus closers from the end, one at a time, while more are closed than the code before leaves open. */
export function cutDoubledBrackets(text: string, scene: Scene): string {
  const end = /[)\]}]$/.exec(text.trimEnd());
  if (end === null) return text;
  const open = scanBrackets(scene.prefix).opened;
  let kept = text.trimEnd();
  for (;;) {
    const last = kept.at(-1) ?? '';
    const opener = openerOf(last);
    if (opener === undefined) return kept;
    const closed = unmatchedClosers(kept).filter((closer) => closer === last).length;
    if (closed <= open.filter((candidate) => candidate === opener).length) return kept;
    kept = kept.slice(0, -1).trimEnd();
  }
}
