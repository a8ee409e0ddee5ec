import { describe, expect, it } from 'vitest';

import { AfterTheEnd } from '../../../src/core/trigger/afterTheEnd.ts';
import type { Keystroke } from '../../../src/core/trigger/keystroke.ts';
import { positionKind } from '../../../src/core/trigger/positionKind.ts';
import { shouldAsk, type PlaceHistory } from '../../../src/core/trigger/shouldAsk.ts';
import { TypingRhythm } from '../../../src/core/trigger/typingRhythm.ts';
import { placeOf } from '../polish/cursor.ts';

const pace = { intervalMs: 150, latencyMs: 100 };
const fresh: PlaceHistory = { missesOnLine: 0, typedSinceMiss: 100, wasAsked: true, silences: 0 };

function keystroke(screen: string, more: Partial<Keystroke> = {}): Keystroke {
  const { text, offset } = placeOf(screen);
  const document = { uri: 'file:///a.ts', path: 'a.ts', languageId: 'typescript', version: 1, text };
  return { document, offset, cause: 'typed', permitted: 'yes', ...more };
}

function delay(screen: string, history: Partial<PlaceHistory> = {}): number | string {
  const asked = shouldAsk(keystroke(screen), { ...fresh, ...history }, pace);
  return asked.ok ? asked.value.delayMs : asked.reason;
}

describe('the kind of position', () => {
  it.each([
    ['f() {\n  █\n}', 'lineStart'],
    ['call(█)', 'afterOpener'],
    ['const a = █', 'afterOpener'],
    ['order.█', 'afterOpener'],
    ['return █', 'wordBoundary'],
    ['const tot█', 'inWord'],
    ['const to█tal', 'insideWord'],
    ['go();█', 'statementEnd'],
    ['go()█', 'afterCloser'],
    ['call(█other)', 'midLine'],
  ])('%j is %s', (screen, kind) => {
    const { text, offset } = placeOf(screen);
    expect(positionKind(text, offset)).toBe(kind);
  });
});

describe('asking', () => {
  it.each(['f() {\n  █\n}', 'call(█)', 'const a = █', 'order.█', 'const f = {█}', 'return █'])(
    'is at once in %j',
    (screen) => {
      expect(delay(screen)).toBe(0);
    },
  );

  it('waits for a pause within a word', () => {
    expect(delay('const tot█')).toBeGreaterThan(pace.intervalMs * 2);
  });

  it('does not wait within the first word of a line that had no chance yet', () => {
    expect(delay('tot█', { wasAsked: false })).toBe(0);
  });

  it('waits longer after each suggestion that was contradicted on the line', () => {
    const waits = [1, 2, 3].map((missesOnLine) =>
      Number(delay('const tot█', { missesOnLine, typedSinceMiss: 1 })),
    );
    expect(waits[0]).toBeLessThan(waits[1] ?? 0);
    expect(waits[1]).toBeLessThan(waits[2] ?? 0);
  });

  it('waits for a pause that doubles where the server had nothing to say time and again', () => {
    const waits = [2, 3, 4].map((silences) => Number(delay('const a = █', { silences })));
    expect(waits[0]).toBeGreaterThan(pace.intervalMs * 4);
    expect(waits[1]).toBe(2 * (waits[0] ?? 0));
    expect(waits[2]).toBe(4 * (waits[0] ?? 0));
    expect(delay('const a = █', { silences: 1 })).toBe(0);
  });

  it('waits less for a slow typist’s slow server than for a fast one', () => {
    const slow = shouldAsk(keystroke('const tot█'), fresh, { intervalMs: 150, latencyMs: 900 });
    expect(slow.ok && slow.value.delayMs).toBeLessThan(Number(delay('const tot█')));
  });

  it.each([
    ['deleting', { cause: 'deleted' }],
    ['undoing', { cause: 'undone' }],
    ['onlyMoved', { cause: 'moved' }],
    ['disabled', { permitted: 'disabled' }],
    ['excludedFile', { permitted: 'excludedFile' }],
    ['readOnly', { permitted: 'readOnly' }],
    ['suggestWidgetOpen', { widget: { start: 0, text: 'xy' } }],
  ] as const)('is refused by name: %s', (reason, more) => {
    const asked = shouldAsk(keystroke('const a = █', more), fresh, pace);
    expect(asked).toMatchObject({ ok: false, reason });
  });

  it('is refused between two letters of a word', () => {
    expect(delay('const to█tal')).toBe('insideWord');
  });

  it('is refused in an empty file', () => {
    expect(delay('█')).toBe('emptyFile');
  });

  it('is allowed on command where it would be refused otherwise', () => {
    for (const permitted of ['yes', 'disabled'] as const) {
      expect(shouldAsk(keystroke('const to█tal', { cause: 'manual', permitted }), fresh, pace).ok).toBe(true);
    }
  });

  it('is refused on command too in excluded files', () => {
    const asked = shouldAsk(keystroke('a = █', { cause: 'manual', permitted: 'excludedFile' }), fresh, pace);
    expect(asked).toMatchObject({ ok: false, reason: 'excludedFile' });
  });
});

describe('asking where the model ended its answer', () => {
  it('is tried where an answer was taken, and again now and then; never where it was typed', () => {
    const after = new AfterTheEnd();
    const typed = Array.from({ length: 60 }, () => after.isWorthAsking('go();', false));
    const taken = Array.from({ length: 60 }, () => after.isWorthAsking('go();', true));
    expect([typed, taken].map((tries) => tries.filter(Boolean).length)).toEqual([0, 10]);
    expect(taken[0]).toBe(true);
  });

  it('is gone on with once it paid', () => {
    const after = new AfterTheEnd();
    after.note(false);
    after.note(true);
    expect(after.isWorthAsking('go();', false)).toBe(true);
  });

  it('is never worth it behind an answer of several lines: such a model does not stop at each', () => {
    expect(new AfterTheEnd().isWorthAsking('go();\n  stop();', true)).toBe(false);
  });
});

describe('where typing left a suggestion', () => {
  const left = (suggested: string, typed: string): Partial<PlaceHistory> => ({
    missesOnLine: 1,
    typedSinceMiss: typed.length,
    left: { suggested, typed },
  });

  it.each([
    ['another kind of sign', 'name', '('],
    ['a second letter', 'name', 'to'],
    ['a whole word', 'name = 1', 'total'],
  ])('asks at once after %s', (_, suggested, typed) => {
    expect(delay(`const ${typed}█`, left(suggested, typed))).toBe(0);
  });

  it.each([
    ['one letter', 'name', 'm'],
    ['a letter replaced', 'name', 'mam'],
    ['a letter put in', 'name', 'bna'],
    ['a letter left out', 'name', 'am'],
    ['two letters swapped', 'name', 'anm'],
  ])('waits for what may be a slip to be taken back: %s', (_, suggested, typed) => {
    expect(Number(delay(`const ${typed}█`, left(suggested, typed)))).toBeGreaterThanOrEqual(600);
  });

  it('asks less the more often it was wrong on the line', () => {
    const needed = [1, 2, 3, 4].map((missesOnLine) => {
      const typed = Array.from({ length: 40 }, (_, length) => 'q'.repeat(length + 2));
      return typed.findIndex((text) => {
        const history = { ...left('name', text), missesOnLine };
        return delay(`const ${text}█`, history) === 0;
      });
    });
    expect(needed).toEqual([0, 4, 14, -1]);
  });
});

describe('typing rhythm', () => {
  it('is the median, whatever the pauses', () => {
    const rhythm = new TypingRhythm();
    let atMs = 0;
    for (const intervalMs of [100, 120, 110, 5_000, 130, 90, 1_900, 105]) rhythm.typed((atMs += intervalMs));
    expect(rhythm.intervalMs).toBeGreaterThanOrEqual(105);
    expect(rhythm.intervalMs).toBeLessThanOrEqual(130);
  });
});
