/** Where are the brackets of a text that is not sound, outside its strings and comments? */

import type { LanguageFacts } from '../language/languages.ts';
import type { BracketNet } from './brackets.ts';

export type BracketKind = keyof BracketNet;

export interface Bracket {
  readonly kind: BracketKind;
  readonly opens: boolean;
  readonly offset: number;
}

const kinds: Readonly<Record<string, readonly [BracketKind, boolean]>> = {
  '{': ['{}', true],
  '}': ['{}', false],
  '(': ['()', true],
  ')': ['()', false],
  '[': ['[]', true],
  ']': ['[]', false],
};

/** Quotes that span lines, by family: opening text and what closes it. */
const longTexts: Readonly<Record<string, readonly (readonly [RegExp, string | undefined])[]>> = {
  python: [[/[rbfuRBFU]{0,2}("""|''')/y, undefined]],
  rust: [
    [/b?r(#*)"/y, '"'],
    [/b?"/y, '"'],
  ],
  go: [[/`/y, '`']],
  csharp: [
    [/\$*"""+/y, '"""'],
    [/\$?@\$?"/y, '"'],
  ],
  java: [[/"""/y, '"""']],
  kotlin: [[/"""/y, '"""']],
  php: [
    [/'/y, "'"],
    [/"/y, '"'],
  ],
  shellscript: [
    [/'/y, "'"],
    [/"/y, '"'],
  ],
  ruby: [],
};
/** A quoted text, a character or a pattern that ends on its own line. */
const shortText = /(["'])(?:\\.|(?!\1)[^\\\n])*\1/y;
const character = /'(?:\\(?:u\{[^}\n]*\}|[^\n]{1,9}?)|[^\\'\n])'/y;
const pattern = /\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const otherBranch = /#[ \t]*(?:else|elif)\b/y;
const conditional = /^[ \t]*#[ \t]*(if|ifdef|ifndef|endif)\b/gm;
const beforePattern = /(?:^|[=(,:[!&|?{};~+\-*%<>]|\b(?:return|typeof|case|in|of|when|if|unless|and|or))\s*$/;

/**
 * Reads by characters, so that it holds where a parser loses its way. Quotes that do not close on their line count as
 * letters, as an apostrophe in a text between tags does.
 */
export function bracketsIn(text: string, language: LanguageFacts): Bracket[] {
  const found: Bracket[] = [];
  const rules = longTexts[language.family] ?? [];
  for (let at = 0; at < text.length;) {
    const char = text[at] ?? '';
    const bracket = kinds[char];
    if (bracket !== undefined) {
      found.push({ kind: bracket[0], opens: bracket[1], offset: at });
      at++;
      continue;
    }
    const next = /[\w\s.,;=]/.test(char)
      ? /[rbfuRBFU]/.test(char) && !/\w/.test(text[at - 1] ?? '')
        ? (pastLongText(text, at, rules) ?? at + 1)
        : at + 1
      : (pastOtherBranch(text, at, language) ??
        pastComment(text, at, language) ??
        pastLongText(text, at, rules) ??
        pastTemplate(text, at, language, found) ??
        pastShortText(text, at, language) ??
        at + 1);
    at = next;
  }
  return found;
}

/** Of two branches of the preprocessor one is compiled: their brackets count once. */
function pastOtherBranch(text: string, at: number, language: LanguageFacts): number | undefined {
  if (language.family !== 'c') return undefined;
  otherBranch.lastIndex = at;
  if (!otherBranch.test(text)) return undefined;
  let depth = 1;
  conditional.lastIndex = otherBranch.lastIndex;
  for (let found = conditional.exec(text); found !== null; found = conditional.exec(text)) {
    depth += found[1] === 'endif' ? -1 : 1;
    if (depth === 0) return conditional.lastIndex;
  }
  return undefined;
}

function pastComment(text: string, at: number, language: LanguageFacts): number | undefined {
  for (const [open, close] of language.blockComments) {
    if (!text.startsWith(open, at)) continue;
    const end = text.indexOf(close, at + open.length);
    return end === -1 ? text.length : end + close.length;
  }
  for (const mark of language.lineComments) {
    if (!text.startsWith(mark, at)) continue;
    // `$#`, `${#list}` and an address in a text are no comments.
    const previous = text[at - 1] ?? '\n';
    if (mark === '#' && !/[\s;{(]/.test(previous)) continue;
    if (mark === '#' && text[at - 1] === '{' && text[at - 2] === '$') continue;
    if (mark === '//' && previous === ':') continue;
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : end;
  }
  return undefined;
}

function pastLongText(
  text: string,
  at: number,
  rules: readonly (readonly [RegExp, string | undefined])[],
): number | undefined {
  for (const [open, close] of rules) {
    open.lastIndex = at;
    const found = open.exec(text);
    if (found === null) continue;
    const end = (close ?? found[1] ?? '') + (found[1]?.startsWith('#') === true ? found[1] : '');
    const escapes = !/[@`]|r#*"/.test(found[0]) && found[0] !== "'";
    let from = at + found[0].length;
    for (;;) {
      const hit = text.indexOf(end, from);
      if (hit === -1) return undefined;
      if (!escapes || text[hit - 1] !== '\\' || text[hit - 2] === '\\') return hit + end.length;
      from = hit + 1;
    }
  }
  return undefined;
}

/** A template of JavaScript: the brackets of its holes count in pairs, those of its text do not. */
function pastTemplate(
  text: string,
  at: number,
  language: LanguageFacts,
  found: Bracket[],
): number | undefined {
  if (language.family !== 'javascript' || text[at] !== '`') return undefined;
  const inner: Bracket[] = [];
  for (let place = at + 1; place < text.length; place++) {
    const char = text[place];
    if (char === '\\') place++;
    else if (char === '`') {
      found.push(...inner);
      return place + 1;
    } else if (char === '$' && text[place + 1] === '{') {
      const end = holeEnd(text, place + 2, language, inner);
      if (end === undefined) return undefined;
      place = end;
    }
  }
  return undefined;
}

function holeEnd(text: string, from: number, language: LanguageFacts, inner: Bracket[]): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length;) {
    const char = text[at] ?? '';
    if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at;
    const past = pastTemplate(text, at, language, inner) ?? pastShortText(text, at, language);
    at = past ?? at + 1;
  }
  return undefined;
}

function pastShortText(text: string, at: number, language: LanguageFacts): number | undefined {
  const char = text[at];
  if (char === "'" && /^(?:rust|c|java|csharp|go)$/.test(language.family)) {
    character.lastIndex = at;
    return character.test(text) ? character.lastIndex : undefined;
  }
  if (char === '"' || char === "'") {
    shortText.lastIndex = at;
    return shortText.test(text) ? shortText.lastIndex : undefined;
  }
  if (char === '/' && /^(?:javascript|ruby)$/.test(language.family)) {
    // A line does not begin with a division, whatever comment stands above it.
    const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
    if (line.trim() !== '' && !beforePattern.test(text.slice(Math.max(0, at - 12), at))) return undefined;
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : undefined;
  }
  return undefined;
}
