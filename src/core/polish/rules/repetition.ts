/** Is the model going round in circles? */

import { linePrefix, type Scene } from '../scene.ts';

const longestPeriod = 4;
const rounds = 3;
const sureRounds = 5;

/** Cuts a run of the same lines, or of the same words in a line, down to its first round; a mere echo of the lines above is cut whole. */
export function cutRepetition(text: string, scene: Scene): string {
  if (echoesAbove(text, scene)) return '';
  return cutLoopInLine(cutLoopOfLines(text, linePrefix(scene)));
}

function cutLoopOfLines(text: string, linePrefix: string): string {
  const indented = withIndentation(text, linePrefix);
  const lines = indented.split('\n');
  for (let start = 0; start < lines.length; start++) {
    for (let period = 1; period <= longestPeriod; period++) {
      if (!isLoop(lines, start, period)) continue;
      const kept = lines.slice(0, start + period).join('\n');
      return kept.slice(indented.length - text.length);
    }
  }
  return text;
}

/** The first line has its indentation before the cursor. */
function withIndentation(text: string, linePrefix: string): string {
  return linePrefix.trim() === '' ? linePrefix + text : text;
}

/** Three rounds up to the end of what has come, or five anywhere: a row of equal lines is not yet a circle. */
function isLoop(lines: readonly string[], start: number, period: number): boolean {
  if (start + period * rounds > lines.length) return false;
  const round = lines.slice(start, start + period);
  if (round.every((line) => line.trim().length < 3)) return false;
  let end = start + period;
  while (end < lines.length && lines[end] === lines[end - period]) end++;
  const isHalf = end === lines.length - 1 && (lines[end - period] ?? '').startsWith(lines[end] ?? '');
  const length = end - start;
  return length >= period * rounds && (length >= period * sureRounds || end === lines.length || isHalf);
}

/** Length up to which the complete lines of `text` stay, even where what follows turns out to be a loop. */
export function lengthBeforeLoop(text: string, linePrefix: string): number {
  const indented = withIndentation(text, linePrefix);
  const lines = indented.split('\n');
  // What follows a blank line may be cut as another block: then the lines above it are the end.
  while (lines.length > 2 && lines.at(-1)?.trim() === '' && lines.at(-2)?.trim() === '') lines.pop();
  let sure = lines.length - 1;
  for (let start = 0; start + 1 < sure; start++) {
    for (let period = 1; period <= longestPeriod && start + period < sure; period++) {
      if (mayBecomeLoop(lines, start, period)) sure = start + period;
    }
  }
  return Math.max(0, lines.slice(0, sure).join('\n').length - (indented.length - text.length));
}

/** From `start` to the end every line is the one `period` lines before; the last may be half written. */
function mayBecomeLoop(lines: readonly string[], start: number, period: number): boolean {
  if (lines.slice(start, start + period).every((line) => line.trim().length < 3)) return false;
  const last = lines.length - 1;
  for (let index = start + period; index < last; index++) {
    if (lines[index] !== lines[index - period]) return false;
  }
  return (lines[last - period] ?? '').startsWith(lines[last] ?? '');
}

const shortestRepeat = 6;
const longestRepeat = 60;
const repeatsInLine = 5;

/** Five times the same six characters or more, back to back. Shorter ones are data (`0, 0, 0`). */
function cutLoopInLine(text: string): string {
  let start = 0;
  for (const line of text.split('\n')) {
    const end = endOfFirstRound(line);
    if (end !== undefined) return text.slice(0, start + end);
    start += line.length + 1;
  }
  return text;
}

/** For each length of a round, how long every character is the one a round before. */
function endOfFirstRound(line: string): number | undefined {
  for (let round = shortestRepeat; round <= Math.min(longestRepeat, line.length / repeatsInLine); round++) {
    let same = 0;
    for (let at = round; at < line.length; at++) {
      same = line.charCodeAt(at) === line.charCodeAt(at - round) ? same + 1 : 0;
      if (same < round * (repeatsInLine - 1)) continue;
      const end = at + 1 - same;
      if (!/^(.)\1*$/.test(line.slice(end - round, end))) return end;
    }
  }
  return undefined;
}

/** Two whole lines or more that are the last lines before the cursor again. */
function echoesAbove(text: string, scene: Scene): boolean {
  const lines = contentLines(text);
  if (lines.length < 2) return false;
  const above = contentLines(scene.prefix.slice(-1_500));
  const length = Math.min(lines.length, 4);
  if (above.length < length) return false;
  return lines.slice(0, length).every((line, index) => line === above[above.length - length + index]);
}

function contentLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 2);
}
