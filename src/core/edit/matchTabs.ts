/** How are new lines indented in a file that is indented with the other kind of character? */

import { indentation } from '../base/text.ts';
import type { Variant } from './blockVariants.ts';
import { greatestDivisor, levelColumns, shiftLine } from './indentation.ts';
import { isBlank } from './lines.ts';

/** New lines indented with spaces in a file that knows only tabs (or the other way round) take the file's characters. */
export function matchTabs(
  file: readonly string[],
  own: readonly string[],
  variant: Variant,
  lines: readonly string[],
): readonly string[] | undefined {
  const kept = new Set(own);
  const added = lines.filter((line) => !kept.has(line) && /^[ \t]/.test(line) && !isBlank(line));
  const tabbed = file.some((line) => line.startsWith('\t'));
  const spaced = file.some((line) => /^ {2,}\S/.test(line));
  if (added.length === 0 || tabbed === spaced || usesTabsOnly(added) === tabbed) return [...lines];
  // Lines that stay are indented as the file's in the new text too: who wrote it knows how.
  const stay = new Set(own.map((line) => line.trimEnd()));
  const knows = (line: string): boolean => stay.has(line.trimEnd()) && /^(?:\t| {2})[ \t]*\S/.test(line);
  if (variant.replace.some(knows)) return [...lines];
  if (added.some((line) => line.startsWith('\t')) && added.some((line) => line.startsWith(' ')))
    return [...lines];
  const tabColumns = tabbed ? levelColumns(variant.replace, 4) : columnsOfTabs(lines, added, file);
  if (tabColumns === undefined) return undefined;
  const shift = { columns: 0, tabColumns, fileUsesTabs: tabbed };
  // ` *` continues a block comment: one space is no indentation of its own.
  return lines.map((line) => (kept.has(line) || /^ \S/.test(line) ? line : (shiftLine(line, shift) ?? line)));
}

/**
 * How wide the tabs of new lines are in a file of spaces: as its levels, but where each level is made of several tabs a
 * part of them. Undefined where that may as well be the way such lines are indented here.
 */
function columnsOfTabs(
  lines: readonly string[],
  added: readonly string[],
  file: readonly string[],
): number | undefined {
  const level = levelColumns(file, 4);
  const counts = added.map((line) => indentation(line).replaceAll(' ', '').length);
  const step = counts.reduce(greatestDivisor, 0);
  if (step < 2 || level % step !== 0 || level === step) return level;
  return stepsIn(lines, 1, step) && !stepsIn(file, level, level * step) ? level / step : undefined;
}

/** Whether a line behind one that opens something stands so far further in; a tab counts as so many columns. */
function stepsIn(lines: readonly string[], tabColumns: number, step: number): boolean {
  let before = '';
  for (const line of lines) {
    if (isBlank(line)) continue;
    if (/[[{(:]\s*$/.test(before) && columnsOf(line, tabColumns) - columnsOf(before, tabColumns) === step)
      return true;
    before = line;
  }
  return false;
}

function usesTabsOnly(lines: readonly string[]): boolean {
  return lines.every((line) => line.startsWith('\t'));
}

/** Columns of the indentation where a tab counts as a level. */
export function columnsOf(line: string, level: number): number {
  return indentation(line).replaceAll('\t', ' '.repeat(level)).length;
}
