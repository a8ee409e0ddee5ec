/** In which pieces does a model write down an edit: blocks with enough context, or the definition it lies in? */

import type { Chance } from './chance.ts';
import type { LineChange, RealEdit } from './revisions.ts';

export interface Block {
  /** Lines `start` to `end` of the file before. */
  readonly start: number;
  readonly end: number;
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

export interface Material {
  readonly edit: RealEdit;
  readonly blocks: readonly Block[];
}

/** Blocks with 0 to 4 lines around each change, more where it takes more to be found once. */
export function materialOf(edit: RealEdit, chance: Chance): Material {
  const wanted = edit.changes.map((change) => {
    const around = chance.below(5);
    return { first: change.start - around, last: change.end + around, changes: [change] };
  });
  for (;;) {
    const open = wanted.find(({ first, last }) => !isOnce(edit.before, first, last));
    const joined = wanted.findIndex(
      ({ first }, index) => index > 0 && first < (wanted[index - 1]?.last ?? 0),
    );
    const [left, right] = [wanted[joined - 1], wanted[joined]];
    if (left !== undefined && right !== undefined) {
      const both = { first: left.first, last: Math.max(left.last, right.last) };
      wanted.splice(joined - 1, 2, { ...both, changes: [...left.changes, ...right.changes] });
    } else if (open === undefined) break;
    else {
      open.first--;
      open.last++;
      if (open.first < -edit.before.length) break;
    }
  }
  return { edit, blocks: wanted.map((one) => blockOf(edit.before, one.first, one.last, one.changes)) };
}

function isOnce(file: readonly string[], first: number, last: number): boolean {
  const [start, end] = [Math.max(0, first), Math.min(file.length, last)];
  if (start === 0 && end === file.length) return true;
  const search = file.slice(start, end);
  return search.some((line) => line.trim() !== '') && placesOf(file, search) === 1;
}

export function placesOf(file: readonly string[], search: readonly string[]): number {
  let count = 0;
  for (let at = 0; at + search.length <= file.length; at++) {
    if (search.every((line, index) => file[at + index] === line)) count++;
  }
  return count;
}

export function blockOf(
  file: readonly string[],
  first: number,
  last: number,
  changes: readonly LineChange[],
): Block {
  const [start, end] = [Math.max(0, first), Math.min(file.length, last)];
  const replace: string[] = [];
  let at = start;
  for (const change of changes) {
    replace.push(...file.slice(at, change.start), ...change.lines);
    at = change.end;
  }
  return { start, end, search: file.slice(start, end), replace: [...replace, ...file.slice(at, end)] };
}

const head =
  /^(\s*)(?:(?:export|default|async|public|private|protected|static|pub|final|override|suspend|inline|unsafe)\s+)*(?:function\*?|func|fn|def|fun|class|impl|struct|interface)\b.*\b(\w+)/;

/** The innermost function or class that holds all changes, as it is after them; heads of that wording must stand there once. */
export function definitionOf(edit: RealEdit): readonly string[] | undefined {
  const first = edit.changes[0]?.start ?? 0;
  const last = edit.changes.at(-1)?.end ?? 0;
  for (let start = Math.min(first, edit.before.length - 1); start >= 0; start--) {
    const line = edit.before[start] ?? '';
    const match = head.exec(line);
    const end = match === null ? undefined : endOf(edit.before, start, match[1] ?? '');
    if (end === undefined || end < last || start >= first) continue;
    if (edit.before.filter((other) => other.trim() === line.trim()).length > 1) return undefined;
    const lines = blockOf(edit.before, start, end, edit.changes).replace;
    // New definitions behind it belong to it no more.
    const heads = lines.filter((other) => head.exec(other)?.[1] === match?.[1]);
    return heads.length > 1 ? undefined : lines;
  }
  return undefined;
}

function endOf(file: readonly string[], start: number, indent: string): number | undefined {
  const line = file[start] ?? '';
  const isBraced = /\{\s*$/.test(line);
  if (!isBraced && !/:\s*$/.test(line)) return undefined;
  for (let at = start + 1; at < file.length; at++) {
    const text = file[at] ?? '';
    if (text.trim() === '' || (text.startsWith(indent) && /^\s/.test(text.slice(indent.length)))) continue;
    if (isBraced) return text === `${indent}}` ? at + 1 : undefined;
    let end = at;
    while ((file[end - 1] ?? '').trim() === '') end--;
    return end;
  }
  return isBraced ? undefined : file.length;
}
