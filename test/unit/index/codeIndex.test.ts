import { describe, expect, test } from 'vitest';

import { sources } from '../../bench/index.ts';
import { ownQuestions, recallAt } from '../../bench/indexQuestions.ts';
import { bestPlaces } from '../../../src/core/index/bestPlaces.ts';
import { CodeIndex } from '../../../src/core/index/codeIndex.ts';
import { IgnoreRules } from '../../../src/core/index/ignoreRules.ts';
import { symbolsOf } from '../../../src/core/index/symbols.ts';
import { termsOf } from '../../../src/core/index/terms.ts';

const orders = `import { tea } from './tea.ts';

/** Price in cents. */
export function linePriceCents(grams: number): number {
  return tea.price * grams;
}

export class OrderQueue {
  push(order: string): void {
    this.held.push(order);
  }
}
`;

function index(): CodeIndex {
  const made = new CodeIndex();
  made.put('src/orders.ts', '1', orders);
  made.put('src/users.ts', '1', 'export function loginUser(name: string) {\n  return name;\n}\n');
  made.put('README.md', '1', 'A shop. Orders and users are explained here.');
  return made;
}

const paths = (made: CodeIndex, question: string): string[] =>
  made.search(question, 5).map(({ path }) => path);

describe('of files that say the same', () => {
  test('the one whose whole name is in the question comes first', () => {
    const made = new CodeIndex();
    const text = 'export function write(audit: string, log: string) {\n  return audit + log;\n}\n';
    made.put('src/auditLogRotationOfOldDays.ts', '1', text);
    made.put('src/auditLog.ts', '1', text);
    made.put('src/unrelated.ts', '1', 'export const size = 1;\n');
    expect(paths(made, 'where is the audit log written?')[0]).toBe('src/auditLog.ts');
  });
});

describe('terms', () => {
  test('are identifiers and their parts', () => {
    expect(termsOf('linePriceCents HTTPServer max_retry_count')).toEqual(
      expect.arrayContaining(['linepricecents', 'httpserver', 'max_retry_count']),
    );
    expect(termsOf('OrderQueue')).toContain(termsOf('queue')[0]);
  });

  test.each([
    ['stores', 'storing'],
    ['parsed', 'parser'],
    ['queries', 'query'],
    ['conversations', 'conversation'],
  ])('%s and %s meet', (one, other) => expect(termsOf(one)).toEqual(termsOf(other)));

  test('leave out the words of every question', () => {
    expect(termsOf('where is the and how does it')).toEqual([]);
  });
});

describe('symbols', () => {
  test.each([
    ['export async function* load() {', 'load'],
    ['  private readonly count = 3;', undefined],
    ['class Foo extends Bar {', 'Foo'],
    ['def parse_line(self):', 'parse_line'],
    ['pub async fn serve(port: u16) {', 'serve'],
    ['func (s *Server) Start(ctx context.Context) error {', 'Start'],
    ['    public static int countWords(String text) {', 'countWords'],
    ['export const limits = {', 'limits'],
    ['  if (ready) {', undefined],
    ['  } else if (other) {', undefined],
    ['#define MAX_SIZE 10', 'MAX_SIZE'],
    ['  return call(x) {', undefined],
  ])('of %j is %j', (line, name) => expect(symbolsOf(line)[0]?.name).toBe(name));

  test('carry their line', () => {
    expect(symbolsOf(orders).map(({ name, line }) => [name, line])).toEqual([
      ['linePriceCents', 3],
      ['OrderQueue', 7],
      ['push', 8],
    ]);
  });
});

describe('the index', () => {
  test('finds a file by its names, path and text', () => {
    expect(paths(index(), 'where is the price of a line computed?')[0]).toBe('src/orders.ts');
    expect(paths(index(), 'how do people log in as user')[0]).toBe('src/users.ts');
    expect(paths(index(), 'nothing of this sort xyzzy')).toEqual([]);
  });

  test('forgets a removed file and the old text of a changed one', () => {
    const made = index();
    made.remove('src/orders.ts');
    expect(paths(made, 'linePriceCents')).toEqual([]);
    made.put('src/users.ts', '2', 'export function signOut() {}');
    expect(paths(made, 'login')).toEqual([]);
    expect(paths(made, 'sign out')).toEqual(['src/users.ts']);
    expect(made.size).toBe(2);
  });

  test('is the same after it was saved and loaded', () => {
    const loaded = CodeIndex.load(index().save());
    expect(loaded.search('price of orders', 5)).toEqual(index().search('price of orders', 5));
    expect(loaded.symbols('order', 3)).toEqual(index().symbols('order', 3));
    expect(loaded.has('README.md', '1')).toBe(true);
    expect(loaded.has('README.md', '2')).toBe(false);
  });

  test.each(['', 'no json', '{"version":99,"terms":[],"files":[]}', '{"version":1}'])(
    'begins anew where %j was saved',
    (saved) => expect(CodeIndex.load(saved).size).toBe(0),
  );

  test('holds no text of the files', () => {
    const saved = index().save();
    expect(saved).not.toContain('A shop');
    expect(saved).not.toContain('tea.price * grams');
  });

  // A floor: the questions are the repository's own sentences, and change with every file. The bench tells the figure.
  test('finds the right file among five for three of five questions about this repository', async () => {
    const questions = ownQuestions(await sources('src'));
    expect(questions.cases.length).toBeGreaterThanOrEqual(60);
    expect(recallAt(questions, 5)).toBeGreaterThan(0.6);
  });
});

describe('places', () => {
  test('begin at a declaration, with its comment', () => {
    const long = `${orders}${'// filler\n'.repeat(5)}${orders.replaceAll('Order', 'Parcel').replace('linePrice', 'weight')}`;
    const made = new CodeIndex();
    made.put('a.ts', '1', long);
    const found = bestPlaces('parcel queue', [{ path: 'a.ts', text: long, score: 1 }], () => 1, 5);
    expect(found[0]?.text).toContain('ParcelQueue');
    expect(
      found.every(
        (place) =>
          long
            .split('\n')
            .slice(place.startLine, place.endLine + 1)
            .join('\n') === place.text,
      ),
    ).toBe(true);
  });

  test('never come from a file without the words', () => {
    expect(bestPlaces('zebra', [{ path: 'a.ts', text: orders, score: 5 }], () => 1, 5)).toEqual([]);
  });

  test('cut a long piece', () => {
    const text = 'zebra\n'.repeat(1000);
    const found = bestPlaces('zebra', [{ path: 'a.txt', text, score: 1 }], () => 1, 50);
    expect(Math.max(...found.map((place) => place.endLine - place.startLine + 1))).toBeLessThanOrEqual(60);
  });
});

describe('what is ignored', () => {
  const rules = new IgnoreRules(['**/generated']);
  rules.addGitignore('', '*.log\n/out\n!keep.log\n');
  rules.addGitignore('pkg', 'local.ts\n!debug.log\n');

  test.each([
    ['a.log', true],
    ['keep.log', false],
    ['pkg/debug.log', false],
    ['pkg/other.log', true],
    ['pkg/local.ts', true],
    ['local.ts', false],
    ['pkg/deep/local.ts', true],
    ['src/generated/a.ts', true],
    ['logo.png', true],
    ['package-lock.json', true],
    ['src/a.ts', false],
  ])('%s: %s', (path, ignored) => expect(rules.ignoresFile(path)).toBe(ignored));

  test.each([
    ['node_modules', true],
    ['pkg/node_modules', true],
    ['.git', true],
    ['out', true],
    ['src/out', false],
    ['src', false],
  ])('folder %s: %s', (path, ignored) => expect(rules.ignoresFolder(path)).toBe(ignored));
});
