/** Is the code in an answer the whole file, or something else? */

import { isBlank } from './lines.ts';
import { isRemark } from './elision.ts';
import { compareLines, isRewrapped, isTelling, type Gap } from './omissions.ts';
import { sharedWords } from './likeness.ts';

/** Less than this of the file is left: it may be another file. */
const leastKeptShare = 0.25;
/** As much must be left where an end of the file changed: the head of a license is the same everywhere. */
const leastLikelyShare = 0.4;
/** And as much of the answer must be the file's: a few lines are the head of many files. */
const leastOwnShare = 0.2;
/** A stub may grow to any length where so much of it is left. */
const leastStubShare = 0.6;
/** Every line may be changed a little where so many of the words stay. */
const leastWordShare = 0.75;
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
  if (comparison === undefined || comparison.keptShare < leastKeptShare)
    return isSameThroughout(answer, file) ? 'certainly' : 'no';
  const { gaps } = comparison;
  if (lacksHead(answer, file) || [gaps, gaps.toReversed()].some(endsByChance)) return 'no';
  const ends = [gaps[0], gaps.at(-1)].filter((gap) => gap !== undefined).filter((gap) => !isRewrapped(gap));
  const told = answer.filter(isTelling).length;
  const kept = comparison.keptShare * file.filter(isTelling).length;
  const isOurs = kept >= told * leastOwnShare;
  if (ends.every((end) => end.removed.length === 0))
    return isOurs || comparison.keptShare >= leastStubShare ? 'certainly' : 'no';
  const isOnlyChange = (end: Gap): boolean =>
    gaps.every((gap) => gap === end || (gap.removed.length === 0 && !gap.added.some(isTelling)));
  const isLikely = ends.every((end) => {
    const added = end.added.filter(isTelling).length;
    if (added === 0)
      return end.removed.length <= 1 || (end.removed.length <= longestDeletion && isOnlyChange(end));
    return end.removed.length <= added + 2;
  });
  const isRelated = comparison.keptShare >= leastLikelyShare && isOurs;
  return isLikely && isRelated ? 'likely' : 'no';
}

/** Nearly every word of both is in the other, and both begin and end alike: the edit goes through all lines. */
function isSameThroughout(answer: readonly string[], file: readonly string[]): boolean {
  const [theirs, own] = [answer, file].map((lines) => lines.filter(isTelling).map((line) => line.trim()));
  const [last, mine] = [answer, file].map((lines) => lines.findLast((line) => !isBlank(line))?.trim());
  // A file of one or two lines has nothing but its words.
  const isShort = own !== undefined && own.length <= 2 && theirs?.length === own.length;
  if (!isShort && (theirs?.[0] !== own?.[0] || last !== mine)) return false;
  return sharedWords(answer, file) >= leastWordShare && sharedWords(file, answer) >= leastWordShare;
}

/** What a file of its kind can't do without, as its first line of code or its very first. */
const clause = /^(?:package|namespace|module) [\w.]+;?\s*$|^<\?(?:php|xml)\b|^<!DOCTYPE\b|^#!/i;

/** The head that says what kind of file this is, or where it belongs, is gone: what came before went with it. */
function lacksHead(answer: readonly string[], file: readonly string[]): boolean {
  const code = file.find((line) => !isBlank(line) && !isRemark(line));
  const head = [file[0], code].find((line) => clause.test(line ?? ''));
  const word = head?.split(/\s/, 1)[0]?.toLowerCase();
  // A title with a blank line below it begins a document.
  const isTitled =
    /^# \S/.test(file[0] ?? '') && file[1]?.trim() === '' && !/coding|-\*-/.test(file[0] ?? '');
  if (isTitled && !/^#/.test(answer.find((line) => !isBlank(line)) ?? '')) return true;
  return word !== undefined && !answer.some((line) => line.toLowerCase().startsWith(word));
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
  const isCut = (line: string): boolean => opensMore(line) || (isRemark(line) && !pragma.test(line));
  return isCut(last) && !isCut(own);
}

/** Remarks for programs stand at the end of files. */
const pragma = /^\s*(?:\/\/|\/\*)[#@]|\b(?:vim|ex):|-\*-/;

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

/** Whether some indented lines are the file's own, and the others differ in nothing but their indentation. */
export function copiesSome(answer: readonly string[], file: readonly string[]): boolean {
  const [theirs = [], own = []] = [answer, file].map((lines) => lines.filter((line) => !isBlank(line)));
  return (
    theirs.length === own.length &&
    theirs.every((line, index) => line.trim() === own[index]?.trim()) &&
    theirs.some((line, index) => /^\s/.test(line) && line === own[index])
  );
}
