import { expect, test } from 'vitest';
import { failed, suggestion } from './judging.ts';

const ts = `export function total(items: readonly Item[]): number {
  let sum = 0;
  for (const item of items) {
    |
  }
  return sum;
}

interface Item {
  readonly price: number;
  readonly count: number;
}
`;

test.each([
  ['a statement', 'sum += item.price * item.count;'],
  ['a block', 'if (item.count > 0) {\n      sum += item.price * item.count;\n    }'],
  ['a comment', '// Each item counts as often as it was ordered.'],
  ['a new name that it declares', 'const cost = item.price * item.count;\n    sum += cost;'],
])('%s passes', async (_what, text) => {
  expect(await failed(suggestion('total.ts', ts, text))).toEqual([]);
});

test.each([
  ['nothing', '   ', 'empty'],
  ['the line below', 'sum += item.price;\n  }\n  return sum;', 'duplicatedNeighbor'],
  ['a block that stays open', 'if (item.count > 0) {\n      sum += item.price;', 'brackets'],
  ['a bracket too many', 'sum += Math.max(item.price, 0));', 'brackets'],
  ['a brace too many', 'sum += item.price;\n  }\n  }', 'brackets'],
  ['a fence', '```ts\nsum += item.price;\n```', 'foreignText'],
  ['an explanation', 'Here is the rest of the loop:\nsum += item.price;', 'foreignText'],
  ['a placeholder', '// ... rest of the loop ...', 'lazyElision'],
  ['a placeholder in new words', '// [remaining statements as in the original]', 'lazyElision'],
  ['a name from nowhere', 'sum += discountedPrice(item);', 'unknownIdentifiers'],
  [
    'Python',
    'if item.count is not None:\n        sum += item.price\n    elif item.price > 0:\n        print(item)',
    'wrongLanguage',
  ],
  ['a leaked token', 'sum += item.price;<|endoftext|>', 'leakedTokens'],
  ['a conflict marker', 'sum += item.price;\n<<<<<<< HEAD', 'leftoverMarkers'],
  ['one line over and over', 'sum += item.price * item.count;\n'.repeat(8), 'repetition'],
])('%s is withheld', async (_what, text, check) => {
  expect(await failed(suggestion('total.ts', ts, text))).toContain(check);
});

test('a first line that was cut on purpose may stay open', async () => {
  const open = suggestion('total.ts', ts, 'if (item.count > 0) {', { openEnd: true });
  expect(await failed(open)).toEqual([]);
});

test('without the text behind the cursor nothing is said about brackets', async () => {
  const judged = {
    task: 'completion',
    path: 'a.ts',
    languageId: '',
    before: 'const run = () => ',
    after: '{\n  start(',
  } as const;
  expect(await failed(judged)).not.toContain('brackets');
});

test('a suggestion deep in a long file is judged by its surroundings', async () => {
  const part = (n: number): string =>
    `export function step${n}(value: number): number {\n  return value + ${n};\n}\n\n`;
  const before = Array.from({ length: 400 }, (_one, n) => part(n)).join('');
  const after = Array.from({ length: 400 }, (_one, n) => part(n + 500)).join('');
  const text = `${before}export function last(value: number): number {\n  |\n}\n\n${after}`;
  expect(await failed(suggestion('steps.ts', text, 'return step1(step2(value));'))).toEqual([]);
  expect(await failed(suggestion('steps.ts', text, 'return step1(step2(value);'))).toContain('brackets');
  expect(await failed(suggestion('steps.ts', text, 'return step700(value);'))).toEqual([]);
});
