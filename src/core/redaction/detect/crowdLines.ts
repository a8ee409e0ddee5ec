/** Which lines are taken whole where many secrets stand close together? */

import { lineAround } from './crowd.ts';
import type { Range, Scene } from './found.ts';
import { nameEnd } from './nameAround.ts';
import type { Walk } from './walk.ts';

/** The line of an anchor at `start`..`end` among many secrets; lines side by side are one. */
export function takeLine(walk: Walk, start: number, end: number): void {
  const line = linesOf(walk.scene, start, end);
  if (line.start > walk.crowdTo) {
    endCrowd(walk);
    walk.crowdFrom = line.start;
  }
  walk.crowdTo = line.end;
}

/** Reports the lines that were taken since the last call. */
export function endCrowd(walk: Walk): void {
  if (walk.crowdTo <= walk.crowdFrom) return;
  // Without the last line's end: what comes behind it is another line still.
  let end = walk.crowdTo;
  while (
    end > walk.crowdFrom &&
    (walk.scene.text.charCodeAt(end - 1) === 10 || walk.scene.text.charCodeAt(end - 1) === 13)
  )
    end--;
  walk.scene.report('secrets', walk.crowdFrom, end, 'likely');
  walk.crowds.push({ start: walk.crowdFrom, end });
  walk.crowdFrom = walk.crowdTo;
}

/** Behind a name that stands at the end of its line its value is the next one. */
const ENDS_LINE = /^[^A-Za-z0-9\n]{0,20}\n/;
const ENDS_IN_TAG = /<\/(?:key|name)>\s*$/;
const LONGEST_TAG = 12;

/** The line, or as much of it as is read; with the next one where that holds the value. */
function linesOf(scene: Scene, start: number, end: number): Range {
  const { text } = scene;
  const line = lineAround(text, start, end);
  if (text.charCodeAt(line.end - 1) !== 10) return { start: line.start, end: scene.tokenRunEnd(line.end) };
  const isName =
    ENDS_LINE.test(text.slice(nameEnd(scene, end), line.end)) ||
    ENDS_IN_TAG.test(text.slice(Math.max(line.start, line.end - LONGEST_TAG), line.end));
  return isName ? { start: line.start, end: lineAround(text, line.end, line.end).end } : line;
}
