/** Does a comment stand where code should be? */

import { lastRow } from '../../base/text.ts';
import type { Check, CheckContext } from '../check.ts';
import { addedLines } from '../language/addedLines.ts';
import { besideComment, endsBlock, standsAlone } from '../language/commentPlace.ts';
import { commentText } from '../language/comments.ts';
import {
  editingShare,
  inNewScript,
  isAmbiguousAlone,
  saysWhatHappens,
  speaksOfEditing,
} from '../language/editingWords.ts';
import { elisionScore } from '../language/elisionWords.ts';
import type { Hunk } from '../language/lineChange.ts';
import { bare, dotsOnly, isFramed, onlyInBlock, trailing } from '../language/placeholderForms.ts';
import { isBetweenDots, isPlaceholder } from '../language/placeholder.ts';
import { isRewrite } from '../language/rewrite.ts';
import { startsDeclaration } from '../language/declarationLine.ts';
import { asksForRemoval } from '../language/instructionWords.ts';
import { insideLongText } from '../syntax/insideText.ts';
import type { Evidence } from '../verdict.ts';

/** This many lines of code that give way to a comment alone are a second sign. */
const lostLines = 3;
/** So many that no comment explains them away. */
const manyLines = 12;
/** In the middle of a statement, so much of a comment speaks of editing. */
const tellingShare = 0.7;
/** Of many changes one may leave nothing but a heading, which speaks of something else. */
const fewChanges = 3;
const headingShare = 0.45;
/** Who says more explains. */
const mostWordsSaid = 18;
/** A comment of which this share of the words stood in a comment before was only reworded. */
const rewordedShare = 0.5;

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
    const inData = hashInJson(context);
    if (inData !== undefined) return inData;
    if (context.judged.task === 'completion') {
      const found = behindCode(context);
      if (found !== undefined) return found;
    }
    const fresh = new Set(addedLines(context.change).map(({ row }) => row));
    for (const hunk of context.change.hunks) {
      const found = inHunk(hunk, fresh, context);
      if (found !== undefined) return found;
    }
    return undefined;
  },
};

/** JSON has no comments, and those that some readers take begin otherwise: a line with a hash is the model's own. */
function hashInJson({ change, language, before }: CheckContext): Evidence | undefined {
  if (language?.id !== 'json' || /^\s*#/m.test(before)) return undefined;
  for (const hunk of change.hunks) {
    for (let row = hunk.afterStart; row < hunk.afterEnd; row++) {
      const line = change.afterLines[row] ?? '';
      if (/^\s*#/.test(line)) return evidence(line, row, 0);
    }
  }
  return undefined;
}

/**
 * A comment of leaving out that ends a suggestion where no comment can begin: in the middle of a statement, or within a
 * comment, which has no place for a second one.
 */
function behindCode(context: CheckContext): Evidence | undefined {
  const { judged, language } = context;
  const lines = judged.after.trimEnd().split('\n');
  const written = (lines.at(-1) ?? '').trim();
  const text = commentText(written, language);
  if (text === undefined || isAmbiguousAlone(text)) return undefined;
  const row = lastRow(judged.before) + lines.length - 1;
  const line = judged.before.slice(judged.before.lastIndexOf('\n') + 1);
  const [open, close] = language?.blockComments[0] ?? ['', ''];
  const above = judged.before + lines.slice(0, -1).join('\n');
  const inBlock = open !== '' && above.lastIndexOf(open) > above.lastIndexOf(close);
  const marked = (language?.lineComments ?? []).some((mark) => written.startsWith(mark));
  const inLine = lines.length === 1 && commentText(line, language) !== undefined && line.trim() !== '';
  const tells = editingShare(text) >= tellingShare && saysWhatHappens(text) && text.split(/\s+/).length > 2;
  if ((inBlock && marked) || (inLine && !inBlock))
    return speaksOfEditing(text) || elisionScore(text) === 2 || isBetweenDots(text) || (inBlock && tells)
      ? evidence(written, row, 0)
      : undefined;
  // Behind a whole statement it may be a remark.
  if (lines.length > 1 || inBlock || line.trim() === '' || /[;{}]\s*$/.test(line)) return undefined;
  const trails = /(?:\.{3}|…)$/.test(text) && text.length > 4;
  return speaksOfEditing(text) || elisionScore(text) === 2 || tells || trails
    ? evidence(written, row, 0)
    : undefined;
}

function inHunk(hunk: Hunk, fresh: ReadonlySet<number>, context: CheckContext): Evidence | undefined {
  const { change, judged } = context;
  const old = change.beforeLines.slice(hunk.beforeStart, hunk.beforeEnd);
  const removed = old.filter((line) => isCode(line, context));
  const added = change.afterLines.slice(hunk.afterStart, hunk.afterEnd);
  const addedCode = added.filter(
    (line) =>
      isCode(line, context) && dotsOnly(line) === undefined && loneString(line, context) === undefined,
  );
  const lost = removed.length - addedCode.length;
  const said = added.flatMap((line) => commentText(line, context.language)?.match(/[\p{L}\p{N}]+/gu) ?? []);
  const around = {
    firstRow: hunk.afterStart,
    old,
    lost,
    noCodeCame: addedCode.length === 0,
    whole: opensAndCloses(added) && said.length <= mostWordsSaid,
  };
  for (const [index, line] of added.entries()) {
    if (!fresh.has(hunk.afterStart + index)) continue;
    const inBlock = onlyInBlock(line);
    const text =
      dotsOnly(line) ??
      inBlock ??
      trailing(line, context.language) ??
      commentText(line, context.language) ??
      loneString(line, context);
    const row = hunk.afterStart + index;
    // A comment in a comment is an example in documentation, one in a string a text.
    if (
      text === undefined ||
      inString(row, line, context) ||
      /^(?:\/\/|#|\/\*)/.test(text) ||
      quotesCode(text, removed)
    )
      continue;
    const asksRemoval = asksForRemoval(judged.instruction);
    if (
      isPlaceholder(shapeAt(row, text, { ...around, inBlock: inBlock !== undefined, asksRemoval }, context))
    )
      return evidence(line, row, lost);
  }
  return undefined;
}

interface AroundComment {
  /** Of the hunk, in the text after. */
  readonly firstRow: number;
  /** All lines that the hunk takes away. */
  readonly old: readonly string[];
  readonly lost: number;
  readonly noCodeCame: boolean;
  /** Comments that begin in the added lines end in them, and say little. */
  readonly whole: boolean;
  /** It stands alone between the brackets of one line. */
  readonly inBlock: boolean;
  readonly asksRemoval: boolean;
}

function shapeAt(
  row: number,
  text: string,
  around: AroundComment,
  context: CheckContext,
): Parameters<typeof isPlaceholder>[0] {
  const { judged, language, change } = context;
  const line = change.afterLines[row] ?? '';
  const edit = judged.task === 'edit';
  const replaced = edit && around.lost >= (around.inBlock ? 1 : lostLines);
  const partOfOlder = !around.whole || (/^\s*\*/.test(line) && !startsInHunk(row, around.firstRow, context));
  return {
    text,
    lost: around.lost,
    replaced,
    many: edit && around.lost >= manyLines,
    alone: around.noCodeCame || around.inBlock,
    bareBody: around.inBlock || standsAlone(row, context),
    headsNothing: endsBlock(row, context),
    aside: speaksOfEditing(text) || inNewScript(text, context.before),
    inStars: /^\s*\*/.test(line),
    oneOfMany: dotsOnly(line) === undefined && !around.inBlock && besideComment(row, context),
    standsFor:
      replaced &&
      (!isRewrite(change) || editingShare(text) >= tellingShare) &&
      /\p{L}/u.test(text) &&
      !isFramed(line) &&
      (editingShare(text) >= headingShare || change.hunks.length <= fewChanges || endsBlock(row, context)) &&
      (around.noCodeCame || around.inBlock) &&
      !around.asksRemoval &&
      !partOfOlder &&
      !isReworded(text, around.old, context) &&
      (around.inBlock || editingShare(text) >= tellingShare || !headsDeclaration(row, around.old, context)),
    offside: language?.offside === true,
    edit,
    onlyThis: judged.task === 'completion' && bare(judged.after) === bare(text),
    endsAnswer: !edit && judged.after.trimEnd().split('\n').at(-1)?.trim() === line.trim(),
  };
}

function opensAndCloses(added: readonly string[]): boolean {
  const text = added.join('\n');
  return (
    text.split('/*').length === text.split('*/').length &&
    text.split('<!--').length === text.split('-->').length
  );
}

/** The comment that the line continues begins in a line that came with it. */
function startsInHunk(row: number, firstRow: number, { change, before }: CheckContext): boolean {
  for (let above = row - 1; above >= firstRow && above > row - 12; above--) {
    const line = change.afterLines[above] ?? '';
    if (/^\s*\/\*/.test(line)) {
      const next = change.afterLines[above + 1] ?? '';
      return !before.includes(`${line}\n${next}`);
    }
  }
  return false;
}

/** A comment that went had most of its words: it was changed, and the code around it went for another reason. */
function isReworded(text: string, old: readonly string[], { language }: CheckContext): boolean {
  const words = wordSet(text);
  if (words.size < 2) return false;
  return old.some((line) => {
    const comment = commentText(line, language);
    if (comment === undefined) return false;
    const had = wordSet(comment);
    return [...words].filter((word) => had.has(word)).length >= words.size * rewordedShare;
  });
}

function wordSet(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}

/** Where a comment went too, the new one may be what the declaration below says now. */
function headsDeclaration(row: number, old: readonly string[], { change, language }: CheckContext): boolean {
  if (!old.some((line) => commentText(line, language) !== undefined)) return false;
  const below = change.afterLines
    .slice(row + 1, row + 8)
    .find(
      (line) => line.trim() !== '' && commentText(line, language) === undefined && !/^\s*\*\//.test(line),
    );
  return below !== undefined && startsDeclaration(below);
}

/** In a tree that holds: the line begins within a string. */
function inString(row: number, line: string, { trees, language }: CheckContext): boolean {
  // A script between tags is text to the grammar of the page.
  if (trees === undefined || language?.kind === 'markup') return false;
  return (
    !/^\s*\*/.test(line) &&
    insideLongText(trees.after.root, row - trees.firstRow, Math.max(0, line.search(/\S/)))
  );
}

function isCode(line: string, { language }: CheckContext): boolean {
  return (
    line.trim().length > 0 &&
    commentText(line, language) === undefined &&
    !/^[\s)}\]>;,]*$|^\s*\*+\/\s*$/.test(line)
  );
}

/** A string that stands for a comment, where it speaks of editing; any other is documentation. */
function loneString(line: string, context: CheckContext): string | undefined {
  if (context.language?.id !== 'python') return undefined;
  const text = /^\s*("""|''')(.+)\1\s*$/.exec(line)?.[2]?.trim();
  const speaks =
    text !== undefined &&
    (speaksOfEditing(text) ||
      elisionScore(text) === 2 ||
      isBetweenDots(text) ||
      (editingShare(text) >= tellingShare && saysWhatHappens(text)) ||
      inNewScript(text, context.before));
  return speaks ? text : undefined;
}

/** Code that was commented out is not code that was left out. */
function quotesCode(text: string, removed: readonly string[]): boolean {
  const bare = text.replace(/\s+/g, '');
  return bare.length > 4 && removed.some((line) => line.replace(/\s+/g, '').includes(bare));
}

function evidence(line: string, row: number, lost: number): Evidence {
  const message = `A placeholder stands where code should be: \`${line.trim().slice(0, 80)}\`.`;
  return lost > 0 ? { message, line: row, figure: lost } : { message, line: row };
}
