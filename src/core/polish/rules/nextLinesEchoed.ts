/** Does the text end in lines that stand behind the cursor already? */

import { indentWidth, linesBehind, type Scene } from '../scene.ts';

/** Cuts the tail that repeats the following lines; all of it where nothing else is left. */
export function cutEchoedLines(text: string, scene: Scene): string {
  const behind = linesBehind(scene).filter((line) => line.trim() !== '');
  const first = behind[0];
  if (first === undefined) return text;
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    if (repeatsFrom(lines, index, behind)) return lines.slice(0, index).join('\n');
  }
  return text;
}

function repeatsFrom(lines: readonly string[], index: number, behind: readonly string[]): boolean {
  let matched = 0;
  let characters = 0;
  for (const line of lines.slice(index)) {
    if (line.trim() === '') continue;
    const other = behind[matched];
    if (other === undefined) break;
    if (line.trim() !== other.trim()) return false;
    // Behind the first line both are whole lines: a closer of another depth is another closer.
    if (index > 0 && line.trim().length <= 3 && indentWidth(line) !== indentWidth(other)) return false;
    matched++;
    characters += line.trim().length;
  }
  // On the cursor's own line, a lone closer or short word may well be meant.
  return index === 0 ? characters > 3 : matched > 0;
}
