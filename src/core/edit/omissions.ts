/** Did code that was written anew leave something out without saying so? */

import { diffArrays } from 'diff';

import { sharedWords } from './likeness.ts';
import { isBlank } from './lines.ts';
import { isDotted, isElision, isRemark } from './elision.ts';

/** Old lines between two lines that stayed, and the new ones in their place. */
export interface Gap {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** More differences than this are not looked for: the two have nothing in common. */
const longestScript = 1_500;
/** Fewer lines than this share in common: no need to look closer. */
const leastCommonShare = 0.2;

export interface Comparison {
  /** Telling lines that both have, as a share of the old ones. */
  readonly keptShare: number;
  /** From the first to the last; the first and the last gap are those at the two ends. */
  readonly gaps: readonly Gap[];
}

/** Lines that say something, without their indentation: braces are the same everywhere. */
export function isTelling(line: string): boolean {
  return /[\p{L}\p{N}_]{2}|[\p{L}\p{N}_].*[^\p{L}\p{N}_].*[\p{L}\p{N}_]/u.test(line);
}

/** Without indentation; columns that were aligned anew are no other line. */
function evenly(line: string): string {
  return line.trim().replace(/[ \t]{2,}/g, ' ');
}

/** Undefined where the two have next to nothing in common. The gaps hold telling lines of the old and all lines of the new. */
export function compareLines(
  answer: readonly string[],
  own: readonly string[],
  leastShare = leastCommonShare,
): Comparison | undefined {
  const before = own.filter(isTelling).map(evenly);
  const told = answer.flatMap((line, index) => (isTelling(line) ? [index] : []));
  const after = told.map((index) => evenly(answer[index] ?? ''));
  const said = new Set(after);
  const common = before.filter((line) => said.has(line)).length;
  if (before.length === 0 || common < before.length * leastShare) return undefined;
  const changes = diffArrays(before, after, { maxEditLength: longestScript });
  if (changes === undefined) return undefined;
  const gaps: Gap[] = [];
  let kept = 0;
  let removed: string[] = [];
  let from = 0;
  let to = 0;
  const close = (upTo: number): void => {
    gaps.push({ removed, added: answer.slice(from, upTo).filter((line) => !isBlank(line)) });
    removed = [];
  };
  for (const change of changes) {
    if (change.removed) removed.push(...change.value);
    else if (change.added) to += change.count;
    else {
      close(told[to] ?? answer.length);
      for (let index = 1; index < change.count; index++) gaps.push({ removed: [], added: [] });
      kept += change.count;
      to += change.count;
      from = (told[to - 1] ?? -1) + 1;
    }
  }
  close(answer.length);
  return { keptShare: kept / before.length, gaps };
}

/** So many of the words that are gone stand in the lines that came. */
const leastRewrapped = 0.9;

/** Whether the lines say what they said, broken otherwise. */
export function isRewrapped({ removed, added }: Gap): boolean {
  return removed.length > 0 && added.length > 0 && sharedWords(removed, added) >= leastRewrapped;
}

/** So many lines gone for one comment are left out, not replaced. */
const fewestElided = 4;
/** So many lines gone for one line of nothing but dots. */
const fewestDotted = 2;
/** A run of lines gone with hardly anything in their place. */
const longestSilence = 12;
const longestSilentShare = 0.4;
/** So much less than before: lines in between may look the same by chance. */
const mostNetLoss = 0.4;
const fewestLost = 6;

function times(lines: readonly string[], line: string): number {
  return lines.filter((other) => other.trim() === line.trim()).length;
}

/** `elided`: a comment stands for code. `partial`: a large part is gone without anything in its place. */
export function whatIsMissing(
  answer: readonly string[],
  own: readonly string[],
): 'elided' | 'partial' | undefined {
  const comparison = compareLines(answer, own);
  if (comparison === undefined) {
    const isThere = own.length < longestSilence || sharedWords(own, answer) >= leastRewrapped;
    return isThere ? undefined : 'partial';
  }
  const known = new Set(own.map((line) => line.trim()));
  const total = own.filter(isTelling).length;
  let net = 0;
  for (const gap of comparison.gaps) {
    if (isRewrapped(gap)) continue;
    const { removed, added } = gap;
    net += removed.length - added.filter(isTelling).length;
    const fresh = added.filter((line) => isTelling(line) || isElision(line));
    const isRemarked = fresh.length <= 2 && fresh.every((line) => isRemark(line) && !known.has(line.trim()));
    // A remark in place of remarks is a remark that was put in other words.
    const gone = removed.filter((line) => !isRemark(line)).length;
    if (gone >= fewestElided && fresh.length > 0 && isRemarked) return 'elided';
    const [only] = fresh;
    const isDots = fresh.length === 1 && only !== undefined && isDotted(only);
    if (isDots && removed.length >= fewestDotted && times(answer, only) > times(own, only)) return 'elided';
    const isSilent = removed.length >= Math.max(longestSilence, total * longestSilentShare);
    if (isSilent && fresh.length * 3 < removed.length) return 'partial';
  }
  return net >= Math.max(fewestLost, total * mostNetLoss) ? 'partial' : undefined;
}
