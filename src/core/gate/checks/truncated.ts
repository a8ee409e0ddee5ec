/** Does the answer stop before its end? */

import type { Check, CheckContext } from '../check.ts';
import { indentation } from '../../base/text.ts';
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
    if (judged.task === 'edit') return cutTail(context);
    return undefined;
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

/** A member that goes as a whole is a deletion, not a cut. */
function startsDeclaration(line: string): boolean {
  return /^\s*(?:@|#\[|\/\*\*|\/\/|#|"""|def |async |class |function |func |fn |pub |private |public |protected |internal |static |export |const |let |var |type |interface |enum |struct |impl |module |describe\(|it\(|test\()/.test(
    line,
  );
}

function meaningfulEnd(lines: readonly string[]): number {
  let end = lines.length;
  while (end > 0 && (lines[end - 1] ?? '').trim() === '') end--;
  return end;
}
