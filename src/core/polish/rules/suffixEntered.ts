/** Does the text go on, to the letter, into what stands behind the cursor? */

import { lineRest, type Scene } from '../scene.ts';

/** So much of the next lines is no chance any more. */
const sureCharacters = 10;

/** Cuts where the rest of the cursor's line begins again with the next lines behind it; for lines that have a rest. */
export function cutWhereSuffixBegins(text: string, scene: Scene): string {
  const rest = lineRest(scene);
  if (rest.trim() === '') return text;
  const behind = /^\s*(?:\S\s*){1,10}/.exec(scene.suffix.slice(rest.length))?.[0] ?? '';
  if (behind.replace(/\s/g, '').length < sureCharacters) return text;
  const at = text.indexOf(rest + behind.trimEnd());
  return at === -1 ? text : text.slice(0, at);
}
