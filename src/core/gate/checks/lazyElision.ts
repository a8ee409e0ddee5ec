/** Does a comment stand where code should be? */

import { indentation } from '../../base/text.ts';
import type { Check, CheckContext } from '../check.ts';
import { commentText } from '../language/comments.ts';
import { inNewScript, speaksOfEditing } from '../language/editingWords.ts';
import { elisionScore } from '../language/elisionWords.ts';
import type { Hunk } from '../language/lineChange.ts';
import { insideLongText } from '../syntax/insideText.ts';
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
    const text =
      dotsOnly(line) ?? trailing(line, context) ?? commentText(line, language) ?? loneString(line, context);
    // A comment in a comment is an example in documentation, one in a string a text.
    if (
      text === undefined ||
      inString(hunk.afterStart + index, line, context) ||
      /^(?:\/\/|#|\/\*)/.test(text) ||
      quotesCode(text, removed)
    )
      continue;
    const row = hunk.afterStart + index;
    const shape: Shape = {
      text,
      lost,
      replaced: judged.task === 'edit' && lost >= lostLines,
      noCodeCame: addedCode.length === 0,
      bareBody: standsAlone(row, context),
      headsNothing: endsBlock(row, context),
      aside: speaksOfEditing(text) || inNewScript(text, context.before),
      oneOfMany: dotsOnly(line) === undefined && besideComment(row, context),
      offside: language?.offside === true,
      edit: judged.task === 'edit',
      onlyThis:
        judged.task === 'completion' &&
        judged.after.replace(/^[\s/*#!<>-]+|[\s/*<>-]+$/g, '') ===
          text.replace(/^[\s/*#!<>-]+|[\s/*<>-]+$/g, ''),
    };
    if (isPlaceholder(shape)) return evidence(line, row, lost);
  }
  return undefined;
}

interface Shape {
  readonly text: string;
  /** Lines of code that vanished in the hunk. */
  readonly lost: number;
  readonly replaced: boolean;
  readonly noCodeCame: boolean;
  /** It is all that its block holds. */
  readonly bareBody: boolean;
  /** No code follows it in its block, which it could be a heading of. */
  readonly headsNothing: boolean;
  /** It speaks of editing alone, or in letters that the file does not use. */
  readonly aside: boolean;
  /** A line of a longer comment: that explains. */
  readonly oneOfMany: boolean;
  readonly offside: boolean;
  readonly edit: boolean;
  /** A suggestion that says nothing else. */
  readonly onlyThis: boolean;
}

function isPlaceholder(shape: Shape): boolean {
  const { text, bareBody, replaced, noCodeCame } = shape;
  // Valid Python: a stub. Whether a body was lost is vanishedCode's question.
  if (shape.offside && text === '...') return replaced && noCodeCame;
  const score = elisionScore(text);
  const words = text.split(/\s+/).length;
  if (shape.oneOfMany) return (score === 2 || shape.aside) && replaced && noCodeCame && words <= 9;
  if (score === 2) return true;
  if (shape.aside && shape.onlyThis && words > 1) return true;
  // Said so plainly, it needs no place to tell.
  if (shape.aside && !shape.edit && /\b(?:omitted|elided|snip(?:ped)?|abridged|brevity)\b/i.test(text))
    return true;
  const between = /^\W*(?:\.{3,}|…).*(?:\.{3,}|…)\W*$/.test(text) && words <= 9;
  if (between && (!shape.edit || shape.lost > 0)) return true;
  if (
    shape.aside &&
    (shape.edit ? shape.lost > 0 && (noCodeCame || (bareBody && shape.lost > 1)) : shape.headsNothing)
  )
    return true;
  if (score === 1)
    return (
      (replaced && noCodeCame && words <= 14) || (bareBody && words <= 9 && (!shape.edit || shape.lost > 0))
    );
  return replaced && noCodeCame && bareBody && words <= 12 && !documents(text);
}

/** In a tree that holds: the line begins within a string. */
function inString(row: number, line: string, { trees }: CheckContext): boolean {
  if (trees === undefined) return false;
  return (
    !/^\s*\*/.test(line) &&
    insideLongText(trees.after.root, row - trees.firstRow, Math.max(0, line.search(/\S/)))
  );
}

/** The line above or below is a comment too. */
function besideComment(row: number, { change, language }: CheckContext): boolean {
  const at = (other: number): boolean => {
    const text = commentText(change.afterLines[other] ?? '', language);
    return text !== undefined && text !== '';
  };
  return at(row - 1) || at(row + 1);
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

/** A string that stands for a comment, where it speaks of editing; any other is documentation. */
function loneString(line: string, { language }: CheckContext): string | undefined {
  if (language?.id !== 'python') return undefined;
  const text = /^\s*("""|''')(.+)\1\s*$/.exec(line)?.[2]?.trim();
  return text !== undefined && (speaksOfEditing(text) || elisionScore(text) === 2) ? text : undefined;
}

/** `{ /* ... *\/ }` and `do_it()  # ... rest as before`: a placeholder behind code on one line. */
function trailing(line: string, { language }: CheckContext): string | undefined {
  if (/^\s*["'`]/.test(line)) return undefined;
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

/** The next filled line that is no comment closes, is indented less, or there is none. */
function endsBlock(row: number, { change, language }: CheckContext): boolean {
  const lines = change.afterLines;
  const own = indentation(lines[row] ?? '').length;
  for (let below = row + 1; below < lines.length; below++) {
    const line = lines[below] ?? '';
    if (line.trim() === '' || commentText(line, language) !== undefined || /^\s*\*\/\s*$/.test(line))
      continue;
    if (/^\s*(?:end|fi|done|esac|else|elif|except|rescue|ensure|finally|case|default)\b/.test(line))
      return true;
    return /^\s*(?:[})\]]|<\/)/.test(line) || indentation(line).length < own;
  }
  return true;
}

/** A comment that explains why a block is empty now. */
function documents(text: string): boolean {
  return /\b(?:no-?op|nothing|intentional\w*|deliberate\w*|ignor\w+|deprecated|removed|moved|unused|disabled|no longer|https?:|not (?:needed|supported|used|required|applicable))\b/i.test(
    text,
  );
}

function evidence(line: string, row: number, lost: number): Evidence {
  const message = `A placeholder stands where code should be: \`${line.trim().slice(0, 80)}\`.`;
  return lost > 0 ? { message, line: row, figure: lost } : { message, line: row };
}
