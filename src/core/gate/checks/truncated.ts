/** Does the answer stop before its end? */

import type { Check, CheckContext } from '../check.ts';
import { indentation } from '../../base/text.ts';
import { commentText } from '../language/comments.ts';
import { asksForRemoval } from '../language/instructionWords.ts';
import { startsDeclaration } from '../language/declarationLine.ts';
import type { Evidence } from '../verdict.ts';

/** Fails on the server's own word, on an open fence (chat) and on a tail of the file that was cut off mid-way (edit). */
export const truncatedCheck: Check = {
  name: 'truncated',
  tasks: ['completion', 'edit', 'chat'],
  run(context) {
    const { judged, answer } = context;
    if (judged.finishReason === 'length' || judged.finishReason === 'max_tokens') {
      return { message: 'The answer reached the limit of its length and was cut off.' };
    }
    if (judged.task === 'chat') return openFence(answer) ?? openSentence(answer);
    return judged.task === 'edit' ? (cutTail(context) ?? lostEnd(context)) : openComment(context);
  },
};

function openFence(answer: string): Evidence | undefined {
  let open: { readonly mark: string; readonly row: number } | undefined;
  for (const [row, line] of answer.split('\n').entries()) {
    const found = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    const mark = found?.[1];
    if (mark === undefined) continue;
    if (open === undefined) open = { mark, row };
    else if (mark[0] === open.mark[0] && mark.length >= open.mark.length && found?.[2]?.trim() === '')
      open = undefined;
  }
  return open === undefined
    ? undefined
    : { message: 'A code block is opened and not closed.', line: open.row };
}

/** An answer that stops behind a comma or an opening bracket stopped too early. */
function openSentence(answer: string): Evidence | undefined {
  const last = answer.trimEnd();
  if (last.length < 200 || !/[,([{]$|\b(?:and|or|the|to|of|with|a|und|der|die|et|le|la|de)$/i.test(last))
    return undefined;
  return { message: 'The answer stops in the middle of a sentence.', line: last.split('\n').length - 1 };
}

/** Lines that vanish behind the last one are a cut when the last one, or the block it stands in, is unfinished. */
function cutTail(context: CheckContext): Evidence | undefined {
  const { change } = context;
  const { beforeLines, afterLines } = change;
  const hunk = change.hunks.at(-1);
  if (hunk === undefined || meaningfulEnd(afterLines) > hunk.afterEnd) return undefined;
  if (meaningfulEnd(beforeLines) > hunk.beforeEnd) return undefined;
  const removed = beforeLines.slice(hunk.beforeStart, hunk.beforeEnd);
  const added = afterLines.slice(hunk.afterStart, hunk.afterEnd).filter((line) => line.trim() !== '');
  const gone = removed.filter((line) => line.trim() !== '').length;
  const line = Math.max(0, meaningfulEnd(afterLines) - 1);
  const last = added.at(-1);
  if (last !== undefined) {
    const original = removed.find(
      (old) => old.length > last.trimEnd().length && old.startsWith(last.trimEnd()),
    );
    // A text that was cut has no last newline; one that was rewritten keeps it.
    const mid = original !== undefined && !/\n\s*$/.test(context.after) && /\n\s*$/.test(context.before);
    return mid ? { message: `The last line is cut off: \`${last.trim().slice(0, 60)}\`.`, line } : undefined;
  }
  const first = removed.find((old) => old.trim() !== '') ?? '';
  // The last entry of data is often removed, and nothing but its indentation tells.
  if (context.language?.kind !== 'code' || gone < 3 || indentation(first) === '' || startsDeclaration(first))
    return undefined;
  const message = `The file stops in the middle of a block; its last ${gone} lines are gone.`;
  return { message, line, figure: gone };
}

/** Fewer lines at the end may be one thing that was taken out. */
const leastLostLines = 2;

/**
 * The end is gone and nothing else changed, though nobody asked for a removal: of 3,169 real edits none was so. Or the
 * text stops behind a comment that announced what is gone.
 */
function lostEnd({ judged, change, language }: CheckContext): Evidence | undefined {
  if (language?.kind === 'prose' || asksForRemoval(judged.instruction)) return undefined;
  const { beforeLines, afterLines } = change;
  const hunk = change.hunks.at(-1);
  const end = meaningfulEnd(afterLines);
  if (hunk === undefined || end > hunk.afterStart || meaningfulEnd(beforeLines) > hunk.beforeEnd)
    return undefined;
  const gone = beforeLines
    .slice(hunk.beforeStart, hunk.beforeEnd)
    .filter((line) => line.trim() !== '' && commentText(line, language) === undefined).length;
  const last = afterLines[end - 1] ?? '';
  const announces = commentText(last, language) !== undefined || /^\s*\*\/\s*$/.test(last);
  if (gone < leastLostLines || (change.hunks.length > 1 && !announces)) return undefined;
  const message = `The file stops early; its last ${gone} lines are gone.`;
  return { message, line: Math.max(0, end - 1), figure: gone };
}

/** A suggestion opens a comment that swallows what stands behind it. */
function openComment({ judged, language }: CheckContext): Evidence | undefined {
  const pair = language?.blockComments[0];
  if (pair === undefined || judged.suffix === undefined || judged.openEnd === true) return undefined;
  const [open, close] = pair;
  const whole = judged.before + judged.after;
  const opened = whole.lastIndexOf(open);
  if (opened === -1 || opened < judged.before.length - open.length || whole.lastIndexOf(close) > opened)
    return undefined;
  // The mark may be half written.
  const ends = (judged.after.slice(-1) + judged.suffix).indexOf(close);
  const next = judged.suffix.indexOf(open);
  if (ends !== -1 && (next === -1 || next > ends)) return undefined;
  // In a string or behind a line comment the mark opens nothing.
  const line = whole.slice(whole.lastIndexOf('\n', opened) + 1, opened);
  if (/["'`/#]|\/\//.test(line)) return undefined;
  return {
    message: 'A comment is opened and not closed.',
    line: whole.slice(0, opened).split('\n').length - 1,
  };
}

function meaningfulEnd(lines: readonly string[]): number {
  let end = lines.length;
  while (end > 0 && (lines[end - 1] ?? '').trim() === '') end--;
  return end;
}
