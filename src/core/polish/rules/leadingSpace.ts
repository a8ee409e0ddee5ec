/** Did the tokenizer add a space or the model a newline that the cursor's place does not need? */

import { linePrefix, type Scene } from '../scene.ts';

/**
 * SentencePiece families write one space before their first token (mistral-common: the dummy space); many models
 * begin with a newline where the cursor already stands on an empty line.
 */
export function dropLeadingQuirks(text: string, scene: Scene): string {
  const line = linePrefix(scene);
  const isBlank = line.trim() === '';
  const started = isBlank && scene.prefix !== '' ? text.replace(/^(?:[ \t]*\n)+/, '') : text;
  const endsInSpace = line === '' || /[ \t]$/.test(line);
  return endsInSpace && /^ [^ \t\n]/.test(started) ? started.slice(1) : started;
}
