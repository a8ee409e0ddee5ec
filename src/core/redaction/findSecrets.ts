/** Where are all secrets of a text: as written, in its shadows, and those known beforehand? */

import type { Clock } from '../base/clock.ts';
import { discordTokens, markedKeys, twoPartTokens } from './detect/botTokens.ts';
import { bareTokens } from './detect/bareTokens.ts';
import { detect, type Detected } from './detect/detect.ts';
import { fileKnowledge } from './detect/fileKnowledge.ts';
import { ScanTimedOut, type Found, type Range, type TimeCheck } from './detect/found.ts';
import type { KnownValueIndex } from './knownValues.ts';
import { withLiteralsJoined } from './shadows/concatenation.ts';
import { filesOfDiff } from './shadows/diffs.ts';
import { decodedRuns, longRuns, type EncodedRun } from './shadows/encodedRuns.ts';
import { withEscapesUndone } from './shadows/escapes.ts';
import { withoutDisguise } from './shadows/invisible.ts';
import type { Shadow } from './shadows/shadow.ts';
import type { UserPattern } from './userPatterns.ts';

export interface ScanContext {
  /** Workspace-relative or absolute; brings file-type knowledge. */
  readonly path?: string;
}

export interface Detectors {
  readonly clock: Clock;
  readonly known: KnownValueIndex;
  readonly patterns: readonly UserPattern[];
  readonly budgetMs: number;
}

/** How often one reading may be read differently again: base64 in JSON in a URL. */
const MAX_DEPTH = 3;

interface Reading {
  readonly detectors: Detectors;
  readonly checkTime: TimeCheck;
  /** Characters that shadows may still take; keeps nested encodings linear. */
  charactersLeft: number;
}

/** Where to look. */
export interface ScanScope {
  /** Sorted and disjoint: only what an anchor in these shows. Known values and file formats count everywhere. */
  readonly ranges?: readonly Range[];
  /** Sorted and disjoint: our own placeholders, which show nothing. */
  readonly opaque?: readonly Range[];
}

export interface Scanned {
  /** May overlap. */
  readonly found: readonly Found[];
  /** Anchors that read far: a change between `start` and `end` may change what they find. */
  readonly reaches: readonly Range[];
}

/** Throws ScanTimedOut when the budget is used up. */
export function findSecrets(
  text: string,
  context: ScanContext,
  detectors: Detectors,
  scope: ScanScope = {},
): Scanned {
  const deadline = detectors.clock.monotonicMs() + detectors.budgetMs;
  const checkTime = (): void => {
    if (detectors.clock.monotonicMs() > deadline) throw new ScanTimedOut();
  };
  const reading: Reading = { detectors, checkTime, charactersLeft: text.length * 6 + 100_000 };
  const scanned = read(text, context.path, reading, 0, scope);
  checkTime();
  return scanned;
}

function read(
  text: string,
  path: string | undefined,
  reading: Reading,
  depth: number,
  scope: ScanScope = {},
): Scanned {
  const { detectors, checkTime } = reading;
  const { ranges = [{ start: 0, end: text.length }], opaque = [] } = scope;
  const detected = detect(text, fileKnowledge(path), checkTime, ranges, opaque);
  const { found } = detected;
  // Not `push(...)`: a call takes only so many arguments.
  const take = (more: readonly Found[]): void => {
    for (const each of more) found.push(each);
  };
  for (const pattern of detectors.patterns) take(pattern.find(text, checkTime));
  if (!detectors.known.isEmpty) take(detectors.known.scan(text));
  const runs = longRuns(text, ranges, opaque);
  take(bareTokens(text, runs));
  take(discordTokens(text, runs));
  take(markedKeys(text, runs));
  take(twoPartTokens(text, runs));
  if (depth >= MAX_DEPTH) return detected;
  let { reaches } = detected;
  for (const shadow of shadowsOf(text, runs, detected, ranges)) {
    checkTime();
    // Of the files of a diff any line may tell, and what their own shadows reach is not traced.
    if (shadow.isWhole === true) reaches = [{ start: 0, end: text.length }];
    reading.charactersLeft -= shadow.text.length;
    // A text that unfolds without end is not one that can be checked.
    if (reading.charactersLeft < 0) throw new ScanTimedOut();
    for (const inner of read(shadow.text, shadow.path ?? path, reading, depth + 1).found) {
      const { start, end } = shadow.toOriginal(inner.start, inner.end);
      if (end > start) found.push({ ...inner, start, end });
    }
  }
  return { found, reaches };
}

function shadowsOf(
  text: string,
  runs: readonly EncodedRun[],
  { hidden }: Detected,
  ranges: readonly Range[],
): Shadow[] {
  const shadows: Shadow[] = [];
  const plain = withoutDisguise(text, hidden);
  if (plain !== undefined) shadows.push(plain);
  const joined = withLiteralsJoined(text, ranges);
  if (joined !== undefined) shadows.push(joined);
  const undone = withEscapesUndone(text, ranges);
  if (undone !== undefined) shadows.push(undone);
  const decoded = decodedRuns(text, runs);
  if (decoded !== undefined) shadows.push(decoded);
  for (const shadow of filesOfDiff(text)) shadows.push(shadow);
  return shadows;
}
