/** Did the model wrap its code in a Markdown fence? */

import type { Scene } from '../scene.ts';

/** Drops an opening fence with its language and everything from a closing fence on; Markdown files keep theirs. */
export function stripFences(text: string, scene: Scene): string {
  if (scene.languageId === 'markdown' || scene.languageId === 'mdx' || scene.languageId === 'quarto')
    return text;
  const opened = /^\s*```[\w+-]*[ \t]*\n/.exec(text);
  const body = opened === null ? text : text.slice(opened[0].length);
  const closed = /(?:^|\n)[ \t]*```[ \t]*(?:\n|$)/.exec(body);
  // A fence in a doc comment or a template string stands behind other characters on its line.
  return closed === null ? body : body.slice(0, closed.index);
}
