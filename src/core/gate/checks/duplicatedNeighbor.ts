/** Does the answer repeat what already stands beside it? */

import { lastRow } from '../../base/text.ts';
import type { Check, CheckContext } from '../check.ts';
import { declarations, type Declaration } from '../syntax/declarations.ts';
import type { Evidence } from '../verdict.ts';

const leastChars = 10;
const leastBlockLines = 3;
const leastFileLines = 6;

export const duplicatedNeighborCheck: Check = {
  name: 'duplicatedNeighbor',
  tasks: ['completion', 'edit'],
  run(context) {
    if (context.judged.task === 'completion') return ofSuffix(context) ?? ofPrefix(context);
    return doubledFile(context) ?? doubledBlock(context) ?? doubledDeclaration(context);
  },
};

/** The insertion ends with the lines that follow it, or is the line that follows it. */
function ofSuffix({ judged }: CheckContext): Evidence | undefined {
  const suffix = judged.suffix;
  if (suffix === undefined) return undefined;
  const following = firstFilledLines(suffix, mostFollowing);
  const rest = suffix.split('\n', 1)[0]?.trim() ?? '';
  const written = filledLines(judged.after);
  const line = lastRow(judged.before) - 1 + judged.after.split('\n').length;
  if (rest.length >= leastChars && judged.after.trimEnd().endsWith(rest)) {
    return { message: `The rest of the line is written twice: \`${rest.slice(0, 60)}\`.`, line };
  }
  for (let size = Math.min(written.length, following.length); size > 0; size--) {
    const tail = written.slice(-size);
    if (!tail.every((text, index) => text === following[index])) continue;
    if (!tells(tail) || standsOften(tail, judged) || isPattern(tail, judged)) return undefined;
    const message = `The end repeats the ${size === 1 ? 'line' : `${size} lines`} below: \`${(tail[0] ?? '').slice(0, 60)}\`.`;
    return { message, line, figure: size };
  }
  return undefined;
}

/** A file that says the same line again and again may say it once more. */
function standsOften(tail: readonly string[], { before, suffix }: CheckContext['judged']): boolean {
  if (tail.length > 1) return false;
  const lines = filledLines(`${before}\n${suffix ?? ''}`);
  return lines.filter((line) => line === tail[0]).length >= 3;
}

/** The same lines stand beside themselves in the file already, or on both sides of the cursor. */
function isPattern(lines: readonly string[], { before, suffix }: CheckContext['judged']): boolean {
  const size = lines.length;
  const above = lastFilledLines(before, Math.max(2, 2 * size));
  const below = firstFilledLines(suffix ?? '', size);
  const same = (other: readonly string[]): boolean =>
    other.length === size && lines.every((line, index) => line === other[index]);
  const isOneLine = new Set(lines).size === 1;
  if (isOneLine && above.at(-1) === lines[0] && (above.at(-2) === lines[0] || below[0] === lines[0]))
    return true;
  return same(above.slice(-size)) && (same(below.slice(0, size)) || same(above.slice(-2 * size, -size)));
}

/** The insertion writes the lines above it once more. */
function ofPrefix({ judged }: CheckContext): Evidence | undefined {
  const above = lastFilledLines(judged.before, mostDoubled);
  const written = filledLines(judged.before.slice(judged.before.lastIndexOf('\n') + 1) + judged.after);
  for (let size = Math.min(written.length, above.length); size > 0; size--) {
    const head = written.slice(0, size);
    if (!head.every((text, index) => text === above[above.length - size + index])) continue;
    if (size < 2 || !tells(head) || isPattern(head, judged)) return undefined;
    const line = lastRow(judged.before);
    return { message: `The ${size} lines above are written once more.`, line, figure: size };
  }
  return undefined;
}

/** Lines that are compared with those above and below the cursor. */
const mostDoubled = 20;
const mostFollowing = 40;

/** The last filled lines above the line that the text ends in. */
function lastFilledLines(text: string, count: number): string[] {
  const found: string[] = [];
  for (let end = text.lastIndexOf('\n'); end >= 0 && found.length < count;) {
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end).trim();
    if (line !== '') found.push(line);
    end = start - 1;
  }
  return found.reverse();
}

/** The first filled lines below the line that the text starts in; the whole text where it is one line. */
function firstFilledLines(text: string, count: number): string[] {
  const found: string[] = [];
  for (let start = text.indexOf('\n') + 1; start <= text.length && found.length < count;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, end).trim();
    if (line !== '') found.push(line);
    start = end + 1;
  }
  return found;
}

function filledLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Closing brackets, `break;` and the like stand beside themselves in good code. */
function tells(lines: readonly string[]): boolean {
  const text = lines
    .filter((line) => !/^(?:end|done|fi|esac|else|then|begin|do)\b\W*$/.test(line))
    .join(' ')
    // Rows of numbers are alike.
    .replace(/\b(?:0x[\da-f]+|\d[\d.]*)\b/gi, '');
  const letters = text.match(/[\p{L}\p{N}_]/gu)?.length ?? 0;
  if (lines.length === 1)
    return (
      letters >= leastChars && !/^(?:break|continue|return|pass|end|else|#?endif|default)\b[^(]*$/.test(text)
    );
  return letters >= leastChars - 2;
}

/** The file is written out twice, one after the other. */
function doubledFile({ after, before }: CheckContext): Evidence | undefined {
  const lines = filledLines(after);
  const half = lines.length / 2;
  if (!Number.isInteger(half) || half < leastFileLines || lines.length < filledLines(before).length * 1.5)
    return undefined;
  if (!lines.slice(0, half).every((line, index) => line === lines[half + index])) return undefined;
  return { message: 'The whole file stands there twice.', figure: half };
}

/** How far the length of a doubled block may be from what a hunk adds, where other lines changed in it too. */
const slackLines = 3;
const longestBlock = 200;

/** A block follows itself where lines were added, and stood there once before. */
function doubledBlock({ change, before }: CheckContext): Evidence | undefined {
  const lines = change.afterLines;
  for (const hunk of change.hunks) {
    const size = hunk.afterEnd - hunk.afterStart - (hunk.beforeEnd - hunk.beforeStart);
    if (size < leastBlockLines || size > longestBlock) continue;
    const slack = hunk.beforeEnd > hunk.beforeStart ? slackLines : 0;
    for (let period = Math.max(leastBlockLines, size - slack); period <= size + slack; period++) {
      const start = startOfDouble(lines, hunk, period);
      if (start === undefined) continue;
      const block = lines.slice(start, start + period);
      const text = block.join('\n');
      if (!tells(block.map((line) => line.trim())) || before.includes(`${text}\n${text}`)) continue;
      const filled = block.filter((line) => line.trim() !== '').length;
      if (filled < leastBlockLines) continue;
      return { message: `The same ${period} lines stand there twice.`, line: start + period, figure: period };
    }
  }
  return undefined;
}

/** Where a block of `period` lines that touches the hunk is followed by itself. */
function startOfDouble(
  lines: readonly string[],
  hunk: CheckContext['change']['hunks'][number],
  period: number,
): number | undefined {
  let run = 0;
  const last = Math.min(lines.length - period, hunk.afterEnd + period);
  for (let at = Math.max(0, hunk.afterStart - 2 * period); at < last; at++) {
    run = lines[at] === lines[at + period] ? run + 1 : 0;
    if (run >= period) return at - period + 1;
  }
  return undefined;
}

/** Languages in which a second declaration of a name is an error or hides the first. */
const onceOnly = new Set(['javascript', 'python', 'go', 'ruby', 'php', 'c', 'java', 'csharp', 'rust']);

function doubledDeclaration(context: CheckContext): Evidence | undefined {
  const { trees, language, change, before, after } = context;
  if (trees === undefined || !onceOnly.has(language?.family ?? '') || language?.grammar === 'cpp')
    return undefined;
  const rows = change.hunks
    .filter((hunk) => hunk.afterEnd - hunk.afterStart > hunk.beforeEnd - hunk.beforeStart)
    .map((hunk) => ({ start: hunk.afterStart, end: hunk.afterEnd }));
  for (const one of declarations(trees.after.root, rows)) {
    if (one.body === undefined || one.container || one.body.statements === 0 || one.endRow - one.startRow < 2)
      continue;
    const message = `\`${one.name}\` is declared twice with the same body.`;
    if (isBesideItself(one, context)) return { message, line: one.startRow };
    // With its first line: a body alone may stand under two names.
    const text = change.afterLines.slice(one.startRow, one.endRow + 1).join('\n');
    if (text.length < 60 || times(after, text) < 2 || times(before, text) !== 1) continue;
    // Not at the margin it may stand in two scopes; then only a neighbor is doubled.
    if (/^\s/.test(text) && !closeTogether(after, text)) continue;
    // Of two branches of the preprocessor one is compiled.
    if (language?.family === 'c' && /^\s*#\s*(?:if|else|elif|endif)/m.test(between(after, text))) continue;
    return { message, line: one.startRow };
  }
  return undefined;
}

const nearChars = 160;

/** The same body under the same name right above or below, and it was not so before. */
function isBesideItself(one: Declaration, { after, before }: CheckContext): boolean {
  const body = one.body?.text ?? '';
  if (body.length < 40) return false;
  const first = after.indexOf(body);
  const second = after.indexOf(body, first + body.length);
  if (second === -1 || second - first - body.length > nearChars) return false;
  const head = headOf(after, first);
  if (head !== headOf(after, second) || !head.includes(one.name)) return false;
  const old = before.indexOf(body);
  return old === -1 || before.indexOf(body, old + body.length) === -1;
}

/** The last filled line up to where a body begins. */
function headOf(text: string, bodyStart: number): string {
  return (
    text
      .slice(Math.max(0, bodyStart - 400), bodyStart)
      .split('\n')
      .findLast((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}

function between(text: string, part: string): string {
  const first = text.indexOf(part) + part.length;
  return text.slice(first, Math.max(first, text.indexOf(part, first)));
}

function times(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) count++;
  return count;
}

function closeTogether(text: string, part: string): boolean {
  const first = text.indexOf(part);
  const second = text.indexOf(part, first + part.length);
  return second - first - part.length < 40;
}
