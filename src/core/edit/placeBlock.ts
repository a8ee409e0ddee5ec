/** Where in the file does a search/replace block belong, and what stands there afterwards? */

import { none, some, type Outcome } from '../base/outcome.ts';
import { findShift, levelColumns, shiftLine, usesTabs, type IndentationShift } from './indentation.ts';
import { alignReplacement } from './alignReplacement.ts';
import { isBlank } from './lines.ts';
import { foldCharacters } from './foldCharacters.ts';

export type PlaceReason = 'noMatch' | 'ambiguous' | 'emptySearch' | 'quotesDiffer';

export interface PlacedBlock {
  /** First line that is replaced, and the one behind the last. */
  readonly startLine: number;
  readonly endLine: number;
  /** Lines without endings. */
  readonly lines: readonly string[];
}

type Compare = (own: string, theirs: string) => boolean;

type Looseness = 'exact' | 'trimmed' | 'folded';

const looseness: readonly Looseness[] = ['exact', 'trimmed', 'folded'];

const rungs: readonly Compare[] = [
  (own, theirs) => own === theirs,
  (own, theirs) => own.trimEnd() === theirs.trimEnd(),
  (own, theirs) => foldCharacters(own).trimEnd() === foldCharacters(theirs).trimEnd(),
];

/**
 * Goes from the exact match to looser ones and stops at the first kind that matches anywhere. A kind that matches in
 * two places is not guessed. Lines the block leaves as they were keep the file's own characters.
 */
export function placeBlock(
  file: readonly string[],
  search: readonly string[],
  replace: readonly string[],
): Outcome<PlacedBlock, PlaceReason> {
  if (search.every(isBlank)) return none('emptySearch');
  const variants = searchVariants(search, replace);
  for (const variant of variants) {
    for (const [rung, same] of rungs.entries()) {
      const found = findPlaces(file, variant.search, same);
      if (found.length > 1) return none('ambiguous', `the block matches in ${found.length} places`);
      if (found[0] !== undefined) return settle(file, variant, found[0], looseness[rung] ?? 'folded');
    }
    const shifted = findShifted(file, variant);
    if (shifted !== undefined) return shifted;
  }
  return none('noMatch');
}

/** Whether the lines stand in the file, blanks at their ends aside. */
export function standsIn(file: readonly string[], search: readonly string[]): boolean {
  return findPlaces(file, search, (own, theirs) => own.trimEnd() === theirs.trimEnd()).length > 0;
}

interface Variant {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

/** The block as it is, then without blank lines around both halves, then without line numbers. */
function searchVariants(search: readonly string[], replace: readonly string[]): Variant[] {
  const variants: Variant[] = [{ search, replace }];
  const trimmed = { search: trimBlank(search), replace: trimBlank(replace) };
  if (trimmed.search.length < search.length) variants.push(trimmed);
  const numberless = withoutLineNumbers(trimmed.search);
  if (numberless !== undefined) {
    variants.push({ search: numberless, replace: withoutLineNumbers(trimmed.replace) ?? trimmed.replace });
  }
  return variants;
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
  const lines = matchTabs(file, own, variant, aligned.value);
  return some({ startLine, endLine, lines });
}

function findPlaces(file: readonly string[], search: readonly string[], same: Compare): number[] {
  const places: number[] = [];
  for (let start = 0; start + search.length <= file.length; start++) {
    if (matchesAt(file, search, start, same)) places.push(start);
  }
  return places;
}

function matchesAt(
  file: readonly string[],
  search: readonly string[],
  start: number,
  same: Compare,
): boolean {
  for (let index = 0; index < search.length; index++) {
    if (!same(file[start + index] ?? '', search[index] ?? '')) return false;
  }
  return true;
}

function findShifted(
  file: readonly string[],
  variant: Variant,
): Outcome<PlacedBlock, PlaceReason> | undefined {
  const bare: Compare = (own, theirs) => foldCharacters(own).trim() === foldCharacters(theirs).trim();
  const tabColumns = levelColumns([...variant.search, ...variant.replace], levelColumns(file, 4));
  const candidates: { start: number; shift: IndentationShift }[] = [];
  for (const start of findPlaces(file, variant.search, bare)) {
    const shift = findShift(variant.search, file.slice(start, start + variant.search.length), tabColumns);
    if (shift !== undefined) candidates.push({ start, shift });
  }
  if (candidates.length > 1) return none('ambiguous', `the block matches in ${candidates.length} places`);
  const candidate = candidates[0];
  if (candidate === undefined) return undefined;
  const replace: string[] = [];
  const { shift } = candidate;
  const fileUsesTabs = shift.fileUsesTabs || (!hasIndent(file, candidate.start, variant) && usesTabs(file));
  for (const line of variant.replace) {
    const shifted = shiftLine(line, { ...shift, fileUsesTabs });
    if (shifted === undefined) return none('noMatch', 'the replacement would stand left of the margin');
    replace.push(shifted);
  }
  const own = file.slice(candidate.start, candidate.start + variant.search.length);
  const search = variant.search.map((line) => shiftLine(line, { ...shift, fileUsesTabs }) ?? line);
  const folded = own.some((line, index) => line.trim() !== search[index]?.trim());
  return settle(file, { search, replace }, candidate.start, folded ? 'folded' : 'trimmed');
}

function hasIndent(file: readonly string[], start: number, variant: Variant): boolean {
  return file.slice(start, start + variant.search.length).some((line) => /^[ \t]/.test(line));
}

/** New lines indented with spaces in a file that knows only tabs (or the other way round) take the file's characters. */
function matchTabs(
  file: readonly string[],
  own: readonly string[],
  variant: Variant,
  lines: readonly string[],
): string[] {
  const kept = new Set(own);
  const added = lines.filter((line) => !kept.has(line) && /^[ \t]/.test(line) && !isBlank(line));
  const tabbed = file.some((line) => line.startsWith('\t'));
  const spaced = file.some((line) => /^ {2,}\S/.test(line));
  if (added.length === 0 || tabbed === spaced || usesTabsOnly(added) === tabbed) return [...lines];
  if (added.some((line) => line.startsWith('\t')) && added.some((line) => line.startsWith(' ')))
    return [...lines];
  const tabColumns = tabbed ? levelColumns(variant.replace, 4) : levelColumns(file, 4);
  const shift = { columns: 0, tabColumns, fileUsesTabs: tabbed };
  // ` *` continues a block comment: one space is no indentation of its own.
  return lines.map((line) => (kept.has(line) || /^ \S/.test(line) ? line : (shiftLine(line, shift) ?? line)));
}

function usesTabsOnly(lines: readonly string[]): boolean {
  return lines.every((line) => line.startsWith('\t'));
}

function trimBlank(lines: readonly string[]): readonly string[] {
  let start = 0;
  let end = lines.length;
  while (start < end && isBlank(lines[start] ?? '')) start++;
  while (end > start && isBlank(lines[end - 1] ?? '')) end--;
  return lines.slice(start, end);
}

/** `12 | code`, `12: code` or `12	code` with rising numbers on every line. */
function withoutLineNumbers(lines: readonly string[]): string[] | undefined {
  const stripped: string[] = [];
  let previous = -1;
  for (const line of lines) {
    const match = /^\s*(\d{1,6})(?: ?[|:] ?|\t)(.*)$/.exec(line) ?? /^\s*(\d{1,6})()$/.exec(line);
    const number = Number(match?.[1]);
    if (match === null || (previous !== -1 && number <= previous)) return undefined;
    previous = number;
    stripped.push(match[2] ?? '');
  }
  return stripped.length === 0 ? undefined : stripped;
}
