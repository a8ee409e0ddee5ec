/** Rules that follow the structure of a text rather than its wording. */

import { expect, test } from 'vitest';
import { answer, edit, failed, project, suggestion } from './judging.ts';

const service = `import { load } from './store';

export function total(orders: readonly Order[]): number {
  let sum = 0;
  for (const order of orders) {
    sum += order.price * order.count;
  }
  return sum;
}

export function rename(order: Order, name: string): Order {
  const clean = name.trim();
  const known = load(clean);
  if (known !== undefined) return known;
  return { ...order, name: clean };
}
`;
const python = `def total(orders):
    amount = 0
    for order in orders:
        amount += order.price
    return amount


def rename(order, name):
    clean = name.strip()
    order.name = clean
    return order
`;
const body = service.slice(service.indexOf('  let sum'), service.indexOf('}\n\nexport function rename'));

test.each([
  ['words nobody listed', '  // the part that follows is left exactly as you have it\n'],
  ['another language', '  // le reste de la fonction ne change pas\n'],
  ['letters the file does not use', '  // 其余代码保持不变\n'],
  ['dots alone, spaced', '  // . . .\n'],
  ['dots around anything', '  /* ... codice che esiste già ... */\n'],
])('a body that gave way to a placeholder in %s fails', async (_what, comment) => {
  expect(await failed(edit('orders.ts', service, service.replace(body, comment)))).toContain('lazyElision');
});

test.each([
  ['a comment that says why', '  // Prices are whole cents, hence no rounding.\n'],
  ['a comment that heads code', '  // The rest of the orders\n'],
])('%s passes', async (_what, comment) => {
  const after = service.replace('  let sum', `${comment}  let sum`);
  expect(await failed(edit('orders.ts', service, after))).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['a value that says nothing', '  return 0;\n'],
  ['a promise', "  throw new Error('Not implemented');\n"],
])('a body that gave way to %s fails', async (_what, instead) => {
  expect(await failed(edit('orders.ts', service, service.replace(body, instead)))).toContain('vanishedCode');
});

test('a branch that refuses with its own reason passes', async () => {
  const before = service.replace(
    '  let sum',
    "  if (orders.length > 9) {\n    log('many');\n    log('too many');\n    log('orders');\n  }\n  let sum",
  );
  const after = before.replace(
    / {4}log[\s\S]*?orders'\);\n/,
    "    throw new TooManyOrders(orders.length, 'at most nine');\n",
  );
  expect(await failed(edit('orders.ts', before, after))).not.toContain('vanishedCode');
});

test.each([
  ['a bracket left out', 'for (const order of orders {\n    sum += order.price;\n  }'],
  ['a closing brace too many', 'sum += 1;\n  }\n}'],
  ['an opening brace left out', 'for (const order of orders)\n    sum += order.price;\n  }'],
])('a suggestion with %s is withheld', async (_what, text) => {
  const at = service.replace(/ {2}for[\s\S]*?\n {2}\}\n/, '  |\n');
  expect(await failed(suggestion('orders.ts', at, text))).toContain('brackets');
});

test('a dialect without a grammar is counted by its characters', async () => {
  const flow =
    '// @flow\nexport type Props = {| +name: ?string |};\nfunction show(props: Props): string {\n  |\n}\n';
  expect(await failed(suggestion('show.js', flow, 'return name(props.name;'))).toContain('brackets');
  expect(await failed(suggestion('show.js', flow, 'return String(props.name);'))).toEqual([]);
});

test('strings, templates, patterns and comments are no brackets', async () => {
  const text = 'const a = `${`{`}`;\nconst b = /[({]/.test("(");\n// {(\nconst c = |;\n';
  expect(await failed(suggestion('a.ts', text, "[')', /\\)/, `}`]"))).toEqual([]);
});

test('the text behind the cursor is not known: nothing is missing', async () => {
  const judged = {
    task: 'completion',
    path: 'a.ts',
    languageId: '',
    before: 'run(() => {\n  ',
    after: 'if (a) {',
  } as const;
  expect(await failed(judged)).toEqual([]);
});

test('a line that falls back to no level above it fails', async () => {
  expect(await failed(edit('a.py', python, python.replace('        amount +=', '      amount +=')))).toEqual(
    [],
  );
  const after = python.replace('    return amount', '  return amount');
  expect(await failed(edit('a.py', python, after))).toContain('indentation');
});

test.each([
  ['Done.', true],
  ['Updated code:', true],
  ['**Explanation**', true],
  ['private:', false],
])('`%s` at the edge of an edit is a remark: %s', async (line, isRemark) => {
  const after = `${line}\n${service}`;
  expect((await failed(edit('orders.ts', service, after))).includes('foreignText')).toBe(isRemark);
});

test('a conflict marker at either end of a suggestion is seen though other text is on its line', async () => {
  const names = await failed(suggestion('a.ts', 'const a = |;\n', '<<<<<<< ours\n1\n>>>>>>> theirs'));
  expect(names).toContain('leftoverMarkers');
});

test.each([
  ['Only change total: say in a comment what it sums up', 'outsideRequest'],
  ['In the function `total`, say what it sums up', 'outsideRequest'],
])('"%s" does not ask for another function', async (instruction, check) => {
  const after = service
    .replace('  let sum', '  // In cents.\n  let sum')
    .replace('  if (known !== undefined) return known;\n', '');
  expect(await failed(edit('orders.ts', service, after, { instruction }))).toContain(check);
});

test.each(['Make the shop faster', 'Rename total and update all callers', 'Fix total and rename'])(
  '"%s" asks for more than one function',
  async (instruction) => {
    const after = service
      .replace('  let sum', '  // In cents.\n  let sum')
      .replace('  if (known !== undefined) return known;\n', '');
    expect(await failed(edit('orders.ts', service, after, { instruction }))).not.toContain('outsideRequest');
  },
);

const java = project({
  'src/shop/Cart.java': 'package shop;\nclass Cart extends Base {\n  int count() {\n    return 1;\n  }\n}\n',
  'src/shop/Base.java': 'package shop;\nclass Base {\n  int countedParts() {\n    return 2;\n  }\n}\n',
});

test.each([
  ['countedParts()', false],
  ['shelvedRemainder()', true],
])('a name that other files may declare is looked for in the project: %s', async (call, isInvented) => {
  const before = (await java.read('src/shop/Cart.java')) ?? '';
  const judged = edit('src/shop/Cart.java', before, before.replace('return 1', `return ${call}`), {
    project: java,
  });
  expect((await failed(judged)).includes('unknownIdentifiers')).toBe(isInvented);
});

test.each([
  [
    'a block of another language',
    '```ts\ndef total(orders):\n    for order in orders:\n        if order is not None:\n            print(order)\n    return None\n```',
  ],
  ['a block with a bracket left out', '```go\nfunc Total(orders []Order) int {\n\treturn len(orders\n}\n```'],
])('%s in an answer fails', async (_what, block) => {
  expect(await failed(answer(`Like this:\n\n${block}\n`))).toContain('codeBlocks');
});

test.each([
  ["I'm really sorry, but helping with this is something I cannot do.", 'refusal'],
  ['Ich darf diese Änderung leider nicht vornehmen.', 'refusal'],
  ['This request goes against my guidelines, so I will not continue.', 'refusal'],
  [
    'Traceback (most recent call last):\n  File "server.py", line 8, in run\nMemoryError: out of memory',
    'inBandError',
  ],
  ['litellm.RateLimitError: the quota of this key is used up', 'inBandError'],
  ['ECONNREFUSED 127.0.0.1:11434', 'inBandError'],
])('"%s" is no answer', async (text, check) => {
  expect(await failed(answer(text))).toContain(check);
});

test('PHP without its tag is text, and data in place of code is data', async () => {
  const php = '<?php\nfunction total(array $orders): int\n{\n    return count($orders);\n}\n';
  expect(await failed(edit('a.php', php, php.replace('<?php\n', '')))).toContain('wrongLanguage');
  expect(await failed(edit('orders.ts', service, '{\n  "name": "orders",\n  "count": 2\n}\n'))).toContain(
    'wrongLanguage',
  );
});

test('a file that is written out twice fails', async () => {
  const changed = service.replace('let sum = 0', 'let sum = 1');
  expect(await failed(edit('orders.ts', service, changed + changed))).toContain('duplicatedNeighbor');
});

test('an entry named like an exception is no error of the server', async () => {
  const table = 'export const codes = {\n  |\n};\n';
  expect(await failed(suggestion('codes.ts', table, "NetworkError: 'ERR_NETWORK',"))).toEqual([]);
});
