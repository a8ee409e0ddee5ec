/** What people really write and publish passes, though it looks like damage from nearby. */

import { expect, test } from 'vitest';
import { edit, failed, project, suggestion } from './judging.ts';

const page = Array.from({ length: 4 }, (_one, n) => `  <li><a href="#">Item ${n}</a></li>`).join('\n');
const same = '  <p>This is a row of the table.</p>\n';

test.each([
  [
    'a family of tokens in a file that deals with tokens',
    suggestion(
      'seed.ts',
      "export const controls = [\n  '<[fim-suffix]>',\n  |\n];\n",
      "'<[end▁of▁sentence]>',\n  '<[begin▁of▁sentence]>',",
    ),
  ],
  [
    'a stop token between other text of a string',
    suggestion('stop.ts', 'const stopTokens = [|];\nrun(stopTokens);\n', "'end: <|novel_end|>'"),
  ],
  [
    'a branch that says that it does nothing',
    edit(
      'a.ts',
      'function run(kind: string): void {\n  if (kind === "a") {\n    start(kind);\n    stop(kind);\n  }\n}\n',
      'function run(kind: string): void {\n  if (kind === "a") {\n    // do nothing\n  } else {\n    start(kind);\n    stop(kind);\n  }\n}\n',
    ),
  ],
  [
    'a type of parts that begins with their sign',
    edit(
      'a.ts',
      'export type Both = { readonly a: string } & { readonly b: string };\n',
      'export type Both =\n  & { readonly a: string }\n  & { readonly b: string };\n',
    ),
  ],
  ['the start of a page', suggestion('a.html', '<!d|e html>\n<html><body></body></html>\n', 'octyp')],
  [
    'one more of rows that are all the same',
    suggestion('a.html', `<div>\n${same}${same}${same}  |\n${same}</div>\n`, same.trim()),
  ],
  [
    'a cast of TypeScript with names in capitals',
    edit(
      'view.tsx',
      'const InnerScreen = load();\nconst Screen = wrap(\n  Inner,\n  options\n);\n',
      'const InnerScreen = load();\nconst Screen = wrap(\n  InnerScreen as unknown as React.ComponentClass,\n  options\n);\n',
    ),
  ],
  [
    'a pattern that begins a line behind a comment',
    suggestion(
      'rules.js',
      "const rules = [\n  [\n    // a slash at the start\n    /^\\//,\n    () => '^',\n  ],\n  [\n    // a class\n    /[$.|*+(){^]/g,\n    |\n  ],\n];\n",
      "() => 'x',",
    ),
  ],
  [
    'both branches of the preprocessor that open one block',
    suggestion(
      'a.c',
      'int run(int a) {\n#ifdef FAST\n  if (a > 1) {\n#else\n  if (a > 2) {\n#endif\n    |\n  }\n  return a;\n}\n',
      'a = a + 1;',
    ),
  ],
  [
    'a value behind `new` in Go',
    edit(
      'a.go',
      'package a\n\nfunc Count() *int64 {\n\tvalue := int64(3)\n\treturn &value\n}\n',
      'package a\n\nfunc Count() *int64 {\n\treturn new(int64(3) * 1000)\n}\n',
    ),
  ],
  [
    'names that a macro declares',
    edit(
      'bench.cc',
      'MAKE_BENCHMARK(Hash, VectorInt_10, Vector(10));\n',
      'MAKE_BENCHMARK(Hash, VectorInt_10, Vector(10));\nMAKE_BENCHMARK(Hash, VectorBool_10_Wide, Vector(10));\n',
    ),
  ],
  [
    'an arrow function that became a block, brackets and all',
    edit(
      'a.js',
      'const special = /[x]/;\nconst define = (object, key) =>\n  Object.assign(object, key);\n',
      'const special = /[.*+?()[\\]{^$|\\\\/]/;\nconst define = (object, key) => {\n  Object.assign(object, key);\n}\n',
    ),
  ],
  [
    'a list of links',
    edit(
      'a.html',
      `<ul>\n${page}\n</ul>\n`,
      `<ul>\n${page}\n${page}\n</ul>\n`.replace(page, `${page}\n  <li>More</li>`),
    ),
  ],
])('%s passes', async (_what, judged) => {
  expect(await failed(judged)).toEqual([]);
});

test.each(['fcntl.h', 'unistd.h', 'io.h', 'termios.h'])(
  'the header <%s> of the system passes',
  async (name) => {
    const before = '#include <stdio.h>\n\nint main(void) { return 0; }\n';
    const judged = edit('a.c', before, `#include <${name}>\n${before}`, {
      project: project({ 'a.c': before, Makefile: '' }),
    });
    expect(await failed(judged)).toEqual([]);
  },
);

test('a name from a folder of foreign code is not looked for in the own code', async () => {
  const before = '#include "parser.h"\n\nint run(void) {\n  return 1;\n}\n';
  const judged = edit(
    'vendor/lib/a.c',
    before,
    before.replace('return 1', 'return ParseActionTypeShift(1)'),
    {
      project: project({
        'src/main.c': 'int main(void) { return 0; }\n',
        'vendor/lib/a.c': before,
        'vendor/lib/parser.h': '',
      }),
    },
  );
  expect(await failed(judged)).toEqual([]);
});

const parts = (from: number, to: number): string =>
  Array.from(
    { length: to - from },
    (_one, n) =>
      `export function part${from + n}(value: number): number {\n  const next = value + ${from + n};\n  return next * 2;\n}\n`,
  ).join('\n');

test('a file whose half moved to another one, with its imports, passes', async () => {
  const before = `import { join } from 'node:path';\nimport { a } from './a';\n\n${parts(0, 4)}\nexport const here = join(a, 'x');\n\n${parts(4, 14)}`;
  const after = `import { join } from 'node:path';\nimport { a } from './a';\nimport { parts } from './parts';\n\n${parts(0, 4)}\nexport const here = join(a, 'x');\nparts();\n`;
  expect(await failed(edit('whole.ts', before, after))).toEqual([]);
  const lost = before.slice(0, before.indexOf('export function part4'));
  expect(await failed(edit('whole.ts', before, lost))).not.toEqual([]);
});
