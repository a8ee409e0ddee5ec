/** Which garbled answers are word for word well-formed answers that mean another file? Nobody can tell them apart, so they prove nothing. */

import { diffArrays } from 'diff';

import { placesOf } from './material.ts';
import { applied, type RealEdit } from './revisions.ts';

type MapLine = (line: string) => string;

/**
 * The edit takes blanks off the ends of lines it leaves alone otherwise, or brings them. A model that does the same by
 * habit, in an edit that does not, writes the same answer: with which of the two files the person ends is open.
 */
export function changesBlanks({ before, after }: RealEdit): boolean {
  const [own, fresh] = [before, after].map((lines) => {
    const counts = new Map<string, number>();
    for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
    return counts;
  });
  if (own === undefined || fresh === undefined) return false;
  const trimmed = new Set(after.map((line) => line.trimEnd()));
  return [...own].some(
    ([line, count]) =>
      line !== line.trimEnd() && trimmed.has(line.trimEnd()) && (fresh.get(line) ?? 0) < count,
  );
}

/**
 * Neither the search lines nor any line of the file would look otherwise if the model did that to them: an answer with
 * new lines indented by tabs, for a file that indents nothing, is what an edit that wants tabs looks like.
 */
export function showsNothing({ before }: RealEdit, map: MapLine): boolean {
  return before.every((line) => map(line) === line);
}

/**
 * The edit indents by the other character, and no line that stays is indented by the file's: a model that swaps the two
 * by habit writes the same whole file.
 */
export function swapsIndent({ before, after }: RealEdit): boolean {
  const kinds = (lines: readonly string[]): string[] =>
    lines.flatMap((line) => /^(?:\t| {2})/.exec(line)?.[0][0] ?? []);
  const [own, fresh] = [before, after].map((lines) => new Set(kinds(lines)));
  const stay = new Set(before);
  const isCopied = after.some((line) => /^(?:\t| {2})/.test(line) && stay.has(line));
  return !isCopied && own !== undefined && [...(fresh ?? [])].some((kind) => !own.has(kind));
}

/** So many lines gone with hardly any in their place are as likely left out by the model as deleted by the edit. */
const longestDeletion = 12;
const largestShare = 0.4;

/**
 * The edit deletes a large part, or an end, and puts nothing in its place. A whole file from which a model silently left
 * that part out is the same answer.
 */
export function looksLeftOut({ before, after }: RealEdit): boolean {
  const [own, fresh] = [before, after].map((lines) =>
    lines.filter((line) => /\w/.test(line)).map((line) => line.trim()),
  );
  if (own === undefined || fresh === undefined) return false;
  const parts = diffArrays(own, fresh);
  const isSilent = (index: number): boolean => {
    const [removed, next] = [parts[index], parts[index + 1]];
    return removed?.removed === true && (next?.added === true ? next.count : 0) * 3 < removed.count;
  };
  const isLong = parts.some(
    ({ count }, index) => isSilent(index) && count >= Math.min(longestDeletion, own.length * largestShare),
  );
  const ends = [0, parts.length - 1, parts.length - 2];
  return isLong || own.length - fresh.length >= own.length * largestShare || ends.some(isSilent);
}

const member = /^\s+.*?\b(\w+)\s*(?:\([^;]*|=\s*\(?.*)(?:\{|=>|:)\s*$/;

/** A class from which members are gone: written anew without those that stay as they are, it is the same answer. */
export function losesMembers({ before, after }: RealEdit): boolean {
  const names = (lines: readonly string[]): Set<string> =>
    new Set(lines.flatMap((line) => member.exec(line)?.[1] ?? []));
  const kept = names(after);
  return [...names(before)].some((name) => !kept.has(name));
}

/**
 * The sections of the diff, which has no numbers, stand in the file as they are, each once, and make another file of it:
 * with the lines that were dropped, nothing is left that contradicts.
 */
export function readsAsAnother(diff: readonly string[], { before, after }: RealEdit): boolean {
  const sections: string[][] = [];
  for (const line of diff) {
    if (line.startsWith('@@')) sections.push([]);
    else sections.at(-1)?.push(line);
  }
  const changes = sections.map((lines) => {
    const body = lines.filter((line) => line !== '');
    const search = body.filter((line) => !line.startsWith('+')).map((line) => line.slice(1));
    const start = before.findIndex((_line, at) => search.every((line, index) => before[at + index] === line));
    const fresh = body.filter((line) => !line.startsWith('-')).map((line) => line.slice(1));
    return { start, end: start + search.length, lines: fresh, isOnce: placesOf(before, search) === 1 };
  });
  const isInOrder = changes.every(({ start }, index) => start >= (changes[index - 1]?.end ?? 0));
  if (!isInOrder || !changes.every(({ isOnce }) => isOnce)) return false;
  return applied(before, changes).join('\n') !== after.join('\n');
}

/**
 * The answer broke off behind a complete block, with no fence open, or within the last line of a diff without a fence: an
 * edit with fewer blocks, or with a shorter last line, is the same answer. Only the server's finish reason tells.
 */
export function isWholeToo(cut: string, answer: string): boolean {
  const fences = cut.split('\n').filter((line) => /^\s*(?:`{3,}|~{3,})/.test(line)).length;
  if (fences % 2 === 1) return false;
  if (/^(?:>{7}|\+{7}) \w+$/m.test(answer)) {
    // The end marker has begun, or is there, and behind it at most the beginning of some words.
    return /(?:^|\n)(?:>{7}|\+{7}) ?\w*\n?(?:\s*`{3,}\s*)?[\w\s]*$/.test(cut);
  }
  if (/<\/(?:replace|new_\w+)>/.test(answer)) return /<\/(?:replace|new_\w+)>\s*$/.test(cut);
  const isBareDiff = fences === 0 && /^@@ /m.test(cut);
  return isBareDiff && cut.split('\n').length >= answer.trimEnd().split('\n').length;
}

/** The text begins with a whole definition there: nothing but definitions is an answer of its own. */
export function isTopLevel(lines: readonly string[], at: number): boolean {
  const first = lines.findIndex((line, index) => index >= at && line.trim() !== '');
  return lines[first - 1]?.trim() === '' && /^\S/.test(lines[first] ?? '');
}

/** What is cut off behind was all new: an edit that brings less of it is the same answer. */
export function isNewTail({ before, after }: RealEdit, count: number): boolean {
  const own = new Set(before.filter((line) => /\w/.test(line)));
  return !after.slice(-count).some((line) => own.has(line));
}

/** As `isNewTail`, before. */
export function isNewHead({ changes }: RealEdit, count: number): boolean {
  const [first] = changes;
  return first?.start === 0 && count <= first.lines.length;
}
