/** Does a line stand for code that a model left out? */

import { indentation } from '../base/text.ts';

const signs = String.raw`\/\/+|#+(?!!?\[)|--+|;+|%+(?=\s+\W*[a-z.…])|\/\*+|<!--|\{\s*\/\*|\*|"""|\'\'\'`;
const comment = new RegExp(String.raw`^\s*(?:${signs})\s*(.*?)\s*(?:\*\/\}?|-->|"""|\'\'\')?\s*$`);
/** Without a comment's sign and without a blank it would be a spread: `...rest`. */
const unsigned = /^\s*[[(<]?(?:\.{3,}|…)\s+(.*)$/;

/** Dots that stand alone or end the remark; those of `encode(...)`, `[a, ..., z]` and `etc...` are none. */
const ellipsis =
  /(?:^|\s)[[(<]?(?:\.{3,}|…)[\])>]?(?=\s|$)|^\W*(?:\.{3,}|…)(?!\w)|(?<!\betc)(?:\.{3,}|…)[\])>]?$/i;

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
/** One of these says it. */
const plain = wordsOf('unchanged unmodified omitted elided snip snipped truncated untouched');
/** One of these with a thing, or with dots. */
const strong = wordsOf('rest remaining remainder existing');
/** Said of code that is there as well: needs dots, or a second word of the kind. */
const weak = wordsOf(
  'previous prior other others original keep kept continue continues stays remains remain stay',
);
const things = wordsOf(
  'code file class function functions method methods implementation implementations impl content contents body bodies logic line lines part parts section sections document page module component test tests case cases import imports export exports field fields property properties props definition definitions declaration declarations rule rules style styles item items entry entries member members handler handlers route routes config configuration settings statement statements block blocks stuff variables constants parameters types elements markup html css script template options args arguments constructor everything',
);
const filler = wordsOf(
  'same of the a an all any and or in is are as it its they this that these to be for with from at by we i no not here above below before after brevity clarity readability simplicity sake goes go etc change changes changed needed required exactly identical was were has have left out also still your you other than like just current currently our else line',
);
const mostWords = 12;
const theSame =
  /\b(?:stays?|remains?|is|are|keep|kept) (?:exactly )?(?:the )?same\b|\bsame (?:as (?:before|now|it was|previously)|code|logic|implementation|content)\b/;

/** A line of dots alone. */
const dots = /^\s*[[(<]?(?:\.{3,}|…)[\])>]?\s*$/;
const opensBody =
  /^\s*(?:async\s+)?(?:def|class|if|elif|else|for|while|with|try|except|finally|case|match)\b.*:\s*(?:#.*)?$|^\s*\).*:\s*$/;

/**
 * Whether the line stands for code that was left out (`// ... existing code ...`): a remark of which every word is one
 * that people use to say so. Dots alone are a whole body where the line before opens one (`def f(self): ` in Python).
 */
export function isElision(line: string, before = ''): boolean {
  if (dots.test(line))
    return !opensBody.test(before) || indentation(line).length <= indentation(before).length;
  if (isDotted(line)) return !goesOn(line, before);
  const text = (comment.exec(line) ?? unsigned.exec(line))?.[1];
  if (text === undefined) return false;
  // `...args` is a name, and what stands in quotes is spoken of.
  const hasDots = ellipsis.test(text.replace(/`[^`]*`|"[^"]*"/g, '')) || unsigned.test(line);
  return saysLeftOut(text.toLowerCase().match(/[a-z]+/g) ?? [], hasDots, /^[[(<]/.test(text));
}

/** Dots within a longer remark stand for a part of its text: in a block comment, or further in than the line before. */
function goesOn(line: string, before: string): boolean {
  if (/^\s*\*(?!\/)/.test(line)) return /^\s*(?:\/\*|\*)/.test(before);
  const [sign, inside] = [/^\s*(?:\/\/+|#+|--+|;+)/.exec(line)?.[0], /^\s*\S+(\s*)/.exec(line)?.[1] ?? ''];
  return sign !== undefined && inside.length > 1 && before.startsWith(sign);
}

/** A comment of nothing but dots: in a document it is ordinary, in code it stands for some. */
export function isDotted(line: string): boolean {
  return dots.test(line) || /^[\s\-[(<]*(?:\.{3,}|…)[\s\-\])>]*$/.test(comment.exec(line)?.[1] ?? '');
}

function saysLeftOut(words: readonly string[], hasDots: boolean, isBracketed: boolean): boolean {
  if (words.length === 0 || words.length > mostWords) return false;
  const has = (kind: ReadonlySet<string>): boolean => words.some((word) => kind.has(word));
  const text = words.join(' ');
  const says = has(plain) || has(strong) || theSame.test(text);
  if (hasDots && (says || has(weak) || has(things)) && isMostly(words)) return true;
  if (!words.every(isKnown)) return false;
  if (has(plain) || theSame.test(text) || /^no changes? (?:here|below|above|needed)/.test(text)) return true;
  if (has(strong)) return has(things) || has(weak) || isBracketed;
  const isUsual = /^(?:other|previous|keep) (?:code|methods|functions|everything|all)/.test(text);
  return isUsual || (has(weak) && isBracketed) || words.filter((word) => weak.has(word)).length > 1;
}

function isKnown(word: string): boolean {
  return [plain, strong, weak, things, filler].some((kind) => kind.has(word));
}

/** With dots before or behind, a word of the person's own (`... other auth routes ...`) does not change what is meant. */
function isMostly(words: readonly string[]): boolean {
  return words.filter(isKnown).length * 2 >= words.length;
}

/** Whether the line says nothing to a compiler: a comment, or dots alone. */
export function isRemark(line: string): boolean {
  return /^\s*(?:\/\/|#(?!\s*(?:include|define|if|else|elif|endif|undef|pragma|import|region|endregion)\b)(?!\[)|--|;|%|\/\*|\*|<!--|\{\s*\/\*)|^\s*[[(<]?(?:\.{2,}|…)/.test(
    line,
  );
}
