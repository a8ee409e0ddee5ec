/** Did code vanish that nobody asked to remove? */

import { indentation } from '../../base/text.ts';
import type { Check, CheckContext } from '../check.ts';
import { hunkLines } from '../language/addedLines.ts';
import { commentText } from '../language/comments.ts';
import { asksForRemoval } from '../language/instructionWords.ts';
import { importsIn } from '../language/imports.ts';
import { isRewrite } from '../language/rewrite.ts';
import { missedDeclaration } from '../project/missedDeclaration.ts';
import { declarations, type Declaration } from '../syntax/declarations.ts';
import type { Hunk } from '../language/lineChange.ts';
import type { Evidence } from '../verdict.ts';

/** A body of this many statements that does nothing any more was left out. */
const leastStatements = 2;
const leastBodyLines = 3;
/** A file that loses this share of its lines, and this many, lost more than an edit removes. */
const largeShare = 0.45;
const largeLines = 12;
/** So much in one stretch, where little else changed. */
const greatestShare = 0.6;
const fewHunks = 3;
/** The end of a file is lost more easily than its middle. */
const tailShare = 0.2;

export const vanishedCodeCheck: Check = {
  name: 'vanishedCode',
  tasks: ['edit'],
  ofProject: true,
  async run(context) {
    if (context.language?.kind === 'prose') return undefined;
    const asked = asksForRemoval(context.judged.instruction);
    const pair = context.trees;
    if (pair !== undefined && context.language?.kind === 'code') {
      const { hunks } = context.change;
      const before = declarations(
        pair.before.root,
        hunks.map((hunk) => ({ start: hunk.beforeStart - 1, end: hunk.beforeEnd })),
      );
      const after = declarations(
        pair.after.root,
        hunks.map((hunk) => ({ start: hunk.afterStart - 1, end: hunk.afterEnd })),
      );
      const found =
        emptied(before, after, asked, context) ??
        (asked ? undefined : await missedDeclaration(before, after, context));
      if (found !== undefined) return found;
    }
    if (asked) return undefined;
    if (context.language?.kind === 'code') {
      const found = hollowed(context);
      if (found !== undefined || tookItsImports(context)) return found;
    }
    return largePart(context);
  },
};

/** The same declaration, with a body that did something and does nothing now. */
function emptied(
  before: readonly Declaration[],
  after: readonly Declaration[],
  asked: boolean,
  context: CheckContext,
): Evidence | undefined {
  const old = grouped(before);
  const fresh = grouped(after);
  for (const [path, declared] of old) {
    const now = fresh.get(path);
    if (now === undefined || now.length !== declared.length) continue;
    for (const [index, one] of declared.entries()) {
      const other = now[index];
      if (one.body === undefined || other?.body === undefined) continue;
      // Several of one name: only the same lines around tell which is which.
      if (declared.length > 1 && !sameHead(one, other, context)) continue;
      const lines = one.body.endRow - one.body.startRow;
      if (one.body.statements < leastStatements && lines < leastBodyLines) continue;
      if (one.body.statements === 0) continue;
      const nothing = other.body.statements === 0 || stub(other.body.text);
      if (!nothing || (asked && other.body.text.length > 2) || stub(one.body.text)) continue;
      if (one.container && (one.body.statements < 3 || !sameHead(one, other, context))) continue;
      const message = `The body of \`${one.name}\` is gone: it had ${one.body.statements} statements and has none now.`;
      return { message, line: other.startRow, figure: one.body.statements };
    }
  }
  return undefined;
}

/** A block without a name (a callback, a branch) whose lines are all gone, or gave way to a statement that says nothing. */
function hollowed({ change, language }: CheckContext): Evidence | undefined {
  if (isRewrite(change)) return undefined;
  const stillThere = new Set(hunkLines(change).map((line) => line.text.trim()));
  const { beforeLines, afterLines } = change;
  for (const hunk of change.hunks) {
    const code = (line: string): boolean =>
      line.trim() !== '' && commentText(line, language) === undefined && !/^[\s)}\];,]*$/.test(line);
    const removed = beforeLines.slice(hunk.beforeStart, hunk.beforeEnd).filter(code);
    const came = afterLines.slice(hunk.afterStart, hunk.afterEnd).filter((line) => line.trim() !== '');
    // What stands elsewhere now was moved.
    if (removed.filter((line) => !stillThere.has(line.trim())).length * 2 < removed.length) continue;
    // A statement of several lines that is one line now.
    const call = /^\s*([\w.]+!?)\s*\(/.exec(came[0] ?? '')?.[1];
    if (call !== undefined && removed[0]?.trim().startsWith(`${call}(`) === true) continue;
    const least = came.length === 0 ? leastStatements : leastBodyLines;
    if (removed.length < least || came.length > 1 || (came.length === 1 && !stub(came[0] ?? ''))) continue;
    const above = afterLines.slice(0, hunk.afterStart).findLast((line) => line.trim() !== '') ?? '';
    const below = afterLines.slice(hunk.afterEnd).find((line) => line.trim() !== '') ?? '';
    const opens =
      came.length === 0
        ? /(?:\bfunction\b.*|=>|\)[^(){}=]*)\s*\{\s*$|^\s*def\b|\bdo(?: \|.*\|)?\s*$/.test(above)
        : /(?:\{|:|=>|\bdo(?: \|.*\|)?|\bthen)\s*$|^\s*def\b/.test(above);
    const closes =
      /^\s*(?:\}|end\b|fi\b|done\b)/.test(below) ||
      (language?.offside === true && indentation(below).length < indentation(came[0] ?? '').length);
    if (!opens || !closes) continue;
    const statement = (came[0] ?? '').trim().slice(0, 40);
    const message = `${removed.length} lines of a block ${statement === '' ? 'are gone' : `gave way to \`${statement}\``}.`;
    return { message, line: hunk.afterStart, figure: removed.length };
  }
  return undefined;
}

/** A class whose members moved to a new base has another first line. */
function sameHead(one: Declaration, other: Declaration, { change }: CheckContext): boolean {
  const { beforeLines, afterLines } = change;
  return (
    beforeLines[one.startRow] === afterLines[other.startRow] &&
    beforeLines[one.startRow - 1] === afterLines[other.startRow - 1]
  );
}

/** A body that only says it is not there yet, or gives back a value that says nothing. */
function stub(text: string): boolean {
  const inner = text
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|(?<=^|\s)#[^\n[!]*/g, '')
    .trim()
    .replace(/^\{\s*([\s\S]*?)\s*\}$/, '$1');
  if (/\b(?:deprecat|remov|no longer|not supported|unsupported(?! ?operation)|use )/i.test(inner))
    return false;
  return trivialStatement.test(inner);
}

const nothingValue = String.raw`(?:null|nil|none|undefined|true|false|-?[01]|""|''|\[\]|\{\}|\(\)|default(?:\([^()]*\))?|nullptr|void 0|new \w+\(\)|Ok\(\(\)\)|Default::default\(\)|Vec::new\(\)|String::new\(\))`;
const trivialStatement = new RegExp(
  String.raw`^(?:(?:return\b\s*(?:${nothingValue}(?: as [\w<>[\]]+)?)?|${nothingValue}|pass|\.\.\.|:|(?:throw|raise)\b(?: new)?\s*(?:\\?[\w.]*(?:NotImplemented\w*|Unsupported\w*)\b[^;{}]*|\\?[\w.]*(?:Error|Exception)\b\(?\s*["'\x60]?(?:\w+ )?(?:not (?:yet )?implemented|todo|fixme|unimplemented|stub|placeholder)?\b[^;{},]{0,24})|panic!?\([^\n]*\)|(?:todo|unimplemented|unreachable)!\([^\n]*\)|die\b[^\n]*)\s*;?)$`,
  'i',
);

function grouped(list: readonly Declaration[]): Map<string, Declaration[]> {
  const groups = new Map<string, Declaration[]>();
  for (const one of list) {
    const group = groups.get(one.path);
    if (group === undefined) groups.set(one.path, [one]);
    else group.push(one);
  }
  return groups;
}

/**
 * Imports changed elsewhere in the file than where the most is gone, and the text holds: what was taken out went
 * somewhere else, or nobody needed it. Who loses a part by mistake does not tidy up behind it.
 */
function tookItsImports({ change, language, trees }: CheckContext): boolean {
  if (trees?.after.root.hasError !== false) return false;
  const size = (hunk: Hunk): number => hunk.beforeEnd - hunk.beforeStart - (hunk.afterEnd - hunk.afterStart);
  const [largest, ...others] = [...change.hunks].sort((a, b) => size(b) - size(a));
  if (largest === undefined || others.length === 0) return false;
  const names = (lines: readonly string[]): Set<string> =>
    new Set(importsIn(lines, language).map((one) => one.module));
  const old = names(change.beforeLines);
  const fresh = names(change.afterLines);
  const inLargest = names(change.beforeLines.slice(largest.beforeStart, largest.beforeEnd));
  return (
    [...fresh].some((name) => !old.has(name)) ||
    [...old].some((name) => !fresh.has(name) && !inLargest.has(name))
  );
}

/** One stretch of the file is gone and next to nothing came for it. */
function largePart({ change, language }: CheckContext): Evidence | undefined {
  const filled = (lines: readonly string[]): number => lines.filter((line) => line.trim() !== '').length;
  const isCode = (line: string): boolean =>
    line.trim() !== '' && (language?.kind !== 'code' || commentText(line, language) === undefined);
  const total = filled(change.beforeLines);
  const left = filled(change.afterLines);
  const most = Math.max(
    0,
    ...change.hunks.map(
      (hunk) =>
        filled(change.beforeLines.slice(hunk.beforeStart, hunk.beforeEnd)) -
        filled(change.afterLines.slice(hunk.afterStart, hunk.afterEnd)),
    ),
  );
  // What moved to other files is brought in again.
  const brought = (lines: readonly string[]): number =>
    lines.filter((line) =>
      /^\s*(?:@(?:import|use|forward)\b|(?:pub )?(?:mod|use) |from \S+ import |export \* from )/.test(line),
    ).length;
  if (brought(change.afterLines) > brought(change.beforeLines) + 1) return undefined;
  // Documentation that moved is no code.
  if (!change.hunks.some((hunk) => change.beforeLines.slice(hunk.beforeStart, hunk.beforeEnd).some(isCode)))
    return undefined;
  if (change.hunks.length <= fewHunks && most >= largeLines && most >= total * greatestShare)
    return {
      message: `${most} of ${total} lines are gone in one stretch.`,
      line: change.hunks[0]?.afterStart ?? 0,
      figure: most / total,
    };
  if (total - left < largeLines || total - left < total * tailShare) return undefined;
  for (const hunk of change.hunks) {
    const removed = filled(change.beforeLines.slice(hunk.beforeStart, hunk.beforeEnd));
    const added = filled(change.afterLines.slice(hunk.afterStart, hunk.afterEnd));
    const tail = filled(change.afterLines.slice(hunk.afterEnd)) === 0;
    // With other changes around it, a large removal in the middle is a refactoring.
    if (!tail && change.hunks.length > 1) continue;
    if (removed < largeLines || removed < total * (tail ? tailShare : largeShare) || added > 0) continue;
    const message = `${removed} of ${total} lines are gone in one stretch and ${added} came for them.`;
    return { message, line: hunk.afterStart, figure: removed / total };
  }
  return undefined;
}
