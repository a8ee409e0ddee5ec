/** Does a provider's token begin at this prefix? */

import type { TokenRule } from '../rules/tokenRule.ts';
import { characterMix, entropyBits, looksRandom, wordShare } from './randomness.ts';
import { checksumHolds } from './checksum.ts';
import type { Scene } from './found.ts';

/** One prefix of a rule; its expression is compiled when the prefix first has enough behind it. */
export interface PreparedToken {
  readonly rule: TokenRule;
  readonly prefix: string;
  readonly needsBoundary: boolean;
  /** What the body begins with at the least, where it begins with a set of characters. */
  readonly lead: Lead | undefined;
  body: RegExp | undefined;
}

interface Lead {
  /** 1 for each ASCII character of the set. */
  readonly set: Uint8Array;
  readonly length: number;
}

export function prepareTokens(rules: readonly TokenRule[]): PreparedToken[] {
  const sets = new Map<string, Uint8Array>();
  return rules.flatMap((rule) =>
    rule.prefixes.map((prefix) => ({
      rule,
      prefix,
      needsBoundary: !(rule.anywhere ?? (prefix.length >= 7 && /[_.-]/.test(prefix.slice(1)))),
      lead: leadOf(rule, sets),
      body: undefined,
    })),
  );
}

function leadOf(rule: TokenRule, sets: Map<string, Uint8Array>): Lead | undefined {
  const [, source, length] = /^(\[(?:[^\]\\]|\\.)+\])(?:\{(\d+)(?:,\d*)?\})?(?![*?|])/.exec(rule.body) ?? [];
  if (source === undefined || /^[^(]*\|/.test(rule.body)) return undefined;
  const flags = rule.anyCase === true ? 'i' : '';
  let set = sets.get(source + flags);
  if (set === undefined) {
    const member = new RegExp(source, flags);
    set = Uint8Array.from({ length: 128 }, (_, code) => (member.test(String.fromCharCode(code)) ? 1 : 0));
    sets.set(source + flags, set);
  }
  return { set, length: Number(length ?? 1) };
}

/** The first thing to look at, since most prefixes in most texts have something else behind them. */
function hasLead(text: string, at: number, lead: Lead): boolean {
  if (at + lead.length > text.length) return false;
  for (let end = at + lead.length; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 128 && lead.set[code] === 0) return false;
  }
  return true;
}

/** Most characters that a rule's body may run on after its longest form; such a run is one value. */
const OVERRUN = 400;

const DIGIT_WITHIN = 1000;

/** Reports the token of `prepared` whose prefix ends at `prefixEnd`, if there is one. Returns its end, or 0. */
export function tokenAt(scene: Scene, prepared: PreparedToken, prefixEnd: number): number {
  const { text } = scene;
  const { rule, prefix } = prepared;
  const start = prefixEnd - prefix.length;
  if (prepared.needsBoundary && start > 0 && !isBoundary(text, start)) return 0;
  if (rule.anyCase !== true && !text.startsWith(prefix, start)) return 0;
  // What is sought may be a few hundred characters long, and in some texts no digit is that near.
  if (rule.needsDigit === true && scene.nextDigit(prefixEnd) - prefixEnd > DIGIT_WITHIN) return 0;
  const match =
    prepared.lead === undefined || hasLead(text, prefixEnd, prepared.lead)
      ? bodyAt(prepared, text, prefixEnd)
      : 0;
  if (match === 0) {
    if (!wrappedAt(scene, prepared, start, prefixEnd)) partialAt(scene, prepared, start, prefixEnd);
    return 0;
  }
  let end = prefixEnd + match;
  if (isWordCode(text.charCodeAt(end))) {
    // Longer than the format knows: still a token where the prefix alone is telling.
    if (prepared.needsBoundary && (prefix.length < 3 || !/[^A-Za-z0-9]/.test(prefix))) return 0;
    const limit = end + OVERRUN;
    while (end < limit && isWordCode(text.charCodeAt(end))) end++;
  }
  if (!isPlausibleBody(rule, text.slice(prefixEnd, end))) return 0;
  scene.report(rule.kind, tokenStart(text, prepared, start), end);
  return end;
}

/** A name or an address in front is no part of the secret; what some formats have before their mark is. */
function tokenStart(text: string, { rule, prefix }: PreparedToken, start: number): number {
  if (/=$|\.\w+\/(?:.*\/)?$/.test(prefix)) return start + prefix.length;
  let from = start;
  while (start - from < (rule.lead ?? 0) && isAlphanumericCode(text.charCodeAt(from - 1))) from--;
  return from;
}

/** A quick look: false where no token of `prepared` begins whose prefix lies at `start`..`prefixEnd`. */
export function mayBeToken(text: string, prepared: PreparedToken, start: number, prefixEnd: number): boolean {
  if (prepared.needsBoundary && start > 0 && !isBoundary(text, start)) return false;
  if (prepared.rule.anyCase !== true && !text.startsWith(prepared.prefix, start)) return false;
  return prepared.lead === undefined || hasLead(text, prefixEnd, prepared.lead);
}

/** Length of the body that begins at `at`; 0 where none does. */
function bodyAt(prepared: PreparedToken, text: string, at: number): number {
  const { rule } = prepared;
  const body = (prepared.body ??= new RegExp(rule.body, rule.anyCase === true ? 'iy' : 'y'));
  body.lastIndex = at;
  return body.test(text) ? body.lastIndex - at : 0;
}

const WRAP = /\r?\n[ \t]{0,8}(?=[A-Za-z0-9_-])/g;

/** A token that a terminal broke over lines of at least 40 columns. */
function wrappedAt(scene: Scene, prepared: PreparedToken, start: number, prefixEnd: number): boolean {
  const { text } = scene;
  const runEnd = scene.tokenRunEnd(prefixEnd);
  const newline = text.charCodeAt(runEnd) === 13 ? runEnd + 1 : runEnd;
  if (newline >= prefixEnd + 300 || text.charCodeAt(newline) !== 10) return false;
  for (let at = newline - 1; at >= Math.max(0, newline - 40); at--)
    if (text.charCodeAt(at) === 10) return false;
  const window = text.slice(prefixEnd, prefixEnd + 500);
  const joined = window.replace(WRAP, '');
  const match = bodyAt(prepared, joined, 0);
  if (match === 0 || !isPlausibleBody(prepared.rule, joined.slice(0, match))) return false;
  // Walk the original until as many characters have passed, not counting the breaks.
  let left = match;
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
  // The next line's own word is none of it.
  if (isWordCode(text.charCodeAt(prefixEnd + at))) return false;
  scene.report(prepared.rule.kind, tokenStart(text, prepared, start), prefixEnd + at);
  return true;
}

/** A token cut off by the end of the text or of its line: a prefix before the cursor, a chunk, a snippet. */
function partialAt(scene: Scene, prepared: PreparedToken, start: number, prefixEnd: number): void {
  const { text } = scene;
  const from = prepared.rule.partialFrom;
  if (from === undefined || prepared.prefix.length < 3) return;
  let end = scene.tokenRunEnd(prefixEnd);
  while (end - start <= OVERRUN && (text.charCodeAt(end) === 37 || text.charCodeAt(end) === 126))
    end = scene.tokenRunEnd(end + 1);
  const next = text.charCodeAt(end);
  if (end - start < from || end - start > OVERRUN || (end < text.length && next !== 10 && next !== 13))
    return;
  const rest = text.slice(prefixEnd, end);
  if (isTokenPlaceholder(rest) || !/[0-9A-Z]/.test(rest) || entropyBits(rest) < 2) return;
  // In the middle of a text more is asked of it.
  if (end < text.length && !(rest.length >= SHORTEST_CUT && looksRandom(rest, SHORTEST_CUT))) return;
  scene.report(prepared.rule.kind, tokenStart(text, prepared, start), end);
}

const SHORTEST_CUT = 12;

function isPlausibleBody(rule: TokenRule, value: string): boolean {
  if (rule.checksum !== undefined && checksumHolds(value, rule.checksum.length)) return true;
  if (rule.needsDigit === true && !/\d/.test(value)) return false;
  if (rule.needsBothCases === true && !(/[a-z]/.test(value) && /[A-Z]/.test(value))) return false;
  if (value.length >= 8 && entropyBits(value) < (rule.minEntropy ?? 1.5)) return false;
  return !isTokenPlaceholder(value) && !isMadeOfWords(value);
}

/** An identifier that happens to begin like a token. */
function isMadeOfWords(value: string): boolean {
  if (value.length < 16 || value.replace(/[^a-z]/gi, '').length < value.length * 0.75) return false;
  // Words change their case at their beginnings, chance at every other letter.
  return (
    /^(?:[a-z\d_-]+|[a-z][A-Za-z\d]*(?:_[a-z\d]+)*)$/.test(value) &&
    (wordShare(value) ?? 0) > 0.72 &&
    characterMix(value).changes <= value.length / 3
  );
}

const FILLER =
  /^(.)\1*$|(.)\2{14,}|x{5,}|X{5,}|\*{3}|\.{3}|example|placeholder|redacted|y(?:our|OUR)_|YOUR|changeme|replace_?(?:me|with|this)|insert_|_here$|-here$|dummy_|abcdefghijklmnopqrstuvwxyz$/i;

/** A body that only shows where a token would stand. */
export function isTokenPlaceholder(value: string): boolean {
  return FILLER.test(value);
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
