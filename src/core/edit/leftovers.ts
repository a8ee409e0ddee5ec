/** Do new lines hold what belongs into no file: comments in place of code, markers of the answer's format? */

import { isDotted, isElision, isRemark } from './elision.ts';
import { isLeftoverMarker, readFence } from './markers.ts';
import { isBlank } from './lines.ts';
import { compareLines, isTelling } from './omissions.ts';

/** What the file has itself is no leftover. In a document, dots are a way to write. */
export function leftovers(
  lines: readonly string[],
  file: readonly string[],
): 'elided' | 'markersLeft' | undefined {
  const own = new Set(file.map((line) => line.trim()));
  const isDocument = [...file, ...lines].some((line) => readFence(line) !== undefined);
  const isNew = file.every(isBlank);
  let before = '';
  for (const line of lines) {
    if (!own.has(line.trim())) {
      const isOrdinary = isDotted(line) && (isDocument || (isNew && /^\s*(?:\.|…)/.test(line)));
      if (!isOrdinary && isElision(line, before)) return 'elided';
      if (isLeftoverMarker(line)) return 'markersLeft';
    }
    if (!isBlank(line)) before = line;
  }
  return undefined;
}

/** So many lines of a block gone for a remark that might mean them. */
const fewestLeftOut = 3;

/** Whether lines of a block are gone and a comment that speaks of them, in whatever words, stands in their place. */
export function standsForLines(lines: readonly string[], own: readonly string[]): boolean {
  const known = new Set(own.map((line) => line.trim()));
  return (
    compareLines(lines, own)?.gaps.some(({ removed, added }) => {
      const fresh = added.filter((line) => isTelling(line) || isDotted(line));
      const isRemarked =
        fresh.length === 1 && fresh.every((line) => isRemark(line) && !known.has(line.trim()));
      return (
        removed.length >= fewestLeftOut && isRemarked && (fresh.some(isDotted) || fresh.some(speaksOfMore))
      );
    }) ?? false
  );
}

function speaksOfMore(line: string): boolean {
  return /\.{3}|…|\b(?:rest|existing|remain\w*|unchanged|same|previous|omitted|unmodified|as before|as is)\b/i.test(
    line,
  );
}
