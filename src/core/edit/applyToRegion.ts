/** What does a file become when a model rewrote one region of it? */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { AnswerPart, FencePart } from './answerPart.ts';
import { applyParts, type ApplyOptions, type ApplyReason } from './applyAnswer.ts';
import { refusesInput } from './editableInput.ts';
import { leftovers } from './leftovers.ts';
import { isBlank, splitLines, usualEnding } from './lines.ts';
import { samePath } from './pathLabel.ts';
import { readAnswer } from './readAnswer.ts';
import { readCharacters } from './readCharacters.ts';
import { settleLines } from './settleLines.ts';
import { looksWhole } from './wholeText.ts';

/** Offsets of whole lines. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

/**
 * The whole text after the answer. The answer may be the region written anew (fenced or, when the server said it is
 * complete, bare), the whole file, or search/replace blocks; a block is looked for in the region first.
 */
export function applyToRegion(
  text: string,
  region: Region,
  answer: string,
  options: ApplyOptions = {},
): Outcome<string, ApplyReason> {
  const refused = refusesInput(text);
  if (refused !== undefined) return refused;
  const parts = readAnswer(answer);
  if (parts.some((part) => part.kind === 'block')) return blocksIn(text, region, parts, options);
  const fences = parts.filter((part) => part.kind === 'fence').filter((fence) => isForUs(fence, options));
  const fence = fences.length === 1 ? fences[0] : longestCode(fences);
  if (fence === undefined) {
    if (fences.length > 0) return none('severalFences');
    return bareRegion(text, region, parts, options);
  }
  if (!fence.closed && options.finished !== true) return none('truncated');
  return rewriteRegion(text, region, fence.lines);
}

/** The region with these lines in its place; refused where they leave code out or still hold markers. */
export function rewriteRegion(
  text: string,
  region: Region,
  written: readonly string[],
): Outcome<string, ApplyReason> {
  const file = splitLines(text);
  const plain = file.map((line) => line.text);
  if (written.every(isBlank) && text.slice(region.start, region.end).trim() !== '') return none('noCode');
  const meant = readCharacters(written, plain);
  if (!meant.ok) return meant;
  const lines = meant.value;
  const reason = leftovers(lines, plain);
  if (reason !== undefined) return none(reason);
  const own = splitLines(text.slice(region.start, region.end));
  const ownPlain = own.map((line) => line.text);
  const isPart = region.start > 0 || region.end < text.length;
  if (
    isPart &&
    own.length < file.length * 0.8 &&
    file.length > own.length + 4 &&
    coversFile(lines, plain, ownPlain)
  ) {
    const whole = settleLines(lines, plain, plain);
    return finish(text, { start: 0, end: text.length }, whole);
  }
  const before = splitLines(text.slice(0, region.start)).map((line) => line.text);
  const after = splitLines(text.slice(region.end)).map((line) => line.text);
  const trimmed = withoutEcho(trimBlankEdges(lines, ownPlain), before, after, ownPlain);
  return finish(text, region, settleLines(trimmed, ownPlain, plain));
}

function coversFile(lines: readonly string[], file: readonly string[], own: readonly string[]): boolean {
  const [theirs, all] = [lines, file].map((of) =>
    of.filter((line) => !isBlank(line)).map((line) => line.trim()),
  );
  // Here the region is the usual answer, so both ends must be the file's very own.
  if (theirs?.[0] !== all?.[0] || theirs?.at(-1) !== all?.at(-1) || !looksWhole(lines, file)) return false;
  const inRegion = new Set(own.map((line) => line.trim()));
  const outside = file.filter((line) => /\w{2}/.test(line) && !inRegion.has(line.trim()));
  const known = new Set(lines.map((line) => line.trim()));
  return (
    outside.length > 0 && outside.filter((line) => known.has(line.trim())).length >= outside.length * 0.6
  );
}

function finish(text: string, region: Region, lines: readonly string[]): Outcome<string, ApplyReason> {
  const old = splitLines(text.slice(region.start, region.end));
  const ending = old.find((line) => line.ending !== '')?.ending ?? usualEnding(splitLines(text));
  const kept = new Map(old.map((line) => [line.text, line.ending]));
  const joined = lines.map((line) => line + (kept.get(line) || ending)).join('');
  const last = old.at(-1);
  const endsBare = last === undefined ? region.end === text.length && text !== '' : last.ending === '';
  const written = endsBare && !isLastBlank(lines) ? joined.replace(/(?:\r\n|\n|\r)$/, '') : joined;
  const result = text.slice(0, region.start) + written + text.slice(region.end);
  return result === text ? none('unchanged') : some(result);
}

function isLastBlank(lines: readonly string[]): boolean {
  return lines.at(-1) === '';
}

function isForUs(fence: FencePart, options: ApplyOptions): boolean {
  return fence.path === undefined || options.path === undefined || samePath(fence.path, options.path);
}

/** Of several fences the one that is code, where the others are commands or output to look at. */
function longestCode(fences: readonly FencePart[]): FencePart | undefined {
  const code = fences.filter(
    (fence) => !/^(?:sh|bash|shell|zsh|console|text|txt|output|plaintext)?$/.test(fence.language),
  );
  return code.length === 1 ? code[0] : undefined;
}

function blocksIn(
  text: string,
  region: Region,
  parts: readonly AnswerPart[],
  options: ApplyOptions,
): Outcome<string, ApplyReason> {
  const inside = applyParts(text.slice(region.start, region.end), parts, options);
  if (inside.ok) return some(text.slice(0, region.start) + inside.value + text.slice(region.end));
  return inside.reason === 'noMatch' ? applyParts(text, parts, options) : inside;
}

function bareRegion(
  text: string,
  region: Region,
  parts: readonly AnswerPart[],
  options: ApplyOptions,
): Outcome<string, ApplyReason> {
  if (options.finished !== true) return none('noCode');
  const prose = parts.flatMap((part) => (part.kind === 'prose' ? part.lines : []));
  const own = splitLines(text.slice(region.start, region.end)).map((line) => line.text.trim());
  const written = prose.filter((line) => !isBlank(line));
  const known = written.filter((line) => own.includes(line.trim())).length;
  // Bare text counts as code where most of it is the region's own lines.
  if (written.length === 0 || known < written.length * 0.4) return none('noCode');
  return rewriteRegion(text, region, prose);
}

function trimBlankEdges(lines: readonly string[], own: readonly string[]): readonly string[] {
  let start = 0;
  let end = lines.length;
  while (start < end && isBlank(lines[start] ?? '') && !isBlank(own[0] ?? 'x')) start++;
  while (end > start && isBlank(lines[end - 1] ?? '') && !isBlank(own.at(-1) ?? 'x')) end--;
  const kept = lines.slice(start, end);
  // Blank lines around the region are layout of the file that models drop.
  const lead = isBlank(kept[0] ?? 'x')
    ? []
    : own.slice(
        0,
        own.findIndex((line) => !isBlank(line)),
      );
  const tail = isBlank(kept.at(-1) ?? 'x') ? [] : own.slice(own.findLastIndex((line) => !isBlank(line)) + 1);
  return own.every(isBlank) ? kept : [...lead, ...kept, ...tail];
}

const longestEcho = 12;

/** Without lines around the region that the model wrote out again. */
function withoutEcho(
  lines: readonly string[],
  before: readonly string[],
  after: readonly string[],
  own: readonly string[],
): readonly string[] {
  let kept = lines;
  for (let count = Math.min(longestEcho, before.length, kept.length - 1); count > 0; count--) {
    const echoed = kept.slice(0, count);
    if (same(echoed, before.slice(-count)) && isTelling(echoed) && !own.includes(echoed[0] ?? '')) {
      kept = kept.slice(count);
      break;
    }
  }
  for (let count = Math.min(longestEcho, after.length, kept.length - 1); count > 0; count--) {
    const echoed = kept.slice(-count);
    if (same(echoed, after.slice(0, count)) && isTelling(echoed) && !own.includes(echoed.at(-1) ?? '')) {
      kept = kept.slice(0, -count);
      break;
    }
  }
  return kept;
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.every((line, index) => line.trimEnd() === (other[index] ?? '').trimEnd());
}

/** Braces alone prove nothing. */
function isTelling(lines: readonly string[]): boolean {
  return lines.some((line) => /\w{3}/.test(line));
}
