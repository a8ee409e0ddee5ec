/** What does a file become when fenced code is the whole of it, or definitions of it? */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { FencePart } from './answerPart.ts';
import { numberless } from './blockVariants.ts';
import { leftovers } from './leftovers.ts';
import { isBlank, splitLines, type Line } from './lines.ts';
import { holdsCode } from './holdsCode.ts';
import { compareLines, isTelling, whatIsMissing } from './omissions.ts';
import { isOfTwin } from './otherFile.ts';
import { readPathComment, samePath } from './pathLabel.ts';
import { replaceDefinitions, type ReplacedDefinition } from './replaceDefinitions.ts';
import { replaceAll, replaceLines } from './replaceLines.ts';
import { readCharacters } from './readCharacters.ts';
import { atMargin, dropsBlanks, settleLines, swapsIndent } from './settleLines.ts';
import { breaksOff, copiesSome, isReindented, wholeness } from './wholeText.ts';

export type FenceReason =
  | 'noCode'
  | 'truncated'
  | 'partial'
  | 'severalFences'
  | 'elided'
  | 'markersLeft'
  | 'unchanged'
  | 'quotesDiffer'
  | 'blanksDiffer'
  | 'otherFile';

export interface FenceOptions {
  readonly path?: string;
  readonly finished?: boolean;
}

/** One fence that is the file, or fences of which each is nothing but definitions the file has. */
export function applyFences(
  body: string,
  fences: readonly FencePart[],
  options: FenceOptions,
): Outcome<string, FenceReason> {
  const plain = splitLines(body).map((line) => line.text);
  const meant = meantFences(fences, plain, isScript(options.path));
  if (meant === undefined) return none('severalFences');
  if (meant.some((fence) => !fence.closed) && options.finished !== true) return none('truncated');
  const [fence] = meant;
  if (meant.length > 1 || fence === undefined) return severalParts(body, meant, plain, options);
  const code = bareCode(fence.lines, plain, options.path);
  const applied = applyCode(body, code);
  const isTwin = applied.ok && fence.path === undefined && isOfTwin(options.path, body, applied.value);
  return isTwin ? none('otherFile', 'what the file is called after is gone from it') : applied;
}

/** The code as the file, else as definitions of it. */
export function applyCode(body: string, written: readonly string[]): Outcome<string, FenceReason> {
  const file = splitLines(body);
  const plain = file.map((line) => line.text);
  if (written.every(isBlank)) return none('noCode');
  const meant = readCharacters(written, plain);
  if (!meant.ok) return meant;
  const code = meant.value;
  const reason = leftovers(code, plain);
  if (reason !== undefined) return none(reason);
  const whole = wholeness(code, plain);
  const isText = holdsCode(plain);
  const definitions = whole === 'certainly' || isText ? undefined : replaceDefinitions(code, plain);
  if (definitions === 'unclear') return none('partial', 'members may have been left out');
  const inPlace = definitions === undefined ? undefined : changed(body, replaceEach(body, definitions));
  if (inPlace !== undefined && whole !== 'likely') return inPlace;
  if (whole === 'no') return none('partial');
  const asFile = wholeFile(body, code, file);
  if (inPlace === undefined) return asFile;
  // The end of the file may have been deleted, or only this definition be meant: unless both are the same.
  const isSame = inPlace.ok && asFile.ok && inPlace.value === asFile.value;
  return isSame ? asFile : none('partial');
}

function wholeFile(
  body: string,
  code: readonly string[],
  file: readonly Line[],
): Outcome<string, FenceReason> {
  const plain = file.map((line) => line.text);
  const isEmpty = plain.every(isBlank);
  const missing = isEmpty ? undefined : whatIsMissing(code, plain);
  if (missing !== undefined) return none(missing);
  if (!isEmpty && breaksOff(code, plain)) return none('partial');
  if (swapsIndent(code, plain)) return none('blanksDiffer', 'which indentation is meant is not clear');
  const settled = settleLines(code, plain, plain);
  if (dropsBlanks(code, plain) && settled.some((line, index) => line !== code[index]))
    return none('blanksDiffer');
  const result = replaceAll(settled, file);
  if (result !== body) return changed(body, result);
  // Nothing but the indentation changes, everywhere or beside lines that were copied with theirs: that is the edit.
  const placed = atMargin(code, plain);
  return changed(
    body,
    isReindented(placed, plain) || copiesSome(placed, plain) ? replaceAll(placed, file) : body,
  );
}

function changed(body: string, result: string): Outcome<string, 'unchanged'> {
  return result === body ? none('unchanged') : some(result);
}

/** Commands to run and the like are not meant; of the others one that names a path, or the only one that is the file. */
function meantFences(
  fences: readonly FencePart[],
  file: readonly string[],
  commandsCount: boolean,
): readonly FencePart[] | undefined {
  if (fences.length === 1) return fences;
  const named = fences.filter((fence) => fence.path !== undefined);
  const [, second] = named;
  if (named.length > 0 && second === undefined) return named;
  const whole = file.every(isBlank) ? [] : fences.filter((fence) => wholeness(fence.lines, file) !== 'no');
  const likeIt = fences.filter((fence) => (compareLines(fence.lines, file)?.keptShare ?? 0) > 0.5);
  const [one] = whole;
  if (one !== undefined && whole.length === 1 && likeIt.length < 2) {
    return fences.some((fence) => fence !== one && isRival(fence, one, file)) ? undefined : whole;
  }
  if (whole.length > 1) return undefined;
  const code = fences.filter((fence) => commandsCount || !isCommand(fence.language));
  return code.length === 0 ? undefined : code;
}

/** Code in the same language that quotes neither the file nor the whole: it may be what is meant as well. */
function isRival(fence: FencePart, whole: FencePart, file: readonly string[]): boolean {
  if (isCommand(fence.language) || fence.language !== whole.language) return false;
  const told = tellingText(fence.lines);
  const count = fence.lines.filter(isTelling).length;
  const all = [whole.lines, file].map(tellingText);
  // Who quotes the file begins where it matters, not at its head.
  const isHead = count > longestHead && all.some((text) => text.startsWith(told));
  return count > 1 && (isHead || !all.some((text) => text.includes(told)));
}

/** So many lines of the head of a file may be quoted. */
const longestHead = 5;

function tellingText(lines: readonly string[]): string {
  return `\n${lines
    .filter(isTelling)
    .map((line) => `${line.trim()}\n`)
    .join('')}`;
}

/** In a file of commands, commands are its code. */
function isScript(path: string | undefined): boolean {
  return /\.(?:sh|bash|zsh|ps1|txt)$/.test(path ?? '');
}

export function isCommand(language: string): boolean {
  return /^(?:sh|bash|shell|zsh|console|powershell|text|txt|output|plaintext)$/.test(language);
}

/** Each fence is a definition (or several) of the file; one that is not spoils them all. */
function severalParts(
  body: string,
  fences: readonly FencePart[],
  file: readonly string[],
  options: FenceOptions,
): Outcome<string, FenceReason> {
  const all: ReplacedDefinition[] = [];
  for (const fence of fences) {
    const code = bareCode(fence.lines, file, options.path);
    const reason = leftovers(code, file);
    if (reason !== undefined) return none(reason);
    const replaced = replaceDefinitions(code, file);
    if (replaced === undefined) return none('severalFences');
    if (replaced === 'unclear') return none('severalFences', 'members may have been left out');
    all.push(...replaced);
  }
  all.sort((one, other) => one.startLine - other.startLine);
  if (all.some((one, index) => (all[index - 1]?.endLine ?? 0) > one.startLine)) return none('severalFences');
  return changed(body, replaceEach(body, all));
}

function replaceEach(body: string, definitions: readonly ReplacedDefinition[]): string {
  const file = splitLines(body);
  const plain = file.map((line) => line.text);
  return replaceLines(
    file,
    definitions.map((definition) => ({
      ...definition,
      lines: settleLines(definition.lines, plain.slice(definition.startLine, definition.endLine), plain),
    })),
  );
}

/** Without what a model writes into a fence that is not the file's: its path in the first line, numbers before the lines. */
function bareCode(
  lines: readonly string[],
  file: readonly string[],
  path: string | undefined,
): readonly string[] {
  const numbered = withoutNumbers(lines, file);
  const [first = ''] = numbered;
  if (file[0] === first || file.every(isBlank)) return numbered;
  // A file may begin with its own path in a comment, and the edit may change it.
  if (readPathComment(file[0] ?? '') !== undefined && numbered[1] !== file[0]) return numbered;
  const named = readPathComment(first) ?? readPathComment(`# ${first}`);
  if (named === undefined || (path !== undefined && !samePath(named, path))) return numbered;
  return numbered.slice(1);
}

/** `1 | code` on every line, counted from 1 or on: only where the file has those lines without the numbers. */
function withoutNumbers(lines: readonly string[], file: readonly string[]): readonly string[] {
  const told = trimBlankEnds(lines);
  if (told.length < 2) return lines;
  const own = new Set(file.filter((line) => !isBlank(line)));
  const known = (of: readonly string[]): number => of.filter((line) => own.has(line)).length;
  let best = lines;
  for (const form of [/^\s*(\d{1,6})(?: ?\| ?|: ?|\t|→)(.*)$/, /^\s*(\d{1,6})(?: ?\||:|\t|→)(.*)$/]) {
    const stripped = numberless(told, form, true);
    if (stripped !== undefined && known(stripped) > known(best)) best = stripped;
  }
  return best;
}

export function trimBlankEnds(lines: readonly string[]): readonly string[] {
  let start = 0;
  let end = lines.length;
  while (start < end && isBlank(lines[start] ?? '')) start++;
  while (end > start && isBlank(lines[end - 1] ?? '')) end--;
  return lines.slice(start, end);
}
