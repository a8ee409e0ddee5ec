/** Each check by its own case: where it points, and that line ends, tabs, marks and length of the text change nothing. */

import { describe, expect, test } from 'vitest';
import { checks } from '../../../src/core/gate/checks/checks.ts';
import type { GateCase } from '../../../src/core/gate/verdict.ts';
import { answer, edit, judge, project, suggestion } from './judging.ts';

const store = `import { readFile } from 'node:fs/promises';

export interface Row {
  readonly id: number;
  readonly name: string;
}

export async function load(path: string): Promise<Row[]> {
  const text = await readFile(path, 'utf8');
  const rows: Row[] = [];
  for (const line of text.split('|')) {
    const [id, name] = line.split(',');
    if (id === undefined || name === undefined) continue;
    rows.push({ id: Number(id), name });
  }
  return rows;
}

export function byName(rows: readonly Row[]): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const row of rows) found.set(row.name, row);
  return found;
}
`;
const loop = store.slice(store.indexOf('  for (const line'), store.indexOf('  return rows;'));
const changed = (from: string, to: string): GateCase =>
  edit(
    'src/store.ts',
    store,
    store.replace(from, () => to),
  );
const python =
  'def total(rows):\n    amount = 0\n    for row in rows:\n        amount += row.price\n    return amount\n';

interface Told {
  readonly check: string;
  readonly judged: GateCase;
  /** Zero-based; where there is a place at all. */
  readonly line?: number;
  readonly says: RegExp;
}

const told: readonly Told[] = [
  { check: 'empty', judged: edit('src/store.ts', store, ' \n'), says: /./ },
  {
    check: 'inBandError',
    judged: edit('src/store.ts', store, '{"error":{"message":"model not loaded"}}'),
    says: /./,
  },
  {
    check: 'refusal',
    judged: edit('src/store.ts', store, 'This is not something I can help with.'),
    line: 0,
    says: /declined/,
  },
  {
    check: 'refusal',
    judged: edit('src/store.ts', store, 'I need more information before I can edit this.'),
    line: 0,
    says: /declined/,
  },
  {
    check: 'leakedTokens',
    judged: changed('return rows;', 'return rows;<|im_end|>'),
    line: 15,
    says: /<\|im_end\|>/,
  },
  {
    check: 'leakedTokens',
    judged: changed('return rows;', 'return rows;</tool_call>'),
    line: 15,
    says: /tool_call/,
  },
  {
    check: 'leakedTokens',
    judged: changed('return rows;', 'return rows;<[fim-suffix]>'),
    line: 15,
    says: /fim-suffix/,
  },
  { check: 'unchanged', judged: edit('src/store.ts', store, store), says: /same as before/ },
  {
    check: 'lazyElision',
    judged: changed(loop, '  // ... the loop as before ...\n'),
    line: 10,
    says: /placeholder/,
  },
  {
    check: 'leftoverMarkers',
    judged: changed('  return rows;', '<<<<<<< HEAD\n  return rows;'),
    line: 15,
    says: /marker/,
  },
  {
    check: 'leftoverMarkers',
    judged: changed('  return rows;', '  return rows;\n[CURSOR]'),
    line: 16,
    says: /CURSOR/,
  },
  { check: 'wrongLanguage', judged: edit('src/store.ts', store, python.repeat(1)), says: /./ },
  {
    check: 'foreignText',
    judged: edit('src/store.ts', store, `Here is the updated file for you:\n\n${store}`),
    line: 0,
    says: /sentence/,
  },
  {
    check: 'foreignText',
    judged: edit('src/store.ts', store, `\`\`\`ts\n${store}\`\`\`\n`),
    line: 0,
    says: /fence/,
  },
  {
    check: 'truncated',
    judged: edit('src/store.ts', store, store.slice(0, store.indexOf('    rows.push'))),
    says: /./,
  },
  {
    check: 'repetition',
    judged: changed(loop, `${loop}${'  rows.push({ id: 1, name: path });\n'.repeat(12)}`),
    line: 15,
    says: /times in a row/,
  },
  {
    check: 'vanishedCode',
    judged: changed(store.slice(store.indexOf('  const found'), store.indexOf('  return found;\n') + 16), ''),
    says: /./,
  },
  { check: 'duplicatedNeighbor', judged: changed(loop, loop + loop), says: /twice/ },
  {
    check: 'brackets',
    judged: changed('Number(id)', 'Number(id'),
    line: 13,
    says: /`\(` is not closed once/,
  },
  {
    check: 'parseErrors',
    judged: changed('const rows: Row[] = [];', 'const rows: Row[] = = [];'),
    line: 9,
    says: /syntax error/i,
  },
  {
    check: 'indentation',
    judged: edit('a.py', python, python.replace('        amount +=', '      \tamount +=')),
    says: /./,
  },
  {
    check: 'unresolvedImports',
    judged: {
      ...edit('src/store.ts', store, `import { run } from 'quickstorelib';\n${store}`),
      project: project({ 'package.json': '{"dependencies":{}}', 'src/store.ts': store }),
    },
    line: 0,
    says: /quickstorelib/,
  },
  {
    check: 'unknownIdentifiers',
    judged: changed('return found;', 'return sortedRegistry;'),
    line: 21,
    says: /sortedRegistry/,
  },
  {
    check: 'duplicatedNeighbor',
    judged: suggestion(
      'a.ts',
      'run(() => {\n  |\n  const total = price * count;\n  return total;\n});\n',
      'check(price);\n  const total = price * count;\n  return total;',
    ),
    line: 3,
    says: /repeats the 2 lines below/,
  },
  {
    check: 'foreignText',
    judged: suggestion(
      'a.ts',
      'const limit = clo|;\nrun(limit);\n',
      'Here is the code you asked for:\nck.now()',
    ),
    line: 0,
    says: /sentence/,
  },
  {
    check: 'lazyElision',
    judged: suggestion('a.ts', 'const limit = |\nrun(limit);\n', '// existing implementation here'),
    line: 0,
    says: /placeholder/,
  },
  {
    check: 'brackets',
    judged: suggestion(
      'a.ts',
      'function f(a: number) {\n  if (a|\n    return 1;\n  }\n  return 2;\n}\n',
      ' > 1 {',
    ),
    says: /`\(` is not closed/,
  },
];

const forms: Readonly<Record<string, (text: string) => string>> = {
  'as it stands': (text) => text,
  'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
  'with a byte order mark': (text) => (text.trim() === '' ? text : `\uFEFF${text}`),
  'with tabs': (text) => text.replace(/^(?: {2})+/gm, (indent) => '\t'.repeat(indent.length / 2)),
  'behind a line of 100,000 characters': (text) =>
    text.trim() === '' ? text : `${text}\n// ${'x'.repeat(100_000)}\n`,
};

function written({ judged }: Told, form: (text: string) => string): GateCase {
  if (judged.task !== 'completion')
    return { ...judged, before: form(judged.before), after: form(judged.after) };
  const whole = form(`${judged.before}\u0000${judged.suffix ?? ''}`);
  const [before = '', suffix = ''] = whole.split('\u0000');
  return { ...judged, before, suffix, after: judged.after };
}

describe.each(told)('$check: $judged.task $says', (one) => {
  test('points at its place and says what it saw', async () => {
    const found = (await judge(one.judged)).failed.find(({ name }) => name === one.check);
    expect(found?.evidence?.message).toMatch(one.says);
    if (one.line !== undefined) expect(found?.evidence?.line).toBe(one.line);
  });

  // What is about the end of a text or its first words, and tabs in Python, are not the same text in another form.
  const formed = Object.entries(forms).filter(
    ([name]) =>
      !(
        name.startsWith('behind') && /refusal|inBandError|truncated|wrongLanguage|foreignText/.test(one.check)
      ) &&
      !(name === 'with tabs' && one.check === 'indentation') &&
      !(name.includes('mark') && /refusal|inBandError|foreignText/.test(one.check)),
  );
  test.each(formed)('%s', async (_name, form) => {
    const verdict = await judge(written(one, form));
    expect(verdict.failed.map(({ name }) => name)).toContain(one.check);
  });
});

test('no check breaks or speaks on nothing at all', async () => {
  for (const path of ['a.ts', 'a.py', 'a.go', 'a.json', 'a.unknown', '']) {
    const { failed } = await judge(edit(path, '', 'x\n'));
    expect(failed.map(({ name }) => name).filter((name) => name !== 'parseErrors')).toEqual([]);
    expect((await judge(suggestion(path, '|', ''))).failed.map(({ name }) => name)).toEqual(['empty']);
  }
  expect((await judge(answer(''))).failed.map(({ name }) => name)).toEqual(['empty']);
});

test('every check of files has a case here, but for those that ask someone else or need a request', () => {
  const asked = new Set(['newDiagnostics', 'gateCommand', 'outsideRequest', 'lowConfidence']);
  const named = new Set(told.map(({ check }) => check));
  const missing = checks
    .filter((check) => check.tasks.some((task) => task !== 'chat') && !asked.has(check.name))
    .map((check) => check.name)
    .filter((name) => !named.has(name));
  expect(missing).toEqual([]);
});
