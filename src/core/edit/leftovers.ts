/** Do new lines hold what belongs into no file: comments in place of code, markers of the answer's format? */

import { isElision, isLeftoverMarker } from './markers.ts';
import { isBlank } from './lines.ts';

/** What the file has itself is no leftover. */
export function leftovers(
  lines: readonly string[],
  file: readonly string[],
): 'elided' | 'markersLeft' | undefined {
  const own = new Set(file.map((line) => line.trim()));
  let before = '';
  for (const line of lines) {
    if (!own.has(line.trim())) {
      if (isElision(line, before)) return 'elided';
      if (isLeftoverMarker(line)) return 'markersLeft';
    }
    if (!isBlank(line)) before = line;
  }
  return undefined;
}
