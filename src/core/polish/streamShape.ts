/** How much of a streaming answer is sure, and when has enough of it come? */

import { cleanAnswer } from './polish.ts';
import { blockEndAt } from './rules/blockEnd.ts';
import { lengthBeforeLoop } from './rules/repetition.ts';
import { isOnlyClosers, lineRest, linesBehind, unified, type Scene, type Shape } from './scene.ts';

export interface ShapedProgress {
  /** Clean text so far. */
  readonly text: string;
  /** Its complete lines; no further token changes them. */
  readonly sureLength: number;
  /** Nothing that comes can be shown: the connection may close. */
  readonly isEnough: boolean;
}

export interface ShapeLimits {
  /** Lines read at most for a block. */
  readonly blockLines: number;
  /** Lines read at most where one line is shown: the rest is ready when that line has been typed. */
  readonly lineLines: number;
}

export const usualLimits: ShapeLimits = { blockLines: 14, lineLines: 8 };

/** Looks at the whole raw text so far; text and sureness only grow while the stream does. */
export function shapeStream(raw: string, scene: Scene, shape: Shape, limits = usualLimits): ShapedProgress {
  const text = cleanAnswer(raw, scene);
  const isEnough = hasEnough(raw, text, scene, shape, limits);
  // A line end in the raw text completes the line even where cleaning cut what follows.
  const sureLength = isEnough ? text.length : lengthBeforeLoop(text);
  return { text, sureLength: withContent(text, sureLength), isEnough };
}

function withContent(text: string, length: number): number {
  return text.slice(0, length).trim() === '' ? 0 : length;
}

function hasEnough(raw: string, text: string, scene: Scene, shape: Shape, limits: ShapeLimits): boolean {
  const plain = unified(text);
  const complete = plain.slice(0, plain.lastIndexOf('\n') + 1);
  if (complete.trim() !== '' && !isOnlyClosers(lineRest(scene))) return true;
  const lines = complete === '' ? 0 : complete.split('\n').length - 1;
  if (lines >= (shape === 'block' ? limits.blockLines : limits.lineLines)) return true;
  if (echoesBehind(complete, scene)) return true;
  // Cleaning cut something: the block has ended, a token leaked or the answer goes round in circles.
  return cutShort(unified(raw), plain, scene);
}

function cutShort(raw: string, text: string, scene: Scene): boolean {
  const completeRaw = raw.slice(0, raw.lastIndexOf('\n') + 1);
  if (blockEndAt(completeRaw, scene) !== undefined) return true;
  return text.trimEnd().length + 60 < raw.trimEnd().length;
}

/** Short lines repeat in honest code: one long line, or two in a row, are an echo. */
function echoesBehind(complete: string, scene: Scene): boolean {
  const behind = linesBehind(scene).filter((line) => line.trim() !== '');
  const [first, second] = behind;
  if (first === undefined) return false;
  const lines = complete.split('\n').filter((line) => line.trim() !== '');
  return lines.some((line, index) => {
    const isSame = index === 0 ? line.trim() === first.trim() : line === first;
    if (!isSame) return false;
    return line.trim().length >= 24 || (second !== undefined && lines[index + 1] === second);
  });
}
