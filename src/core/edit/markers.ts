/** Which line of an answer opens, divides or closes something, in the many wordings models use? */

const openWords = 'SEARCH|ORIGINAL|OLD|BEFORE|FIND|HEAD|EXISTING|CURRENT';
const closeWords = 'REPLACE|REPLACEMENT|UPDATED|NEW|AFTER|END|MODIFIED|RESULT|CHANGED';

const searchOpen = new RegExp(`^\\s*(?:<{3,}|-{5,})\\s*(?:${openWords})\\b[^<>]*$`, 'i');
const bareSearchOpen = /^\s*<{6,}\s*$/;
const replaceClose = new RegExp(`^\\s*(?:>{3,}|\\+{5,})\\s*(?:${closeWords})\\b[^<>]*$`, 'i');
const bareReplaceClose = /^\s*>{6,}\s*[\w./-]*\s*$/;
const divider = /^\s*={5,}\s*(?:REPLACE|WITH|UPDATED|NEW)?\s*:?\s*$/i;
const exactDivider = /^={7}\s*$/;

export function opensSearch(line: string): boolean {
  return searchOpen.test(line) || bareSearchOpen.test(line);
}

export function closesReplace(line: string): boolean {
  return replaceClose.test(line) || bareReplaceClose.test(line);
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

const tag = /^\s*<(\/?)(search|replace|old|new|old_string|new_string|find|original|updated)>\s*$/i;

/** `<search>`, `</search>`, `<replace>` and their synonyms, each alone on its line. */
export function readTag(
  line: string,
): { readonly closing: boolean; readonly side: 'search' | 'replace' } | undefined {
  const match = tag.exec(line);
  if (match === null) return undefined;
  const word = (match[2] ?? '').toLowerCase();
  const side = ['search', 'old', 'old_string', 'find', 'original'].includes(word) ? 'search' : 'replace';
  return { closing: match[1] === '/', side };
}

/** Comments by which a model leaves out code it was asked to write. */
const elision =
  /^\s*(?:\/\/+|#+|--+|;+|%+|\/\*+|<!--|\{\/\*|\*|"""|''')?\s*(?:\[|\(|<)?\s*(?:\.{3}|…)\s*(?:\(|\[)?.*\b(?:rest|existing|remain\w*|unchanged|same|previous|other|omitted|code|implementation|methods?|functions?|as before|here)\b.*$|^\s*(?:\/\/+|#+|--+|\/\*+|<!--|\{\/\*)\s*(?:\(?\s*)?(?:the\s+)?(?:rest of|existing code|remaining (?:code|methods|functions)|other (?:code|methods|functions)|previous code|unchanged code|same as (?:before|above)|keep (?:the )?(?:rest|existing))\b.*$|^\s*(?:\/\/+|#+|--+|\/\*+|<!--|\{\/\*)\s*(?:\.{3}|…)\s*(?:\*\/|-->|\*\/\})?\s*$/i;

/** Whether the line stands for code that was left out (`// ... existing code ...`). */
export function isElision(line: string): boolean {
  return elision.test(line);
}
