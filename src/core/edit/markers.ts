/** Which line of an answer opens, divides or closes something, in the many wordings models use? */

const openWords = 'SEARCH|ORIGINAL|OLD|BEFORE|FIND|HEAD|EXISTING|CURRENT';
const closeWords = 'REPLACE|REPLACEMENT|UPDATED?|NEW|AFTER|END|MODIFIED|RESULT|CHANGED|SEARCH';

/** Five signs or more with the word, or fewer with nothing but the word: `>>> result = f()` is a line of a docstring. */
const searchOpen = new RegExp(`^\\s*(?:<{5,}|-{5,}(?=\\s*SEARCH))\\s*(?:${openWords})\\b[^<>]*$`, 'i');
const shortSearchOpen = /^\s*<{3,4}\s*(?:SEARCH|ORIGINAL)\s*$/;
const bareSearchOpen = /^\s*<{6,}\s*$/;
const replaceClose = new RegExp(`^\\s*(?:>{5,}|\\+{5,}(?=\\s*REPLACE))\\s*(?:${closeWords})\\b[^<>]*$`, 'i');
const shortReplaceClose = /^\s*>{3,4}\s*(?:REPLACE|UPDATED)\s*$/;
const bareReplaceClose = /^\s*>{6,}\s*[\w./-]*\s*$/;
const divider = /^\s*={5,}\s*(?:REPLACE|WITH|UPDATED|NEW)?\s*:?\s*$/i;
const exactDivider = /^={7}\s*$/;

export function opensSearch(line: string): boolean {
  return searchOpen.test(line) || shortSearchOpen.test(line) || bareSearchOpen.test(line);
}

export function closesReplace(line: string): boolean {
  return replaceClose.test(line) || shortReplaceClose.test(line) || bareReplaceClose.test(line);
}

/** `>>>>>>> REPL` at the very end of an answer: it broke off there. */
export function breaksOffInCloser(line: string): boolean {
  const word = /^\s*>+\s*(\w*)\s*$/.exec(line)?.[1]?.toUpperCase();
  return (
    word !== undefined &&
    word !== 'REPLACE' &&
    'REPLACE'.startsWith(word) &&
    (word !== '' || !/>{7}/.test(line))
  );
}

export function dividesBlock(line: string): boolean {
  return divider.test(line);
}

export function isExactDivider(line: string): boolean {
  return exactDivider.test(line);
}

/** Whether a marker of a search/replace block or a merge conflict stands in the line. */
export function isLeftoverMarker(line: string): boolean {
  return searchOpen.test(line) || replaceClose.test(line) || /^(?:<{7}|>{7})(?: |$)/.test(line);
}

export interface FenceOpening {
  readonly indent: number;
  readonly character: string;
  readonly length: number;
  /** What stands behind the fence. */
  readonly info: string;
}

/** A line that opens a fenced code block; a closing fence has no info, so it is one as well. */
export function readFence(line: string): FenceOpening | undefined {
  const match = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(line);
  if (match === null) return undefined;
  const [, indent = '', fence = '', info = ''] = match;
  if (fence.startsWith('`') && info.includes('`')) return undefined;
  return { indent: indent.length, character: fence.charAt(0), length: fence.length, info: info.trim() };
}

const searchTags =
  'search|find|old|old_?str(?:ing)?|old_?code|old_?text|original(?:_?code)?|before|target|existing_?code';
const replaceTags =
  'replace|replacement|new|new_?str(?:ing)?|new_?code|new_?text|updated(?:_?code)?|after|modified|replace_?with';
const openTag = new RegExp(`^\\s*<(?:(${searchTags})|(${replaceTags}))>`, 'i');

export interface OpenTag {
  readonly side: 'search' | 'replace';
  /** As it was written. */
  readonly name: string;
  /** What stands behind it on its line. */
  readonly rest: string;
}

/** `<search>`, `<old_string>`, `<replace>`, `<new_code>` and their like at the start of a line. */
export function readOpenTag(line: string): OpenTag | undefined {
  const match = openTag.exec(line);
  if (match === null) return undefined;
  const name = match[1] ?? match[2] ?? '';
  return { side: match[1] === undefined ? 'replace' : 'search', name, rest: line.slice(match[0].length) };
}

/** What stands before the closing tag of that name; undefined where the line does not close it. */
export function readCloseTag(line: string, name: string): string | undefined {
  const trimmed = line.trimEnd();
  const closing = `</${name}>`;
  return trimmed.toLowerCase().endsWith(closing.toLowerCase())
    ? trimmed.slice(0, -closing.length)
    : undefined;
}

const commentSigns = String.raw`\/\/+|#+|--+|;+|%+|\/\*+|<!--|\{\s*\/\*|\*|"""|\'\'\'`;
const codeWords = String.raw`rest|existing|remain\w*|unchanged|same|previous|other|omitted|code|implementation|methods?|functions?|as before|as is|stays?|here|brevity|snip(?:ped)?|lines`;
/** Comments by which a model leaves out code it was asked to write. */
const elisions: readonly RegExp[] = [
  new RegExp(
    String.raw`^\s*(?:${commentSigns})\s*(?:\[|\(|<)?\s*(?:\.{3}|…)\s*(?:\(|\[)?.*\b(?:${codeWords})\b.*$`,
    'i',
  ),
  // Without a comment's sign and without a blank it would be a spread: `...rest`.
  new RegExp(String.raw`^\s*[[(<]?(?:\.{3}|…)(?:\s+|\s*[([]).*\b(?:${codeWords})\b.*$`, 'i'),
  new RegExp(
    String.raw`^\s*(?:${commentSigns})\s*(?:\(?\s*)?(?:the\s+|all\s+)?(?:rest of|existing code|remaining (?:code|methods|functions)|other (?:code|methods|functions)|previous code|unchanged code|same as (?:before|above)|keep (?:the |all )?(?:rest|existing|previous|other)|no changes? (?:here|below|above)|unchanged\b|snip\b)`,
    'i',
  ),
  new RegExp(
    String.raw`^\s*(?:${commentSigns})\s*[-\[(<]*\s*(?:\.{3,}|…|snip\w*)\s*[-\])>]*\s*(?:\*\/\}?|-->)?\s*$`,
    'i',
  ),
];

const opensBody =
  /^\s*(?:async\s+)?(?:def|class|if|elif|else|for|while|with|try|except|finally|case|match)\b.*:\s*(?:#.*)?$|^\s*\).*:\s*$/;
const dots = /^\s*[[(<]?(?:\.{3,}|…)[\])>]?\s*$/;

/**
 * Whether the line stands for code that was left out (`// ... existing code ...`). Dots alone are a whole body where the
 * line before opens one (`def f(self): ` in Python).
 */
export function isElision(line: string, before = ''): boolean {
  if (dots.test(line)) return !opensBody.test(before);
  return elisions.some((pattern) => pattern.test(line));
}

/** Whether the line says nothing to a compiler: a comment, or dots alone. */
export function isRemark(line: string): boolean {
  return /^\s*(?:\/\/|#(?!\s*(?:include|define|if|else|elif|endif|undef|pragma|import|region|endregion)\b)(?!\[)|--|;|%|\/\*|\*|<!--|\{\s*\/\*)|^\s*[[(<]?(?:\.{2,}|…)/.test(
    line,
  );
}
