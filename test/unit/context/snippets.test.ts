import { describe, expect, it } from 'vitest';

import type { Clock } from '../../../src/core/base/clock.ts';
import { coveringPieces } from '../../../src/core/context/coveringPieces.ts';
import { completionSources } from '../../../src/core/context/completionSources.ts';
import { ContextKeeper } from '../../../src/core/context/contextKeeper.ts';
import { declarationText, outlineOf } from '../../../src/core/context/declarations.ts';
import type { DocumentSnapshot, Snippet } from '../../../src/core/context/document.ts';
import { gatherSnippets } from '../../../src/core/context/gatherSnippets.ts';
import { importedDocuments } from '../../../src/core/context/imports.ts';
import type { SnippetSource } from '../../../src/core/context/snippetSource.ts';
import { FakeClock, settled } from '../trigger/fakeClock.ts';

function file(path: string, text: string, languageId = 'typescript'): DocumentSnapshot {
  return { uri: `file:///${path}`, path, languageId, version: 1, text };
}

function windowOf(document: DocumentSnapshot, offset = document.text.length) {
  return { document, offset, prefix: document.text.slice(0, offset), suffix: document.text.slice(offset) };
}

function source(name: string, collect: SnippetSource['collect'], share = 0.5): SnippetSource {
  return { name, timeLimitMs: 50, share, collect };
}

/** Pauses end at once and no time limit ever does, however busy the machine is. */
const unhurried: Clock = {
  now: () => 0,
  monotonicMs: () => 0,
  after: (delayMs, callback) => {
    if (delayMs === 0) setImmediate(callback);
    return { dispose: () => undefined };
  },
};

const ports = (clock: Clock, sources: SnippetSource[], allows = (_: string) => true) => ({
  clock,
  sources,
  allows,
  estimateTokens: (text: string) => text.length / 4,
});

const here = file('src/here.ts', 'const here = 1;\n');
const snippet = (path: string, text: string): Snippet => ({ path, text, source: 'x' });

describe('gathering', () => {
  it('does not wait for a source beyond its limit, and says so', async () => {
    const clock = new FakeClock();
    const slow = source('slow', () => new Promise(() => undefined));
    const quick = source('quick', () => [snippet('a.ts', 'quick one')]);
    const gathering = gatherSnippets(
      ports(clock, [slow, quick]),
      windowOf(here),
      500,
      new AbortController().signal,
    );
    await clock.pass(60);
    const { snippets, reports } = await gathering;
    expect(snippets.map(({ text }) => text)).toEqual(['quick one']);
    expect(reports.map(({ name, timedOut }) => [name, timedOut])).toEqual([
      ['slow', true],
      ['quick', false],
    ]);
  });

  it('goes on without a source that fails', async () => {
    const sources = [
      source('broken', () => {
        throw new Error('no');
      }),
      source('good', () => [snippet('a.ts', 'good one')]),
    ];
    const { snippets } = await gatherSnippets(
      ports(new FakeClock(), sources),
      windowOf(here),
      500,
      new AbortController().signal,
    );
    expect(snippets).toHaveLength(1);
  });

  it('keeps the budget, first sources first, and hands on what they leave', async () => {
    const long = 'x'.repeat(400);
    const sources = [
      source('first', () => [snippet('a.ts', `a${long}`), snippet('b.ts', `b${long}`)], 0.5),
      source('second', () => [snippet('c.ts', `c${long}`), snippet('d.ts', `d${long}`)], 0.5),
    ];
    const { reports } = await gatherSnippets(
      ports(new FakeClock(), sources),
      windowOf(here),
      240,
      new AbortController().signal,
    );
    expect(reports.map(({ snippets }) => snippets)).toEqual([1, 1]);
    const wide = await gatherSnippets(
      ports(new FakeClock(), sources),
      windowOf(here),
      360,
      new AbortController().signal,
    );
    expect(wide.reports.map(({ snippets }) => snippets)).toEqual([1, 2]);
  });

  it('leaves out what the model must not see, and what it sees anyway', async () => {
    const sources = [
      source('all', () => [
        snippet('secret.env', 'KEY=1'),
        snippet('src/here.ts', 'const here = 1;'),
        snippet('a.ts', 'one two'),
        snippet('b.ts', 'one two'),
      ]),
    ];
    const { snippets } = await gatherSnippets(
      ports(new FakeClock(), sources, (path) => !path.endsWith('.env')),
      windowOf(here),
      500,
      new AbortController().signal,
    );
    expect(snippets.map(({ path }) => path)).toEqual(['a.ts']);
  });
});

describe('snippets in the prompt', () => {
  const budget = {
    window: { layout: 'suffixFirst', prefixCharacters: 500, suffixCharacters: 200 },
    snippetTokens: 300,
  } as const;

  it('stay the same while one types, whatever is found meanwhile', async () => {
    let found = [snippet('a.ts', 'first')];
    const clock = new FakeClock();
    const keeper = new ContextKeeper(ports(clock, [source('x', () => found)]));
    await keeper.refresh(here, 16, budget);
    const first = keeper.take(here, 16, budget);
    found = [snippet('b.ts', 'second')];
    const typed = file('src/here.ts', 'const here = 1;\nco');
    await keeper.refresh(typed, 18, budget);
    await clock.pass(200);
    const second = keeper.take(typed, 18, budget);
    expect([first, second].map(({ snippets }) => snippets[0]?.text)).toEqual(['first', 'first']);
  });

  it('change after a pause', async () => {
    let found = [snippet('a.ts', 'first')];
    const clock = new FakeClock();
    const keeper = new ContextKeeper(ports(clock, [source('x', () => found)]));
    await keeper.refresh(here, 16, budget);
    keeper.take(here, 16, budget);
    found = [snippet('b.ts', 'second')];
    await keeper.refresh(here, 16, budget);
    await clock.pass(10_000);
    expect(keeper.take(here, 16, budget).snippets[0]?.text).toBe('second');
  });

  it('are never waited for', async () => {
    const clock = new FakeClock();
    const keeper = new ContextKeeper(ports(clock, [source('x', () => new Promise(() => undefined))]));
    void keeper.refresh(here, 16, budget);
    await settled();
    expect(keeper.take(here, 16, budget).snippets).toEqual([]);
  });

  it('lose what must not be shown any more, though it was gathered when it might', async () => {
    const clock = new FakeClock();
    const found = [snippet('.env', 'a = 1'), snippet('b.ts', 'const b = 2;')];
    let isOwnServer = true;
    const allows = (path: string): boolean => isOwnServer || path !== '.env';
    const keeper = new ContextKeeper(ports(clock, [source('x', () => found)], allows));
    await keeper.refresh(here, 0, budget);
    expect(keeper.take(here, 0, budget).snippets).toHaveLength(2);
    isOwnServer = false;
    expect(keeper.take(here, 0, budget).snippets.map(({ path }) => path)).toEqual(['b.ts']);
  });
});

describe('what a file declares', () => {
  it.each([
    [
      'typescript',
      'export interface Order {\n  readonly id: string;\n  total(): number;\n}\n',
      ['Order', 'id', 'total'],
    ],
    [
      'python',
      'class Order:\n    def total(self, tax):\n        return 1\n\ndef place(order):\n    pass\n',
      ['Order', 'total', 'place'],
    ],
    [
      'go',
      'type Order struct {\n\tID string\n}\n\nfunc (o *Order) Total() int {\n\treturn 1\n}\n',
      ['Order', 'Total'],
    ],
    [
      'rust',
      'pub struct Order {\n    pub id: u32,\n}\n\nimpl Order {\n    pub fn total(&self) -> u32 {\n        1\n    }\n}\n',
      ['Order', 'id', 'total'],
    ],
    [
      'java',
      'public class Order {\n    private final int id;\n    public int total(int tax) {\n        return 1;\n    }\n}\n',
      ['Order', 'total'],
    ],
    ['ruby', 'class Order\n  def total(tax)\n    1\n  end\nend\n', ['Order', 'total']],
    [
      'c',
      'struct order {\n  int id;\n};\n\nint order_total(struct order *o) {\n  return 1;\n}\n',
      ['order', 'order_total'],
    ],
  ])('is found in %s', (languageId, text, names) => {
    const found = outlineOf(file('x', text, languageId)).declarations.map(({ name }) => name);
    expect(found).toEqual(expect.arrayContaining(names));
  });

  it('is told without bodies, a type with its members', () => {
    const outline = outlineOf(
      file(
        'a.ts',
        'export class Cart {\n  private items = [];\n  add(item: Item): void {\n    this.items.push(item);\n  }\n}\nexport const after = 1;\n',
      ),
    );
    const [cart] = outline.declarations;
    const text = cart === undefined ? '' : declarationText(outline, cart);
    expect(text).toContain('add(item: Item): void');
    expect(text).not.toContain('push');
    expect(text).not.toContain('after');
  });
});

describe('imports', () => {
  it.each([
    ['typescript', "import { place } from './orders.js';\n"],
    ['python', 'from shop.orders import place\n'],
    ['c', '#include "orders.h"\n'],
    ['rust', 'use crate::orders::place;\n'],
    ['java', 'import shop.Orders;\n'],
    ['javascript', "const { place } = require('../shop/orders');\n"],
  ])('lead to the file in %s', (languageId, text) => {
    const known = [file('shop/orders.x', '', languageId), file('shop/other.x', '', languageId)];
    expect(importedDocuments(file('here', text, languageId), known).map(({ path }) => path)).toEqual([
      'shop/orders.x',
    ]);
  });
});

describe('the sources of a suggestion', () => {
  const orders = file(
    'src/orders.ts',
    'export function placeOrder(cart: Cart, customer: Customer): Receipt {\n  return send(cart);\n}\n',
  );
  const cart = file(
    'src/cart.ts',
    'export interface Cart {\n  readonly lines: readonly Line[];\n  totalCents(): number;\n}\n',
  );
  const noise = file('src/noise.ts', 'export function unrelated(): void {\n  nothing();\n}\n');
  const current = file(
    'src/shop.ts',
    "import { placeOrder } from './orders.js';\n\nexport function buy(cart: Cart) {\n  return placeOrder(\n",
  );

  it('bring the declarations behind the names near the cursor', async () => {
    const sources = completionSources({ recent: () => [noise, cart, orders], edits: () => [] });
    const { snippets } = await gatherSnippets(
      ports(unhurried, sources),
      windowOf(current),
      400,
      new AbortController().signal,
    );
    const text = snippets.map((one) => one.text).join('\n');
    expect(text).toContain('placeOrder(cart: Cart, customer: Customer): Receipt');
    expect(text).toContain('totalCents(): number');
  });

  it('tell edits elsewhere as small diffs', async () => {
    const edits = [
      {
        path: 'src/orders.ts',
        startLine: 1,
        before: '  return send(cart);',
        after: '  return submit(cart);',
        atMs: 1,
      },
    ];
    const sources = completionSources({ recent: () => [], edits: () => edits });
    const { snippets } = await gatherSnippets(
      ports(unhurried, sources),
      windowOf(current),
      400,
      new AbortController().signal,
    );
    expect(snippets.map((one) => one.text)).toEqual(['-   return send(cart);\n+   return submit(cart);']);
  });

  it('bring names that will be needed before those that are on screen, within the budget', async () => {
    const store = file(
      'src/store.ts',
      "import { placeOrder } from './orders.js';\n\nexport function buyLater(cart: Cart) {\n  return placeOrder(cart, currentCustomer());\n}\n",
    );
    const sources = completionSources({ recent: () => [noise, store], edits: () => [] });
    const { snippets } = await gatherSnippets(
      ports(unhurried, sources),
      windowOf(current),
      60,
      new AbortController().signal,
    );
    const text = snippets.map((one) => one.text).join('\n');
    expect(text).toContain('currentCustomer');
    expect(text).not.toContain('unrelated');
  });

  it('look at the far parts of the same file, too', async () => {
    const far = 'function helperFarAway(cart: Cart) {\n  return placeOrder(cart, rebate);\n}\n';
    const text = `${far}${'// nothing here\n'.repeat(400)}function buy(cart: Cart) {\n  return placeOrder(cart, `;
    const own = file('src/own.ts', text);
    const window = { ...windowOf(own), prefix: text.slice(-200) };
    const sources = completionSources({ recent: () => [], edits: () => [] });
    const { snippets } = await gatherSnippets(
      ports(unhurried, sources),
      window,
      200,
      new AbortController().signal,
    );
    expect(snippets.map((one) => one.text).join('\n')).toContain('placeOrder(cart, rebate)');
  });
});

describe('covering pieces', () => {
  const piece = (name: string, names: string[], tokens: number, group = name) => ({
    piece: name,
    group,
    names: new Set(names),
    tokens,
  });
  const limits = { budgetTokens: 40, firstTokens: 4, furtherTokens: 1 };

  it('says nothing twice', () => {
    const pieces = [piece('a', ['x', 'y'], 10), piece('b', ['x', 'y'], 11), piece('c', ['z'], 10)];
    expect(coveringPieces(pieces, () => 1, limits)).toEqual(['a', 'c']);
  });

  it('prefers what says more for its price, and ends with the budget', () => {
    const pieces = [piece('long', ['x', 'y'], 30), piece('short', ['x'], 5), piece('other', ['z'], 8)];
    expect(coveringPieces(pieces, () => 1, limits)).toEqual(['short', 'other']);
  });

  it('takes further pieces of a file, whose path is paid for once', () => {
    const pieces = [piece('a', ['x'], 15, 'f'), piece('b', ['y'], 15, 'f'), piece('c', ['z'], 15, 'g')];
    expect(coveringPieces(pieces, (name) => (name === 'x' ? 2 : 1), limits)).toEqual(['a', 'b']);
  });
});
