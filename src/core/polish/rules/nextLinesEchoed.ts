/** Does the text end in lines that stand behind the cursor already? */

import { indentWidth, linePrefix, linesBehind, type Scene } from '../scene.ts';

/** Cuts the tail that repeats the following lines; all of it where nothing else is left. */
export function cutEchoedLines(text: string, scene: Scene): string {
  const lines = text.split('\n');
  const start = echoStart(lines, scene);
  return start === undefined ? text : lines.slice(0, start).join('\n');
}

/** The line from which on `lines` are the ones behind the cursor, to their end or until they differ after enough of them. */
export function echoStart(lines: readonly string[], scene: Scene): number | undefined {
  const behind = linesBehind(scene).filter((line) => line.trim() !== '');
  if (behind.length === 0) return undefined;
  const before = linePrefix(scene);
  // Behind nothing but white space the first line is a whole one too.
  const indent = before.trim() === '' ? before : undefined;
  for (let index = 0; index < lines.length; index++) {
    if ((lines[index] ?? '').trim() !== '' && repeatsFrom(lines, index, behind, indent)) return index;
  }
  return undefined;
}

/** What differs behind that much was an echo nevertheless. */
const sureLines = 3;
const sureCharacters = 60;

function repeatsFrom(
  lines: readonly string[],
  index: number,
  behind: readonly string[],
  indent: string | undefined,
): boolean {
  let matched = 0;
  let characters = 0;
  for (const line of lines.slice(index)) {
    if (line.trim() === '') continue;
    const other = behind[matched];
    if (other === undefined) break;
    const isFirst = index === 0 && matched === 0;
    if (
      !isSame(isFirst && indent !== undefined ? indent + line : line, other, isFirst && indent === undefined)
    ) {
      return index > 0 && matched >= sureLines && characters >= sureCharacters;
    }
    matched++;
    characters += line.trim().length;
  }
  // On the cursor's own line, a lone closer or short word may well be meant.
  return index === 0 ? characters > 3 : matched > 0;
}

/** A whole line of another depth is another one. */
function isSame(line: string, other: string, isPart: boolean): boolean {
  if (line.trim() !== other.trim()) return false;
  return isPart || indentWidth(line) === indentWidth(other);
}
