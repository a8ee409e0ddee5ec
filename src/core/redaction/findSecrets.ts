/** Where are all secrets of a text: as written, in its shadows, and those known beforehand? */

import type { Clock } from '../base/clock.ts';
import { detect } from './detect/detect.ts';
import { fileKnowledge } from './detect/fileKnowledge.ts';
import { ScanTimedOut, type Found } from './detect/found.ts';
import type { KnownValueIndex } from './knownValues.ts';

export interface ScanContext {
  /** Workspace-relative or absolute; brings file-type knowledge. */
  readonly path?: string;
}

export interface Detectors {
  readonly clock: Clock;
  readonly known: KnownValueIndex;
  readonly patterns: readonly { find(text: string, checkTime: () => void): Found[] }[];
  readonly budgetMs: number;
}

/** All places, may overlap. Throws ScanTimedOut when the budget is used up. */
export function findSecrets(text: string, context: ScanContext, detectors: Detectors): Found[] {
  const deadline = detectors.clock.monotonicMs() + detectors.budgetMs;
  const checkTime = (): void => {
    if (detectors.clock.monotonicMs() > deadline) throw new ScanTimedOut();
  };
  const file = fileKnowledge(context.path);
  const found = detect(text, file, checkTime);
  for (const pattern of detectors.patterns) found.push(...pattern.find(text, checkTime));
  if (!detectors.known.isEmpty) found.push(...detectors.known.scan(text));
  checkTime();
  return found;
}
