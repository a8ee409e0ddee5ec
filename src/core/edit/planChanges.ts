/** Which files does an answer change, create, rename and delete, and what do they become? */

import type { AnswerPart } from './answerPart.ts';
import { applyParts, type ApplyReason } from './applyAnswer.ts';
import { isCommand } from './applyFences.ts';
import { leftovers } from './leftovers.ts';
import { readAnswer } from './readAnswer.ts';

export type FileChange =
  | { readonly kind: 'edit'; readonly path: string; readonly before: string; readonly after: string }
  | { readonly kind: 'create'; readonly path: string; readonly after: string }
  | { readonly kind: 'delete'; readonly path: string; readonly before: string }
  /** `before` and `after` differ where the file is edited as well. */
  | {
      readonly kind: 'rename';
      readonly path: string;
      readonly to: string;
      readonly before: string;
      readonly after: string;
    };

export type PlanReason = ApplyReason | 'missingFile' | 'existsAlready';

export interface ChangePlan {
  /** In the order of the answer, at most one for each file. */
  readonly changes: readonly FileChange[];
  /** Files whose part of the answer could not be used. */
  readonly problems: readonly { readonly path: string; readonly reason: PlanReason }[];
}

export interface PlanFiles {
  /** The workspace's own path for one that a model wrote, which may be shortened; undefined where there is no such file or several. */
  resolve(path: string): Promise<string | undefined>;
  /** The text as the person sees it, unsaved changes included. */
  read(path: string): Promise<string | undefined>;
}

export interface PlanOptions {
  /** The file that parts without a path are about. */
  readonly path?: string;
  readonly finished?: boolean;
}

/** Nothing is written. A file of which one part cannot be used is a problem as a whole: never half a change. */
export async function planChanges(
  answer: string,
  files: PlanFiles,
  options: PlanOptions = {},
): Promise<ChangePlan> {
  const groups = groupByPath(readAnswer(answer), options.path);
  const changes: FileChange[] = [];
  const problems: { path: string; reason: PlanReason }[] = [];
  for (const [path, parts] of groups) {
    const change = await planFile(path, parts, files, options);
    if ('reason' in change) problems.push(change);
    else changes.push(change);
  }
  return { changes, problems };
}

type Planned = FileChange | { readonly path: string; readonly reason: PlanReason };

async function planFile(
  named: string,
  parts: readonly AnswerPart[],
  files: PlanFiles,
  options: PlanOptions,
): Promise<Planned> {
  const rename = parts.find((part) => part.kind === 'rename');
  const path = (await files.resolve(named)) ?? named;
  const before = await files.read(path);
  if (parts.some((part) => part.kind === 'delete')) {
    return before === undefined ? { path, reason: 'missingFile' } : { kind: 'delete', path, before };
  }
  if (before === undefined)
    return rename === undefined ? created(path, parts, options) : { path, reason: 'missingFile' };
  const code = parts.filter((part) => part.kind === 'block' || part.kind === 'fence');
  if (rename !== undefined && (await files.read(rename.to)) !== undefined)
    return { path: rename.to, reason: 'existsAlready' };
  if (rename !== undefined && code.length === 0) {
    return { kind: 'rename', path, to: rename.to, before, after: before };
  }
  const ours = code.map((part) => withPath(part, path));
  const finished = options.finished === true ? { finished: true } : {};
  const applied = applyParts(before, ours, { path, ...finished });
  if (!applied.ok) return { path, reason: applied.reason };
  if (rename !== undefined) return { kind: 'rename', path, to: rename.to, before, after: applied.value };
  return { kind: 'edit', path, before, after: applied.value };
}

function created(path: string, parts: readonly AnswerPart[], options: PlanOptions): Planned {
  const fences = parts.filter((part) => part.kind === 'fence');
  const [fence] = fences;
  if (fence === undefined) {
    const blocks = parts.filter((part) => part.kind === 'block');
    const [block] = blocks;
    // An empty search half is how some models create a file.
    if (block === undefined || blocks.length > 1 || block.search.some((line) => line.trim() !== '')) {
      return { path, reason: blocks.length === 0 ? 'noCode' : 'missingFile' };
    }
    return block.malformed
      ? { path, reason: 'malformedBlock' }
      : created(path, [asFence(block.replace, block.closed)], options);
  }
  if (fences.length > 1) return { path, reason: 'severalFences' };
  if (!fence.closed && options.finished !== true) return { path, reason: 'truncated' };
  const reason = leftovers(fence.lines, []);
  if (reason !== undefined) return { path, reason };
  return { kind: 'create', path, after: fence.lines.map((line) => `${line}\n`).join('') };
}

function asFence(lines: readonly string[], closed: boolean): AnswerPart {
  return { kind: 'fence', language: '', label: '', lines, closed };
}

/** Where it names a file, which may be shortened or new, it names ours. */
function withPath(part: AnswerPart, path: string): AnswerPart {
  if (part.kind !== 'block' && part.kind !== 'fence') return part;
  return part.path === undefined ? part : { ...part, path };
}

/** Parts of a renamed file may name it by its new path. */
function groupByPath(parts: readonly AnswerPart[], fallback: string | undefined): Map<string, AnswerPart[]> {
  const groups = new Map<string, AnswerPart[]>();
  const oldNames = new Map<string, string>();
  for (const part of parts) {
    if (part.kind === 'prose') continue;
    const named = 'path' in part ? part.path : undefined;
    if (named === undefined && part.kind === 'fence' && isCommand(part.language)) continue;
    const path = named === undefined ? fallback : (oldNames.get(named) ?? named);
    if (path === undefined) continue;
    if (part.kind === 'rename') oldNames.set(part.to, path);
    const group = groups.get(path);
    if (group === undefined) groups.set(path, [part]);
    else group.push(part);
  }
  return groups;
}
