/** Where are all secrets of a text: as written, in its shadows, and those known beforehand? */

import type { Clock } from '../base/clock.ts';
import { discordTokens, markedKeys, twoPartTokens } from './detect/botTokens.ts';
import { bareTokens } from './detect/bareTokens.ts';
import { Crowd } from './detect/crowd.ts';
import { detect, type Detected } from './detect/detect.ts';
import { fileKnowledge } from './detect/fileKnowledge.ts';
import { ScanTimedOut, type Found, type Range, type TimeCheck } from './detect/found.ts';
import { codedText, type CodedText } from './detect/codedText.ts';
import { Places } from './detect/places.ts';
import type { KnownValueIndex } from './knownValues.ts';
import { withLiteralsJoined } from './shadows/concatenation.ts';
import { filesOfDiff } from './shadows/diffs.ts';
import { decodedRuns, longRuns, type EncodedRun } from './shadows/encodedRuns.ts';
import { withEscapesUndone } from './shadows/escapes.ts';
import { withoutDisguise } from './shadows/invisible.ts';
import { withoutRanges } from './spans.ts';
import type { Shadow } from './shadows/shadow.ts';
import { repeatsIn, withoutRepeats, withRepeated } from './repeats.ts';
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
  readonly opaqueIn: (text: string) => readonly Range[];
  readonly inCrowds: boolean;
}

/** Where to look. */
export interface ScanScope {
  /** Sorted and disjoint: only what an anchor in these shows. Known values and file formats count everywhere. */
  readonly ranges?: readonly Range[] | undefined;
  /** Where our own placeholders stand, which show nothing; sorted and disjoint. */
  readonly opaqueIn?: (text: string) => readonly Range[];
  /** Where many secrets stand close together, whole lines may be found instead. */
  readonly inCrowds?: boolean;
  /** The text's own, where it is known already. */
  readonly coded?: CodedText;
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
  const reading: Reading = {
    detectors,
    checkTime: timeCheck(detectors),
    charactersLeft: text.length * 6 + 100_000,
    opaqueIn: scope.opaqueIn ?? (() => []),
    inCrowds: scope.inCrowds === true,
  };
  const scanned = read(
    scope.coded ?? codedText(text),
    { path: context.path, depth: 0 },
    reading,
    scope.ranges,
  );
  reading.checkTime();
  return scanned;
}

/** Reading the clock costs as much as a look at most places. */
const CLOCK_EVERY = 32;

function timeCheck({ clock, budgetMs }: Detectors): TimeCheck {
  const deadline = clock.monotonicMs() + budgetMs;
  let calls = 0;
  return () => {
    if (calls++ % CLOCK_EVERY === 0 && clock.monotonicMs() > deadline) throw new ScanTimedOut();
  };
}

interface Version {
  readonly path: string | undefined;
  readonly depth: number;
}

function read(
  coded: CodedText,
  version: Version,
  reading: Reading,
  ranges: readonly Range[] = [{ start: 0, end: coded.text.length }],
): Scanned {
  const repeats = repeatsIn(coded.text, ranges);
  if (repeats.length === 0) return readRanges(coded, version, reading, ranges);
  const { found, reaches } = readRanges(coded, version, reading, withoutRepeats(ranges, repeats));
  return { found: withRepeated(found, repeats), reaches };
}

function readRanges(
  coded: CodedText,
  { path, depth }: Version,
  reading: Reading,
  ranges: readonly Range[],
): Scanned {
  const { text } = coded;
  const { detectors, checkTime } = reading;
  const crowd = reading.inCrowds ? new Crowd(depth === 0) : undefined;
  const opaque = reading.opaqueIn(text);
  const detected = detect(coded, fileKnowledge(path), checkTime, { ranges, opaque, crowd });
  const { found } = detected;
  // Not `push(...)`: a call takes only so many arguments.
  const take = (more: readonly Found[]): void => {
    for (const each of more) found.push(each);
  };
  for (const pattern of detectors.patterns) take(pattern.find(text, checkTime));
  if (!detectors.known.isEmpty) take(detectors.known.scan(coded));
  const rest = withoutRanges(ranges, detected.crowds);
  const runs = longRuns(coded, rest, opaque);
  take(bareTokens(text, runs, crowd));
  take(discordTokens(text, runs));
  take(markedKeys(text, runs));
  take(twoPartTokens(text, runs));
  if (depth >= MAX_DEPTH) return detected;
  let { reaches } = detected;
  for (const shadow of shadowsOf(coded, runs, detected)) {
    checkTime();
    // Of the files of a diff any line may tell, and what their own shadows reach is not traced.
    if (shadow.isWhole === true) reaches = [{ start: 0, end: text.length }];
    reading.charactersLeft -= shadow.text.length;
    // A text that unfolds without end is not one that can be checked.
    if (reading.charactersLeft < 0) throw new ScanTimedOut();
    for (const inner of read(codedText(shadow.text), { path: shadow.path ?? path, depth: depth + 1 }, reading)
      .found) {
      const { start, end } = shadow.toOriginal(inner.start, inner.end);
      if (end > start) found.push({ ...inner, start, end });
    }
  }
  return { found, reaches };
}

function shadowsOf(coded: CodedText, runs: readonly EncodedRun[], { marks, crowds }: Detected): Shadow[] {
  const { text } = coded;
  const shadows: Shadow[] = [];
  const plain = withoutDisguise(text, outside(marks.hidden, crowds));
  if (plain !== undefined) shadows.push(plain);
  const joined = withLiteralsJoined(text, outside(marks.closings, crowds));
  if (joined !== undefined) shadows.push(joined);
  const undone = withEscapesUndone(text, outside(marks.escapes, crowds));
  if (undone !== undefined) shadows.push(undone);
  const decoded = decodedRuns(text, runs);
  if (decoded !== undefined) shadows.push(decoded);
  for (const shadow of filesOfDiff(text, crowds, marks.quotations)) shadows.push(shadow);
  return shadows;
}

function outside(offsets: readonly number[], ranges: readonly Range[]): readonly number[] {
  if (ranges.length === 0) return offsets;
  const places = new Places(ranges);
  return offsets.filter((at) => places.endAround(at) === 0);
}
