/** What does one file become when a model's answer is applied to it? */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { AnswerPart, FencePart } from './answerPart.ts';
import { applyBlocks, type BlockReason } from './applyBlocks.ts';
import { applyCode, applyFences, isCommand, trimBlankEnds, type FenceReason } from './applyFences.ts';
import { refusesInput, type InputReason } from './editableInput.ts';
import { labelledBlocks } from './labelledFences.ts';
import { isBlank, splitLines, type Line } from './lines.ts';
import { isPlainCloser, readFence } from './markers.ts';
import { outermostFence } from './outermostFence.ts';
import { isClearlyOurs, mayMeanOurs, namesAnother } from './otherFile.ts';
import { samePath } from './pathLabel.ts';
import { readAnswer } from './readAnswer.ts';

export type ApplyReason = BlockReason | FenceReason | InputReason | 'otherFile' | 'deletesFile';

export interface ApplyOptions {
  /** Workspace-relative path of the file; picks its parts out of an answer about several files. */
  readonly path?: string;
  /** The server said that the answer is complete, so a fence left open counts as closed. */
  readonly finished?: boolean;
  /** The model was shown no other file: a name that is not ours is its mistake. */
  readonly isOnlyFile?: boolean;
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
  const { mark, body } = withoutMark(text);
  const file = splitLines(body).map((line) => line.text);
  const bare = bareFile(answer, file);
  if (bare !== undefined) return marked(mark, applyCode(body, bare));
  const applied = applyParts(text, readAnswer(answer), options);
  const inside = mayBeTorn(applied, answer, file) ? outermostFence(answer, file) : undefined;
  return inside === undefined ? applied : marked(mark, applyCode(body, inside));
}

/** A fence of the file ended the answer's too early: it is refused, or a fence is left over behind it. */
function mayBeTorn(applied: Outcome<string, ApplyReason>, answer: string, file: readonly string[]): boolean {
  if (!file.some((line) => readFence(line) !== undefined)) return false;
  const parts = readAnswer(answer);
  if (parts.some(({ kind }) => kind === 'block')) return false;
  if (!applied.ok) return tornReasons.has(applied.reason);
  return parts.some((part) => part.kind === 'fence' && !part.closed);
}

/** Why a fence may have seemed to end too early. */
const tornReasons: ReadonlySet<ApplyReason> = new Set([
  'partial',
  'severalFences',
  'truncated',
  'noCode',
  'otherFile',
]);

/** As `applyAnswer`, for parts that were read already (all of one answer; other files' parts are skipped). */
export function applyParts(
  text: string,
  parts: readonly AnswerPart[],
  options: ApplyOptions = {},
): Outcome<string, ApplyReason> {
  const own = partsFor(parts, options.path);
  if (own.some((part) => part.kind === 'delete')) return none('deletesFile');
  const { mark, body } = withoutMark(text);
  const fences = own.filter((part) => part.kind === 'fence');
  const labelled = labelledBlocks(own);
  const code = fences.filter((fence) => !isCommand(fence.language));
  if (labelled.length > 0 && labelled.length * 2 < code.length) return none('severalFences');
  const blocks = [...labelled, ...own.filter((part) => part.kind === 'block')];
  const broken = blocks.length > labelled.length ? brokenPart(fences, splitLines(body), options) : undefined;
  if (broken !== undefined) return none(broken);
  if (options.path === undefined && namesSeveral(blocks.length > 0 ? blocks : fences)) {
    return none('otherFile', 'the answer names several files');
  }
  const result =
    blocks.length > 0
      ? applyBlocks(body, blocks, options.finished === true)
      : fences.length > 0
        ? applyFences(body, fences, options)
        : undefined;
  if (result !== undefined) {
    const isForeign = result.ok && !options.isOnlyFile && namesAnother(own, options.path);
    const isOurs = mayMeanOurs(own, options.path) && result.ok && isClearlyOurs(body, result.value, blocks);
    if (isForeign && !isOurs) return none('otherFile');
    return marked(mark, result);
  }
  const others = parts.some(
    (part) => (part.kind === 'block' || part.kind === 'fence') && part.path !== undefined,
  );
  return none(others ? 'otherFile' : 'noCode');
}

/**
 * The parts that are about our file. An answer that names one file only, another than ours, may mean ours all the same:
 * the caller chose the file. What it says must then be ours beyond doubt.
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

/** Beside blocks, code that is half a block, or that broke off, shows that something of the answer is missing. */
function brokenPart(
  fences: readonly FencePart[],
  file: readonly Line[],
  options: ApplyOptions,
): 'malformedBlock' | 'truncated' | undefined {
  const known = new Set(file.map(({ text }) => text));
  const isMarked = fences.some(({ lines }) => lines.some((line) => isPlainCloser(line) && !known.has(line)));
  if (isMarked) return 'malformedBlock';
  return options.finished !== true && fences.some(({ closed }) => !closed) ? 'truncated' : undefined;
}

function namesSeveral(parts: readonly { readonly path?: string }[]): boolean {
  return new Set(parts.flatMap(({ path }) => path ?? [])).size > 1;
}

/** An answer without any fence counts only where all of it is the file, from its first line to its last. */
function bareFile(answer: string, file: readonly string[]): readonly string[] | undefined {
  const lines = trimBlankEnds(answer.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/));
  const own = trimBlankEnds(file);
  const told = own.filter((line) => !isBlank(line)).length;
  const sameEnds = told > 2 && lines[0] === own[0] && lines.at(-1) === own.at(-1);
  if (!sameEnds || readFence(lines[0] ?? '') !== undefined) return undefined;
  // Nothing marks the end of bare text: more than its last line must be the file's.
  const telling = own.findLast((line) => /\w{3}/.test(line));
  const theirs = lines.findLast((line) => /\w{3}/.test(line));
  return telling === theirs
    ? answer
        .replace(/^\uFEFF/, '')
        .replace(/(?:\r\n|\n|\r)$/, '')
        .split(/\r\n|\n|\r/)
    : undefined;
}

function marked<Reason extends string>(
  mark: string,
  result: Outcome<string, Reason>,
): Outcome<string, Reason> {
  return result.ok ? some(mark + result.value) : result;
}

function withoutMark(text: string): { readonly mark: string; readonly body: string } {
  return text.startsWith('\uFEFF') ? { mark: '\uFEFF', body: text.slice(1) } : { mark: '', body: text };
}
