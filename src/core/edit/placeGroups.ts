/** Where do the changes of a diff's section belong when context between them was left out, silently or by dots? */

import type { DiffSection } from './answerPart.ts';
import { likeness } from './likeness.ts';
import { isBlank } from './lines.ts';
import { placeBlock, type PlacedBlock } from './placeBlock.ts';

export interface Group {
  readonly before: readonly string[];
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly behind: readonly string[];
}

/** How far apart the lines of a section may stand in the file. */
const widestGap = 40;

/** A line and the one in its place are at least this much alike. */
const leastLikeness = 0.5;

/**
 * Every change finds its own place. Lines that go must stand in the file once; lines that only come must have both
 * neighbors, next to each other. The context that is there must be found around them, in its order; where it is left out
 * right beside new lines, nobody knows on which side of it they belong, unless each of them is like the one it replaces.
 * Where the header counts lines, as many must be missing before as after: else lines that go are among them.
 */
export function placeGroups(
  file: readonly string[],
  { lines, told }: DiffSection,
): readonly PlacedBlock[] | undefined {
  if (told !== undefined) {
    const old = lines.filter((line) => !line.startsWith('+')).length;
    const fresh = lines.filter((line) => !line.startsWith('-')).length;
    if (told.oldCount - old !== told.newCount - fresh) return undefined;
  }
  const placed: PlacedBlock[] = [];
  let from = 0;
  for (const group of groupsOf(lines)) {
    const place = placeGroup(file, group);
    if (place === undefined || place.startLine < from) return undefined;
    if (!standsAround(file, group, place) || !(standsBeside(file, group, place) || isRewritten(group)))
      return undefined;
    placed.push(place);
    from = place.endLine;
  }
  return placed.length === 0 ? undefined : placed;
}

/** Nothing is left out between the change and the lines around it. */
function standsBeside(
  file: readonly string[],
  { before, added, behind }: Group,
  place: PlacedBlock,
): boolean {
  if (added.length === 0) return true;
  const above = before.at(-1);
  const [below] = behind;
  return (
    (above === undefined || isContext(above, file[place.startLine - 1] ?? '')) &&
    (below === undefined || isContext(below, file[place.endLine] ?? ''))
  );
}

function isRewritten({ removed, added }: Group): boolean {
  return (
    removed.length === added.length &&
    removed.every((line, index) => likeness(line, added[index] ?? '') >= leastLikeness)
  );
}

/** Whether a line of the section that is no change stands for this line of the file, with or without its leading space. */
export function isContext(line: string, own: string): boolean {
  const bare = line.trimEnd();
  const trimmed = own.trimEnd();
  return bare === trimmed || (line.startsWith(' ') && line.slice(1).trimEnd() === trimmed);
}

export function groupsOf(lines: readonly string[]): Group[] {
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
  // A blank line is like any other: it may be one from further on.
  if (isBlank(above) || isBlank(below)) return undefined;
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
