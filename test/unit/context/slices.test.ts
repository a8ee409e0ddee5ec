/** How does long reading let others have their turn? In pieces of bounded size, with the same result. */

import { expect, it } from 'vitest';

import { codeFactsInSlices } from '../../../src/core/context/codeFacts.ts';
import { outlineOf } from '../../../src/core/context/declarations.ts';
import { PerDocument } from '../../../src/core/context/perDocument.ts';
import { allOf, inTurns } from '../../../src/core/context/slices.ts';

const lines = Array.from(
  { length: 9_000 },
  (_, at) => `export function part${at}(value: Value${at % 50}) {}`,
);
const document = { uri: 'u', path: 'a.ts', languageId: 'typescript', version: 1, text: lines.join('\n') };
const open = new AbortController().signal;

it('stops often enough that no piece holds more than some hundred lines', async () => {
  let pauses = 0;
  const pause = (): Promise<void> => {
    pauses++;
    return Promise.resolve();
  };
  const facts = await inTurns(codeFactsInSlices(document), pause, open);
  // Once for the outline, once for the names of each 400 lines, and for the windows.
  expect(pauses).toBeGreaterThan((2 * lines.length) / 400);
  expect(facts).toEqual(allOf(codeFactsInSlices(document)));
  expect(facts?.declarations).toEqual(outlineOf(document).declarations);
  expect(facts?.allNames.size).toBe(9_000 + 50 + 1);
});

it('gives up between two pieces where it is no longer wanted, and keeps nothing half done', async () => {
  const abort = new AbortController();
  let pieces = 0;
  function* work(): Generator<void, number, void> {
    for (pieces = 0; pieces < 10; pieces++) yield;
    return pieces;
  }
  const kept = new PerDocument(work);
  let pauses = 0;
  const pause = (): Promise<void> => {
    if (++pauses === 4) abort.abort();
    return Promise.resolve();
  };
  expect(await kept.of(document, pause, abort.signal)).toBeUndefined();
  expect(pieces).toBeLessThan(5);
  expect(await kept.of(document, pause, open)).toBe(10);
  const before = pauses;
  expect(await kept.of(document, pause, open)).toBe(10);
  expect(pauses).toBe(before);
  expect(await kept.of({ ...document, version: 2 }, pause, open)).toBe(10);
  expect(pauses).toBeGreaterThan(before);
});
