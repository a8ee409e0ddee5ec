/** Where does a suggestion's context come from, in order of priority? */

import type { KnownDocuments } from './knownDocuments.ts';
import type { SnippetSource } from './snippetSource.ts';
import { declarationsNearby } from './sources/declarationsNearby.ts';
import { definitionsBehind, type LookUpDefinitions } from './sources/definitionsBehind.ts';
import { enclosingSignature } from './sources/enclosingSignature.ts';
import { importedOutlines } from './sources/importedOutlines.ts';
import { recentEdits } from './sources/recentEdits.ts';
import { similarCode } from './sources/similarCode.ts';

/** What a source leaves of its share goes to those behind it. */
export function completionSources(known: KnownDocuments, lookUp?: LookUpDefinitions): SnippetSource[] {
  return [
    enclosingSignature,
    ...(lookUp === undefined ? [] : [definitionsBehind(lookUp)]),
    declarationsNearby(known),
    recentEdits(known),
    // Where nobody can be asked for definitions, similar code has their share.
    { ...similarCode(known), share: lookUp === undefined ? 0.79 : 0.54 },
    importedOutlines(known),
  ];
}
