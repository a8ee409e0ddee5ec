/** Is an answer that names another file about ours all the same? */

import type { AnswerPart, SearchReplacePart } from './answerPart.ts';
import { splitLines } from './lines.ts';
import { isTelling } from './omissions.ts';
import { samePath } from './pathLabel.ts';
import { standsIn } from './placeBlock.ts';

/** Whether the parts name files, and none of them is ours. */
export function namesAnother(parts: readonly AnswerPart[], path: string | undefined): boolean {
  const named = parts.flatMap((part) => ('path' in part && part.path !== undefined ? [part.path] : []));
  return path !== undefined && named.length > 0 && !named.some((other) => samePath(other, path));
}

/** So many letters in the search lines of a block are no coincidence. */
const fewestLetters = 40;
/** So much of a file is the same in another one only where that is a version of it. */
const leastSharedShare = 0.8;

/** Blocks whose search lines stand in the file as they are and say enough; else a file that stays nearly the same. */
export function isClearlyOurs(body: string, result: string, blocks: readonly SearchReplacePart[]): boolean {
  const [before, after] = [body, result].map((text) => splitLines(text).map((line) => line.text));
  if (before === undefined || after === undefined) return false;
  if (blocks.length > 0) {
    return blocks.every(({ search }) => {
      const letters = search.join('\n').match(/\w/g) ?? [];
      return letters.length >= fewestLetters && standsIn(before, search);
    });
  }
  return sharedShare(before, after) >= leastSharedShare && sharedShare(after, before) >= leastSharedShare;
}

/** A name of fewer letters stands in many words. */
const fewestNameLetters = 5;

/**
 * Whether a whole file that names none may be its near twin: what our file is called stands in it (`Close` in
 * `close.go`, `CopyOutResponse` in `copy_out_response.go`) and in the new text nowhere.
 */
export function isOfTwin(path: string | undefined, before: string, after: string): boolean {
  const name = nameOnly(
    path
      ?.split('/')
      .at(-1)
      ?.replace(/(?<=.)\..*$/, '') ?? '',
  );
  return (
    name.length >= fewestNameLetters && nameOnly(before).includes(name) && !nameOnly(after).includes(name)
  );
}

function nameOnly(text: string): string {
  return text.toLowerCase().replace(/[_-]/g, '');
}

function sharedShare(lines: readonly string[], others: readonly string[]): number {
  const known = new Set(others.map((line) => line.trim()));
  const told = lines.filter(isTelling);
  return told.length === 0 ? 0 : told.filter((line) => known.has(line.trim())).length / told.length;
}
