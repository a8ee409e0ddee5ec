/** Which beginnings of a withheld suggestion may still be good? */

import type { Verdict } from '../gate/verdict.ts';
import type { Insertion } from '../polish/scene.ts';

/** Faults of a place. A refusal, an error or another language spoils the whole answer. */
const ofAPlace = new Set([
  'brackets',
  'duplicatedNeighbor',
  'indentation',
  'lazyElision',
  'parseErrors',
  'repetition',
  'truncated',
  'unknownIdentifiers',
  'unresolvedImports',
]);

/**
 * The lines above the one that the evidence names, then the first line alone; none where the fault is not of a place
 * or the suggestion has one line. `cursorRow` is the row of the file at which it begins.
 */
export function shorterCandidates(insertion: Insertion, verdict: Verdict, cursorRow: number): Insertion[] {
  const first = verdict.failed[0];
  if (insertion.replaceAfter > 0 || !verdict.failed.every(({ name }) => ofAPlace.has(name))) return [];
  const lines = insertion.text.split('\n');
  const faultRow = (first?.evidence?.line ?? cursorRow) - cursorRow;
  const ends = new Set([faultRow, (lines[0] ?? '').trim() === '' ? 2 : 1]);
  return [...ends]
    .filter((end) => end > 0 && end < lines.length)
    .map((end) => ({ text: lines.slice(0, end).join('\n').trimEnd(), replaceAfter: 0 }))
    .filter(({ text }) => text.trim() !== '');
}
