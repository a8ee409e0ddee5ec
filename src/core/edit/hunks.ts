/** Which separate changes make up an edit, and where do they stand while the person types on? */

import { diffArrays } from 'diff';

import { splitLines } from './lines.ts';

/** `stale`: the person changed the same place, and won. */
export type HunkState = 'pending' | 'accepted' | 'rejected' | 'stale';

/** Replaces `text.slice(start, end)`, which equals `before` as long as the hunk is pending. Whole lines. */
export interface Hunk {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
  readonly state: HunkState;
}

/** What someone did to a text: offsets before the change. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Longest edit script that is searched for; beyond it the whole changed middle is one hunk. */
const maximumScript = 4_000;

/** The changes from one text to the other by whole lines, in order. Applying all of them gives `after` exactly. */
export function hunksBetween(before: string, after: string, firstId = 1): Hunk[] {
  const old = splitLines(before).map((line) => line.text + line.ending);
  const fresh = splitLines(after).map((line) => line.text + line.ending);
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < fresh.length - head &&
    old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]
  ) {
    tail++;
  }
  const oldMiddle = old.slice(head, old.length - tail);
  const freshMiddle = fresh.slice(head, fresh.length - tail);
  const offset = old.slice(0, head).join('').length;
  return numbered(middleHunks(oldMiddle, freshMiddle, offset), firstId);
}

interface Span {
  readonly start: number;
  readonly before: string;
  readonly after: string;
}

function middleHunks(old: string[], fresh: string[], offset: number): Span[] {
  if (old.length === 0 && fresh.length === 0) return [];
  const changes = diffArrays(old, fresh, { maxEditLength: maximumScript });
  if (changes === undefined) return [{ start: offset, before: old.join(''), after: fresh.join('') }];
  const spans: Span[] = [];
  let at = offset;
  let start = at;
  let before = '';
  let after = '';
  const flush = (): void => {
    if (before !== '' || after !== '') spans.push({ start, before, after });
    before = '';
    after = '';
  };
  for (const change of changes) {
    const text = change.value.join('');
    if (change.added) after += text;
    else if (change.removed) {
      before += text;
      at += text.length;
    } else {
      flush();
      at += text.length;
      start = at;
    }
  }
  flush();
  return spans;
}

function numbered(spans: readonly Span[], firstId: number): Hunk[] {
  return spans.map(({ start, before, after }, index) => ({
    id: `hunk-${firstId + index}`,
    start,
    end: start + before.length,
    before,
    after,
    state: 'pending',
  }));
}

/** The text with the chosen hunks applied, whatever order they were chosen in. */
export function applyHunks(text: string, hunks: readonly Hunk[], chosen: (hunk: Hunk) => boolean): string {
  let result = '';
  let at = 0;
  for (const hunk of [...hunks].sort((one, other) => one.start - other.start || one.end - other.end)) {
    if (!chosen(hunk)) continue;
    result += text.slice(at, hunk.start) + hunk.after;
    at = hunk.end;
  }
  return result + text.slice(at);
}

/** The change that accepting a pending hunk makes. */
export function hunkChange(hunk: Hunk): TextChange {
  return { start: hunk.start, end: hunk.end, text: hunk.after };
}

/**
 * The hunks after someone changed the text: moved along with it, and `stale` where the change touched their lines.
 * `text` is the text after the change; a pending hunk that no longer finds its lines there is stale, whatever happened.
 */
export function rebaseHunks(hunks: readonly Hunk[], change: TextChange, text: string): Hunk[] {
  return hunks.map((hunk) => rebaseHunk(hunk, change, text));
}

/** As `rebaseHunks`, for one change after another, the text after the last given: the cost does not grow with the text. */
export function rebaseThrough(hunks: readonly Hunk[], changes: readonly TextChange[], text: string): Hunk[] {
  return hunks.map((hunk) => {
    const moved = changes.reduce(moveHunk, hunk);
    return moved.state === 'pending' && !standsAt(moved, text) ? { ...moved, state: 'stale' } : moved;
  });
}

/** As `rebaseHunks`, for the change that accepts the hunk `id`: that one becomes `accepted`. */
export function acceptHunk(hunks: readonly Hunk[], id: string): Hunk[] {
  const accepted = hunks.find((hunk) => hunk.id === id && hunk.state === 'pending');
  if (accepted === undefined) return [...hunks];
  const delta = accepted.after.length - accepted.before.length;
  return hunks.map((hunk) => {
    if (hunk === accepted) return { ...hunk, end: hunk.start + hunk.after.length, state: 'accepted' };
    return hunk.start >= accepted.end && hunk !== accepted && follows(hunk, accepted, hunks)
      ? { ...hunk, start: hunk.start + delta, end: hunk.end + delta }
      : hunk;
  });
}

/** A hunk that inserts at the very place another ends keeps its order in the list. */
function follows(hunk: Hunk, accepted: Hunk, hunks: readonly Hunk[]): boolean {
  return hunk.start > accepted.end || hunks.indexOf(hunk) > hunks.indexOf(accepted);
}

export function setHunkState(hunks: readonly Hunk[], id: string, state: HunkState): Hunk[] {
  return hunks.map((hunk) => (hunk.id === id ? { ...hunk, state } : hunk));
}

function rebaseHunk(hunk: Hunk, change: TextChange, text: string): Hunk {
  const moved = moveHunk(hunk, change);
  return moved.state === 'pending' && !standsAt(moved, text) ? { ...moved, state: 'stale' } : moved;
}

/** Moved along, stale where the change went through its lines; whether its lines are there is not looked at. */
function moveHunk(hunk: Hunk, change: TextChange): Hunk {
  const place = touches(hunk, change);
  if (place === 'before') {
    const delta = change.text.length - (change.end - change.start);
    return { ...hunk, start: hunk.start + delta, end: hunk.end + delta };
  }
  return place === 'inside' && hunk.state === 'pending' ? { ...hunk, state: 'stale' } : hunk;
}

function touches(hunk: Hunk, change: TextChange): 'before' | 'inside' | 'behind' {
  const insertsLines = hunk.start === hunk.end;
  if (change.end < hunk.start) return 'before';
  if (change.end === hunk.start) {
    // Text that goes in right before the first line joins that line unless it ends one.
    if (change.start === change.end && insertsLines) return change.text.endsWith('\n') ? 'before' : 'behind';
    return 'before';
  }
  if (change.start > hunk.end) return 'behind';
  if (change.start === hunk.end) return hunk.before.endsWith('\n') || insertsLines ? 'behind' : 'inside';
  return 'inside';
}

/** The hunk's lines are there, and it begins and ends at line breaks. */
function standsAt(hunk: Hunk, text: string): boolean {
  if (hunk.start < 0 || hunk.end > text.length || !text.startsWith(hunk.before, hunk.start)) return false;
  const startsLine =
    hunk.start === 0 || text.charAt(hunk.start - 1) === '\n' || text.charAt(hunk.start - 1) === '\r';
  if (!startsLine && !(hunk.start === hunk.end && hunk.start === text.length && hunk.after.startsWith('\n')))
    return false;
  return hunk.before === '' || /[\r\n]$/.test(hunk.before) || hunk.end === text.length;
}

export function pendingHunks(hunks: readonly Hunk[]): Hunk[] {
  return hunks.filter((hunk) => hunk.state === 'pending');
}
