/** Where does an answer hold a diff without a fence, or a patch between `*** Begin Patch` and `*** End Patch`? */

import { readFence, opensSearch, closesReplace } from './markers.ts';
import { isSectionHeader, opensFile, readNumbers } from './unifiedDiff.ts';

/** The answer's lines with every such diff in a fence of its own; what stands in fences already stays as it is. */
export function fenceDiffs(lines: readonly string[]): string[] {
  const result: string[] = [];
  let inFence: { readonly character: string; readonly length: number } | undefined;
  let inBlock = false;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const fence = readFence(line);
    const holdsPatch = isPatchLine(
      inFence === undefined && fence !== undefined ? (lines[index + 1] ?? '') : line,
    );
    if (!inBlock && holdsPatch) {
      const first = fence === undefined ? index : index + 1;
      const patch = readPatch(lines, first);
      result.push(...patch.lines);
      index = patch.next - 1;
      // The fence that stood around it closes behind it.
      if (fence !== undefined && readFence(lines[patch.next] ?? '')?.info === '') index++;
      continue;
    }
    if (inFence !== undefined) {
      const closes =
        fence?.info === '' && fence.character === inFence.character && fence.length >= inFence.length;
      if (closes) inFence = undefined;
      result.push(line);
      continue;
    }
    if (fence !== undefined && !inBlock) inFence = fence;
    if (opensSearch(line)) inBlock = true;
    if (closesReplace(line)) inBlock = false;
    if (!inBlock && inFence === undefined && startsDiff(line, lines[index + 1] ?? '')) {
      const end = endOfDiff(lines, index);
      result.push(...fenced(lines.slice(index, end.at), end.isWhole));
      index = end.at - 1;
      continue;
    }
    result.push(line);
  }
  return result;
}

function fenced(lines: readonly string[], isClosed: boolean): string[] {
  const longest = Math.max(2, ...lines.map((line) => /`{3,}/.exec(line)?.[0].length ?? 0));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}diff`, ...lines, ...(isClosed ? [fence] : [])];
}

function startsDiff(line: string, next: string): boolean {
  return line.startsWith('diff --git ') || opensFile(line, next) || readNumbers(line) !== undefined;
}

/** The line behind the last one of the diff, and whether nothing of its last section is missing. */
function endOfDiff(
  lines: readonly string[],
  start: number,
): { readonly at: number; readonly isWhole: boolean } {
  let at = start;
  let old = 0;
  let fresh = 0;
  let hasNumbers = false;
  let inSection = false;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line === '' && at === lines.length - 1) break;
    if (isSectionHeader(line)) {
      const numbers = readNumbers(line);
      hasNumbers = numbers !== undefined;
      [old, fresh] = [numbers?.oldCount ?? 0, numbers?.newCount ?? 0];
      inSection = true;
    } else if (opensFile(line, lines[at + 1] ?? '') && (!inSection || (old <= 0 && fresh <= 0))) {
      at++;
      inSection = false;
    } else if (!inSection) {
      if (
        !/^(?:diff --git |index |(?:old|new) mode |(?:new|deleted) file|similarity|rename |--- |\+\+\+ )/.test(
          line,
        )
      )
        break;
    } else if (line.startsWith('-')) old--;
    else if (line.startsWith('+')) fresh--;
    else if (line.startsWith(' ') || (line === '' && (old > 0 || fresh > 0))) {
      old--;
      fresh--;
    } else if (line.startsWith('diff --git ')) inSection = false;
    else if (!line.startsWith('\\')) {
      // A context line that lost its space looks like prose: only the numbers tell.
      if (old <= 0 && fresh <= 0) break;
      old--;
      fresh--;
    }
  }
  // Nothing but an indentation: the line broke off.
  if (at === lines.length && /^\s{2,}$/.test(lines.at(-1) ?? '')) return { at, isWhole: false };
  const next = lines.slice(at).find((line) => line !== '');
  // The header of one more section broke off.
  if (next !== undefined && /^@@?(?: [-+\d, ]*@?)?$/.test(next)) return { at, isWhole: false };
  return { at, isWhole: hasNumbers ? old <= 0 && fresh <= 0 : next !== undefined };
}

function isPatchLine(line: string): boolean {
  return /^\*\*\* (?:Begin Patch|(?:Update|Add|Delete) File: )/.test(line);
}

/** A patch in that form as fenced diffs and file operations. */
function readPatch(
  lines: readonly string[],
  start: number,
): { readonly lines: readonly string[]; readonly next: number } {
  const result: string[] = [];
  let body: string[] | undefined;
  let at = start;
  const flush = (isClosed: boolean): void => {
    if (body !== undefined && body.some((line) => /^[+-]/.test(line.replace(/^(?:---|\+\+\+) .*/, ''))))
      result.push(...fenced(body, isClosed));
    body = undefined;
  };
  let path = '';
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const file = /^\*\*\* (Update|Add|Delete) File: (.+?)\s*$/.exec(line);
    if (/^\*\*\* Begin Patch/.test(line) || /^\*\*\* End of File/.test(line)) continue;
    if (/^\*\*\* End Patch/.test(line)) {
      flush(true);
      return { lines: result, next: at + 1 };
    }
    const moved = /^\*\*\* Move to: (.+?)\s*$/.exec(line);
    if (moved !== null) {
      result.push(`RENAME ${path} -> ${moved[1] ?? ''}`);
      continue;
    }
    if (file === null) {
      if (body === undefined) break;
      body.push(line);
      continue;
    }
    flush(true);
    path = file[2] ?? '';
    if (file[1] === 'Delete') result.push(`DELETE ${path}`);
    else if (file[1] === 'Add') body = ['--- /dev/null', `+++ b/${path}`, '@@'];
    else body = [`--- a/${path}`, `+++ b/${path}`];
  }
  // Without its end, nobody knows what was still to come.
  flush(false);
  return { lines: result, next: at };
}
