/** Where does a suggestion's context come from, in order of priority? */

import type { KnownDocuments } from './knownDocuments.ts';
import type { SnippetSource } from './snippetSource.ts';
import { declarationsNearby } from './sources/declarationsNearby.ts';
import { definitionsBehind, type LookUpDefinitions } from './sources/definitionsBehind.ts';
import { enclosingSignature } from './sources/enclosingSignature.ts';
import { likelyCode } from './sources/likelyCode.ts';
import { recentEdits } from './sources/recentEdits.ts';

/** What a source leaves of its share goes to those behind it; the last takes what is left. */
export function completionSources(known: KnownDocuments, lookUp?: LookUpDefinitions): SnippetSource[] {
  return [
    enclosingSignature,
    ...(lookUp === undefined ? [] : [definitionsBehind(lookUp)]),
    declarationsNearby(known),
    recentEdits(known),
    likelyCode(known),
  ];
}
