/** What else do the imported files offer? Their declarations' heads, where there is room left. */

import { outlineOf, outlineText, type FileOutline } from '../declarations.ts';
import type { Snippet } from '../document.ts';
import { importedDocuments } from '../imports.ts';
import type { KnownDocuments } from '../knownDocuments.ts';
import { PerDocument } from '../perDocument.ts';
import type { SnippetSource } from '../snippetSource.ts';

const mostFiles = 6;
const longestCharacters = 1_600;

export function importedOutlines(known: KnownDocuments): SnippetSource {
  const outlines = new PerDocument<FileOutline>(outlineOf);
  return {
    name: 'outline',
    timeLimitMs: 60,
    share: 0.02,
    collect: ({ window }) =>
      importedDocuments(window.document, known.recent())
        .slice(0, mostFiles)
        .map((file): Snippet => ({ path: file.path, text: shortened(outlines.of(file)), source: 'outline' })),
  };
}

function shortened(outline: FileOutline): string {
  const text = outlineText(outline, ({ isCertain, indent }) => isCertain || indent > 0);
  return text.length > longestCharacters ? text.slice(0, text.lastIndexOf('\n', longestCharacters)) : text;
}
