import { expect, test } from 'vitest';
import { edit, failed, gateWith } from './judging.ts';

const ts = `import { readFile } from 'node:fs/promises';

interface Row {
  readonly id: number;
  readonly name: string;
}

export async function load(path: string): Promise<Row[]> {
  const text = await readFile(path, 'utf8');
  const rows: Row[] = [];
  for (const line of text.split('\\n')) {
    const [id, name] = line.split(',');
    if (id === undefined || name === undefined) continue;
    rows.push({ id: Number(id), name });
  }
  return rows;
}

export function byName(rows: readonly Row[]): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const row of rows) {
    found.set(row.name, row);
  }
  return found;
}
`;

const py = `import json


class Store:
    """Keeps rows."""

    def __init__(self, path):
        self.path = path
        self.rows = {}

    def load(self):
        with open(self.path) as source:
            for line in source:
                row = json.loads(line)
                self.rows[row["id"]] = row
        return self

    def total(self):
        result = 0
        for row in self.rows.values():
            result += row["price"]
        return result
`;

const body = /  const found = new Map[\s\S]*?return found;/;

test.each([
  '// ... existing code ...',
  '// (everything in here stays as it was)',
  '/* body intact */',
  '// [unchanged]',
  '// Remaining logic identical to the previous version',
  '// … rest as before …',
  '// insert the original implementation here',
  '// contents omitted',
  '// der Rest bleibt unverändert',
  '# ... same as above ...',
])('a body that became `%s` is lazy', async (placeholder) => {
  const names = await failed(edit('rows.ts', ts, ts.replace(body, `  ${placeholder}`)));
  expect(names.some((name) => name === 'lazyElision' || name === 'vanishedCode')).toBe(true);
});

test.each(['# ... rest of the method ...', '# unchanged', '...', 'pass  # keep existing logic'])(
  'a Python body that became `%s` is lazy',
  async (placeholder) => {
    const after = py.replace(/ {8}result = 0[\s\S]*return result/, `        ${placeholder}`);
    const names = await failed(edit('store.py', py, after));
    expect(names.some((name) => name === 'lazyElision' || name === 'vanishedCode')).toBe(true);
  },
);

test.each([
  ['explains', '  // The rest of the rows is sorted by the caller.\n  const found'],
  ['speaks of what exists', '  // An existing row of the same name is replaced.\n  const found'],
  ['has dots', '  // Names may be nested: a.b.c...\n  const found'],
])('a comment that %s is not lazy', async (_what, text) => {
  expect(await failed(edit('rows.ts', ts, ts.replace('  const found', text)))).toEqual([]);
});

test.each([
  ['a rename', ts.replaceAll('found', 'index')],
  [
    'a new function',
    `${ts}\nexport function count(rows: readonly Row[]): number {\n  return rows.length;\n}\n`,
  ],
  ['a shorter body', ts.replace(body, '  return new Map(rows.map((row) => [row.name, row]));')],
  ['a comment', ts.replace('export async', '// Reads one row a line.\nexport async')],
])('%s passes', async (_what, after) => {
  expect(await failed(edit('rows.ts', ts, after))).toEqual([]);
});

test('the last function goes when its removal is asked for; unasked, the file stops early', async () => {
  const shorter = ts.slice(0, ts.indexOf('\nexport function byName'));
  expect(await failed(edit('rows.ts', ts, shorter, { instruction: 'Remove byName' }))).toEqual([]);
  expect(await failed(edit('rows.ts', ts, shorter, { instruction: 'Read rows lazily' }))).toEqual([
    'truncated',
  ]);
});

test.each([
  ['unchanged', ts, 'unchanged'],
  ['cut in the middle of a function', ts.slice(0, ts.indexOf('    rows.push')), 'brackets'],
  ['cut in the middle of a word', ts.slice(0, ts.indexOf('found.set') + 4), 'truncated'],
  ['without a closing brace', ts.replace('  }\n  return rows', '  return rows'), 'brackets'],
  ['with a brace too many', ts.replace('  return found;\n}', '  return found;\n}\n}'), 'brackets'],
  ['with a bracket too many', ts.replace('Number(id)', 'Number(id))'), 'brackets'],
  [
    'with conflict markers',
    ts.replace('  return found;', '<<<<<<< HEAD\n  return found;\n=======\n  return index;\n>>>>>>> main'),
    'leftoverMarkers',
  ],
  ['with one search marker', `${ts}>>>>>>> REPLACE\n`, 'leftoverMarkers'],
  ['with a wrapper', `<updated_file>\n${ts}</updated_file>\n`, 'leftoverMarkers'],
  ['with a cursor', ts.replace('return found', 'return <|cursor|>found'), 'leftoverMarkers'],
  ['in a fence', `\`\`\`typescript\n${ts}\`\`\`\n`, 'foreignText'],
  ['behind an introduction', `Here is the file with the change you asked for:\n\n${ts}`, 'foreignText'],
  ['before an explanation', `${ts}\nThe map is now built once and reused by the callers.\n`, 'foreignText'],
  ['with a function twice', ts + ts.slice(ts.indexOf('export function byName')), 'duplicatedNeighbor'],
  ['with the body gone', ts.replace(body, ''), 'vanishedCode'],
  ['in another language', py, 'wrongLanguage'],
  [
    'with an invented name',
    ts.replace('return found;', 'return mergeDuplicates(found);'),
    'unknownIdentifiers',
  ],
])('a file %s fails', async (_what, after, check) => {
  expect(await failed(edit('rows.ts', ts, after))).toContain(check);
});

test('errors that were there before do not count', async () => {
  const broken = ts.replace('const rows: Row[] = [];', 'const rows: = [];');
  expect(await failed(edit('rows.ts', broken, broken.replaceAll('found', 'index')))).toEqual([]);
});

test('forms that the TypeScript grammar misreads do not count', async () => {
  const before = 'export interface Box<T> {\n  readonly value: T;\n}\n';
  const after =
    "import type * as Other from './other.ts';\nexport interface Box<in out T> {\n  readonly value: T;\n}\nexport interface Of<out T> extends Box<T> {\n  readonly other: Other.Name;\n}\n";
  expect(await failed(edit('box.ts', before, after))).toEqual([]);
});

test('a removal that was asked for may leave a body empty only by name', async () => {
  const after = ts.slice(0, ts.indexOf('\nexport function byName'));
  expect(await failed(edit('rows.ts', ts, after, { instruction: 'Remove byName' }))).toEqual([]);
});

test.each([
  [
    'nothing indented below a header',
    py.replace(
      '            for line in source:\n                row',
      '            for line in source:\n            row',
    ),
  ],
  [
    'a deeper line without a header',
    py.replace('        result = 0\n', '        result = 0\n            extra = 1\n'),
  ],
  ['a flat body', py.replace(/ {8}result = 0[\s\S]*/, (text) => text.replace(/^ +/gm, ''))],
])('Python with %s fails', async (_what, after) => {
  const names = await failed(edit('store.py', py, after));
  expect(names.some((name) => name === 'indentation' || name === 'parseErrors')).toBe(true);
});

test('Python in good order passes', async () => {
  const after = py.replace(
    '        result = 0\n',
    '        result = sum(\n            row["price"]\n            for row in self.rows.values()\n        )\n',
  );
  expect(await failed(edit('store.py', py, after))).toEqual([]);
});

test('changes outside the range that was asked for fail', async () => {
  const start = ts.indexOf('export function byName');
  const requestedRange = { start, end: ts.length };
  const elsewhere = ts.replace(
    'rows.push({ id: Number(id), name });',
    'rows.push({ id: Number(id), name: name.trim() });',
  );
  expect(await failed(edit('rows.ts', ts, elsewhere, { requestedRange }))).toContain('outsideRequest');
  const inside = ts.replace('found.set(row.name, row);', 'found.set(row.name.trim(), row);');
  expect(await failed(edit('rows.ts', ts, inside, { requestedRange }))).toEqual([]);
  const withImport = inside
    .replace('import {', "import { join } from 'node:path';\nimport {")
    .replace('row.name.trim()', 'join(row.name)');
  expect(await failed(edit('rows.ts', ts, withImport, { requestedRange }))).toEqual([]);
});

test('the team command is asked when the cheap checks pass, and its output is the evidence', async () => {
  let asked = 0;
  const gate = gateWith({
    command: () => {
      asked++;
      return Promise.resolve({
        command: 'npm test',
        exitCode: 1,
        timedOut: false,
        cancelled: false,
        outputTail: '2 failing\nexpected 3',
      });
    },
  });
  const verdict = await gate.judge(edit('rows.ts', ts, ts.replaceAll('found', 'index')));
  expect(verdict.failed.map((check) => [check.name, check.evidence?.message])).toEqual([
    ['gateCommand', '`npm test` ended with exit code 1.\n2 failing\nexpected 3'],
  ]);
  await gate.judge(edit('rows.ts', ts, ts.replace(body, '')));
  expect(asked).toBe(1);
});

test.each([
  ['passed', { exitCode: 0, cancelled: false, timedOut: false }, true],
  ['was stopped by the person', { exitCode: null, cancelled: true, timedOut: false }, true],
  ['ran out of time', { exitCode: null, cancelled: false, timedOut: true }, false],
])('a command that %s', async (_what, outcome, passed) => {
  const gate = gateWith({ command: () => Promise.resolve({ command: 'make', outputTail: '', ...outcome }) });
  expect((await gate.judge(edit('rows.ts', ts, ts.replaceAll('found', 'index')))).passed).toBe(passed);
});

test('new errors of the language server fail, no answer does not', async () => {
  const after = ts.replaceAll('found', 'index');
  const with_ = (diagnostics: readonly { message: string; line: number }[] | undefined) =>
    gateWith({ diagnostics: () => Promise.resolve(diagnostics) }).judge(edit('rows.ts', ts, after));
  expect((await with_([{ message: "Cannot find name 'x'.", line: 3 }])).failed[0]?.name).toBe(
    'newDiagnostics',
  );
  expect((await with_([])).passed).toBe(true);
  expect((await with_(undefined)).passed).toBe(true);
});

test('a check that breaks lets the answer pass and is told in the log', async () => {
  const warnings: string[] = [];
  const log = { trace() {}, debug() {}, info() {}, warn: (line: string) => warnings.push(line), error() {} };
  const gate = gateWith({ log, command: () => Promise.reject(new Error('gone')) });
  expect((await gate.judge(edit('rows.ts', ts, ts.replaceAll('found', 'index')))).passed).toBe(true);
  expect(warnings).toEqual(['check gateCommand broke: Error']);
});

test('an aborted judgement rejects', async () => {
  await expect(gateWith().judge(edit('a.ts', 'a', 'b'), AbortSignal.abort())).rejects.toThrow();
});
