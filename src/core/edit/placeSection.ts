/** Where does a section of a diff belong that is not there as it was written: twice in the file, or with context garbled or left out? */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { DiffSection, SearchReplacePart } from './answerPart.ts';
import { definitionRange } from './definition.ts';
import { groupsOf, isContext, placeGroups, type Group } from './placeGroups.ts';
import { isBlank } from './lines.ts';
import { placeBlock, standsIn, type PlacedBlock, type PlaceReason } from './placeBlock.ts';

/** As `placeBlock`; several places where the section is taken apart. Never a guess. */
export function placeSection(
  file: readonly string[],
  part: SearchReplacePart,
  section: DiffSection,
): Outcome<readonly PlacedBlock[], PlaceReason> {
  if (section.noNewline === undefined && isTornApart(section.lines))
    return none('noMatch', 'lines come before the ones they replace');
  if (lostSigns(section)) return none('noMatch', 'lines that go are not marked as such');
  if (lacksContext(section) && !groupsOf(section.lines).every(isHeld))
    return none('noMatch', 'lines around the new ones are missing');
  const placed = placeWhole(file, part, section);
  if (placed.ok && !isProven(file, section, placed.value)) {
    return none('noMatch', 'lines around the new ones are missing');
  }
  return placed;
}

/** New lines at an edge of the section whose numbers do not fit: what stood beside them may have been left out, unless the file ends there. */
function isProven(file: readonly string[], section: DiffSection, placed: readonly PlacedBlock[]): boolean {
  if (section.at !== undefined || section.told === undefined) return true;
  const groups = groupsOf(section.lines);
  const [first] = groups;
  const last = groups.at(-1);
  const startsFile = placed[0]?.startLine === 0;
  const endsFile = file.slice(placed.at(-1)?.endLine).every(isBlank);
  const isOpenAbove = first?.removed.length === 0 && first.before.length === 0;
  const isOpenBelow = last?.removed.length === 0 && last.behind.length === 0;
  return (!isOpenAbove || startsFile) && (!isOpenBelow || endsFile);
}

/** Whether the header counts more lines than there are on both sides: context was left out, nobody knows where. */
function lacksContext({ told, lines }: DiffSection): boolean {
  if (told === undefined) return false;
  const missing = told.oldCount - lines.filter((line) => !line.startsWith('+')).length;
  return missing > 0 && missing === told.newCount - lines.filter((line) => !line.startsWith('-')).length;
}

/** Where context is missing, a change stands by itself only where lines that say something go, or stand on both sides of it. */
function isHeld({ before, removed, added, behind }: Group): boolean {
  const [above = '', below = ''] = [before.at(-1), behind[0]];
  const isBetween = !isBlank(above.slice(1)) && !isBlank(below.slice(1));
  return isBetween || (removed.some((line) => !isBlank(line)) && removed.length >= added.length);
}

function placeWhole(
  file: readonly string[],
  part: SearchReplacePart,
  section: DiffSection,
): Outcome<readonly PlacedBlock[], PlaceReason> {
  const loose = standsIn(file, part.search) ? undefined : placeLooseContext(file, section.lines);
  if (loose !== undefined) return some([loose]);
  const placed = placeBlock(file, part.search, part.replace, true);
  if (placed.ok) return some([placed.value]);
  if (placed.reason === 'ambiguous') {
    const found = belowHeading(file, part, section.heading);
    return found === undefined ? placed : some([found]);
  }
  if (placed.reason !== 'noMatch' && placed.reason !== 'emptySearch') return placed;
  const groups = placeGroups(file, section);
  return groups === undefined ? placed : some(groups.map((place) => ({ ...place, isTorn: true })));
}

/**
 * The header counts other lines than there are: one of its two counts fits, and the other is off as it is where lines
 * that go were written as if they stayed, or where lines are missing.
 */
function lostSigns({ told, lines }: DiffSection): boolean {
  if (told === undefined) return false;
  const old = lines.filter((line) => !line.startsWith('+')).length;
  const fresh = lines.filter((line) => !line.startsWith('-')).length;
  const stay = lines.filter((line) => !/^[+-]/.test(line)).length;
  const isMarkLost = told.newCount < fresh && fresh - told.newCount < stay;
  if (told.oldCount === old) return isMarkLost || told.newCount > fresh;
  return told.newCount === fresh && told.oldCount > old;
}

/**
 * The places all sections have by their line numbers: only where the lines stand exactly there and the numbers agree
 * with each other. Undefined as soon as one does not fit.
 */
export function placeByNumbers(
  file: readonly string[],
  parts: readonly SearchReplacePart[],
): readonly PlacedBlock[] | undefined {
  const placed: PlacedBlock[] = [];
  let shift = 0;
  for (const { section, search, replace } of parts) {
    if (section?.at === undefined) return undefined;
    const { oldStart, newStart } = section.at;
    if (newStart !== oldStart + shift) return undefined;
    if (!search.every((line, index) => file[oldStart + index] === line)) return undefined;
    shift += replace.length - search.length;
    placed.push({ startLine: oldStart, endLine: oldStart + search.length, lines: replace });
  }
  return placed;
}

/** New lines right before old ones, or the same line gone and come: a diff never has that unless lines between were left out. */
function isTornApart(lines: readonly string[]): boolean {
  if (lines.some((line, index) => line.startsWith('+') && (lines[index + 1] ?? '').startsWith('-')))
    return true;
  return groupsOf(lines).some(({ removed, added }) => {
    const gone = new Set(removed.filter((line) => !isBlank(line)));
    return added.some((line) => gone.has(line));
  });
}

/** Git writes the head of the function behind the numbers, other formats a line to look for. */
function belowHeading(
  file: readonly string[],
  { search, replace }: SearchReplacePart,
  heading: string,
): PlacedBlock | undefined {
  if (heading.length < 3) return undefined;
  const heads = file.flatMap((line, index) => (line.trim() === heading ? [index] : []));
  const [head] = heads;
  if (head === undefined || heads.length > 1) return undefined;
  const range = definitionRange(file, head);
  const places = file.flatMap((_line, start) =>
    search.every((line, index) => file[start + index]?.trimEnd() === line.trimEnd()) ? [start] : [],
  );
  const inside = places.filter(
    (start) => range !== undefined && start >= range.startLine && start + search.length <= range.endLine,
  );
  const [startLine] = inside;
  return startLine === undefined || inside.length > 1
    ? undefined
    : { startLine, endLine: startLine + search.length, lines: replace };
}

/** All lines in a row, each context line read in the way that fits: models drop the leading space of some. */
function placeLooseContext(file: readonly string[], lines: readonly string[]): PlacedBlock | undefined {
  const old = lines.filter((line) => !line.startsWith('+'));
  if (old.every((line) => isBlank(line.slice(1)))) return undefined;
  const places = file.flatMap((_line, start) => {
    if (start + old.length > file.length) return [];
    const fits = old.every((line, index) => {
      const own = file[start + index] ?? '';
      return line.startsWith('-') ? line.slice(1).trimEnd() === own.trimEnd() : isContext(line, own);
    });
    return fits ? [start] : [];
  });
  const [startLine] = places;
  if (startLine === undefined || places.length > 1) return undefined;
  const result: string[] = [];
  let at = startLine;
  for (const line of lines) {
    if (line.startsWith('+')) result.push(line.slice(1));
    else {
      if (!line.startsWith('-')) result.push(file[at] ?? '');
      at++;
    }
  }
  return { startLine, endLine: at, lines: result };
}
