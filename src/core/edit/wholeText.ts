/** Is the code in an answer the whole file, or something else? */

import { isBlank } from './lines.ts';
import { isRemark } from './elision.ts';
import { compareLines, isTelling, type Gap } from './omissions.ts';

/** Less than this of the file is left: it may be another file. */
const leastKeptShare = 0.25;
/** As much must be left where an end of the file changed: the head of a license is the same everywhere. */
const leastLikelyShare = 0.4;
/** And as much of the answer must be the file's: a few lines are the head of many files. */
const leastOwnShare = 0.2;
/** How many of the file's lines may be gone at an end where nothing else changed. */
const longestDeletion = 3;

/** `certainly`: both ends of the file are there. `likely`: an end changed, so a snippet could look like it. */
export type Wholeness = 'certainly' | 'likely' | 'no';

/**
 * Whether the answer begins where the file begins and ends where it ends. A snippet must not replace a file: lines
 * missing at an end count as deleted only where others stand in their place, or where nothing else changed.
 */
export function wholeness(answer: readonly string[], file: readonly string[]): Wholeness {
  if (file.every(isBlank)) return 'certainly';
  const comparison = compareLines(answer, file);
  if (comparison === undefined || comparison.keptShare < leastKeptShare) return 'no';
  const { gaps } = comparison;
  if ([gaps, gaps.toReversed()].some(endsByChance)) return 'no';
  const ends = [gaps[0], gaps.at(-1)].filter((gap) => gap !== undefined);
  if (ends.every((end) => end.removed.length === 0)) return 'certainly';
  const isOnlyChange = (end: Gap): boolean =>
    gaps.every((gap) => gap === end || (gap.removed.length === 0 && !gap.added.some(isTelling)));
  const isLikely = ends.every((end) => {
    const added = end.added.filter(isTelling).length;
    if (added === 0)
      return end.removed.length <= 1 || (end.removed.length <= longestDeletion && isOnlyChange(end));
    return end.removed.length <= added + 2;
  });
  const told = answer.filter(isTelling).length;
  const kept = comparison.keptShare * file.filter(isTelling).length;
  const isRelated = comparison.keptShare >= leastLikelyShare && kept >= told * leastOwnShare;
  return isLikely && isRelated ? 'likely' : 'no';
}

/** Behind the first lines that both have, a large part is gone: those lines look the same by chance. */
function endsByChance(gaps: readonly Gap[]): boolean {
  return gaps.slice(1, 4).some(({ removed, added }) => {
    const fresh = added.filter(isTelling).length;
    return removed.length >= 6 && fresh * 3 < removed.length;
  });
}

export function looksWhole(answer: readonly string[], file: readonly string[]): boolean {
  return wholeness(answer, file) !== 'no';
}

/**
 * Whether the code, which ends otherwise than the file, ends in the middle of something: with more brackets open than
 * the file leaves open, at a line that opens a block, or at a remark about what should come.
 */
export function breaksOff(answer: readonly string[], file: readonly string[]): boolean {
  const [last = '', own = ''] = [answer, file].map((lines) => lines.findLast((line) => !isBlank(line)));
  if (last.trimEnd() === own.trimEnd()) return false;
  if (openBrackets(answer) > openBrackets(file)) return true;
  const isCut = (line: string): boolean => opensMore(line) || isRemark(line);
  return isCut(last) && !isCut(own);
}

function opensMore(line: string): boolean {
  return /[{([,:=]\s*$/.test(line) && !/^\s*(?:\/\/|#|\*|--)/.test(line);
}

function openBrackets(lines: readonly string[]): number {
  let open = 0;
  for (const line of lines) {
    for (const sign of line) {
      if (sign === '{' || sign === '(' || sign === '[') open++;
      else if (sign === '}' || sign === ')' || sign === ']') open--;
    }
  }
  return open;
}

/** Whether every indented line is indented otherwise, and nothing else is changed. */
export function isReindented(answer: readonly string[], file: readonly string[]): boolean {
  const [theirs = [], own = []] = [answer, file].map((lines) => lines.filter((line) => !isBlank(line)));
  const isIndented = (line: string): boolean => /^\s/.test(line);
  return (
    own.some(isIndented) &&
    theirs.length === own.length &&
    theirs.every((line, index) => {
      const mine = own[index] ?? '';
      return line.trimStart() === mine.trimStart() && (!isIndented(mine) || line !== mine);
    })
  );
}
