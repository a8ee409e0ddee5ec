/** How much of a streaming answer is sure, and when has enough of it come? */

import { beforeBlockEnd, cleanAnswer } from './polish.ts';
import { blockEndAt } from './rules/blockEnd.ts';
import { echoStart } from './rules/nextLinesEchoed.ts';
import { lengthBeforeLoop } from './rules/repetition.ts';
import {
  indentWidth,
  isOnlyClosers,
  linePrefix,
  lineRest,
  linesBehind,
  unified,
  type Scene,
  type Shape,
} from './scene.ts';

export interface ShapedProgress {
  /** Clean text so far. */
  readonly text: string;
  /** Its complete lines; no further token changes them. */
  readonly sureLength: number;
  /** Of a first line that is still being written: the words that stay unless the whole line turns out to be none. */
  readonly likelyLength: number;
  /** Why nothing that comes can be shown, so that the connection may close; absent while something may. */
  readonly enough?: Enough;
  /** The block is complete, and what comes is worth reading: it belongs behind it. */
  readonly hasBlockEnded: boolean;
}

export type Enough =
  /** As much as is read at once: it may well go on. */
  | 'limit'
  /** The line is complete, and code stands behind the cursor. */
  | 'line'
  /** The block has ended, a token leaked, or the answer goes round in circles. */
  | 'cut'
  /** It has arrived at what stands behind the cursor. */
  | 'echo';

export interface ShapeLimits {
  /** Lines read at most for a block. */
  readonly blockLines: number;
  /** Lines read at most where one line is shown: the rest is ready when that line has been typed. */
  readonly lineLines: number;
  /** Where a block ends sooner, what follows it is read up to so many lines in all: it is the next suggestion. */
  readonly shortBlockLines: number;
}

export const usualLimits: ShapeLimits = {
  blockLines: 20,
  lineLines: 8,
  shortBlockLines: 8,
};

/** Looks at the whole raw text so far; text and sureness only grow while the stream does. */
export function shapeStream(raw: string, scene: Scene, shape: Shape, limits = usualLimits): ShapedProgress {
  const text = cleanAnswer(raw, scene);
  const isWhole = hasBlockEnded(unified(raw), scene);
  const enough = enoughOf({ raw, text, isWhole }, scene, shape, limits);
  // A line end in the raw text completes the line even where cleaning cut what follows.
  const isSure = enough !== undefined || isWhole;
  const sureLength = isSure ? text.length : lengthBeforeLoop(text, linePrefix(scene));
  const progress = {
    text,
    sureLength: withContent(text, sureLength),
    likelyLength: isSure ? text.length : likelyLength(text, scene),
    hasBlockEnded: isWhole && enough === undefined,
  };
  return enough === undefined ? progress : { ...progress, enough };
}

const fewestLikely = 4;

/** 0 where the rest of the line could still make the rules cut what has come of it. */
function likelyLength(text: string, scene: Scene): number {
  const content = text.trimStart();
  if (content.includes('\n') || content.startsWith('`') || !isOnlyClosers(lineRest(scene))) return 0;
  const words = content.replace(/[\p{L}\p{N}_$]+$/u, '').trimEnd();
  if (words.length < fewestLikely) return 0;
  const line = text.slice(text.lastIndexOf('\n') + 1);
  if (text.includes('\n') && indentWidth(line) < indentWidth(linePrefix(scene))) return 0;
  const behind = linesBehind(scene).map((one) => one.trim());
  if (behind.some((one) => one.startsWith(words))) return 0;
  return text.length - content.length + words.length;
}

/** What can be kept of an answer. One that was cut off in the middle of a line: its whole lines, if there are any. */
export function finishedText(raw: string, scene: Scene, shape: Shape, isCut: boolean): string {
  const text = shapeStream(raw, scene, shape).text.trimEnd();
  const half = raw.slice(raw.lastIndexOf('\n') + 1).trim();
  // Where cleaning has cut something, what is left is whole.
  const isAll = half !== '' && text.endsWith(half) && inkOf(text) === inkOf(beforeBlockEnd(raw, scene));
  if (!isCut || !isAll) return text;
  const whole = text.slice(0, Math.max(0, text.lastIndexOf('\n'))).trimEnd();
  return whole === '' ? text : whole;
}

/** What has come behind the end of the block; line ends as `\n`. */
export function behindBlock(raw: string, scene: Scene): string {
  const answer = beforeBlockEnd(raw, scene);
  return answer.slice(blockEndAt(answer, scene) ?? answer.length);
}

function withContent(text: string, length: number): number {
  return text.slice(0, length).trim() === '' ? 0 : length;
}

function enoughOf(
  { raw, text, isWhole }: { readonly raw: string; readonly text: string; readonly isWhole: boolean },
  scene: Scene,
  shape: Shape,
  limits: ShapeLimits,
): Enough | undefined {
  const plain = unified(text);
  const complete = plain.slice(0, plain.lastIndexOf('\n') + 1);
  if (complete.trim() !== '' && !isOnlyClosers(lineRest(scene))) return 'line';
  if (isEchoing(complete, scene)) return 'echo';
  const count = complete === '' ? 0 : complete.split('\n').length - 1;
  if (count >= (isBlock(complete, scene, shape) ? limits.blockLines : limits.lineLines)) return 'limit';
  if (!isWhole) return inkOf(plain) + undecidedInk < inkOf(unified(raw)) ? 'cut' : undefined;
  if (arrivesBehind(unified(raw), scene)) return 'echo';
  return plain.trim() !== '' && isWorthReadingOn(unified(raw), scene, limits) ? undefined : 'cut';
}

/** A short block has ended, and what follows it is neither what stands there already nor no code. */
function isWorthReadingOn(raw: string, scene: Scene, limits: ShapeLimits): boolean {
  const complete = raw.slice(0, raw.lastIndexOf('\n') + 1);
  if (complete.split('\n').length - 1 >= limits.shortBlockLines) return false;
  const answer = beforeBlockEnd(raw, scene);
  return inkOf(answer) + undecidedInk >= inkOf(raw) && !isEchoing(beforeBlockEnd(complete, scene), scene);
}

function hasBlockEnded(raw: string, scene: Scene): boolean {
  const complete = raw.slice(0, raw.lastIndexOf('\n') + 1);
  return blockEndAt(beforeBlockEnd(complete, scene), scene) !== undefined;
}

/** What was cut off with the block's end is what stands behind the cursor. */
function arrivesBehind(raw: string, scene: Scene): boolean {
  const answer = beforeBlockEnd(raw, scene);
  const end = blockEndAt(answer, scene);
  const next = linesBehind(scene).find((line) => line.trim() !== '');
  if (end === undefined || next === undefined) return false;
  const left = answer.slice(end, answer.lastIndexOf('\n')).split('\n');
  return left.find((line) => line.trim() !== '')?.trim() === next.trim();
}

/** Asked for, or opened by the first line. */
function isBlock(complete: string, scene: Scene, shape: Shape): boolean {
  if (shape === 'block') return true;
  const second =
    complete
      .split('\n')
      .slice(1)
      .find((line) => line.trim() !== '') ?? '';
  return indentWidth(second) > indentWidth(linePrefix(scene));
}

/** So much may still turn out to belong to the text: the beginning of a token, the language of a fence. */
const undecidedInk = 40;

/** Short lines repeat in honest code: only much of what stands behind the cursor is an echo before the answer has ended. */
function isEchoing(complete: string, scene: Scene): boolean {
  const lines = complete.split('\n').slice(0, -1);
  const start = echoStart(lines, scene);
  if (start === undefined) return false;
  const echo = lines.slice(start).filter((line) => line.trim() !== '');
  return echo.length >= (start === 0 ? 3 : 2) && echo.join('').trim().length >= 24;
}

/** Characters that one can see. */
function inkOf(text: string): number {
  return text.replace(/\s+/g, '').length;
}
