/** At which lines of the file do these lines stand, compared more or less strictly? */

import { foldCharacters } from './foldCharacters.ts';

/** What is left of a line when what does not count is taken away. */
export type Reduce = (line: string) => string;

export const asWritten: Reduce = (line) => line;
export const withoutEnd: Reduce = (line) => line.trimEnd();
export const plainCharacters: Reduce = (line) => foldCharacters(line).trimEnd();
export const withoutIndent: Reduce = (line) => foldCharacters(line).trim();

interface ReducedFile {
  readonly lines: readonly string[];
  readonly places: ReadonlyMap<string, readonly number[]>;
}

/** Blocks of one answer look into the same file again and again. */
const reducedFiles = new WeakMap<readonly string[], Map<Reduce, ReducedFile>>();

/** First lines of every place, ascending. Starts from the line that the file has least often: a long search that is not there costs next to nothing. */
export function findPlaces(file: readonly string[], search: readonly string[], reduce: Reduce): number[] {
  const { lines, places } = reducedFile(file, reduce);
  const wanted = search.map(reduce);
  let rarest = 0;
  let fewest = Infinity;
  for (const [index, line] of wanted.entries()) {
    const count = places.get(line)?.length ?? 0;
    if (count < fewest) [rarest, fewest] = [index, count];
  }
  const starts = (places.get(wanted[rarest] ?? '') ?? []).map((place) => place - rarest);
  return starts.filter(
    (start) =>
      start >= 0 &&
      start + wanted.length <= lines.length &&
      wanted.every((line, index) => lines[start + index] === line),
  );
}

function reducedFile(file: readonly string[], reduce: Reduce): ReducedFile {
  const known = reducedFiles.get(file) ?? new Map<Reduce, ReducedFile>();
  reducedFiles.set(file, known);
  const made = known.get(reduce);
  if (made !== undefined) return made;
  const lines = file.map(reduce);
  const places = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const at = places.get(line);
    if (at === undefined) places.set(line, [index]);
    else at.push(index);
  }
  const fresh = { lines, places };
  known.set(reduce, fresh);
  return fresh;
}
