/** What do the anchors of one scan share? */

import { AssignmentScanner } from './assignments.ts';
import type { Range, Scene } from './found.ts';
import { UrlScanner } from './urls.ts';

export interface Walk {
  readonly scene: Scene;
  readonly assignments: AssignmentScanner;
  readonly urls: UrlScanner;
  /** Where each word that rules want near them was seen last. */
  readonly seenAt: Int32Array;
  /** Anchors before this offset lie in a block that was reported whole. */
  coveredTo: number;
  tokensTo: number;
  commandsTo: number;
  statementsTo: number;
  /** Where `create table` was seen last; -1 before the first. */
  tableAt: number;
  cookiesTo: number;
  documentsTo: number;
  tablesTo: number;
  spokenTo: number;
  puttyTo: number;
  embeddedTo: number;
  /** Lines that were taken whole, up to here. */
  crowdFrom: number;
  crowdTo: number;
  readonly crowds: Range[];
}

/** `nearWords`: how many words rules want near their prefixes. */
export function newWalk(scene: Scene, nearWords: number): Walk {
  return {
    scene,
    assignments: new AssignmentScanner(scene),
    urls: new UrlScanner(scene),
    seenAt: new Int32Array(nearWords).fill(-1000),
    coveredTo: 0,
    tokensTo: 0,
    commandsTo: 0,
    statementsTo: 0,
    tableAt: -1,
    cookiesTo: 0,
    documentsTo: 0,
    tablesTo: 0,
    spokenTo: 0,
    puttyTo: 0,
    embeddedTo: 0,
    crowdFrom: 0,
    crowdTo: 0,
    crowds: [],
  };
}
