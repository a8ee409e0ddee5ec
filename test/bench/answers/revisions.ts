/** Which files changed from one published version of a package to the next, and in which places? */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { diffArrays } from 'diff';

import type { Chance } from './chance.ts';

/** Lines `start` to `end` of the old file give way to others. */
export interface LineChange {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

export interface RealEdit {
  readonly path: string;
  /** Lines of the file before, without endings; the file ends with a line break. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** In order, none touching the next. */
  readonly changes: readonly LineChange[];
}

const extensions =
  /\.(?:[cm]?[jt]sx?|py|pyi|go|rs|java|kt|c|h|cc|cpp|mm|m|swift|s?css|json|ya?ml|toml|md|rst|html|sh|rb|php|cs|sql)$/;
const largestFile = 120_000;
const longestLine = 1_000;
const mostHunks = 40;

/** Every file that differs between two unpacked versions, the differences cut down by chance to what one answer could hold. */
export function editsBetween(before: string, after: string, chance: Chance): RealEdit[] {
  const edits: RealEdit[] = [];
  for (const file of filesUnder(after)) {
    const name = path.relative(after, file);
    const earlier = path.join(before, name);
    if (!extensions.test(file) || !existsSync(earlier)) continue;
    const [old, fresh] = [earlier, file].map((one) => readFileSync(one, 'utf8'));
    if (old === undefined || fresh === undefined || old === fresh) continue;
    if (!isPlain(old) || !isPlain(fresh)) continue;
    const edit = someOf(name, linesOf(old), linesOf(fresh), chance);
    if (edit !== undefined) edits.push(edit);
  }
  return edits;
}

function isPlain(text: string): boolean {
  const isShort = text.length > 40 && text.length <= largestFile;
  return (
    isShort && !/[\0\r\uFEFF]/.test(text) && text.split('\n').every(({ length }) => length <= longestLine)
  );
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** All changes, or a few of them, so that answers of every size come up. */
function someOf(
  name: string,
  before: readonly string[],
  fresh: readonly string[],
  chance: Chance,
): RealEdit | undefined {
  const all = changesBetween(before, fresh);
  if (all.length === 0 || all.length > mostHunks * 4) return undefined;
  const count = chance.oneOf([1, 1, 2, 3, 5, all.length]);
  const first = chance.below(Math.max(1, all.length - count + 1));
  const changes = all.slice(first, first + Math.min(count, mostHunks));
  const after = applied(before, changes);
  return { path: name, before, after, changes };
}

export function changesBetween(before: readonly string[], after: readonly string[]): LineChange[] {
  const changes: LineChange[] = [];
  let at = 0;
  let open: { start: number; end: number; lines: string[] } | undefined;
  for (const part of diffArrays([...before], [...after])) {
    if (!part.added && !part.removed) {
      if (open !== undefined) changes.push(open);
      open = undefined;
      at += part.count;
      continue;
    }
    open ??= { start: at, end: at, lines: [] };
    if (part.added) open.lines.push(...part.value);
    else {
      at += part.count;
      open.end = at;
    }
  }
  if (open !== undefined) changes.push(open);
  return changes;
}

export function applied(before: readonly string[], changes: readonly LineChange[]): string[] {
  const result: string[] = [];
  let at = 0;
  for (const { start, end, lines } of changes) {
    result.push(...before.slice(at, start), ...lines);
    at = end;
  }
  return [...result, ...before.slice(at)];
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const file = path.join(folder, name);
      if (/^(?:node_modules|\..*)$/.test(name) || name.includes('.min.')) return [];
      return statSync(file).isDirectory() ? filesUnder(file) : [file];
    });
}
