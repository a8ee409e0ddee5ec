import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  acceptHunk,
  applyHunks,
  hunkChange,
  hunksBetween,
  pendingHunks,
  rebaseHunks,
  rebaseThrough,
  setHunkState,
  type Hunk,
  type TextChange,
} from '../../../src/core/edit/hunks.ts';

const lineText = fc.constantFrom('a', 'b', 'c', '  d', '\te', '', '}', 'long line of code();');
const ending = fc.constantFrom('\n', '\n', '\r\n');
const text = fc
  .tuple(fc.array(fc.tuple(lineText, ending), { maxLength: 25 }), fc.boolean())
  .map(([lines, endsBare]) => {
    const joined = lines.map(([line, end]) => line + end).join('');
    return endsBare ? joined.replace(/\r?\n$/, '') : joined;
  });

function apply(of: string, change: TextChange): string {
  return of.slice(0, change.start) + change.text + of.slice(change.end);
}

/** Accepts one hunk as an editor does: its change is made, the others move. */
function accept(of: string, hunks: readonly Hunk[], id: string): { text: string; hunks: readonly Hunk[] } {
  const hunk = hunks.find((one) => one.id === id && one.state === 'pending');
  if (hunk === undefined) return { text: of, hunks };
  expect(of.slice(hunk.start, hunk.end)).toBe(hunk.before);
  return { text: apply(of, hunkChange(hunk)), hunks: acceptHunk(hunks, id) };
}

describe('hunks', () => {
  it('give the new text when all are applied and the old one when none is', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const hunks = hunksBetween(before, after);
        expect(applyHunks(before, hunks, () => true)).toBe(after);
        expect(applyHunks(before, hunks, () => false)).toBe(before);
        for (const hunk of hunks) expect(before.slice(hunk.start, hunk.end)).toBe(hunk.before);
      }),
      { numRuns: 2_000 },
    );
  });

  it('accepted and rejected in any order give the same as applying the accepted ones alone', () => {
    fc.assert(
      fc.property(
        text,
        text,
        fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 30 }),
        (before, after, decisions) => {
          const original = hunksBetween(before, after);
          const accepted = new Set<string>();
          let state = { text: before, hunks: original as readonly Hunk[] };
          for (const [pick, accepts] of decisions) {
            const pending = pendingHunks(state.hunks);
            const hunk = pending[pick % Math.max(1, pending.length)];
            if (hunk === undefined) break;
            if (accepts) {
              accepted.add(hunk.id);
              state = accept(state.text, state.hunks, hunk.id);
            } else state = { ...state, hunks: setHunkState(state.hunks, hunk.id, 'rejected') };
          }
          expect(state.text).toBe(applyHunks(before, original, (hunk) => accepted.has(hunk.id)));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('accepted all at once and undone restore every byte', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const hunks = hunksBetween(before, after);
        const result = applyHunks(before, hunks, () => true);
        // The reverse of the changes an editor makes, from the last to the first.
        let undone = result;
        let shift = result.length - before.length;
        for (const hunk of [...hunks].reverse()) {
          shift -= hunk.after.length - hunk.before.length;
          const start = hunk.start + shift;
          undone = undone.slice(0, start) + hunk.before + undone.slice(start + hunk.after.length);
        }
        expect(undone).toBe(before);
      }),
      { numRuns: 1_000 },
    );
  });

  const typing = fc.tuple(
    fc.nat(),
    fc.nat({ max: 12 }),
    fc.constantFrom('x', '\n', 'typed()\n', '', '  y', 'z\r\n'),
  );

  it('never lose a character of what the person types meanwhile', () => {
    fc.assert(
      fc.property(
        text,
        text,
        fc.array(typing, { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        (before, after, edits, picks) => {
          let now = before;
          let hunks: readonly Hunk[] = hunksBetween(before, after);
          const queue = [...picks];
          for (const [at, length, typed] of edits) {
            const start = at % (now.length + 1);
            const change = { start, end: Math.min(now.length, start + length), text: typed };
            now = apply(now, change);
            hunks = rebaseHunks(hunks, change, now);
            const pick = queue.shift();
            const pending = pendingHunks(hunks);
            const hunk = pick === undefined ? undefined : pending[pick % Math.max(1, pending.length)];
            if (hunk === undefined) continue;
            const rest = now.slice(0, hunk.start) + now.slice(hunk.end);
            const accepted = accept(now, hunks, hunk.id);
            // Accepting replaces the hunk's own lines and nothing else.
            expect(
              accepted.text.slice(0, hunk.start) + accepted.text.slice(hunk.start + hunk.after.length),
            ).toBe(rest);
            now = accepted.text;
            hunks = accepted.hunks;
          }
          for (const hunk of pendingHunks(hunks)) expect(now.slice(hunk.start, hunk.end)).toBe(hunk.before);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('moved through many changes at once stand where their lines are, and the others are stale', () => {
    fc.assert(
      fc.property(text, text, fc.array(typing, { maxLength: 8 }), (before, after, edits) => {
        let now = before;
        let one: readonly Hunk[] = hunksBetween(before, after);
        const changes = edits.map(([at, length, typed]) => {
          const start = at % (now.length + 1);
          const change = { start, end: Math.min(now.length, start + length), text: typed };
          now = apply(now, change);
          one = rebaseHunks(one, change, now);
          return change;
        });
        const all = rebaseThrough(hunksBetween(before, after), changes, now);
        for (const hunk of pendingHunks(all)) expect(now.slice(hunk.start, hunk.end)).toBe(hunk.before);
        // What is still there step by step is still there at the end.
        for (const [index, hunk] of one.entries()) {
          if (hunk.state === 'pending') expect(all[index]).toEqual(hunk);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('apply where their lines moved to, after typing elsewhere', () => {
    const before = 'one\ntwo\nthree\n';
    const hunks = hunksBetween(before, 'one\n2\nthree\n');
    const change = { start: 0, end: 0, text: 'zero\n' };
    const now = apply(before, change);
    const moved = rebaseHunks(hunks, change, now);
    expect(applyHunks(now, moved, (hunk) => hunk.state === 'pending')).toBe('zero\none\n2\nthree\n');
  });

  it.each([
    ['within the line', { start: 5, end: 5, text: 'x' }],
    ['over its start', { start: 2, end: 6, text: '' }],
    ['at its start', { start: 4, end: 4, text: 'x' }],
    ['the line above joined to it', { start: 3, end: 4, text: '' }],
    ['all of the text', { start: 0, end: 14, text: 'other\n' }],
  ])('no longer apply when the person changes their lines: %s', (_name, change) => {
    const before = 'one\ntwo\nthree\n';
    const hunks = hunksBetween(before, 'one\n2\nthree\n');
    const moved = rebaseHunks(hunks, change, apply(before, change));
    expect(moved.map((hunk) => hunk.state)).toEqual(['stale']);
  });

  it('that insert lines stay between the lines they stood between', () => {
    const before = 'one\ntwo\n';
    const hunks = hunksBetween(before, 'one\nnew\ntwo\n');
    const change = { start: 4, end: 4, text: 'typed' };
    const now = apply(before, change);
    const moved = rebaseHunks(hunks, change, now);
    expect(applyHunks(now, moved, () => true)).toBe('one\nnew\ntypedtwo\n');
  });
});
