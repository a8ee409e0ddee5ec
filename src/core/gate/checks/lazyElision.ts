/** Does a comment stand where code should be? */

import type { Check, CheckContext } from '../check.ts';
import { commentText } from '../language/comments.ts';
import { elisionScore } from '../language/elisionWords.ts';
import type { Hunk } from '../language/lineChange.ts';
import type { Evidence } from '../verdict.ts';

/** This many lines of code that give way to a comment alone are a second sign. */
const lostLines = 3;

/**
 * A comment (or a line of dots) in the new text that was not there before and reads like a placeholder: alone when it
 * surely does, with a second sign (code vanished in the same place, nothing but the comment came for it) when it may.
 * Wordings are judged by word classes and by what happened around them, as models invent new ones.
 */
export const lazyElisionCheck: Check = {
  name: 'lazyElision',
  tasks: ['completion', 'edit'],
  run(context) {
    if (context.language?.kind === 'prose') return undefined;
    const known = new Set(context.change.beforeLines.map((line) => line.trim()));
    for (const hunk of context.change.hunks) {
      const found = inHunk(hunk, known, context);
      if (found !== undefined) return found;
    }
    return undefined;
  },
};

function inHunk(hunk: Hunk, known: ReadonlySet<string>, context: CheckContext): Evidence | undefined {
  const { change, language, judged } = context;
  const removed = change.beforeLines
    .slice(hunk.beforeStart, hunk.beforeEnd)
    .filter((line) => isCode(line, context));
  const added = change.afterLines.slice(hunk.afterStart, hunk.afterEnd);
  const addedCode = added.filter((line) => isCode(line, context) && dotsOnly(line) === undefined);
  const lost = removed.length - addedCode.length;
  for (const [index, line] of added.entries()) {
    if (known.has(line.trim())) continue;
    const text = dotsOnly(line) ?? trailing(line, context) ?? commentText(line, language);
    if (text === undefined || quotesCode(text, removed)) continue;
    const score = elisionScore(text);
    const replaced = judged.task === 'edit' && lost >= lostLines;
    const alone =
      replaced && addedCode.length === 0 && added.filter((other) => other.trim() !== '').length <= 3;
    const bareBody = standsAlone(hunk.afterStart + index, context);
    if (score === 2 && !(language?.offside === true && text === '...' && !replaced && !bareBody)) {
      return evidence(line, hunk.afterStart + index, lost);
    }
    if (score === 1 && (replaced || bareBody) && (replaced || judged.task !== 'edit' || lost > 0)) {
      return evidence(line, hunk.afterStart + index, lost);
    }
    if (alone && bareBody && !documents(text)) return evidence(line, hunk.afterStart + index, lost);
  }
  return undefined;
}

function isCode(line: string, { language }: CheckContext): boolean {
  return line.trim().length > 0 && commentText(line, language) === undefined && !/^[\s)}\]>;,]*$/.test(line);
}

/** `...` alone on a line (three dots are valid in Python stubs, and that is decided by the caller). */
function dotsOnly(line: string): string | undefined {
  const text = line.trim();
  return /^[[(<{]?\s*(?:\.{3,}|…)\s*(?:[\w ,'-]{0,60}?\s*(?:\.{3,}|…))?[\])>}]?;?$/.test(text)
    ? text
    : undefined;
}

/** `{ /* ... *\/ }` and `do_it()  # ... rest as before`: a placeholder behind code on one line. */
function trailing(line: string, { language }: CheckContext): string | undefined {
  const block = /[{(\[]\s*(?:\/\*+|<!--)\s*(.*?)\s*(?:\*+\/|-->)\s*[})\]]/.exec(line)?.[1];
  if (block !== undefined) return block;
  for (const mark of language?.lineComments ?? []) {
    const at = line.indexOf(`${mark} `, 1);
    if (at <= 0 || !/[{:(\[,]\s*$/.test(line.slice(0, at))) continue;
    return line.slice(at + mark.length).trim();
  }
  return undefined;
}

/** Code that was commented out is not code that was left out. */
function quotesCode(text: string, removed: readonly string[]): boolean {
  const bare = text.replace(/\s+/g, '');
  return bare.length > 4 && removed.some((line) => line.replace(/\s+/g, '').includes(bare));
}

/** The comment is all that a block holds: the lines around it open and close, or are indented less. */
function standsAlone(row: number, { change, language }: CheckContext): boolean {
  const lines = change.afterLines;
  let above = row - 1;
  while (
    above >= 0 &&
    ((lines[above] ?? '').trim() === '' || commentText(lines[above] ?? '', language) !== undefined)
  )
    above--;
  let below = row + 1;
  while (
    below < lines.length &&
    ((lines[below] ?? '').trim() === '' || commentText(lines[below] ?? '', language) !== undefined)
  ) {
    below++;
  }
  const opens = /(?:[{(\[:]|\bdo|\bthen|=>|\|[\w, ]*\||^\s*(?:def|class|module|begin)\b.*)\s*$/.test(
    lines[above] ?? '',
  );
  const closes = /^\s*(?:[})\]]|end\b|fi\b|done\b|esac\b|<\/)/.test(lines[below] ?? '');
  if (language?.offside !== true) return opens && closes;
  const own = (lines[row] ?? '').search(/\S/);
  const next = (lines[below] ?? '').search(/\S/);
  return opens && (next < own || below >= lines.length);
}

/** A comment that explains why a block is empty now. */
function documents(text: string): boolean {
  return /\b(?:no-?op|nothing|intentional\w*|deliberate\w*|ignor\w+|deprecated|removed|moved|unused|disabled|no longer|not (?:needed|supported|used|required|applicable))\b/i.test(
    text,
  );
}

function evidence(line: string, row: number, lost: number): Evidence {
  const message = `A placeholder stands where code should be: \`${line.trim().slice(0, 80)}\`.`;
  return lost > 0 ? { message, line: row, figure: lost } : { message, line: row };
}
