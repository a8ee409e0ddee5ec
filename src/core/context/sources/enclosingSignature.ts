/** In which function and type does the cursor stand, where their heads are above the window? */

import { indentation } from '../../base/text.ts';
import type { Snippet } from '../document.ts';
import type { SnippetSource } from '../snippetSource.ts';

/** Scanning upward ends here; what encloses the cursor from further away helps little. */
const reachCharacters = 30_000;
const mostHeads = 3;

/** The nearest less indented lines above the window, outermost first; and the file's import lines. */
export const enclosingSignature: SnippetSource = {
  name: 'signature',
  timeLimitMs: 20,
  share: 0.03,
  collect: ({ window }) => {
    const { document, offset, prefix } = window;
    const start = offset - prefix.length;
    if (start === 0) return [];
    const above = document.text.slice(Math.max(0, start - reachCharacters), start).split('\n');
    const heads: string[] = [];
    let indent = indentation(firstLine(prefix)).length;
    for (let index = above.length - 1; index >= 0 && heads.length < mostHeads && indent > 0; index--) {
      const line = above[index] ?? '';
      if (line.trim() === '' || /^\s*[)\]}]/.test(line) || line.length > 300) continue;
      const width = indentation(line).length;
      if (width >= indent) continue;
      heads.unshift(line);
      indent = width;
    }
    const imports = document.text
      .slice(0, Math.min(start, 3_000))
      .split('\n')
      .filter((line) => /^(?:import|from|use|#include|using|require|const \w+ = require)\b/.test(line))
      .slice(0, 30);
    const text = [...imports, ...heads].join('\n');
    const snippet: Snippet = { path: document.path, text, source: 'signature' };
    return text === '' ? [] : [snippet];
  },
};

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '') ?? '';
}
