/** Where in the file does a search/replace block belong, and what stands there afterwards? */

import { none, some, type Outcome } from '../base/outcome.ts';
import { indentation } from '../base/text.ts';
import { findShift, levelColumns, shiftLine, usesTabs, type IndentationShift } from './indentation.ts';
import { alignReplacement } from './alignReplacement.ts';
import { blockVariants, type Variant } from './blockVariants.ts';
import {
  asWritten,
  findPlaces,
  plainCharacters,
  withoutEnd,
  withoutIndent,
  type Reduce,
} from './findPlaces.ts';
import { isRemark } from './elision.ts';
import { foldCharacters } from './foldCharacters.ts';
import { isBlank } from './lines.ts';
import { columnsOf, matchTabs } from './matchTabs.ts';

export type PlaceReason = 'noMatch' | 'ambiguous' | 'emptySearch' | 'quotesDiffer';

export interface PlacedBlock {
  /** First line that is replaced, and the one behind the last. */
  readonly startLine: number;
  readonly endLine: number;
  /** Lines without endings. */
  readonly lines: readonly string[];
  /** It was found only with typographic characters taken for plain ones. */
  readonly folded?: boolean;
  /** It was found only where lines around it were left out. */
  readonly isTorn?: boolean;
  /** It was found only without blank lines at the ends of its search. */
  readonly isShortened?: boolean;
}

type Looseness = 'exact' | 'trimmed' | 'folded';

const rungs: readonly (readonly [Looseness, Reduce])[] = [
  ['exact', asWritten],
  ['trimmed', withoutEnd],
  ['folded', plainCharacters],
];

/**
 * Goes from the exact match to looser ones and stops at the first kind that matches anywhere. A kind that matches in
 * two places is not guessed. Lines the block leaves as they were keep the file's own characters.
 */
export function placeBlock(
  file: readonly string[],
  search: readonly string[],
  replace: readonly string[],
  isDiff = false,
): Outcome<PlacedBlock, PlaceReason> {
  if (search.every(isBlank)) return none('emptySearch');
  for (const variant of blockVariants({ search, replace }, isDiff)) {
    for (const [loose, reduce] of rungs) {
      const found = findPlaces(file, variant.search, reduce);
      if (found.length > 1) return none('ambiguous', `the block matches in ${found.length} places`);
      if (found[0] !== undefined) return clear(file, variant, settle(file, variant, found[0], loose));
    }
    const moved = placeMoved(file, variant) ?? placeFirstMoved(file, variant);
    if (moved !== undefined) return clear(file, variant, moved);
  }
  return none('noMatch');
}

function clear(
  file: readonly string[],
  variant: Variant,
  placed: Outcome<PlacedBlock, PlaceReason>,
): Outcome<PlacedBlock, PlaceReason> {
  if (!placed.ok) return placed;
  if (variant.isUnclear === true || standForLines(file, variant, placed.value)) {
    return none('ambiguous', 'which blank lines are meant is not clear');
  }
  const { before = 0, behind = 0 } = variant.taken ?? {};
  return before + behind > 0 ? some({ ...placed.value, isShortened: true }) : placed;
}

/**
 * Blank lines at an end of the search where the file has a comment, and the replacement brings one (or takes all): the
 * comment was left out of the search, and may be what is to be replaced.
 */
function standForLines(
  file: readonly string[],
  { search, replace, taken }: Variant,
  { startLine, endLine }: PlacedBlock,
): boolean {
  if (taken === undefined) return false;
  const told = (lines: readonly string[]): readonly string[] => lines.filter((line) => !isBlank(line));
  const [own, fresh] = [told(search), told(replace)];
  const mayReplace = (line = '', neighbor = '', known = ''): boolean =>
    isRemark(neighbor) && (fresh.length === 0 || isRemark(line)) && line.trim() !== known.trim();
  return (
    (taken.before > 0 && mayReplace(fresh[0], file[startLine - 1], own[0])) ||
    (taken.behind > 0 && mayReplace(fresh.at(-1), file[endLine], own.at(-1)))
  );
}

/** Whether the lines stand in the file, blanks at their ends aside. */
export function standsIn(file: readonly string[], search: readonly string[]): boolean {
  return findPlaces(file, search, withoutEnd).length > 0;
}

function settle(
  file: readonly string[],
  variant: Variant,
  startLine: number,
  loose: Looseness,
): Outcome<PlacedBlock, PlaceReason> {
  const endLine = startLine + variant.search.length;
  const own = file.slice(startLine, endLine);
  const aligned =
    loose === 'exact'
      ? some(variant.replace)
      : alignReplacement(own, variant.search, variant.replace, loose === 'folded');
  if (!aligned.ok) return aligned;
  // Who copied the indentation of lines exactly knows how this file is indented.
  const knows = own.some(
    (line, index) =>
      /^(?:\t| {2})[ \t]*\S/.test(line) &&
      indentation(foldCharacters(variant.written?.[index] ?? variant.search[index] ?? '')) ===
        indentation(line),
  );
  const lines = knows ? aligned.value : matchTabs(file, own, variant, aligned.value);
  if (lines === undefined) return none('noMatch', 'how wide the tabs of the new lines are is not clear');
  return some({ startLine, endLine, lines, ...(loose === 'folded' ? { folded: true } : {}) });
}

/** The block stands sideways of its place, or is indented with the other kind of character. */
function placeMoved(
  file: readonly string[],
  variant: Variant,
): Outcome<PlacedBlock, PlaceReason> | undefined {
  const tabColumns = levelColumns([...variant.search, ...variant.replace], levelColumns(file, 4));
  const candidates: { start: number; shift: IndentationShift }[] = [];
  for (const start of findPlaces(file, variant.search, withoutIndent)) {
    const own = file.slice(start, start + variant.search.length);
    const shift = findShift(variant.search, own, tabColumns);
    const narrow = shift?.columns === 0 ? undefined : narrowTabs(variant.search, own, tabColumns);
    const meant = narrow ?? shift;
    if (meant !== undefined) candidates.push({ start, shift: meant });
  }
  if (candidates.length > 1) return none('ambiguous', `the block matches in ${candidates.length} places`);
  const candidate = candidates[0];
  if (candidate === undefined) return undefined;
  const { shift, start } = candidate;
  const own = file.slice(start, start + variant.search.length);
  const fileUsesTabs = shift.fileUsesTabs || (!own.some((line) => /^[ \t]/.test(line)) && usesTabs(file));
  const full = { ...shift, fileUsesTabs };
  const moved = movedLines(variant, own, full);
  if (moved === undefined) return none('noMatch', 'how far the new lines stand to the side is not clear');
  const replace: string[] = [];
  for (const [index, line] of variant.replace.entries()) {
    const shifted = moved === 'all' || (moved === 'first' && index === 0) ? shiftLine(line, full) : line;
    if (shifted === undefined) return none('noMatch', 'the replacement would stand left of the margin');
    replace.push(shifted);
  }
  if (shift.columns !== 0 && !stepsFit(replace, own, levelColumns(file, full.tabColumns))) {
    return none('noMatch', 'how far the new lines stand to the side is not clear');
  }
  const search = variant.search.map((line) => (isBlank(line) ? line : (shiftLine(line, full) ?? line)));
  const folded = own.some((line, index) => line.trim() !== search[index]?.trim());
  const written = variant.search;
  return settle(file, { search, replace, written }, start, folded ? 'folded' : 'trimmed');
}

/** Narrower tabs than the file's levels, with which the lines stand where the file has them: not moved at all. */
function narrowTabs(
  search: readonly string[],
  own: readonly string[],
  tabColumns: number,
): IndentationShift | undefined {
  if (!search.some((line) => line.startsWith('\t')) || own.some((line) => line.startsWith('\t')))
    return undefined;
  return [2, 3, 4]
    .filter((columns) => columns < tabColumns)
    .map((columns) => findShift(search, own, columns))
    .find((shift) => shift?.columns === 0);
}

/** Whether new lines behind one that opens a block stand one level further in: moved or not, that is how code looks. */
function stepsFit(lines: readonly string[], own: readonly string[], level: number): boolean {
  const known = new Set(own);
  let before = '';
  for (const line of lines) {
    if (isBlank(line)) continue;
    const step = columnsOf(line, level) - columnsOf(before, level);
    if (/[:{([]\s*$/.test(before) && step > 0 && step !== level && !(known.has(line) && known.has(before)))
      return false;
    before = line;
  }
  return true;
}

/**
 * Which of the new lines stand as far to the side as the search lines do: told by the lines both have, without such
 * lines by the margin. Undefined where that is not clear.
 */
function movedLines(
  variant: Variant,
  own: readonly string[],
  shift: IndentationShift,
): 'all' | 'first' | 'none' | undefined {
  if (shift.columns === 0) return 'all';
  const [fresh, before, here] = [variant.replace, variant.search, own].map(marginOf);
  if (fresh === undefined) return 'all';
  const lost = lostFirst(variant, own);
  if (lost !== 'no') return lost;
  const theirs = new Set(variant.search.filter((line) => !isBlank(line)).map((line) => line.trimEnd()));
  const ours = new Set(own.filter((line) => !isBlank(line)).map((line) => line.trimEnd()));
  const like = (known: ReadonlySet<string>): number =>
    variant.replace.filter((line) => known.has(line.trimEnd())).length;
  const [asSearch, asFile] = [like(theirs), like(ours)];
  if (asSearch > 0 && asFile > 0 && Math.min(asSearch, asFile) * 3 > Math.max(asSearch, asFile))
    return undefined;
  if (asSearch > asFile) return fresh === here && before !== here ? undefined : 'all';
  if (asSearch < asFile) return fresh === before && before !== here ? undefined : 'none';
  if (before === here || fresh === before) return 'all';
  if (fresh !== here) return undefined;
  // The lines that begin both halves stand as far in as the search does: that contradicts.
  const [first, theirFirst, ownFirst] = [variant.replace, variant.search, own].map((lines) =>
    indentation(lines.find((line) => !isBlank(line)) ?? ''),
  );
  return first === theirFirst && first !== ownFirst ? undefined : 'none';
}

/** A search of one line that lost its indentation: did the whole block move, or only the first line? */
function lostFirst({ search, replace }: Variant, own: readonly string[]): 'first' | 'no' | undefined {
  const here = own.find((line) => !isBlank(line)) ?? '';
  const others = replace.slice(1).filter((line) => !isBlank(line));
  const [first = ''] = replace;
  if (search.filter((line) => !isBlank(line)).length !== 1 || others.length === 0) return 'no';
  if (/^\s/.test(first) || isBlank(first) || !/^\s/.test(here)) return 'no';
  if (others.some((line) => !/^\s/.test(line))) {
    // Behind a blank line something of its own may begin, at the margin of the file.
    const begins = replace.some(
      (line, index) => index > 0 && /^\S/.test(line) && isBlank(replace[index - 1] ?? ''),
    );
    return begins || closesMore(replace) ? undefined : 'no';
  }
  if (!/[{([:,=>\\]\s*$/.test(first)) return 'first';
  const isDeep = others.every((line) => indentation(line).length >= indentation(here).length);
  return isDeep ? undefined : 'no';
}

/** Whether the lines close brackets that stand open above them: such a line may be at the margin as well. */
function closesMore(lines: readonly string[]): boolean {
  let open = 0;
  for (const sign of lines.join('\n')) {
    if ('([{'.includes(sign)) open++;
    else if (')]}'.includes(sign)) open--;
    if (open < 0) return true;
  }
  return false;
}

function marginOf(lines: readonly string[]): string | undefined {
  const indents = lines.filter((line) => !isBlank(line)).map(indentation);
  return indents.sort((one, other) => one.length - other.length)[0];
}

/** Only the first line lost its indentation: the model began to write in the middle of the line. */
function placeFirstMoved(
  file: readonly string[],
  { search, replace }: Variant,
): Outcome<PlacedBlock, PlaceReason> | undefined {
  const [first = '', ...others] = search;
  if (others.every(isBlank) || /^\s/.test(first)) return undefined;
  const places = findPlaces(file, others, withoutEnd).filter(
    (start) => start > 0 && file[start - 1]?.trim() === first.trim(),
  );
  if (places.length > 1) return none('ambiguous', `the block matches in ${places.length} places`);
  const [second] = places;
  if (second === undefined) return undefined;
  const own = file[second - 1] ?? '';
  const [fresh, ...rest] = replace;
  if (fresh !== undefined && !isBlank(fresh) && /^\s/.test(fresh)) return undefined;
  // The line may be another of the search's, or the others are indented by the other character: how far in is open.
  const isTwin = (line: string): boolean =>
    line.trim() === fresh?.trim() && line.trim() !== first.trim() && indentation(line) !== indentation(own);
  const swaps = (line: string): boolean => /^(?:\t| {2})/.test(line) && line[0] !== own[0] && /^\s/.test(own);
  if (others.some(isTwin) || (rest.some(swaps) && !others.some(swaps)))
    return none('noMatch', 'how far in the first line stands is not clear');
  const indented = fresh === undefined || isBlank(fresh) ? replace : [indentation(own) + fresh, ...rest];
  return settle(file, { search: [own, ...others], replace: indented }, second - 1, 'trimmed');
}
