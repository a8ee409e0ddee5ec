/** How do new lines get into a text so that everything else stays byte for byte, line endings included? */

import type { LineRange } from './definition.ts';
import { joinLines, usualEnding, type Line } from './lines.ts';

/** The text with its lines replaced; the places are in order and do not overlap. New lines end as their neighbors do. */
export function replaceLines(
  lines: readonly Line[],
  places: readonly (LineRange & { readonly lines: readonly string[] })[],
): string {
  const usual = usualEnding(lines);
  const result: Line[] = [];
  let at = 0;
  for (const place of places) {
    result.push(...lines.slice(at, place.startLine));
    const old = lines.slice(place.startLine, place.endLine);
    const nearby = old.find((line) => line.ending !== '')?.ending ?? usual;
    const keep = new Map(old.map((line) => [line.text, line.ending]));
    for (const text of place.lines) result.push({ text, ending: keep.get(text) || nearby });
    at = place.endLine;
  }
  result.push(...lines.slice(at));
  const bareEnd = lines.at(-1)?.ending === '';
  const touchedEnd = places.some((place) => place.endLine === lines.length);
  if (!bareEnd || !touchedEnd) return joinLines(result);
  // Lines that came behind the last one: it needs an ending now, and the new last one none.
  const ended = result.map((line, index) => ({
    text: line.text,
    ending: index === result.length - 1 ? '' : line.ending || usual,
  }));
  return joinLines(ended);
}

/** All lines anew. Ends as the file ended: with or without a last line break, in the file's line endings. */
export function replaceAll(lines: readonly string[], file: readonly Line[]): string {
  const kept = keepEndings(lines, file);
  const last = file.at(-1);
  if (last === undefined || last.ending !== '') return joinLines(kept);
  const final = kept.at(-1);
  return joinLines(final === undefined ? [] : [...kept.slice(0, -1), { text: final.text, ending: '' }]);
}

/** In a file of mixed endings, a line that stays keeps its own. */
function keepEndings(lines: readonly string[], file: readonly Line[]): Line[] {
  const usual = usualEnding(file);
  const mixed = new Set(file.map((line) => line.ending).filter((ending) => ending !== '')).size > 1;
  if (!mixed) return lines.map((text) => ({ text, ending: usual }));
  const endings = new Map<string, string[]>();
  for (const line of file) {
    const known = endings.get(line.text);
    if (known === undefined) endings.set(line.text, [line.ending || usual]);
    else known.push(line.ending || usual);
  }
  return lines.map((text) => ({ text, ending: endings.get(text)?.shift() ?? usual }));
}
