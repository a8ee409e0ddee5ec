/** What does a fence hold whose text holds fences of the same length itself? */

import { isBlank } from './lines.ts';
import { readFence } from './markers.ts';

/**
 * The lines from the first fence of the answer to the one later fence at which they begin and end as the file does, with
 * every fence inside opened and closed. Undefined where no closing fence or more than one gives that.
 */
export function outermostFence(answer: string, file: readonly string[]): readonly string[] | undefined {
  const told = file.filter((line) => !isBlank(line));
  const lines = answer.split(/\r\n|\n|\r/);
  const start = lines.findIndex((line) => readFence(line) !== undefined);
  const opening = start === -1 ? undefined : readFence(lines[start] ?? '');
  const longest = Math.max(0, ...file.map((line) => readFence(line)?.length ?? 0));
  // A fence longer than all of the file's is not ended by one of them.
  if (opening === undefined || opening.length > longest) return undefined;
  const readings: (readonly string[])[] = [];
  for (let end = start + 1; end < lines.length; end++) {
    const closing = readFence(lines[end] ?? '');
    if (closing?.info !== '' || closing.character !== opening.character) continue;
    if (closing.length < opening.length) continue;
    const inside = lines.slice(start + 1, end);
    const ends = inside.filter((line) => !isBlank(line));
    const sameEnds = ends[0] === told[0] && ends.at(-1) === told.at(-1);
    if (sameEnds && isBalanced(inside, opening.character)) readings.push(inside);
  }
  return readings.length === 1 ? readings[0] : undefined;
}

function isBalanced(lines: readonly string[], character: string): boolean {
  let isOpen = false;
  for (const line of lines) {
    const fence = readFence(line);
    if (fence?.character !== character) continue;
    if (isOpen && fence.info !== '') return false;
    isOpen = !isOpen;
  }
  return !isOpen;
}
