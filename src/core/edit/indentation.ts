/** How is a block indented that the model moved sideways, or wrote with spaces where the file has tabs? */

import { indentation } from '../base/text.ts';
import { isBlank } from './lines.ts';

export interface IndentationShift {
  /** Columns that the file's lines stand further right than the model's; negative: further left. */
  readonly columns: number;
  /** Columns of one tab. */
  readonly tabColumns: number;
  readonly fileUsesTabs: boolean;
}

/**
 * The one sideways move that turns the indentation of `theirs` into that of `ours`, line by line; undefined where
 * there is none. The lines must correspond. Blank lines say nothing.
 */
export function findShift(
  theirs: readonly string[],
  ours: readonly string[],
  tabColumns: number,
): IndentationShift | undefined {
  let columns: number | undefined;
  let tabs = 0;
  let spaces = 0;
  for (const [index, line] of theirs.entries()) {
    const own = ours[index] ?? '';
    if (isBlank(line) || isBlank(own)) continue;
    const indent = indentation(own);
    if (indent.includes('\t')) tabs++;
    else if (indent !== '') spaces++;
    const difference = width(indent, tabColumns) - width(indentation(line), tabColumns);
    if (columns !== undefined && columns !== difference) return undefined;
    columns = difference;
  }
  if (columns === undefined || (tabs > 0 && spaces > 0)) return undefined;
  return { columns, tabColumns, fileUsesTabs: tabs > 0 };
}

/** The line indented as the file has it; undefined where it would stand left of the margin. */
export function shiftLine(line: string, shift: IndentationShift): string | undefined {
  if (line === '') return '';
  const indent = indentation(line);
  const columns = width(indent, shift.tabColumns) + shift.columns;
  if (columns < 0) return isBlank(line) ? '' : undefined;
  const rest = line.slice(indent.length);
  // Moved as the others are; the tabs behind that are its own.
  const moved = ' '.repeat(Math.max(0, -shift.columns));
  if (moved !== '' && indent.startsWith(`${moved}\t`)) return line.slice(moved.length);
  if (!shift.fileUsesTabs) return ' '.repeat(columns) + rest;
  return '\t'.repeat(Math.floor(columns / shift.tabColumns)) + ' '.repeat(columns % shift.tabColumns) + rest;
}

/** Blocks of one answer ask about the same file again and again. */
const knownLevels = new WeakMap<readonly string[], { readonly level: number | undefined }>();

/**
 * Columns of one level where the lines are indented with spaces: the step by which most lines go in, else the greatest
 * common divisor of all indentations.
 */
export function levelColumns(lines: readonly string[], fallback: number): number {
  const known = knownLevels.get(lines) ?? { level: levelOf(lines) };
  knownLevels.set(lines, known);
  return known.level ?? fallback;
}

function levelOf(lines: readonly string[]): number | undefined {
  const steps = new Map<number, number>();
  let divisor = 0;
  let previous = 0;
  for (const line of lines) {
    // ` *` continues a block comment: its space is no indentation of its own.
    if (isBlank(line) || /^ *\*/.test(line)) continue;
    const indent = indentation(line);
    if (indent.includes('\t')) continue;
    const step = indent.length - previous;
    if (step >= 2 && step <= 8) steps.set(step, (steps.get(step) ?? 0) + 1);
    divisor = greatestDivisor(divisor, indent.length);
    previous = indent.length;
  }
  if (divisor >= 2 && divisor <= 8 && lines.length < 30) return divisor;
  const [commonest] = [...steps].sort((one, other) => other[1] - one[1] || one[0] - other[0]);
  if (commonest !== undefined) return commonest[0];
  return divisor >= 2 && divisor <= 8 ? divisor : undefined;
}

export function usesTabs(lines: readonly string[]): boolean {
  let tabs = 0;
  let spaces = 0;
  for (const line of lines) {
    if (line.startsWith('\t')) tabs++;
    else if (/^ {2,}\S/.test(line)) spaces++;
  }
  return tabs > spaces;
}

function width(indent: string, tabColumns: number): number {
  let columns = 0;
  for (const character of indent) {
    columns += character === '\t' ? tabColumns - (columns % tabColumns) : 1;
  }
  return columns;
}

export function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other);
}
