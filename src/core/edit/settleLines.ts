/** What did the model mean where its lines differ from ours only in what models garble: indentation, quotes, blanks at the end? */

import { diffArrays } from 'diff';

import { indentation } from '../base/text.ts';
import { straightenSpaces, straightenStrings } from './foldCharacters.ts';
import { levelColumns, shiftLine, type IndentationShift } from './indentation.ts';
import { isBlank } from './lines.ts';

/**
 * The lines of a rewritten region (or file) as they belong into the file: with its kind of indentation, moved sideways
 * as a block where that makes them match, without typographic quotes the file does not have. Lines that are the same
 * but for that keep our own characters.
 */
export function settleLines(
  answer: readonly string[],
  own: readonly string[],
  file: readonly string[],
): readonly string[] {
  const spaced = straightenSpaces(answer, file);
  const indented = sideways(sameIndentCharacters(atMargin(spaced, own), own, file), own);
  return keepOwn(straightenStrings(indented, file), own);
}

/** Moved to the margin where all of it stands to the right of a file that has lines there. */
export function atMargin(answer: readonly string[], own: readonly string[]): readonly string[] {
  return margin(own) === '' && margin(answer) !== '' ? sideways(answer, own) : answer;
}

function sameIndentCharacters(
  answer: readonly string[],
  own: readonly string[],
  file: readonly string[],
): readonly string[] {
  const ours = indentKind(file, 0.8);
  if (ours === undefined) return answer;
  // A file of one kind takes no line of the other; one of both only an answer that is all of the rarer kind.
  const theirs = indentKind(answer, 1);
  const isForeign = isWithout(file, ours)
    ? !isWithout(answer, ours)
    : theirs === undefined
      ? stayingLines(answer, own).swapped.length >= fewestSwapped
      : theirs !== ours;
  if (!isForeign) return answer;
  const ourKind = ours === 'tabs';
  const known = new Set(own);
  const guessed = ourKind ? levelColumns(answer, 4) : levelColumns(own, levelColumns(file, 4));
  let best: readonly string[] = answer;
  // Where no indented line stays, only the file tells.
  let most = stayingLines(answer, own).swapped.length === 0 ? -1 : 0;
  // How wide a tab was meant to be shows in the lines that stay.
  for (const tabColumns of new Set([guessed, 2, 4, 8, 3])) {
    const moved = withIndent(answer, own, { columns: 0, tabColumns, fileUsesTabs: ourKind });
    const same = moved.filter((line) => /^\s/.test(line) && known.has(line)).length;
    if (same > most) [best, most] = [moved, same];
  }
  return means(answer, own) ? answer : best;
}

/** Which of the indented lines that stay are written as they are, and which otherwise; of lines that stand there twice nobody knows which was copied. */
function stayingLines(
  answer: readonly string[],
  own: readonly string[],
): { readonly copied: readonly string[]; readonly swapped: readonly string[] } {
  const written = new Set(answer);
  const said = new Set(answer.map((line) => line.trim()));
  const counts = new Map<string, number>();
  for (const line of own) counts.set(line.trim(), (counts.get(line.trim()) ?? 0) + 1);
  const staying = own.filter((line) => /^(?:\t| {2})/.test(line) && said.has(line.trim()));
  return {
    copied: staying.filter((line) => written.has(line) && counts.get(line.trim()) === 1),
    swapped: staying.filter((line) => !written.has(line)),
  };
}

/**
 * Whether the model knows how the file is indented and means what it changes: the lines that stay are copied as they
 * are, or of two with the same indentation one is copied and one is not, which no habit does.
 */
function means(answer: readonly string[], own: readonly string[]): boolean {
  const { copied, swapped } = stayingLines(answer, own);
  if (copied.length === 0) return false;
  const indents = new Set(copied.map(indentation));
  return swapped.length === 0 || swapped.some((line) => indents.has(indentation(line)));
}

/** Some lines of the file may be indented the other way: they are known by what they become. */
function withIndent(
  answer: readonly string[],
  own: readonly string[],
  shift: IndentationShift,
): readonly string[] {
  const known = new Map(own.map((line) => [shiftLine(line, shift) ?? line, line]));
  return answer.map((line) => {
    if (/^ \S/.test(line)) return line;
    const moved = shiftLine(line, shift) ?? line;
    return known.get(moved) ?? moved;
  });
}

/** No line is indented with the other kind. */
function isWithout(lines: readonly string[], kind: 'tabs' | 'spaces'): boolean {
  return !lines.some((line) => (kind === 'spaces' ? line.startsWith('\t') : /^ {2,}\S/.test(line)));
}

/** What nearly all indented lines begin with; undefined where none are indented, or both kinds are there. */
function indentKind(lines: readonly string[], share: number): 'tabs' | 'spaces' | undefined {
  const tabs = lines.filter((line) => line.startsWith('\t')).length;
  const spaces = lines.filter((line) => /^ {2,}\S/.test(line)).length;
  if (tabs + spaces === 0) return undefined;
  if (tabs >= (tabs + spaces) * share) return 'tabs';
  return spaces >= (tabs + spaces) * share ? 'spaces' : undefined;
}

/** So many lines that stay and are indented otherwise are a habit. */
const fewestSwapped = 3;

/**
 * Whether lines that stay are indented by the other character than the file's where that cannot be undone: in a file
 * that is indented both ways, or beside other moves. With which of the two new lines are to be indented cannot be told.
 */
export function swapsIndent(answer: readonly string[], own: readonly string[]): boolean {
  const kind = indentKind(own, 0.8);
  const forms = [/^ *\t/, /^ {2,}\S/];
  if (kind === undefined || !isWithout(own, kind)) {
    const said = new Set(answer.map((line) => line.trim()));
    return forms.some((form) => {
      const staying = own.filter((line) => form.test(line) && said.has(line.trim()));
      return !answer.some((line) => form.test(line)) && staying.length >= fewestSwapped;
    });
  }
  const theirs = indentKind(answer, 1);
  if (theirs === undefined || theirs === kind || !isWithout(own, kind)) return false;
  // All of it is indented the other way, and no width of a tab gives the lines that stay: the edit may move them, too.
  const { swapped } = stayingLines(answer, own);
  const settled = new Set(sameIndentCharacters(answer, own, own));
  return (
    swapped.length >= fewestSwapped && swapped.filter((line) => settled.has(line)).length * 2 < swapped.length
  );
}

function sideways(answer: readonly string[], own: readonly string[]): readonly string[] {
  const ownMargin = margin(own);
  const theirMargin = margin(answer);
  if (ownMargin === undefined || theirMargin === undefined || ownMargin === theirMargin) return answer;
  const moved = answer.map((line) => {
    if (isBlank(line)) return moveBlank(line, theirMargin, ownMargin);
    if (ownMargin.startsWith(theirMargin)) return ownMargin.slice(theirMargin.length) + line;
    return line.startsWith(theirMargin) ? ownMargin + line.slice(theirMargin.length) : line;
  });
  const here = shared(answer, own);
  const there = shared(moved, own);
  // With nothing in common either way, code at the margin of an indented region was written without its context.
  return there > here || (here === 0 && there === 0 && theirMargin === '') ? moved : answer;
}

function moveBlank(line: string, from: string, to: string): string {
  return line !== '' && line.startsWith(from) ? to + line.slice(from.length) : line;
}

/** The indentation that all lines have. */
function margin(lines: readonly string[]): string | undefined {
  let common: string | undefined;
  for (const line of lines) {
    if (isBlank(line)) continue;
    const indent = indentation(line);
    if (common === undefined || common.startsWith(indent)) common = indent;
    else if (!indent.startsWith(common)) {
      let length = 0;
      while (length < common.length && common[length] === indent[length]) length++;
      common = common.slice(0, length);
    }
  }
  return common;
}

function shared(lines: readonly string[], own: readonly string[]): number {
  const known = new Set(own.filter((line) => /\w/.test(line)).map((line) => line.trimEnd()));
  return lines.filter((line) => known.has(line.trimEnd())).length;
}

const longestScript = 1_500;
/** So many lines that stay, or such a share of them, with blanks behind them: the model adds them by itself. */
const fewestNoisy = 3;
const leastNoisyShare = 0.1;

/** Lines that stay keep our own characters where only blanks behind them came or went, and not because that was the edit. */
function keepOwn(answer: readonly string[], own: readonly string[]): readonly string[] {
  const trimmedOwn = own.map((line) => line.trimEnd());
  const changes = diffArrays(
    trimmedOwn,
    answer.map((line) => line.trimEnd()),
    { maxEditLength: longestScript },
  );
  if (changes === undefined) return answer;
  const noise = blankNoise(answer, own, changes);
  const lines: string[] = [];
  let at = 0;
  let to = 0;
  for (const change of changes) {
    if (change.removed) {
      at += change.count;
      continue;
    }
    for (let index = 0; index < change.count; index++) {
      const theirs = answer[to + index] ?? '';
      if (change.added) lines.push(noise.adds ? theirs.trimEnd() : theirs);
      else lines.push(keptLine(own[at + index] ?? '', theirs, noise));
    }
    to += change.count;
    if (!change.added) at += change.count;
  }
  return lines;
}

/** Whether the blanks behind every line that had some and stays are gone, beside other changes: a habit, or a part of the edit. */
export function dropsBlanks(answer: readonly string[], own: readonly string[]): boolean {
  if (!own.some((line) => /\S[ \t]+$/.test(line))) return false;
  const [mine, theirs] = [own, answer].map((lines) => lines.map((line) => line.trimEnd()));
  const changes = diffArrays(mine ?? [], theirs ?? [], { maxEditLength: longestScript });
  return changes !== undefined && blankNoise(answer, own, changes).drops;
}

interface BlankNoise {
  readonly adds: boolean;
  readonly drops: boolean;
}

function keptLine(mine: string, theirs: string, noise: BlankNoise): string {
  if (theirs.length > mine.length && (noise.adds || isBlank(mine))) return mine;
  return theirs.length < mine.length && noise.drops ? mine : theirs;
}

/** Whether all lines that say something, or at least one, have blanks behind them. */
function endsInBlanks(lines: readonly string[], all: boolean): boolean {
  const told = lines.filter((line) => !isBlank(line));
  const ends = (line: string): boolean => /[ \t]$/.test(line);
  return all ? told.length > 0 && told.every(ends) : told.some(ends);
}

/** Blanks come behind many lines at once, or go from every line that had some: habits, not edits. */
function blankNoise(
  answer: readonly string[],
  own: readonly string[],
  changes: readonly { readonly added: boolean; readonly removed: boolean; readonly count: number }[],
): BlankNoise {
  let [at, to, stay, longer, shorter, kept] = [0, 0, 0, 0, 0, 0];
  for (const change of changes) {
    if (!change.added && !change.removed) {
      for (let index = 0; index < change.count; index++) {
        const [mine, theirs] = [own[at + index] ?? '', answer[to + index] ?? ''];
        stay++;
        if (theirs.length > mine.length) longer += isBlank(mine) ? 0 : 1;
        else if (theirs.length < mine.length) shorter++;
        else if (/[ \t]$/.test(mine)) kept++;
      }
    }
    if (!change.added) at += change.count;
    if (!change.removed) to += change.count;
  }
  return {
    adds:
      longer >= fewestNoisy ||
      (longer > 0 && longer >= stay * leastNoisyShare) ||
      (own.length > 0 && endsInBlanks(answer, true) && !endsInBlanks(own, false)),
    drops: shorter > 0 && kept === 0 && changes.some((change) => change.added || change.removed),
  };
}
