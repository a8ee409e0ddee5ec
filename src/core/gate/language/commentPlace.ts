/** Where does a comment stand: alone in its block, at its end, beside another comment? */

import { indentation } from '../../base/text.ts';
import type { CheckContext } from '../check.ts';
import { commentText } from './comments.ts';

/** The line above or below is a comment too. */
export function besideComment(row: number, { change, language }: CheckContext): boolean {
  const at = (other: number): boolean => {
    const text = commentText(change.afterLines[other] ?? '', language);
    return text !== undefined && text !== '';
  };
  return at(row - 1) || at(row + 1);
}

/** The comment is all that a block holds: the lines around it open and close, or are indented less. */
export function standsAlone(row: number, { change, language }: CheckContext): boolean {
  const lines = change.afterLines;
  let above = row - 1;
  while (
    above >= 0 &&
    ((lines[above] ?? '').trim() === '' || commentText(lines[above] ?? '', language) !== undefined)
  )
    above--;
  let below = row + 1;
  while (
    below < lines.length &&
    ((lines[below] ?? '').trim() === '' || commentText(lines[below] ?? '', language) !== undefined)
  ) {
    below++;
  }
  const opens = /(?:[{(\[:]|\bdo|\bthen|=>|\|[\w, ]*\||^\s*(?:def|class|module|begin)\b.*)\s*$/.test(
    lines[above] ?? '',
  );
  const closes = /^\s*(?:[})\]]|end\b|fi\b|done\b|esac\b|<\/)/.test(lines[below] ?? '');
  if (language?.offside !== true) return opens && closes;
  const own = (lines[row] ?? '').search(/\S/);
  const next = (lines[below] ?? '').search(/\S/);
  return opens && (next < own || below >= lines.length);
}

/** The next filled line that is no comment closes, is indented less, or there is none. */
export function endsBlock(row: number, { change, language }: CheckContext): boolean {
  const lines = change.afterLines;
  const own = indentation(lines[row] ?? '').length;
  for (let below = row + 1; below < lines.length; below++) {
    const line = lines[below] ?? '';
    if (line.trim() === '' || commentText(line, language) !== undefined || /^\s*\*\/\s*$/.test(line))
      continue;
    if (/^\s*(?:end|fi|done|esac|else|elif|except|rescue|ensure|finally|case|default)\b/.test(line))
      return true;
    return /^\s*(?:[})\]]|<\/)/.test(line) || indentation(line).length < own;
  }
  return true;
}
