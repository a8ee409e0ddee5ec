/** Do brackets open and close as often as they did before? */

import type { Check, CheckContext } from '../check.ts';
import { commentText } from '../language/comments.ts';
import { bracketNet, rawNet, type BracketNet } from '../syntax/brackets.ts';
import { bracketsIn } from '../syntax/bracketScan.ts';
import { blockInParentheses, oddBracket } from '../syntax/insertionBrackets.ts';
import { insideText } from '../syntax/insideText.ts';
import { unevenLine } from '../syntax/unevenLines.ts';
import { turnedText } from '../syntax/turnedText.ts';
import type { Hunk } from '../language/lineChange.ts';
import type { Evidence } from '../verdict.ts';

const mostHunks = 30;
const kinds = ['{}', '()', '[]'] as const;

/**
 * Compares what the changed lines add to each kind of bracket with what the replaced lines added. Brackets come from
 * the grammar's tokens, so those in strings and comments do not count; where a change consists of nothing but
 * brackets, they count there too, as nobody unbalances a comment on purpose.
 */
export const bracketsCheck: Check = {
  name: 'brackets',
  tasks: ['completion', 'edit'],
  run(context) {
    const { judged, change, language } = context;
    if (change.hunks.length === 0 || language?.kind === 'prose') return undefined;
    // Without a text behind the cursor nobody knows what is still to close.
    if (judged.task === 'completion' && judged.suffix === undefined) return undefined;
    if (judged.task === 'completion') return aroundInsertion(context) ?? fromLines(context);
    if (language?.family === 'css') return ofStyles(context);
    const uneven = fromLines(context);
    if (uneven !== undefined) return uneven;
    return context.trees === undefined
      ? fromCharacters(context)
      : (fromTokens(context) ?? fromBareBrackets(context) ?? fromTextMarks(context));
  },
};

function fromTokens(context: CheckContext): Evidence | undefined {
  const { change, trees, language } = context;
  // What the grammar accepts adds up, however the hunks cut it.
  if (trees?.after.root.hasError !== true) return undefined;
  if (language?.family === 'c' && touchesPreprocessor(context)) return undefined;
  const total = { before: zero(), after: zero() };
  for (const hunk of spansOf(change.hunks)) {
    const rows = shifted(hunk, trees.firstRow);
    add(total.before, bracketNet(trees.before.root, rows.beforeStart, rows.beforeEnd));
    add(total.after, bracketNet(trees.after.root, rows.afterStart, rows.afterEnd));
  }
  const whole = trees.before.root.endPosition.row + 1;
  const raw = { before: rawNet(context.before), after: rawNet(context.after) };
  for (const kind of kinds) {
    const delta = total.after[kind] - total.before[kind];
    // Tokens can be misread where the grammar does not fit; characters cannot.
    if (delta === 0 || raw.after[kind] === raw.before[kind]) continue;
    // A change that repairs an imbalance moves the file's sum towards zero.
    const sum = bracketNet(trees.before.root, 0, whole)[kind];
    if (Math.abs(sum + delta) < Math.abs(sum)) continue;
    return evidence(kind, delta, context.change.hunks[0]?.afterStart);
  }
  return undefined;
}

/**
 * A suggestion: the text before it is unfinished, so its sum says little. What counts is that the text with the
 * suggestion does not add up, and that the suggestion holds the odd bracket or leaves out the one that is missing.
 * A sound tree needs no counting; in an unsound one the parser's own tokens cannot be trusted.
 */
function aroundInsertion({ judged, trees, language, change, after }: CheckContext): Evidence | undefined {
  const hunk = change.hunks[0];
  if (hunk === undefined || language === undefined || trees?.after.root.hasError === false) return undefined;
  const from = judged.before.length;
  const inserted = { text: after, from, to: from + judged.after.length, openEnd: judged.openEnd === true };
  // Text between tags and in a comment may leave a bracket open.
  const line = judged.before.slice(judged.before.lastIndexOf('\n') + 1);
  const inComment = !judged.after.includes('\n') && commentText(line, language) !== undefined;
  const inPage = language.kind === 'markup' && !/<(script|style)\b(?![\s\S]*<\/\1)/i.test(judged.before);
  if (inComment || inPage) return undefined;
  // In a shell a pattern of `case` closes what nothing opened.
  const skipped = language.id === 'shellscript' ? '()' : undefined;
  const all = bracketsIn(after, language);
  const odd = oddBracket(inserted, all, skipped) ?? blockInParentheses(inserted, all, language.family);
  return odd === undefined ? undefined : evidence(odd.kind, odd.total, hunk.afterEnd - 1);
}

/** Styles have next to no strings: all their brackets can be counted. */
function ofStyles({ before, after, language, change }: CheckContext): Evidence | undefined {
  if (language === undefined) return undefined;
  const net = (text: string): Record<(typeof kinds)[number], number> => {
    const sum = zero();
    for (const bracket of bracketsIn(text, language)) sum[bracket.kind] += bracket.opens ? 1 : -1;
    return sum;
  };
  const [old, now] = [net(before), net(after)];
  const worse = kinds.find((kind) => Math.abs(now[kind]) > Math.abs(old[kind]));
  return worse === undefined
    ? undefined
    : evidence(worse, now[worse] - old[worse], change.hunks[0]?.afterStart);
}

/** In a shell and in YAML brackets close on their line. */
function fromLines({ change, language, judged, trees }: CheckContext): Evidence | undefined {
  const isUneven = unevenLine(language?.family ?? '');
  if (isUneven === undefined || trees === undefined || judged.openEnd === true) return undefined;
  const count = (lines: readonly string[]): number => lines.filter(isUneven).length;
  for (const hunk of change.hunks) {
    const old =
      judged.task === 'edit' ? count(change.beforeLines.slice(hunk.beforeStart, hunk.beforeEnd)) : 0;
    const fresh = change.afterLines.slice(hunk.afterStart, hunk.afterEnd);
    if (count(fresh) <= old) continue;
    const at = fresh.findIndex(
      (line, index) =>
        isUneven(line) &&
        !change.beforeLines.includes(line) &&
        !insideText(trees.after.root, hunk.afterStart + index - trees.firstRow, line.search(/\S/)),
    );
    if (at === -1) continue;
    const message = `The brackets of a line do not add up: \`${(fresh[at] ?? '').trim().slice(0, 60)}\`.`;
    return { message, line: hunk.afterStart + at };
  }
  return undefined;
}

/** Without a grammar: characters outside plain strings and line comments. */
function fromCharacters({ change, before, after, language }: CheckContext): Evidence | undefined {
  if (language?.kind !== 'code') return undefined;
  const raw = { before: rawNet(before), after: rawNet(after) };
  const total = { before: zero(), after: zero() };
  for (const hunk of change.hunks) {
    add(total.before, rawNet(stripped(change.beforeLines.slice(hunk.beforeStart, hunk.beforeEnd))));
    add(total.after, rawNet(stripped(change.afterLines.slice(hunk.afterStart, hunk.afterEnd))));
  }
  for (const kind of kinds) {
    const delta = total.after[kind] - total.before[kind];
    if (delta === 0 || Math.abs(raw.after[kind]) <= Math.abs(raw.before[kind])) continue;
    return evidence(kind, delta, change.hunks[0]?.afterStart);
  }
  return undefined;
}

function stripped(lines: readonly string[]): string {
  return lines
    .map((line) => line.replace(/(["'`])(?:\\.|(?!\1).)*\1/g, '').replace(/(?:\/\/|#|--).*$/, ''))
    .join('\n');
}

function fromBareBrackets(context: CheckContext): Evidence | undefined {
  const { change } = context;
  const before = rawNet(context.before);
  const after = rawNet(context.after);
  const worse = kinds.filter((kind) => Math.abs(after[kind]) > Math.abs(before[kind]));
  if (worse.length === 0) return undefined;
  for (const hunk of change.hunks) {
    const removed = change.beforeLines.slice(hunk.beforeStart, hunk.beforeEnd).join('\n');
    const added = change.afterLines.slice(hunk.afterStart, hunk.afterEnd).join('\n');
    if (!onlyBracketsDiffer(removed, added)) continue;
    for (const kind of worse) {
      const delta = rawNet(added)[kind] - rawNet(removed)[kind];
      if (delta !== 0 && !addsUpAsCode(hunk, kind, delta, context))
        return evidence(kind, delta, hunk.afterStart);
    }
  }
  return undefined;
}

/** In a text that holds, brackets that are code have their counterparts in another line that changed. */
function addsUpAsCode(hunk: Hunk, kind: keyof BracketNet, delta: number, { trees }: CheckContext): boolean {
  if (trees === undefined || trees.after.root.hasError || trees.before.root.hasError) return false;
  const rows = shifted(hunk, trees.firstRow);
  const old = bracketNet(trees.before.root, rows.beforeStart, rows.beforeEnd)[kind];
  return bracketNet(trees.after.root, rows.afterStart, rows.afterEnd)[kind] - old === delta;
}

/** The mark that opens or closes a comment or a string is lost or one too many: what stands behind it turns. */
function fromTextMarks({ change, trees, language }: CheckContext): Evidence | undefined {
  if (trees === undefined || language?.kind !== 'code' || language.grammar === 'php') return undefined;
  const row = turnedText(change, trees);
  if (row === undefined) return undefined;
  const line = (change.afterLines[row] ?? '').trim().slice(0, 60);
  const message = `A comment or a string is opened or closed too early: \`${line}\` changes sides.`;
  return { message, line: row };
}

function onlyBracketsDiffer(removed: string, added: string): boolean {
  const bare = (text: string): string => text.replace(/[\s(){}[\]]/g, '');
  return bare(removed) === bare(added) && removed.replace(/\s/g, '') !== added.replace(/\s/g, '');
}

function touchesPreprocessor({ change }: CheckContext): boolean {
  const conditional = /^\s*#\s*(?:if|ifdef|ifndef|else|elif|endif)\b/;
  return change.hunks.some(
    (hunk) =>
      change.beforeLines.slice(hunk.beforeStart, hunk.beforeEnd).some((line) => conditional.test(line)) ||
      change.afterLines.slice(hunk.afterStart, hunk.afterEnd).some((line) => conditional.test(line)),
  );
}

/** Many small changes cost more one by one than all lines from the first to the last, which add up to the same. */
function spansOf(hunks: readonly Hunk[]): readonly Hunk[] {
  const [first] = hunks;
  const last = hunks.at(-1);
  if (hunks.length <= mostHunks || first === undefined || last === undefined) return hunks;
  return [{ ...last, beforeStart: first.beforeStart, afterStart: first.afterStart }];
}

function shifted(hunk: Hunk, firstRow: number): Hunk {
  return {
    beforeStart: hunk.beforeStart - firstRow,
    beforeEnd: hunk.beforeEnd - firstRow,
    afterStart: hunk.afterStart - firstRow,
    afterEnd: hunk.afterEnd - firstRow,
  };
}

function zero(): Record<(typeof kinds)[number], number> {
  return { '{}': 0, '()': 0, '[]': 0 };
}

function add(sum: Record<(typeof kinds)[number], number>, net: BracketNet): void {
  for (const kind of kinds) sum[kind] += net[kind];
}

function evidence(kind: string, delta: number, line: number | undefined): Evidence {
  const bracket = delta > 0 ? kind.charAt(1) : kind.charAt(0);
  const count = Math.abs(delta);
  const side = delta > 0 ? 'closed' : 'opened';
  const times = count === 1 ? 'once' : `${count} times`;
  const message = `\`${delta > 0 ? kind.charAt(0) : kind.charAt(1)}\` is not ${side} ${times}: a \`${bracket}\` is missing or one is too many.`;
  return line === undefined ? { message, figure: delta } : { message, line, figure: delta };
}
