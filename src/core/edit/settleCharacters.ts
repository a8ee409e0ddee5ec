/** Which quotes and spaces are meant in the new lines of blocks? */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { SearchReplacePart } from './answerPart.ts';
import {
  curlsStrings,
  foldCharacters,
  hasFoldable,
  straightenSpaces,
  straightenStrings,
} from './foldCharacters.ts';
import type { PlacedBlock } from './placeBlock.ts';

/**
 * One block that was found only with typographic characters taken for plain ones shows what the model does to all.
 * Typographic quotes that the file does not have, beside no plain ones of their kind, are refused: either may be meant.
 */
export function settleCharacters(
  places: readonly PlacedBlock[],
  file: readonly string[],
  blocks: readonly SearchReplacePart[],
): Outcome<readonly PlacedBlock[], 'quotesDiffer'> {
  if (!places.some(({ lines }) => lines.some(hasFoldable))) return some(places);
  const genuine = new Set(file.join('\n').match(/[^\u0000-\u007f]/gu) ?? []);
  const isForeign = (line: string): boolean =>
    ![...line].some((character) => hasFoldable(character) && genuine.has(character));
  const known = new Set(file);
  if (places.some(({ folded }) => folded === true)) {
    // What the model does to plain ones, and what the file has itself: either may be meant.
    const isMixed = (line: string): boolean => hasFoldable(line) && !known.has(line) && !isForeign(line);
    if (places.some(({ lines }) => lines.some(isMixed))) return none('quotesDiffer');
    return some(
      places.map((place) => ({
        ...place,
        lines: place.lines.map((line) =>
          hasFoldable(line) && isForeign(line) ? foldCharacters(line) : line,
        ),
      })),
    );
  }
  const fresh = places.flatMap(({ lines }) => lines.filter((line) => !known.has(line)));
  const all = blocks.flatMap(({ search, replace }) => [...search, ...replace]);
  if (isUnclear(fresh.filter(isForeign), all)) return none('quotesDiffer');
  return some(
    places.map((place) => ({
      ...place,
      lines: straightenStrings(straightenSpaces(place.lines, file), file),
    })),
  );
}

/** Whether the new lines have typographic characters that the model may have put in place of plain ones; `written`: all that it wrote. */
export function isUnclear(fresh: readonly string[], written: readonly string[]): boolean {
  if (fresh.some(curlsStrings)) return false;
  const all = written.join('\n');
  const text = fresh.join('\n');
  const isDouble = /[\u201C\u201D\u201E]/.test(text) && !all.includes('"');
  const isSingle = /[\u2018\u2019]/.test(text) && !all.includes("'");
  // An apostrophe within a word, in text whose strings are plain.
  const isApostrophe = !/\u2018|\u2019(?!\w)|(?<!\w)\u2019/.test(text) && all.includes('"');
  // Where code has the delimiter of a string, be it in a comment.
  const isDelimiter = /[([{=&]\s*[\u2018\u201C]|[\u2019\u201D]\s*[\])},;]/.test(text);
  return isDouble || isDelimiter || (isSingle && !isApostrophe) || isSpread(text);
}

/** Dots that mean something to a compiler, written as one character. */
function isSpread(text: string): boolean {
  return /[([{,=:]\s*\u2026|\u2026[\])},\w]/.test(text);
}
