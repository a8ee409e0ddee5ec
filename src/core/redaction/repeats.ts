/** Which parts of a text only say again what stands right before them? */

import { LOCAL_REACH, type Found, type Range } from './detect/found.ts';
import { withoutRanges } from './spans.ts';

/** The middle of a part that repeats itself. */
export interface Repeat {
  /** What the middle repeats; it lies right before it. */
  readonly model: Range;
  /** Each character here and LOCAL_REACH around it equals the one a model's length before. */
  readonly middle: Range;
}

const LONGEST_PERIOD = 8192;
/** Repeats of fewer characters are read as any other text. */
const SHORTEST_MIDDLE = 4096;
const SAMPLE = 128;
/** A part that is long enough to count holds a sample and its repetition, wherever it begins. */
const SAMPLE_EVERY = 2 * LOCAL_REACH + SHORTEST_MIDDLE;

/** Sorted and disjoint; those whose models lie in one of `ranges`. Looks at a sample of ordinary text only. */
export function repeatsIn(text: string, ranges: readonly Range[]): Repeat[] {
  const repeats: Repeat[] = [];
  const shortest = 3 * LOCAL_REACH + SHORTEST_MIDDLE;
  // A model lies in one range, with LOCAL_REACH before it and a sample's length at least.
  if (!ranges.some(({ start, end }) => end - start > 2 * LOCAL_REACH)) return repeats;
  let at = SAMPLE_EVERY / 2;
  let passed = 0;
  while (at + shortest / 2 < text.length) {
    const period = periodAt(text, at);
    if (period === 0) {
      at += SAMPLE_EVERY;
      continue;
    }
    let start = at;
    while (start > passed && text.charCodeAt(start - 1) === text.charCodeAt(start - 1 + period)) start--;
    let end = at + period;
    while (end < text.length && text.charCodeAt(end) === text.charCodeAt(end - period)) end++;
    const repeat = repeatWithin(ranges, { start, end }, period);
    if (repeat !== undefined) repeats.push(repeat);
    passed = end;
    at = Math.max(at + SAMPLE_EVERY, end);
  }
  return repeats;
}

/** Of what repeats itself, the part whose model one of `ranges` holds with LOCAL_REACH around it. */
function repeatWithin(ranges: readonly Range[], part: Range, period: number): Repeat | undefined {
  for (const range of ranges) {
    if (range.end <= part.start || range.start >= part.end) continue;
    const from = Math.max(part.start, range.start) + LOCAL_REACH;
    const middle = { start: from + period, end: part.end - LOCAL_REACH };
    const modelRead = middle.start + LOCAL_REACH;
    if (middle.end - modelRead >= SHORTEST_MIDDLE && range.end >= modelRead)
      return { model: { start: from, end: from + period }, middle };
  }
  return undefined;
}

/** After how many characters those at `at` come again; 0 where they do not soon. */
function periodAt(text: string, at: number): number {
  const sample = text.slice(at, at + SAMPLE);
  return text.slice(at + 1, at + LONGEST_PERIOD + SAMPLE).indexOf(sample) + 1;
}

/** `ranges` without what need not be read. Behind a model so much is read as its anchors may reach. */
export function withoutRepeats(ranges: readonly Range[], repeats: readonly Repeat[]): readonly Range[] {
  return withoutRanges(
    ranges,
    repeats.map(({ middle }) => ({ start: middle.start + LOCAL_REACH, end: middle.end })),
  );
}

/**
 * What was found in the models, found again in each of their repeats; the whole repeat where no model tells.
 * What else was found in the middle of one is left out: it stands where the reading was cut.
 */
export function withRepeated(found: readonly Found[], repeats: readonly Repeat[]): Found[] {
  const again = found.filter(
    ({ start }) => !repeats.some(({ middle }) => start >= middle.start && start < middle.end),
  );
  for (const repeat of repeats) {
    const { model, middle } = repeat;
    if (!modelTells(found, repeat)) {
      again.push({ kind: 'secrets', start: model.start, end: middle.end, sureness: 'likely' });
      continue;
    }
    const period = model.end - model.start;
    for (const each of found) {
      if (each.start < model.start || each.start >= model.end) continue;
      for (let shift = period; each.start + shift < middle.end; shift += period)
        again.push({ ...each, start: each.start + shift, end: each.end + shift });
    }
  }
  return again;
}

/**
 * False where only one of the two ends holds something, or what began before the model covers it and ends in the
 * middle: what stands far away plays a part.
 */
function modelTells(found: readonly Found[], { model, middle }: Repeat): boolean {
  const period = model.end - model.start;
  const length = Math.min(period, LOCAL_REACH / 2);
  let inModel = false;
  let atEnd = false;
  for (const { start, end } of found) {
    if (start >= middle.end && start < middle.end + length) atEnd = true;
    else if (start >= model.start && start < model.end)
      inModel ||= (((start - middle.end) % period) + period) % period < length;
    else if (start < model.start && end > model.end && end < middle.end) return false;
  }
  return inModel === atEnd;
}
