/** What did the model mean where its lines differ from ours only in what models garble: indentation, quotes, blanks at the end? */

import { diffArrays } from 'diff';

import { indentation } from '../base/text.ts';
import { foldCharacters, hasFoldable, straightenStrings } from './foldCharacters.ts';
import { levelColumns, shiftLine } from './indentation.ts';
import { isBlank } from './lines.ts';

/**
 * The lines of a rewritten region (or file) as they belong into the file: with its kind of indentation, moved sideways
 * as a block where that makes them match, without typographic quotes the file does not have. Lines that are the same
 * but for that keep our own characters.
 */
export function settleLines(
  answer: readonly string[],
  own: readonly string[],
  file: readonly string[],
): readonly string[] {
  const indented = sideways(sameIndentCharacters(answer, own, file), own);
  const folded = straightenStrings(withoutTypography(indented, own, file), file);
  return keepOwn(folded, own);
}

function sameIndentCharacters(
  answer: readonly string[],
  own: readonly string[],
  file: readonly string[],
): readonly string[] {
  const tabbed = file.some((line) => line.startsWith('\t'));
  const spaced = file.some((line) => /^ {2,}\S/.test(line));
  const theirTabs = answer.some((line) => line.startsWith('\t'));
  const theirSpaces = answer.some((line) => /^ {2,}\S/.test(line));
  if (tabbed === spaced || theirTabs === theirSpaces || tabbed === theirTabs) return answer;
  const tabColumns = tabbed ? levelColumns(answer, 4) : levelColumns(own, levelColumns(file, 4));
  const shift = { columns: 0, tabColumns, fileUsesTabs: tabbed };
  return answer.map((line) => (/^ \S/.test(line) ? line : (shiftLine(line, shift) ?? line)));
}

function sideways(answer: readonly string[], own: readonly string[]): readonly string[] {
  const ownMargin = margin(own);
  const theirMargin = margin(answer);
  if (ownMargin === undefined || theirMargin === undefined || ownMargin === theirMargin) return answer;
  const moved = answer.map((line) => {
    if (isBlank(line)) return line;
    if (ownMargin.startsWith(theirMargin)) return ownMargin.slice(theirMargin.length) + line;
    return line.startsWith(theirMargin) ? ownMargin + line.slice(theirMargin.length) : line;
  });
  const here = shared(answer, own);
  const there = shared(moved, own);
  // With nothing in common either way, code at the margin of an indented region was written without its context.
  return there > here || (here === 0 && there === 0 && theirMargin === '') ? moved : answer;
}

/** The indentation that all lines have. */
function margin(lines: readonly string[]): string | undefined {
  let common: string | undefined;
  for (const line of lines) {
    if (isBlank(line)) continue;
    const indent = indentation(line);
    if (common === undefined || common.startsWith(indent)) common = indent;
    else if (!indent.startsWith(common)) {
      let length = 0;
      while (length < common.length && common[length] === indent[length]) length++;
      common = common.slice(0, length);
    }
  }
  return common;
}

function shared(lines: readonly string[], own: readonly string[]): number {
  const known = new Set(own.filter((line) => /\w/.test(line)).map((line) => line.trimEnd()));
  return lines.filter((line) => known.has(line.trimEnd())).length;
}

/** Folded everywhere once one line shows that the model swaps characters the file does not have. */
function withoutTypography(
  answer: readonly string[],
  own: readonly string[],
  file: readonly string[],
): readonly string[] {
  if (!answer.some(hasFoldable)) return answer;
  const known = new Set(own.map((line) => line.trimEnd()));
  const swapped = answer.some(
    (line) => hasFoldable(line) && !known.has(line.trimEnd()) && known.has(foldCharacters(line).trimEnd()),
  );
  if (!swapped) return answer;
  const genuine = new Set(file.join('\n').match(/[^\u0000-\u007f]/gu) ?? []);
  return answer.map((line) =>
    known.has(line.trimEnd()) || [...line].some((character) => genuine.has(character))
      ? line
      : foldCharacters(line),
  );
}

const longestScript = 2_000;

function keepOwn(answer: readonly string[], own: readonly string[]): readonly string[] {
  const changes = diffArrays([...own], [...answer], {
    comparator: (mine, theirs) =>
      mine === theirs ||
      (mine.trimEnd() === theirs.trimEnd() && theirs.length > mine.length && mine !== '') ||
      (isBlank(mine) && isBlank(theirs) && theirs !== ''),
    maxEditLength: longestScript,
  });
  if (changes === undefined) return answer;
  const lines: string[] = [];
  let at = 0;
  for (const change of changes) {
    if (change.removed) at += change.count;
    else if (change.added) lines.push(...change.value);
    else {
      lines.push(...own.slice(at, at + change.count));
      at += change.count;
    }
  }
  return lines;
}
