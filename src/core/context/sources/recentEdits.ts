/** What did the person change lately elsewhere? The next change is often of the same kind. */

import type { Snippet } from '../document.ts';
import type { KnownDocuments } from '../knownDocuments.ts';
import type { SnippetSource } from '../snippetSource.ts';

const mostEdits = 4;

/** As small diffs, the latest first. Edits within the window are seen anyway. */
export function recentEdits(known: KnownDocuments): SnippetSource {
  return {
    name: 'recentEdit',
    timeLimitMs: 20,
    share: 0.08,
    collect: ({ window }) =>
      known
        .edits()
        .filter(({ after, before }) => after.trim().length > 8 || before.trim().length > 8)
        .filter(({ after }) => after.trim() === '' || !window.prefix.includes(after.trim()))
        .slice(0, mostEdits)
        .map((edit): Snippet => ({
          path: edit.path,
          text: [...signed('-', edit.before), ...signed('+', edit.after)].join('\n'),
          source: 'recentEdit',
          startLine: edit.startLine,
        })),
  };
}

function signed(sign: string, text: string): string[] {
  return text.trim() === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => `${sign} ${line}`);
}
