/** Does talk stand in a document where a page can have no text? */

import { looksLikeRemark, looksLikeSentence } from './sentences.ts';

/** They hold other elements; a page's text stands further in. */
const withoutText =
  /^(?:html|head|body|ul|ol|dl|table|thead|tbody|tfoot|tr|select|optgroup|colgroup|fieldset|form|nav|main|header|footer|picture|video|audio|datalist|svg)$/i;
const closedAlone = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|!doctype)$/i;

/** The insertion begins with a sentence on a line of its own, with tags or the rest of a tag behind it. */
export function spokenInMarkup(before: string, lines: readonly string[]): boolean {
  const [first = '', ...rest] = lines;
  const next = rest.find((line) => line.trim() !== '');
  if (next === undefined || !(looksLikeSentence(first) || looksLikeRemark(first))) return false;
  if (!/^\s*\p{Lu}/u.test(first) || !/[.:!?]\s*$/.test(first)) return false;
  const tag = before.lastIndexOf('<');
  const inTag = tag > before.lastIndexOf('>') && !before.slice(tag).startsWith('<!--');
  if (inTag) return true;
  return /^\s*</.test(next) && withoutText.test(innermost(before) ?? '');
}

/** The element that is open at the end of the text. */
function innermost(before: string): string | undefined {
  const open: string[] = [];
  for (const [all, closes, name = ''] of before.matchAll(
    /<(\/?)([a-z!][\w-]*)(?:"[^"]*"|'[^']*'|[^<>"'])*>/gi,
  )) {
    if (closes === '/') {
      const at = open.lastIndexOf(name.toLowerCase());
      if (at !== -1) open.length = at;
    } else if (!closedAlone.test(name) && !all.endsWith('/>')) open.push(name.toLowerCase());
  }
  return open.at(-1);
}
