/** One line or a block: how much of the text is shown here? */

import { indentWidth, isOnlyClosers, linePrefix, lineRest, type Scene, type Shape } from '../scene.ts';

/** On an empty line a block; behind code that begins a line, that line (with the block it opens). */
export function shapeAt(scene: Scene): Shape {
  if (!isOnlyClosers(lineRest(scene))) return 'line';
  return linePrefix(scene).trim() === '' ? 'block' : 'line';
}

/** A line that opens a block is shown with it; any other `line` ends at its end. */
export function cutToShape(text: string, scene: Scene, shape: Shape): string {
  const newline = text.indexOf('\n');
  if (newline === -1) return text;
  if (!isOnlyClosers(lineRest(scene))) return text.slice(0, newline);
  if (shape === 'block') return text;
  // What begins with a newline goes on behind a line that is complete: the next lines are a block, or what it opened.
  if (text.slice(0, newline).trim() === '' && !isDeeper(text.slice(newline), scene)) return text;
  return openedBlock(text, scene, newline);
}

function isDeeper(text: string, scene: Scene): boolean {
  const first = text.split('\n').find((line) => line.trim() !== '') ?? '';
  return indentWidth(first) > indentWidth(linePrefix(scene));
}

function openedBlock(text: string, scene: Scene, newline: number): string {
  const base = indentWidth(linePrefix(scene));
  let end = newline;
  let at = newline;
  let sawDeeper = false;
  while (at !== -1) {
    const next = text.indexOf('\n', at + 1);
    const line = text.slice(at + 1, next === -1 ? text.length : next);
    const stop = next === -1 ? text.length : next;
    if (line.trim() !== '') {
      const width = indentWidth(line);
      if (width > base) sawDeeper = true;
      else if (width < base || !goesOn.test(line.trim()))
        return sawDeeper && width === base && isClosing(line) ? text.slice(0, stop) : text.slice(0, end);
      end = stop;
    }
    at = next;
  }
  return text.slice(0, end);
}

/** Another part of the same construct, or its opening brace on a line of its own. */
const goesOn =
  /^(?:\}\s*)?(?:else|elif|elsif|except|finally|catch|rescue|ensure|when)\b|^\}\s*while\b|^\{\s*$/;

function isClosing(line: string): boolean {
  return /^\s*(?:[)\]}]|end\b|fi\b|done\b)/.test(line);
}
