import { describe, expect, it } from 'vitest';

import { causeOfChange, cursorAfter } from '../../../src/core/trigger/readChange.ts';

describe('a change of the text', () => {
  it.each([
    ['a', 'typed', 1],
    ['', 'deleted', 0],
    ['\n    ', 'typed', 5],
    ['\r\n\t', 'typed', 3],
    ['()', 'typed', 1],
    ['{}', 'typed', 1],
    ['\n    \n', 'typed', 5],
    ['const a = 1;', 'pasted', 12],
  ])('%j was %s and leaves the cursor at %d', (text, cause, cursor) => {
    const change = { offset: 10, removedLength: 0, text };
    expect([causeOfChange(change, false), cursorAfter(change)]).toEqual([cause, 10 + cursor]);
  });

  it('that takes another back is no typing, whatever it writes', () => {
    expect(causeOfChange({ offset: 0, removedLength: 0, text: 'a' }, true)).toBe('undone');
  });
});
