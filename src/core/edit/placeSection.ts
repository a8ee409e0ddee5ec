/** Where does a section of a diff belong that is not there as it was written: twice in the file, or with context garbled or left out? */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { DiffSection, SearchReplacePart } from './answerPart.ts';
import { definitionRange } from './definition.ts';
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
  const placed = placeWhole(file, part, section);
  if (placed.ok && !isProven(file, section, placed.value)) {
    return none('noMatch', 'lines around the new ones are missing');
  }
  return placed;
}

/** New lines at an edge of the section: what stood beside them may have been left out, unless the numbers fit or the file ends there. */
function isProven(file: readonly string[], section: DiffSection, placed: readonly PlacedBlock[]): boolean {
  if (section.at !== undefined) return true;
  const groups = groupsOf(section.lines);
  const [first] = groups;
  const last = groups.at(-1);
  const startsFile = placed[0]?.startLine === 0;
  const endsFile = file.slice(placed.at(-1)?.endLine).every(isBlank);
  const isOpenAbove = first?.removed.length === 0 && first.before.length === 0;
  const isOpenBelow = last?.removed.length === 0 && last.behind.length === 0;
  return (!isOpenAbove || startsFile) && (!isOpenBelow || endsFile);
}

function placeWhole(
  file: readonly string[],
  part: SearchReplacePart,
  section: DiffSection,
): Outcome<readonly PlacedBlock[], PlaceReason> {
  const loose = standsIn(file, part.search) ? undefined : placeLooseContext(file, section.lines);
  if (loose !== undefined) return some([loose]);
  const placed = placeBlock(file, part.search, part.replace);
  if (placed.ok) return some([placed.value]);
  if (placed.reason === 'ambiguous') {
    const found = belowHeading(file, part, section.heading);
    return found === undefined ? placed : some([found]);
  }
  if (placed.reason !== 'noMatch' && placed.reason !== 'emptySearch') return placed;
  const groups = placeGroups(file, section.lines);
  return groups === undefined ? placed : some(groups);
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

/** Whether a line of the section that is no change stands for this line of the file, with or without its leading space. */
function isContext(line: string, own: string): boolean {
  const bare = line.trimEnd();
  const trimmed = own.trimEnd();
  return bare === trimmed || (line.startsWith(' ') && line.slice(1).trimEnd() === trimmed);
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

interface Group {
  readonly before: readonly string[];
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly behind: readonly string[];
}

/** How far apart the lines of a section may stand in the file. */
const widestGap = 40;

/**
 * Context lines were left out, silently or by dots: every change finds its own place. Lines that go must stand in the
 * file once; lines that only come must have both neighbors, next to each other. The context that is there must be
 * found around them, in its order.
 */
function placeGroups(file: readonly string[], lines: readonly string[]): readonly PlacedBlock[] | undefined {
  const placed: PlacedBlock[] = [];
  let from = 0;
  for (const group of groupsOf(lines)) {
    const place = placeGroup(file, group);
    if (place === undefined || place.startLine < from) return undefined;
    if (!standsAround(file, group, place)) return undefined;
    placed.push(place);
    from = place.endLine;
  }
  return placed.length === 0 ? undefined : placed;
}

function groupsOf(lines: readonly string[]): Group[] {
  const groups: Group[] = [];
  let index = 0;
  let before: string[] = [];
  while (index < lines.length) {
    const run = (sign: RegExp): string[] => {
      const start = index;
      while (index < lines.length && sign.test(lines[index] ?? '')) index++;
      return lines.slice(start, index);
    };
    before = [...before, ...run(/^(?![+-])/)];
    const removed = run(/^-/).map((line) => line.slice(1));
    const added = run(/^\+/).map((line) => line.slice(1));
    if (removed.length === 0 && added.length === 0) break;
    const rest = lines.slice(index);
    const end = rest.findIndex((line) => /^[+-]/.test(line));
    const behind = end === -1 ? rest : rest.slice(0, end);
    groups.push({ before, removed, added, behind });
    before = [];
  }
  return groups;
}

function placeGroup(file: readonly string[], group: Group): PlacedBlock | undefined {
  const { removed, added } = group;
  if (removed.some((line) => !isBlank(line))) {
    const placed = placeBlock(file, removed, added);
    return placed.ok ? placed.value : undefined;
  }
  const above = group.before.at(-1);
  const [below] = group.behind;
  if (removed.length > 0 || above === undefined || below === undefined) return undefined;
  if (isBlank(above) && isBlank(below)) return undefined;
  const places = file.flatMap((line, index) =>
    isContext(above, line) && isContext(below, file[index + 1] ?? '\0') ? [index + 1] : [],
  );
  const [startLine] = places;
  return startLine === undefined || places.length > 1
    ? undefined
    : { startLine, endLine: startLine, lines: added };
}

function standsAround(file: readonly string[], group: Group, place: PlacedBlock): boolean {
  const above = file.slice(Math.max(0, place.startLine - widestGap), place.startLine).toReversed();
  const below = file.slice(place.endLine, place.endLine + widestGap);
  return isWithin(group.before.toReversed(), above) && isWithin(group.behind, below);
}

/** Whether the context lines stand in the file's lines in this order. Dots and blank lines say nothing. */
function isWithin(context: readonly string[], own: readonly string[]): boolean {
  let at = 0;
  for (const line of context) {
    if (isBlank(line)) continue;
    if (/^\s*(?:\.{3}|…)/.test(line)) return true;
    while (at < own.length && !isContext(line, own[at] ?? '')) at++;
    if (at === own.length) return false;
    at++;
  }
  return true;
}
