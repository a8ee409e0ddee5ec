/** What does one file become when a model's answer is applied to it? */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { AnswerPart, FencePart, SearchReplacePart } from './answerPart.ts';
import { parseAnswer } from './AnswerParser.ts';
import { straightenStrings } from './foldCharacters.ts';
import { joinLines, splitLines, usualEnding, isBlank, type Line } from './lines.ts';
import { isElision, isLeftoverMarker } from './markers.ts';
import { readPathComment } from './pathLabel.ts';
import { placeBlock, standsIn, type PlacedBlock, type PlaceReason } from './placeBlock.ts';
import { refusesInput, type InputReason } from './editableInput.ts';
import { settleLines } from './settleLines.ts';
import { findReplacedDefinition, looksWhole, type LineRange } from './wholeText.ts';

export type ApplyReason =
  | PlaceReason
  | InputReason
  | 'noCode'
  | 'truncated'
  | 'malformedBlock'
  | 'overlappingBlocks'
  | 'elided'
  | 'markersLeft'
  | 'partial'
  | 'severalFences'
  | 'otherFile'
  | 'unchanged'
  | 'deletesFile';

export interface ApplyOptions {
  /** Workspace-relative path of the file; picks its parts out of an answer about several files. */
  readonly path?: string;
  /** The server said that the answer is complete, so a fence left open counts as closed. */
  readonly finished?: boolean;
}

/**
 * The text of the file after the answer, or why there is none; never a part of it. What the answer does not touch stays
 * byte for byte, line endings and byte order mark included. New lines end as their neighbours do.
 */
export function applyAnswer(
  text: string,
  answer: string,
  options: ApplyOptions = {},
): Outcome<string, ApplyReason> {
  const refused = refusesInput(text);
  if (refused !== undefined) return refused;
  return applyParts(text, parseAnswer(answer), options);
}

/** As `applyAnswer`, for parts that were parsed already (all of one answer; other files' parts are skipped). */
export function applyParts(
  text: string,
  parts: readonly AnswerPart[],
  options: ApplyOptions = {},
): Outcome<string, ApplyReason> {
  const own = partsFor(parts, options.path);
  if (own.some((part) => part.kind === 'delete')) return none('deletesFile');
  const blocks = [...labelledBlocks(own), ...own.filter((part) => part.kind === 'block')];
  if (blocks.length > 0) return applyBlocks(text, blocks, options);
  const fences = own.filter((part) => part.kind === 'fence');
  if (fences.length === 0) {
    const others = parts.some(
      (part) => (part.kind === 'block' || part.kind === 'fence') && part.path !== undefined,
    );
    return others ? none('otherFile') : bareText(text, parts);
  }
  return applyFences(text, fences, options);
}

/**
 * The parts that are about our file. An answer that names one file only, another than ours, is taken to mean ours: the
 * caller chose the file, and its lines must be found in it anyway.
 */
function partsFor(parts: readonly AnswerPart[], path: string | undefined): readonly AnswerPart[] {
  if (path === undefined) return parts;
  const named = new Set(
    parts.flatMap((part) => ('path' in part && part.path !== undefined ? [part.path] : [])),
  );
  if ([...named].filter((other) => !samePath(other, path)).length === 0 || named.size === 1) return parts;
  return parts.filter(
    (part) => part.kind === 'rename' || !('path' in part) || samePath(part.path ?? path, path),
  );
}

/** Models shorten paths and sometimes write them from another root: one must end with the other at a slash. */
export function samePath(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short === long || long.endsWith(`/${short}`);
}

function applyBlocks(
  text: string,
  blocks: readonly SearchReplacePart[],
  options: ApplyOptions,
): Outcome<string, ApplyReason> {
  if (
    new Set(blocks.map((block) => block.path).filter((path) => path !== undefined)).size > 1 &&
    options.path === undefined
  ) {
    return none('otherFile', 'the answer names several files');
  }
  for (const block of blocks) {
    if (block.malformed) return none('malformedBlock');
    if (!block.closed && options.finished !== true) return none('truncated');
    if (!block.closed) return none('malformedBlock', 'the end marker is missing');
  }
  const { mark, body } = withoutMark(text);
  const lines = splitLines(body);
  const plain = lines.map((line) => line.text);
  const placed: { startLine: number; endLine: number; lines: readonly string[] }[] = [];
  for (const block of blocks) {
    const place =
      body.trim() === '' && block.search.every(isBlank) ? wholeOf(lines, block) : placeReading(plain, block);
    if (!place.ok) return place;
    const reason = leftovers(place.value.lines, plain);
    if (reason !== undefined) return none(reason);
    placed.push({ ...place.value, lines: straightenStrings(place.value.lines, plain) });
  }
  placed.sort((one, other) => one.startLine - other.startLine || one.endLine - other.endLine);
  for (const [index, place] of placed.entries()) {
    const before = placed[index - 1];
    if (before !== undefined && before.endLine > place.startLine) return none('overlappingBlocks');
  }
  const result = mark + replaceLines(lines, placed);
  return result === text ? none('unchanged') : some(result);
}

/** The reading that stands in the file as it is comes first; only then is anything read loosely. */
function placeReading(file: readonly string[], block: SearchReplacePart): Outcome<PlacedBlock, PlaceReason> {
  const { otherwise } = block;
  if (otherwise === undefined) return placeBlock(file, block.search, block.replace);
  if (!standsIn(file, block.search) && standsIn(file, otherwise.search)) {
    return placeBlock(file, otherwise.search, otherwise.replace);
  }
  return placeBlock(file, block.search, block.replace);
}

function wholeOf(
  lines: readonly Line[],
  block: SearchReplacePart,
): Outcome<{ startLine: number; endLine: number; lines: readonly string[] }, never> {
  return some({ startLine: 0, endLine: lines.length, lines: block.replace });
}

function applyFences(
  text: string,
  fences: readonly FencePart[],
  options: ApplyOptions,
): Outcome<string, ApplyReason> {
  const named = fences.filter((fence) => fence.path !== undefined);
  const fence = named.length === 1 ? named[0] : fences.length === 1 ? fences[0] : onlyWhole(text, fences);
  if (fence === undefined) return none('severalFences');
  if (named.length > 1 && options.path === undefined)
    return none('otherFile', 'the answer names several files');
  if (!fence.closed && options.finished !== true) return none('truncated');
  const { mark, body } = withoutMark(text);
  const file = splitLines(body);
  const plain = file.map((line) => line.text);
  const lines = withoutPathComment(fence.lines, plain, options.path);
  if (lines.every(isBlank)) return none('noCode');
  const reason = leftovers(lines, plain);
  if (reason !== undefined) return none(reason);
  if (looksWhole(lines, plain)) return done(text, mark + wholeFile(settleLines(lines, plain, plain), file));
  const range = findReplacedDefinition(lines, plain);
  if (range === undefined) return none('partial');
  return done(
    text,
    mark +
      replaceLines(file, [
        {
          ...range,
          lines: settleLines(trimBlankEnds(lines), plain.slice(range.startLine, range.endLine), plain),
        },
      ]),
  );
}

function done(text: string, result: string): Outcome<string, ApplyReason> {
  return result === text ? none('unchanged') : some(result);
}

/** Of several fences, the one that is the whole file, where exactly one is. */
function onlyWhole(text: string, fences: readonly FencePart[]): FencePart | undefined {
  const plain = splitLines(text).map((line) => line.text);
  const whole = plain.every(isBlank) ? [] : fences.filter((fence) => looksWhole(fence.lines, plain));
  return whole.length === 1 ? whole[0] : undefined;
}

/** An answer without any fence counts only where all of it is the file. */
function bareText(text: string, parts: readonly AnswerPart[]): Outcome<string, ApplyReason> {
  const prose = parts.flatMap((part) => (part.kind === 'prose' ? part.lines : []));
  const { mark, body } = withoutMark(text);
  const file = splitLines(body);
  const plain = file.map((line) => line.text);
  const own = plain.filter((line) => !isBlank(line));
  const answer = prose.filter((line) => !isBlank(line));
  // Nothing marks the end of bare text, so its very ends must be the file's own.
  const sameEnds = own.length > 2 && answer[0] === own[0] && answer.at(-1) === own.at(-1);
  if (!sameEnds || !looksWhole(prose, plain) || !/\w/.test(own.at(-1) ?? '')) return none('noCode');
  const reason = leftovers(prose, plain);
  return reason === undefined ? done(text, mark + wholeFile(prose, file)) : none(reason);
}

/** Labelled fences (`Find:` ... `Replace with:` ...) as blocks. */
function labelledBlocks(parts: readonly AnswerPart[]): SearchReplacePart[] {
  const fences = parts.filter((part) => part.kind === 'fence');
  const blocks: SearchReplacePart[] = [];
  for (let index = 0; index + 1 < fences.length; index++) {
    const [from, to] = [fences[index], fences[index + 1]];
    if (from === undefined || to === undefined) continue;
    const searches =
      /^\W*(?:search|find|before|original|old|replace this|existing|current)\b(?!.*\bwith\b)/i.test(
        from.label,
      );
    const replaces =
      /^\W*(?:replace(?:ment)?(?: with| by)?|after|updated|new|with(?: this)?|becomes)\b/i.test(to.label);
    if (!searches || !replaces || from.lines.length === 0) continue;
    blocks.push({
      kind: 'block',
      search: from.lines,
      replace: to.lines,
      closed: to.closed,
      malformed: false,
      ...(from.path === undefined ? {} : { path: from.path }),
    });
    index++;
  }
  return blocks;
}

/** Whether new lines stand for code left out, or hold markers of an edit format, that the file does not have itself. */
export function leftovers(
  lines: readonly string[],
  file: readonly string[],
): 'elided' | 'markersLeft' | undefined {
  const own = new Set(file.map((line) => line.trim()));
  for (const line of lines) {
    if (own.has(line.trim())) continue;
    if (isElision(line)) return 'elided';
    if (isLeftoverMarker(line)) return 'markersLeft';
  }
  return undefined;
}

function withoutPathComment(
  lines: readonly string[],
  file: readonly string[],
  path: string | undefined,
): readonly string[] {
  const first = lines[0] ?? '';
  const named = readPathComment(first);
  if (named === undefined || file[0] === first) return lines;
  if (path !== undefined && !samePath(named, path)) return lines;
  return lines.slice(1);
}

function trimBlankEnds(lines: readonly string[]): readonly string[] {
  let start = 0;
  let end = lines.length;
  while (start < end && isBlank(lines[start] ?? '')) start++;
  while (end > start && isBlank(lines[end - 1] ?? '')) end--;
  return lines.slice(start, end);
}

/** Ends as the file ended: with or without a last line break, in the file's line endings. */
function wholeFile(lines: readonly string[], file: readonly Line[]): string {
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

function replaceLines(
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
  const touchedEnd = places.some(
    (place) => place.endLine === lines.length && place.endLine > place.startLine,
  );
  const last = result.at(-1);
  if (touchedEnd && last !== undefined && lines.at(-1)?.ending === '') {
    result[result.length - 1] = { text: last.text, ending: '' };
  }
  return joinLines(result);
}

function withoutMark(text: string): { readonly mark: string; readonly body: string } {
  return text.startsWith('\uFEFF') ? { mark: '\uFEFF', body: text.slice(1) } : { mark: '', body: text };
}
