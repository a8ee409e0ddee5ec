/** What does the language server say is behind the names near the cursor? */

import type { DocumentSnapshot, Snippet } from '../document.ts';
import { namesByNearness } from '../identifiers.ts';
import type { SnippetSource } from '../snippetSource.ts';

/** Asks the editor's definition provider; resolves to the text of each definition's head and the lines behind it. */
export type LookUpDefinitions = (
  document: DocumentSnapshot,
  offsets: readonly number[],
  signal: AbortSignal,
) => Promise<readonly Snippet[]>;

const mostNames = 8;
const nearCharacters = 1_200;

/** A slow language server is not waited for: what it finds late is there the next time. */
export function definitionsBehind(lookUp: LookUpDefinitions): SnippetSource {
  const late = new Map<string, readonly Snippet[]>();
  return {
    name: 'definition',
    timeLimitMs: 150,
    share: 0.25,
    async collect({ window }, signal) {
      const { document, offset, prefix } = window;
      const near = prefix.slice(-nearCharacters);
      const offsets = namesByNearness(near, '')
        .slice(0, mostNames)
        .map((name) => offset - near.length + near.lastIndexOf(name));
      const known = late.get(document.uri);
      const asked = lookUp(document, offsets, signal).then((found) => {
        late.clear();
        late.set(document.uri, found);
        return found;
      });
      const ended = new Promise<readonly Snippet[]>((resolve) => {
        signal.addEventListener('abort', () => resolve(known ?? []), { once: true });
      });
      return Promise.race([asked, ended]);
    },
  };
}
