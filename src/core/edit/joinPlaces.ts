/** Do the places of all blocks go together, and is each of them the only one that makes sense? */

import { none, some, type Outcome } from '../base/outcome.ts';
import { isBlank } from './lines.ts';
import type { PlacedBlock } from './placeBlock.ts';

export type JoinReason = 'overlappingBlocks' | 'ambiguous';

/**
 * The places in order, each cut down to what really changes, so that blocks may share lines around their changes. Two
 * that change the same lines, or of which one shows as it was what the other changes, are refused. So is one whose first
 * or last new line stands right beside the place already: the model took its search lines to reach further than they do.
 */
export function joinPlaces(
  file: readonly string[],
  places: readonly PlacedBlock[],
): Outcome<readonly PlacedBlock[], JoinReason> {
  if (places.some((place) => repeatsNeighbor(file, place))) {
    return none('ambiguous', 'new lines stand beside the place already');
  }
  const cores = places.map((place) => coreOf(file, place));
  const contradicts = places.some((place, index) =>
    cores.some((core, other) => other !== index && isWithin(core, place)),
  );
  if (contradicts) return none('overlappingBlocks');
  cores.sort((one, other) => one.startLine - other.startLine || one.endLine - other.endLine);
  const isSameGap = cores.some((core, index) => {
    const before = cores[index - 1];
    return before?.startLine === core.startLine && before.endLine === core.endLine;
  });
  return isSameGap ? none('overlappingBlocks') : some(cores);
}

/** Whether lines of the place are changed, or come in between. */
function isWithin(core: PlacedBlock, place: PlacedBlock): boolean {
  return core.startLine < place.endLine && core.endLine > place.startLine;
}

/** Without the lines at both ends that stay as they are. */
export function coreOf(file: readonly string[], place: PlacedBlock): PlacedBlock {
  let { startLine, endLine } = place;
  let [start, end] = [0, place.lines.length];
  while (startLine < endLine && start < end && file[startLine] === place.lines[start]) {
    startLine++;
    start++;
  }
  while (startLine < endLine && start < end && file[endLine - 1] === place.lines[end - 1]) {
    endLine--;
    end--;
  }
  return { ...place, startLine, endLine, lines: place.lines.slice(start, end) };
}

/** Brackets and short words are repeated everywhere. */
const isTelling = (line: string): boolean =>
  letters(line) >= 8 && !/^\s*(?:continue|fallthrough|default:)\W*$/.test(line);

function letters(line: string): number {
  return line.match(/\w/g)?.length ?? 0;
}

function repeatsNeighbor(file: readonly string[], place: PlacedBlock): boolean {
  const { startLine, endLine, lines } = place;
  const [first = '', last = ''] = [lines[0], lines.at(-1)];
  const [above, below] = [file[startLine - 1], file[endLine]];
  const isRepeated = (line: string, neighbor: string | undefined, own: string | undefined): boolean =>
    isTelling(line) && line.trim() === neighbor?.trim() && own?.trim() !== line.trim();
  if (isRepeated(first, above, file[startLine]) || isRepeated(last, below, file[endLine - 1])) return true;
  return place.isShortened === true && repeatsLines(file, place);
}

/** Lines further than this from the place are not looked at. */
const furthestNeighbor = 12;

/** Whether new lines at an end stand beside the place already, blank lines aside: the search showed blanks for them. */
function repeatsLines(file: readonly string[], { startLine, endLine, lines }: PlacedBlock): boolean {
  const told = (some: readonly string[]): string[] =>
    some.filter((line) => !isBlank(line)).map((line) => line.trim());
  const fresh = told(lines);
  const own = told(file.slice(startLine, endLine));
  const above = told(file.slice(Math.max(0, startLine - furthestNeighbor), startLine));
  const below = told(file.slice(endLine, endLine + furthestNeighbor));
  return (
    repeatsRun(fresh.toReversed(), own.toReversed(), below.toReversed()) || repeatsRun(fresh, own, above)
  );
}

/** Whether the first fresh lines, which are not the first of our own, are the last of those before. */
function repeatsRun(fresh: readonly string[], own: readonly string[], before: readonly string[]): boolean {
  for (let count = 1; count <= Math.min(fresh.length, before.length); count++) {
    const run = fresh.slice(0, count);
    const isSame = run.every((line, index) => line === before[before.length - count + index]);
    if (isSame && run[0] !== own[0] && letters(run.join('')) >= 3) return true;
  }
  return false;
}
