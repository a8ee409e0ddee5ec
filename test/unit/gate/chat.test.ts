import { expect, test } from 'vitest';
import { answer, failed, project } from './judging.ts';

const files = {
  'package.json': '{"name":"shop"}',
  'src/cart.ts':
    'export function addItem(cart: Cart, item: Item): Cart {\n  return { ...cart, items: [...cart.items, item] };\n}\n',
  'src/price.ts': 'export const taxRate = 0.2;\n',
  'packages/web/src/view.tsx': 'export const View = () => null;\n',
};
const shop = project(files);
const shown = [{ path: 'src/cart.ts', text: files['src/cart.ts'] }];

test.each([
  ['a file that does not exist', 'The total is computed in `src/totals.ts`.', 'inventedReferences'],
  [
    'a file that does not exist, quoted',
    'The total is computed in `src/totals.ts`:\n\n```ts\nexport const total = 1;\n```',
    'inventedReferences',
  ],
  [
    'a function that its file does not have',
    'Look at `removeItem()` in `src/cart.ts`.',
    'inventedReferences',
  ],
  [
    'an export that the file does not have',
    '`src/price.ts` exports `discountRate` for that.',
    'inventedReferences',
  ],
])('%s fails', async (_what, text, check) => {
  expect(await failed(answer(text, { project: shop }))).toContain(check);
});

test.each([
  ['a file that exists', 'The item is added in `src/cart.ts:2`.'],
  ['a file of a package', 'See `src/view.tsx` for the component.'],
  ['a file that the block under its name makes', '**src/totals.ts**\n\n```ts\nexport const total = 1;\n```'],
  ['a file to be made', 'Create `src/totals.ts` with this content.'],
  ['a function that its file has', 'Look at `addItem()` in `src/cart.ts`.'],
  ['a path of a package', 'It comes from node_modules/zod/lib/index.ts, which you do not edit.'],
  ['an address', 'See https://example.com/docs/src/guide.md for more.'],
])('%s passes', async (_what, text) => {
  expect(await failed(answer(text, { project: shop }))).toEqual([]);
});

test.each([
  [
    'German for an English question',
    'How does the cart compute the total of all items?',
    'Der Warenkorb addiert die Preise der Positionen und das ist die Summe, die dann mit der Steuer multipliziert wird.',
  ],
  [
    'English for a French question',
    'Comment est calculé le total du panier dans ce fichier ?',
    'The cart adds the prices of the items and then multiplies the sum with the tax rate that is set in the file.',
  ],
  [
    'Chinese for an English question',
    'How does the cart compute the total of all items?',
    '购物车会把所有商品的价格相加，然后乘以税率，最后返回总金额。',
  ],
])('%s fails', async (_what, instruction, text) => {
  expect(await failed(answer(text, { instruction }))).toContain('answerLanguage');
});

test.each([
  [
    'the same language',
    'Wie berechnet der Warenkorb die Summe?',
    'Der Warenkorb addiert die Preise der Positionen und das ist die Summe.',
  ],
  [
    'a language that was asked for',
    'Explain the cart in German, please.',
    'Der Warenkorb addiert die Preise der Positionen und das ist die Summe.',
  ],
  [
    'a question that is only code',
    '`addItem(cart, item)`',
    'The cart adds the prices of the items and then multiplies the sum with the tax.',
  ],
])('%s passes', async (_what, instruction, text) => {
  expect(await failed(answer(text, { instruction }))).toEqual([]);
});

const block = (language: string, code: string): string =>
  `Like this:\n\n\`\`\`${language}\n${code}\n\`\`\`\n`;

test.each([
  [
    'a missing brace',
    block(
      'ts',
      'function total(items: Item[]) {\n  for (const item of items) {\n    sum += item.price;\n  \n}',
    ),
  ],
  ['prose in Python', block('python', 'def total(items:\n    return sum(item.price for item in items))\n]')],
  ['a broken object', block('json', '{ "a": 1, "b": [1, 2 }')],
])('a code block with %s fails', async (_what, text) => {
  expect(await failed(answer(text))).toContain('codeBlocks');
});

test.each([
  ['a whole function', block('ts', 'function total(items: Item[]): number {\n  return items.length;\n}')],
  ['a method alone', block('ts', 'async total(items: Item[]): Promise<number> {\n  return items.length;\n}')],
  ['properties alone', block('js', 'name: "cart",\nitems: [],')],
  ['elisions', block('ts', 'class Cart {\n  ...\n  total() {\n    return this.sum(...);\n  }\n}')],
  ['markup', block('tsx', '<ul>\n  {items.map((item) => <li key={item.id}>{item.name}</li>)}\n</ul>')],
  ['an indented part of Python', block('python', '    def total(self):\n        return len(self.items)')],
  ['a Go function', block('go', 'func Total(items []Item) int {\n\treturn len(items)\n}')],
  ['a Java method', block('java', 'public int total(List<Item> items) {\n  return items.size();\n}')],
  ['a CSS declaration', block('css', 'color: red;\nmargin: 0 auto;')],
  ['a session', block('console', '$ npm test\n> 3 passing')],
  ['no language', block('', 'anything ( goes')],
])('a code block with %s passes', async (_what, text) => {
  expect(await failed(answer(text))).toEqual([]);
});

test('a quotation that the file does not hold fails', async () => {
  const text =
    'Currently the file reads:\n\n```ts\nexport function addItem(cart: Cart, item: Item): Cart {\n  cart.items.push(item);\n}\n```\n';
  expect(await failed(answer(text, { shown }))).toContain('misquotation');
});

test('a line that does not hold what is quoted fails', async () => {
  expect(
    await failed(answer('Line 2 of cart.ts is `cart.items.push(item);`, which mutates.', { shown })),
  ).toContain('misquotation');
});

test.each([
  [
    'a right quotation',
    'Currently the file reads:\n\n```ts\n  return { ...cart, items: [...cart.items, item] };\n```\n',
  ],
  ['a proposal', 'Change it to this:\n\n```ts\n  return withItem(cart, item);\n```\n'],
  ['a line that holds it', 'Line 2 of cart.ts is `return { ...cart, items: [...cart.items, item] };`.'],
])('%s passes', async (_what, text) => {
  expect(await failed(answer(text, { shown }))).toEqual([]);
});
