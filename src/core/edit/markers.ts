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
  const word = /^\s*(?:>+|\++)\s*(\w*)\s*$/.exec(line)?.[1]?.toUpperCase();
  if (word === undefined) return false;
  const isCut = closeWords.split('|').some((whole) => {
    const full = whole.replace('?', '');
    return full !== word && full.startsWith(word);
  });
  const isWhole = new RegExp(`^(?:${closeWords})$`).test(word);
  return isCut && !isWhole && (word !== '' || !/>{7}/.test(line));
}

/** Five signs or more with the word: no line of code looks like that. */
export function isPlainCloser(line: string): boolean {
  return replaceClose.test(line) && /^(?:>{5}|\+{5})/.test(line.trim());
}

/** Whether the last line of an answer is the beginning of a fence, whose other signs did not come. */
export function breaksOffInFence(line: string): boolean {
  return /^\s*(?:`{1,2}|~{1,2})$/.test(line);
}

/** The beginning of a marker or a tag at the very end of an answer: more was to come. */
export function breaksOffInOpener(line: string): boolean {
  const text = line.trim();
  return /^(?:<{2,}\s*\w*|-{3,}\s*(?:S|SE|SEA|SEAR|SEARC)?|<\/?\w*|\*{3}(?: \w*)?)$/.test(text);
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
