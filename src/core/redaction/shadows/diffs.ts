/** What do the files say that a unified diff or a quoted message shows line by line? */

import type { Range } from '../detect/found.ts';
import { Places } from '../detect/places.ts';
import { ShadowWriter, type Shadow } from './shadow.ts';

const HUNK = /^@@ -\d/m;
const NEW_FILE = /^\+\+\+ (?:b\/)?([^\t\r\n]{1,400})/;

/** One shadow for each file of a diff, without the marks, under the file's own path. Lines that begin in one of `taken` (sorted, disjoint) are left out. `quotations`: where lines begin with `>`. */
export function filesOfDiff(text: string, taken: readonly Range[], quotations: readonly number[]): Shadow[] {
  if (!text.includes('@@ -') || !HUNK.test(text)) return quotedLines(text, taken, quotations);
  const isTaken = new Places(taken);
  const files = new Map<string, ShadowWriter>();
  let writer = fileOf(files, '');
  let inHunk = false;
  eachLine(text, (start, end) => {
    const line = text.slice(start, Math.min(end, start + 420));
    if (line.startsWith('diff --git ') || line.startsWith('--- ')) {
      inHunk = false;
    } else if (line.startsWith('+++ ') && NEW_FILE.test(line)) {
      writer = fileOf(files, NEW_FILE.exec(line)?.[1] ?? '');
    } else if (line.startsWith('@@ ')) {
      inHunk = true;
      writer.separate(start);
    } else if (inHunk && /^[ +-]/.test(line) && isTaken.endAround(start) === 0) {
      writer.copy(text, start + 1, end);
    }
  });
  return [...files]
    .filter(([, { size }]) => size > 0)
    .map(([path, file]) => ({ ...file.finish(path === '' ? undefined : path), isWhole: true }));
}

function fileOf(files: Map<string, ShadowWriter>, path: string): ShadowWriter {
  let writer = files.get(path);
  if (writer === undefined) {
    writer = new ShadowWriter();
    files.set(path, writer);
  }
  return writer;
}

/** `> ` of mails and chats, where most lines have it. */
function quotedLines(text: string, taken: readonly Range[], quotations: readonly number[]): Shadow[] {
  if (!hasQuotedLines(text, quotations)) return [];
  const isTaken = new Places(taken);
  const writer = new ShadowWriter();
  eachLine(text, (start, end) => {
    if (isTaken.endAround(start) !== 0) return;
    const mark = /^(?:> ?){1,4}/.exec(text.slice(start, start + 8));
    if (mark !== null) writer.copy(text, start + mark[0].length, end);
  });
  return writer.size === 0 ? [] : [{ ...writer.finish(), isWhole: true }];
}

const TWO_QUOTED = /> ?\S[^\n]{0,2000}\n> ?\S/y;

/** Two lines one below the other that begin with the mark. */
function hasQuotedLines(text: string, quotations: readonly number[]): boolean {
  for (let index = 0; index < quotations.length; index++) {
    TWO_QUOTED.lastIndex = quotations[index] as number;
    if (TWO_QUOTED.test(text)) return true;
  }
  return false;
}

function eachLine(text: string, visit: (start: number, end: number) => void): void {
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline + 1;
    visit(start, end);
    start = end;
  }
}
