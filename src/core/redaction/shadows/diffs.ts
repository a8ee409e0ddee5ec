/** What do the files say that a unified diff or a quoted message shows line by line? */

import { ShadowWriter, type Shadow } from './shadow.ts';

const HUNK = /^@@ -\d/m;
const NEW_FILE = /^\+\+\+ (?:b\/)?([^\t\r\n]{1,400})/;

/** One shadow for each file of a diff, without the marks, under the file's own path. */
export function filesOfDiff(text: string): Shadow[] {
  if (!text.includes('@@ -') || !HUNK.test(text)) return quotedLines(text);
  const shadows: Shadow[] = [];
  let writer = new ShadowWriter();
  let path: string | undefined;
  let inHunk = false;
  const close = (): void => {
    if (writer.size > 0) shadows.push({ ...writer.finish(path), isWhole: true });
    writer = new ShadowWriter();
  };
  eachLine(text, (start, end) => {
    const line = text.slice(start, Math.min(end, start + 420));
    if (line.startsWith('diff --git ') || line.startsWith('--- ')) {
      close();
      inHunk = false;
    } else if (NEW_FILE.test(line)) {
      path = NEW_FILE.exec(line)?.[1];
    } else if (line.startsWith('@@ ')) {
      inHunk = true;
      writer.separate(start);
    } else if (inHunk && /^[ +-]/.test(line)) {
      writer.copy(text, start + 1, end);
    }
  });
  close();
  return shadows;
}

/** `> ` of mails and chats, where most lines have it. */
function quotedLines(text: string): Shadow[] {
  if (!text.startsWith('>') && !text.includes('\n>')) return [];
  if (!/^> ?\S[^\n]{0,2000}\n> ?\S/m.test(text)) return [];
  const writer = new ShadowWriter();
  eachLine(text, (start, end) => {
    const mark = /^(?:> ?){1,4}/.exec(text.slice(start, start + 8));
    if (mark !== null) writer.copy(text, start + mark[0].length, end);
  });
  return writer.size === 0 ? [] : [{ ...writer.finish(), isWhole: true }];
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
