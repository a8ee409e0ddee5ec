/** Is the model going round in circles? */

import type { Scene } from '../scene.ts';

const longestPeriod = 4;
const rounds = 3;

/** Cuts a run of the same lines, or of the same words in a line, down to its first round; a mere echo of the lines above is cut whole. */
export function cutRepetition(text: string, scene: Scene): string {
  if (echoesAbove(text, scene)) return '';
  return cutLoopInLine(cutLoopOfLines(text));
}

function cutLoopOfLines(text: string): string {
  const lines = text.split('\n');
  for (let start = 0; start < lines.length; start++) {
    for (let period = 1; period <= longestPeriod; period++) {
      if (!isLoop(lines, start, period)) continue;
      return lines.slice(0, start + period).join('\n');
    }
  }
  return text;
}

function isLoop(lines: readonly string[], start: number, period: number): boolean {
  if (start + period * rounds > lines.length) return false;
  const round = lines.slice(start, start + period);
  if (round.every((line) => line.trim().length < 3)) return false;
  for (let index = period; index < period * rounds; index++) {
    if (lines[start + index] !== round[index % period]) return false;
  }
  return true;
}

/** Length up to which the complete lines of `text` stay, even where what follows turns out to be a loop. */
export function lengthBeforeLoop(text: string): number {
  const lines = text.split('\n');
  let sure = lines.length - 1;
  for (let start = 0; start + 1 < sure; start++) {
    for (let period = 1; period <= longestPeriod && start + period < sure; period++) {
      if (mayBecomeLoop(lines, start, period)) sure = start + period;
    }
  }
  return lines.slice(0, sure).join('\n').length;
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

/** Five times the same six characters or more, back to back. Shorter ones are data (`0, 0, 0`). */
function cutLoopInLine(text: string): string {
  const match = /([^\n]{6,60}?)\1{4,}/.exec(text.length > 2_000 ? text.slice(-2_000) : text);
  if (match?.[1] === undefined || /^(.)\1*$/.test(match[1])) return text;
  const at = text.indexOf(match[0]);
  return text.slice(0, at + match[1].length);
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
