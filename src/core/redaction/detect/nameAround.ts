/** Where does the name begin and end in which a word stands? */

import { BEYOND } from './codedText.ts';
import type { Scene } from './found.ts';
import { characterSet } from './runEnd.ts';

const MAX_NAME = 100;
const IN_NAME = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$-.');

export function nameStart(scene: Scene, start: number): number {
  const limit = Math.max(0, start - MAX_NAME);
  let from = start;
  while (from > limit && isInName(scene, from - 1)) from--;
  return from < start && isEscapedBreak(scene.text, from - 1) ? from + 1 : from;
}

export function nameEnd(scene: Scene, end: number): number {
  const { codes } = scene;
  const limit = Math.min(scene.text.length, end + MAX_NAME);
  let to = end;
  // `name->`: the arrow is none of it.
  while (to < limit && isInName(scene, to) && !(codes[to] === 45 && codes[to + 1] === 62)) to++;
  while (to > end && (codes[to - 1] === 45 || codes[to - 1] === 46)) to--;
  return to;
}

/** Letters of all alphabets, digits, `_`, `$`, `-`, `.`. */
function isInName({ text, codes }: Scene, at: number): boolean {
  const code = codes[at] as number;
  return IN_NAME[code] === 1 || (code === BEYOND && text.charCodeAt(at) > 191);
}

/** `\n`, `\r` or `\t`, as strings have them: its letter is none of the name. */
function isEscapedBreak(text: string, at: number): boolean {
  const letter = text.charCodeAt(at + 1);
  return text.charCodeAt(at) === 92 && (letter === 110 || letter === 114 || letter === 116);
}

const SECOND = /^(?:key|token|id|code|secret|password|phrase)$/i;
/** `password`: the longest word that another stands before. */
const LONGEST_SECOND = 8;
const LONGEST_FIRST = 20;
const NO_FIRST = /^(?:with|and|the|by|set)$/i;

/** Where `API` of `API key` begins, of which `from`..`to` is `key`; `from` where no such word stands before it. */
export function wordBefore(scene: Scene, from: number, to: number): number {
  const { text, codes } = scene;
  if (codes[from - 1] !== 32 || to - from > LONGEST_SECOND || !SECOND.test(text.slice(from, to))) return from;
  const end = from - 1;
  const floor = Math.max(0, end - LONGEST_FIRST - 1);
  let start = end;
  while (start > floor && isInWord(scene, start - 1)) start--;
  if (end - start < 2 || end - start > LONGEST_FIRST) return from;
  return NO_FIRST.test(text.slice(start, end)) ? from : start;
}

const IN_WORD = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-');

/** Letters of all alphabets, digits, `_`, `-`. */
function isInWord({ text, codes }: Scene, at: number): boolean {
  const code = codes[at] as number;
  return IN_WORD[code] === 1 || (code === BEYOND && /\p{L}/u.test(text.charAt(at)));
}
