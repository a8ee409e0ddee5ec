/** Did the tokenizer add a space or the model a newline that the cursor's place does not need? */

import { indentWidth, linePrefix, linesBehind, type Scene } from '../scene.ts';

/**
 * SentencePiece families write one space before their first token (mistral-common: the dummy space); many models
 * begin with a newline where the cursor already stands on an empty line. It is meant where this file has a blank line
 * behind such lines as the one above.
 */
export function dropLeadingQuirks(text: string, scene: Scene): string {
  const line = linePrefix(scene);
  const isBlank = line.trim() === '';
  const started = isBlank && scene.prefix !== '' ? withoutBlankLines(text, scene) : text;
  const endsInSpace = line === '' || /[ \t]$/.test(line);
  return endsInSpace && /^ [^ \t\n]/.test(started) ? started.slice(1) : started;
}

function withoutBlankLines(text: string, scene: Scene): string {
  const rest = text.replace(/^(?:[ \t]*\n)+/, '');
  return rest.length < text.length && isFollowedByBlank(scene) ? `\n${rest}` : rest;
}

const fewestSeen = 2;

/** Behind lines like the one above the cursor this file has a blank line, at least twice as often as none. */
function isFollowedByBlank(scene: Scene): boolean {
  const before = scene.prefix.split('\n').slice(0, -1);
  const above = before.at(-1) ?? '';
  if (above.trim() === '') return false;
  const isAlike = (line: string): boolean =>
    line.trim() === above.trim() && indentWidth(line) === indentWidth(above);
  let blank = 0;
  let other = 0;
  for (const lines of [before, linesBehind(scene)]) {
    for (const [index, line] of lines.slice(0, -1).entries()) {
      if (!isAlike(line)) continue;
      if ((lines[index + 1] ?? '').trim() === '') blank++;
      else other++;
    }
  }
  return blank >= fewestSeen && blank >= other * 2;
}
