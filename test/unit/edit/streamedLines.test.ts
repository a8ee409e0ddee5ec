import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { StreamedLines } from '../../../src/core/edit/streamedLines.ts';

function stream(region: readonly string[], answer: readonly string[]): StreamedLines {
  const streamed = new StreamedLines(region.map((line) => `${line}\n`).join(''));
  for (const line of answer) streamed.push(line);
  return streamed;
}

describe('lines that stream in', () => {
  it('show a changed line as soon as the next one is known', () => {
    const streamed = stream(['one();', 'two();', 'three();', 'four();'], ['one();', 'TWO();', 'three();']);
    expect(streamed.snapshot()).toEqual([{ startLine: 1, removed: 1, added: ['TWO();'] }]);
    expect(streamed.settledLines).toBe(3);
  });

  it('leave the lines that were not reached as they are', () => {
    const streamed = stream(['one();', 'two();', 'three();'], ['one();']);
    expect(streamed.snapshot()).toEqual([]);
  });

  it('rebuild the answer when its changes are made', () => {
    const line = fc.constantFrom('alpha();', 'beta();', 'gamma();', '}', '', '  delta();');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.array(line, { maxLength: 30 }), (region, answer) => {
        const streamed = stream(region, answer);
        const rebuilt: string[] = [];
        let at = 0;
        for (const change of streamed.snapshot()) {
          rebuilt.push(...region.slice(at, change.startLine), ...change.added);
          at = change.startLine + change.removed;
        }
        rebuilt.push(...region.slice(at, Math.max(at, streamed.settledLines)));
        expect(rebuilt).toEqual(answer);
      }),
      { numRuns: 2_000 },
    );
  });
});
