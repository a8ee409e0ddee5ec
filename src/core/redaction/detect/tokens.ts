/** Does a provider's token begin at this prefix? */

import type { TokenRule } from '../rules/tokenRule.ts';
import { entropyBits, wordShare } from './randomness.ts';
import { checksumHolds } from './checksum.ts';
import type { Scene } from './found.ts';

/** A rule with its expressions compiled; made once. */
export interface PreparedToken {
  readonly rule: TokenRule;
  readonly prefix: string;
  readonly body: RegExp;
  readonly needsBoundary: boolean;
}

export function prepareTokens(rules: readonly TokenRule[]): PreparedToken[] {
  return rules.flatMap((rule) =>
    rule.prefixes.map((prefix) => ({
      rule,
      prefix,
      body: new RegExp(rule.body, rule.anyCase === true ? 'iy' : 'y'),
      needsBoundary: !(rule.anywhere ?? (prefix.length >= 7 && /[_.-]/.test(prefix.slice(1)))),
    })),
  );
}

/** Most characters that a rule's body may run on after its longest form; such a run is one value. */
const OVERRUN = 400;

/** Reports the token of `prepared` whose prefix ends at `prefixEnd`, if there is one. */
export function tokenAt(scene: Scene, prepared: PreparedToken, prefixEnd: number): void {
  const { text } = scene;
  const { rule, prefix, body } = prepared;
  const start = prefixEnd - prefix.length;
  if (prepared.needsBoundary && start > 0 && !isBoundary(text, start)) return;
  if (rule.anyCase !== true && !text.startsWith(prefix, start)) return;
  if (rule.near !== undefined && !isNear(text, start, rule.near)) return;
  body.lastIndex = prefixEnd;
  const match = body.exec(text);
  if (match === null || match[0] === '') {
    if (!wrappedAt(scene, prepared, start, prefixEnd)) partialAt(scene, prepared, start, prefixEnd);
    return;
  }
  let end = prefixEnd + match[0].length;
  if (isWordCode(text.charCodeAt(end))) {
    // Longer than the format knows: still a token where the prefix alone is telling.
    if (prepared.needsBoundary && (prefix.length < 3 || !/[^A-Za-z0-9]/.test(prefix))) return;
    const limit = end + OVERRUN;
    while (end < limit && isWordCode(text.charCodeAt(end))) end++;
  }
  const value = text.slice(prefixEnd, end);
  if (!isPlausibleBody(rule, value)) return;
  scene.report(rule.kind, start, end);
}

const WRAP = /\r?\n[ \t]{0,8}(?=[A-Za-z0-9_-])/g;

/** A token that a terminal broke over lines of at least 40 columns. */
function wrappedAt(scene: Scene, { rule, body }: PreparedToken, start: number, prefixEnd: number): boolean {
  const { text } = scene;
  const newline = prefixEnd + text.slice(prefixEnd, prefixEnd + 300).indexOf('\n');
  if (newline < prefixEnd || text.slice(Math.max(0, newline - 40), newline).includes('\n')) return false;
  if (!/^[A-Za-z0-9_+/=.-]*\r?$/.test(text.slice(prefixEnd, newline))) return false;
  const window = text.slice(prefixEnd, prefixEnd + 500);
  const joined = window.replace(WRAP, '');
  body.lastIndex = 0;
  const match = body.exec(joined);
  if (match === null || !isPlausibleBody(rule, match[0])) return false;
  // Walk the original until as many characters have passed, not counting the breaks.
  let left = match[0].length;
  let at = 0;
  while (left > 0 && at < window.length) {
    WRAP.lastIndex = at;
    const gap = WRAP.exec(window);
    if (gap !== null && gap.index === at) at += gap[0].length;
    else {
      at++;
      left--;
    }
  }
  scene.report(rule.kind, start, prefixEnd + at);
  return true;
}

/** A token cut off by the end of the text: a prefix before the cursor, a chunk, a snippet. */
function partialAt(scene: Scene, prepared: PreparedToken, start: number, prefixEnd: number): void {
  const { text } = scene;
  const from = prepared.rule.partialFrom;
  if (from === undefined || text.length - start < from || text.length - start > OVERRUN) return;
  const rest = text.slice(prefixEnd);
  if (!/^[A-Za-z0-9_+/=.%~-]+$/.test(rest) || isTokenPlaceholder(rest) || !/[0-9A-Z]/.test(rest)) return;
  if (entropyBits(rest) < 2 || prepared.prefix.length < 3) return;
  scene.report(prepared.rule.kind, start, text.length);
}

function isPlausibleBody(rule: TokenRule, value: string): boolean {
  if (rule.checksum !== undefined && checksumHolds(value, rule.checksum.length)) return true;
  if (rule.needsDigit === true && !/\d/.test(value)) return false;
  if (rule.needsBothCases === true && !(/[a-z]/.test(value) && /[A-Z]/.test(value))) return false;
  if (value.length >= 8 && entropyBits(value) < (rule.minEntropy ?? 1.5)) return false;
  return !isTokenPlaceholder(value) && !isMadeOfWords(value);
}

/** An identifier that happens to begin like a token. */
function isMadeOfWords(value: string): boolean {
  if (value.length < 16 || value.replace(/[^a-z]/g, '').length < value.length * 0.75) return false;
  return /^[a-z\d_-]+$/.test(value) && (wordShare(value) ?? 0) > 0.72;
}

const FILLER =
  /^(.)\1*$|(.)\2{14,}|x{5,}|X{5,}|\*{3}|\.{3}|example|placeholder|redacted|y(?:our|OUR)_|YOUR|changeme|replace_?(?:me|with|this)|insert_|_here$|-here$|dummy_|abcdefghijklmnopqrstuvwxyz$/i;

/** A body that only shows where a token would stand. */
export function isTokenPlaceholder(value: string): boolean {
  return FILLER.test(value);
}

function isNear(text: string, start: number, words: readonly string[]): boolean {
  const before = text.slice(Math.max(0, start - 100), start).toLowerCase();
  return words.some((word) => before.includes(word));
}

/** True where a token may begin: not inside a word, save behind a string escape such as `\n`. */
function isBoundary(text: string, start: number): boolean {
  const code = text.charCodeAt(start - 1);
  if (!isAlphanumericCode(code)) return true;
  const isEscapeLetter = code === 110 || code === 114 || code === 116;
  return isEscapeLetter && text.charCodeAt(start - 2) === 92;
}

function isAlphanumericCode(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function isWordCode(code: number): boolean {
  return isAlphanumericCode(code) || code === 95;
}
