/** How does code get its colors? highlight.js with a chosen set of languages; its result becomes nodes, never HTML. */

import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import markdown from 'highlight.js/lib/languages/markdown';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = {
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  dockerfile,
  go,
  ini,
  java,
  javascript,
  json,
  kotlin,
  markdown,
  php,
  python,
  ruby,
  rust,
  sql,
  swift,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

/** Longer code is shown plain: coloring it would hold up the view. In UTF-16 code units. */
const longestHighlighted = 60_000;
const longestLine = 2_000;

const pieces = /<span class="([\w\s.-]*)">|<\/span>|([^<]+)/g;
const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
};

/** The code as nodes: colored where the language is known and the code not too long. */
export function highlighted(code: string, language: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const name = language.toLowerCase();
  if (code.length > longestHighlighted || hljs.getLanguage(name) === undefined || hasLongLine(code)) {
    fragment.append(code);
    return fragment;
  }
  const value = coloring(code, name);
  const open: (DocumentFragment | HTMLElement)[] = [fragment];
  for (const [whole, classes, text] of value.matchAll(pieces)) {
    if (classes !== undefined) {
      const span = document.createElement('span');
      span.className = classes;
      open.at(-1)?.append(span);
      open.push(span);
    } else if (text !== undefined) {
      open.at(-1)?.append(text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? entity));
    } else if (whole === '</span>' && open.length > 1) {
      open.pop();
    }
  }
  return fragment;
}

/** A list that streams in is drawn many times; the code in it that is complete is colored once. */
const lately = new Map<string, string>();
const mostKept = 24;

/** Holds spans, text and five entities only; it is read above, not parsed as HTML. */
function coloring(code: string, language: string): string {
  const key = `${language}\n${code}`;
  const value = lately.get(key) ?? hljs.highlight(code, { language, ignoreIllegals: true }).value;
  lately.delete(key);
  lately.set(key, value);
  const [oldest] = lately.keys();
  if (lately.size > mostKept && oldest !== undefined) lately.delete(oldest);
  return value;
}

function hasLongLine(code: string): boolean {
  for (let at = 0; at < code.length;) {
    const end = code.indexOf('\n', at);
    const next = end === -1 ? code.length : end;
    if (next - at > longestLine) return true;
    at = next + 1;
  }
  return false;
}
