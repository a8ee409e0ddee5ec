/** Do new lines hold what belongs into no file: comments in place of code, markers of the answer's format? */

import { isDotted, isElision, isRemark } from './elision.ts';
import { isLeftoverMarker, readFence } from './markers.ts';
import { holdsCode } from './holdsCode.ts';
import { isBlank } from './lines.ts';
import { compareLines, isTelling } from './omissions.ts';

interface KnownLines {
  readonly counts: ReadonlyMap<string, number>;
  readonly hasFences: boolean;
  readonly isNew: boolean;
}

/** Blocks of one answer are compared with the same file again and again. */
const knownLines = new WeakMap<readonly string[], KnownLines>();

/** What the file has itself is no leftover, but not one more of it than before. In a document, dots are a way to write. */
export function leftovers(
  lines: readonly string[],
  file: readonly string[],
): 'elided' | 'markersLeft' | undefined {
  const { counts, hasFences, isNew } = known(file);
  const isDocument = hasFences || lines.some((line) => readFence(line) !== undefined);
  const seen = new Map<string, number>();
  let before = '';
  for (const line of lines) {
    const text = keyOf(line);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    if (times > (counts.get(text) ?? 0)) {
      const isOrdinary = isDotted(line)
        ? isDocument || (isNew && /^\s*(?:\.|…)/.test(line))
        : isNew && !/\.{3}|…|[[(<]/.test(line);
      if (!isOrdinary && isElision(line, before)) return 'elided';
      if (isLeftoverMarker(line)) return 'markersLeft';
    }
    if (!isBlank(line)) before = line;
  }
  return undefined;
}

/** Dots further in or out than the file has them are no body of its own. */
function keyOf(line: string): string {
  return isDotted(line) ? line.trimEnd() : line.trim();
}

function known(file: readonly string[]): KnownLines {
  const made = knownLines.get(file);
  if (made !== undefined) return made;
  const counts = new Map<string, number>();
  for (const line of file) counts.set(keyOf(line), (counts.get(keyOf(line)) ?? 0) + 1);
  const fresh = {
    counts,
    hasFences: holdsCode(file),
    isNew: file.every(isBlank),
  };
  knownLines.set(file, fresh);
  return fresh;
}

/** So many lines of a block gone for a remark that might mean them; for nothing but dots one is enough. */
const fewestLeftOut = 3;

/** Whether lines of a block are gone and a comment that speaks of them, in whatever words, stands in their place. */
export function standsForLines(lines: readonly string[], own: readonly string[]): boolean {
  const kept = new Set(own.map((line) => line.trim()));
  return (
    compareLines(lines, own, 0)?.gaps.some(({ removed, added }) => {
      const fresh = added.filter((line) => isTelling(line) || isDotted(line));
      const isRemarked =
        fresh.length === 1 && fresh.every((line) => isRemark(line) && !kept.has(line.trim()));
      if (!isRemarked) return false;
      return fresh.some(isDotted)
        ? removed.length > 0
        : removed.filter((line) => !isRemark(line)).length >= fewestLeftOut && fresh.some(speaksOfMore);
    }) ?? false
  );
}

function speaksOfMore(line: string): boolean {
  return /\.{3}|…|\b(?:rest|existing|remain\w*|unchanged|same|previous|omitted|unmodified|as before|as is)\b/i.test(
    line,
  );
}
