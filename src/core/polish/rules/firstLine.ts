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
  // What begins with a newline goes on behind a line that is complete: the next lines are a block.
  if (shape === 'block' || text.slice(0, newline).trim() === '') return text;
  return openedBlock(text, scene, newline);
}

function openedBlock(text: string, scene: Scene, newline: number): string {
  const base = indentWidth(linePrefix(scene));
  let end = newline;
  let at = newline;
  let isDeeper = false;
  while (at !== -1) {
    const next = text.indexOf('\n', at + 1);
    const line = text.slice(at + 1, next === -1 ? text.length : next);
    const stop = next === -1 ? text.length : next;
    if (line.trim() !== '') {
      const width = indentWidth(line);
      if (width > base) isDeeper = true;
      else return isDeeper && width === base && isClosing(line) ? text.slice(0, stop) : text.slice(0, end);
      end = stop;
    }
    at = next;
  }
  return text.slice(0, end);
}

function isClosing(line: string): boolean {
  return /^\s*(?:[)\]}]|end\b|fi\b|done\b)/.test(line);
}
