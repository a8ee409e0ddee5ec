import { describe, expect, it } from 'vitest';

import { anchorAfter, anchorAt, typedSince } from '../../../src/core/trigger/agreement.ts';
import { Flights } from '../../../src/core/trigger/flights.ts';
import { SuggestionCache } from '../../../src/core/trigger/suggestionCache.ts';
import { placeOf } from '../polish/cursor.ts';

const uri = 'file:///a.ts';

function held(screen: string, text: string): SuggestionCache<string> {
  const place = placeOf(screen);
  const cache = new SuggestionCache<string>();
  cache.put({ anchor: anchorAt(uri, place.text, place.offset), text, facts: 'facts' });
  return cache;
}

function remaining(cache: SuggestionCache<string>, screen: string, file = uri): string | undefined {
  const { text, offset } = placeOf(screen);
  return cache.find(file, text, offset)?.remaining;
}

describe('an answer is found again', () => {
  const cache = held('const a = █;\nnext();', 'compute(1)');

  it.each([
    ['at its place', 'const a = █;\nnext();', 'compute(1)'],
    ['after typing what it says', 'const a = comp█;\nnext();', 'ute(1)'],
    ['after backspacing to an earlier point', 'const a = c█;\nnext();', 'ompute(1)'],
    ['when auto-closing put a bracket behind the cursor', 'const a = compute(█);\nnext();', '1)'],
  ])('%s', (_, screen, rest) => {
    expect(remaining(cache, screen)).toBe(rest);
  });

  it.each([
    ['another word was typed', 'const a = cat█;\nnext();'],
    ['the code behind is another', 'const a = comp█;\nother();'],
    ['the code before is another', 'const b = comp█;\nnext();'],
    ['all of it was typed', 'const a = compute(1)█;\nnext();'],
  ])('not when %s', (_, screen) => {
    expect(remaining(cache, screen)).toBeUndefined();
  });

  it('not in another file', () => {
    expect(remaining(cache, 'const a = █;\nnext();', 'file:///b.ts')).toBeUndefined();
  });

  it('after lines were added above', () => {
    const moved = held('one();\nconst a = █', 'compute()');
    moved.edited(uri, [{ offset: 0, removedLength: 0, text: '// head\n' }]);
    const { text, offset } = placeOf('// head\none();\nconst a = com█');
    // Text within the remembered part has changed: a short file holds it all.
    expect(moved.find(uri, text, offset)?.remaining).toBeUndefined();
    const long = `${'x'.repeat(600)}\nconst a = `;
    const far = new SuggestionCache<string>();
    far.put({ anchor: anchorAt(uri, long, long.length), text: 'compute()', facts: '' });
    far.edited(uri, [{ offset: 0, removedLength: 0, text: '// head\n' }]);
    expect(far.find(uri, `// head\n${long}com`, long.length + 11)?.remaining).toBe('pute()');
  });

  it('when a closer of the file was typed over', () => {
    const over = held('foo(█)\nnext();', 'bar);');
    expect(remaining(over, 'foo(bar)█\nnext();')).toBe(';');
  });

  it('as empty, at its very place only', () => {
    const empty = held('go();█\n', '');
    expect(remaining(empty, 'go();█\n')).toBe('');
    expect(remaining(empty, 'go();x█\n')).toBeUndefined();
  });

  it('for a place ahead, once the text that leads there was typed', () => {
    const { text, offset } = placeOf('a = █\n');
    const anchor = anchorAfter(uri, text, offset, { text: '1;', replaceAfter: 0 });
    expect(typedSince(anchor, 'a = 1\n', 5)).toBeUndefined();
    expect(typedSince(anchor, 'a = 1;\n', 6)).toBe('');
    expect(typedSince(anchor, 'a = 1;\nb\n', 8)).toBe('\nb');
  });
});

describe('blank lines do not tell one answer from another', () => {
  const block = 'one();\n\ntwo();';

  it.each([
    ['a blank line before it', 'f();\n\n█\n', block],
    ['typing behind that', 'f();\n\non█\n', 'e();\n\ntwo();'],
    ['one fewer within it', 'f();\none();\nt█\n', 'wo();'],
    ['one more within it', 'f();\none();\n\n\ntw█\n', 'o();'],
    ['exactly its own', 'f();\none();\n█\n', '\ntwo();'],
  ])('%s', (_, screen, rest) => {
    expect(remaining(held('f();\n█\n', block), screen)).toBe(rest);
  });

  it('not where a line was broken in two', () => {
    expect(remaining(held('f(█\n', 'a, b);\ng();'), 'f(a,\n█\n')).toBeUndefined();
  });

  it('nor behind another indentation', () => {
    expect(remaining(held('  f();\n  █\n', 'one();'), '  f();\n  \n█\n')).toBeUndefined();
  });

  it('an answer on its way is kept too', () => {
    const { text, offset } = placeOf('f();\n█\n');
    const flights = new Flights<string>();
    const flight = flights.start(anchorAt(uri, text, offset), false, '');
    flight.grew({ text: 'one', sureLength: 0, likelyLength: 0, done: false });
    const more = placeOf('f();\n\none()█\n');
    expect(flights.follow(uri, more.text, more.offset).flight).toBe(flight);
    flight.grew({ text: 'one(1);', sureLength: 7, likelyLength: 7, done: true });
    expect(flights.follow(uri, more.text, more.offset)).toEqual({ flight: undefined, isContradicted: true });
  });
});

describe('what is kept', () => {
  it('is bounded', () => {
    const cache = new SuggestionCache<number>();
    for (let file = 0; file < 100; file++) {
      for (let at = 0; at < 50; at++) {
        cache.put({ anchor: anchorAt(`file:///${file}`, 'x'.repeat(100), at), text: 'y', facts: at });
      }
    }
    expect(cache.size).toBeLessThanOrEqual(24 * 40);
  });
});

describe('requests on the wire', () => {
  const { text, offset } = placeOf('const a = █\n');

  it('are one for a document and one ahead', () => {
    const flights = new Flights<string>();
    const first = flights.start(anchorAt(uri, text, offset), false, 'first');
    const second = flights.start(anchorAt(uri, text, offset), false, 'second');
    const ahead = flights.start(
      anchorAfter(uri, text, offset, { text: '1', replaceAfter: 0 }),
      true,
      'ahead',
    );
    expect([first, second, ahead].map((flight) => flight.abort.signal.aborted)).toEqual([true, false, false]);
  });

  it('are bounded across documents', () => {
    const flights = new Flights<number>();
    for (let file = 0; file < 10; file++)
      flights.start(anchorAt(`file:///${file}`, text, offset), false, file);
    expect(flights.size).toBeLessThanOrEqual(3);
  });

  it('are kept while what is typed may still be what comes', () => {
    const flights = new Flights<string>();
    const flight = flights.start(anchorAt(uri, text, offset), false, '');
    expect(flights.follow(uri, 'const a = com\n', offset + 3).flight).toBe(flight);
    flight.grew({ text: 'compute', sureLength: 0, likelyLength: 0, done: false });
    expect(flights.follow(uri, 'const a = com\n', offset + 3).flight).toBe(flight);
  });

  it('are cancelled at once when what is typed can not be what comes', () => {
    const flights = new Flights<string>();
    const flight = flights.start(anchorAt(uri, text, offset), false, '');
    flight.grew({ text: 'compute', sureLength: 0, likelyLength: 0, done: false });
    const followed = flights.follow(uri, 'const a = x\n', offset + 1);
    const left = { suggested: 'compute', typed: 'x' };
    expect(followed).toEqual({ flight: undefined, isContradicted: true, left });
    expect(flight.abort.signal.aborted).toBe(true);
  });

  it('are cancelled when the cursor is elsewhere', () => {
    const flights = new Flights<string>();
    const flight = flights.start(anchorAt(uri, text, offset), false, '');
    flights.follow(uri, text, 2);
    expect(flight.abort.signal.aborted).toBe(true);
  });
});
