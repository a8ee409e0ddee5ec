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

test.each([
  ['a remark with a blank before its colon', 'Voici le corrigé :\n  sum += item.price;', 'foreignText'],
  ['a closing token of thought', '<|/think|>sum += item.price;', 'leakedTokens'],
  ['a token for the end of a turn', 'sum += item.price;<end_of_utterance>', 'leakedTokens'],
  ['a network failure of the system', 'Error: write EPIPE', 'inBandError'],
])('%s is withheld too', async (_what, text, check) => {
  expect(await failed(suggestion('total.ts', ts, text))).toContain(check);
});

test('an elision with a mark of its own within a comment is withheld, an example there is not', async () => {
  const text = '/*\n   Reads the table.\n   |\n   of it.\n*/\nint size(void) { return 1; }\n';
  const talk = 'The first row\n   // what follows in the second part is left unchanged';
  expect(await failed(suggestion('a.c', text, talk))).toContain('lazyElision');
  const example = 'The first row\n   // counts from the bottom of the table';
  expect(await failed(suggestion('a.c', text, example))).not.toContain('lazyElision');
});

test('styles that pass variables to functions are no PHP', async () => {
  const text = '@use "sass:map";\n@function of($system) {\n  @return (\n    |\n  );\n}\n';
  const lines = ['text', 'icon', 'label', 'edge', 'track', 'thumb'].map(
    (name) => `${name}-color: map.get($system, ${name}),`,
  );
  expect(await failed(suggestion('a.scss', text, lines.join('\n    ')))).not.toContain('wrongLanguage');
});

test('a licence in a box of stars goes on without stars', async () => {
  const text = '/***********\nRedistribution is allowed,\n|\n***********/\nint size(void);\n';
  const lines = 'provided that the notice is kept,\nthe name is not used,\nand no warranty is given;';
  expect(await failed(suggestion('a.c', text, lines))).not.toContain('wrongLanguage');
});

test('a line with a hash in JSON is none of its own', async () => {
  const text = '{\n  "colour": "#fff",\n  |\n}\n';
  expect(await failed(suggestion('a.json', text, '# the other keys'))).toContain('lazyElision');
  expect(await failed(suggestion('a.json', text, '"edge": "#000"'))).not.toContain('lazyElision');
});

test('names in capitals beside each other in a text are no tokens', async () => {
  const text = 'def spans():\n    """\n    |\n    """\n    return []\n';
  expect(await failed(suggestion('a.py', text, 'Triples of (<START>, <END>, <LENGTH>).'))).toEqual([]);
  expect(await failed(suggestion('a.py', text, 'Triples of numbers.<END>'))).toContain('leakedTokens');
});
