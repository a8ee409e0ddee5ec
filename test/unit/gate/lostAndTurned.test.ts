import { describe, expect, test } from 'vitest';
import { edit, failed, project, suggestion } from './judging.ts';

const c = `#include <stdio.h>

static int total(int a, int b)
{
  int sum = a + b;
  return sum;
}

int main(void)
{
  printf("%d", total(1, 2));
  return 0;
}
`;
const go = `package shop

func total(items []int) int {
	sum := 0
	for _, item := range items {
		sum += item
	}
	return sum
}

func Bill(items []int) int {
	return total(items) * 2
}
`;
function without(text: string, start: string, end: string): string {
  const from = text.indexOf(start);
  return text.slice(0, from) + text.slice(text.indexOf(end, from));
}

describe('a function that is gone and still called', () => {
  test('in C, where it belongs to the file', async () => {
    expect(await failed(edit('main.c', c, without(c, 'static int total', 'int main')))).toContain(
      'vanishedCode',
    );
  });

  test('in Go, where no other file of the project has it', async () => {
    const gone = edit('shop/bill.go', go, without(go, 'func total', 'func Bill'));
    const alone = project({ 'shop/bill.go': go, 'shop/cart.go': 'package shop\n\nvar x = total(nil)\n' });
    expect(await failed({ ...gone, project: alone })).toContain('vanishedCode');
    const moved = project({
      'shop/bill.go': go,
      'shop/sum.go': 'package shop\n\nfunc total(a []int) int {\n',
    });
    expect(await failed({ ...gone, project: moved })).toEqual([]);
  });
});

test('a lost mark of a comment is told by the code that turns', async () => {
  const text = `/* The sum\n   of all */\nconst sum = 1;\n/* and more */\nexport const twice = sum * 2;\n`;
  expect(await failed(edit('a.ts', text, text.replace('of all */', 'of all')))).not.toEqual([]);
});

test.each([
  ['a shell word', 'a.sh', 'rm "$FILE"\n', 'rm "$FILE}"\n'],
  ['a list of YAML', 'a.yml', 'go:\n  version: [1, 2]\n', 'go:\n  version: 1, 2]\n'],
  ['a style', 'a.scss', 'a { margin: 0; }\nb { margin: 1px; }\n', 'a { margin: 0; }\nb  margin: 1px; }\n'],
])('the brackets of %s are counted', async (_what, path, before, after) => {
  expect(await failed(edit(path, before, after))).toContain('brackets');
});

test.each([
  ['talk right behind a word', 'a.ts', 'const a = get|;\n', 'The value is null here.'],
  ['numbered remarks', 'a.rb', 'def a\n  |\nend\n', 'b\n1. Reads the file\n2. Returns early'],
  ['talk in a tag', 'a.html', '<html>\n<body>\n  <div|\n</body>\n', 'Here is the new page:\n class="a">'],
])('%s is foreign', async (_what, path, text, after) => {
  expect(await failed(suggestion(path, text, after))).toContain('foreignText');
});

test('a block that opens where a parenthesis is open is told', async () => {
  const text = 'function run(text|\n  return text;\n}\n';
  expect(await failed(suggestion('a.js', text, ' {'))).toContain('brackets');
});

test('strings that follow each other may get a comma', async () => {
  const text = `names = (\n    'a', 'b'\n    'c', 'd',\n    'e')\n`;
  expect(await failed(edit('a.py', text, text.replace(`'b'`, `'b',`)))).toEqual([]);
});

describe('the depth of lines in Python', () => {
  const lines = (depth: string): string =>
    `def total(items):\n${depth}count = 0\n${depth}for item in items:\n${depth}    count += item\n${depth}return count\n\n`;
  const other = 'def first(items):\n    if items:\n        return items[0]\n    return None\n';

  test('a body that leaves the steps of its file is told', async () => {
    const [before, after] = [lines('    ') + other, lines('   ') + other];
    expect(await failed(edit('total.py', before, after))).toContain('indentation');
  });

  test('a file that takes another step everywhere is no damage', async () => {
    const narrow = (text: string): string => text.replaceAll('    ', '  ');
    const before = lines('    ') + other;
    expect(await failed(edit('total.py', before, narrow(before)))).toEqual([]);
  });

  test('a list that is aligned anew is no damage', async () => {
    const before = `def run():\n    start(\n        'a',\n        'b',\n    )\n\n${other}`;
    const after = before.replace("        'b'", "          'b'").replace("        'a'", "          'a'");
    expect(await failed(edit('total.py', before, after))).toEqual([]);
  });
});

test('a variable named for a user and given a type is no speaker', async () => {
  const before = 'def find():\n    return None\n';
  const after = `from typing import Any\n\nfrom users import model\n\nUser: Any = model()\n\n\n${before}`;
  expect(await failed(edit('a.py', before, after))).not.toContain('leakedTokens');
});

test('a statement of several lines that is one line now has not lost its block', async () => {
  const before = `fn read(key: &str) -> u8 {\n    match find(key) {\n        Ok(value) => value,\n        Err(error) => {\n            panic!(\n                "{} is no number: {:?}",\n                key, error\n            )\n        }\n    }\n}\n`;
  const after = before.replace(/panic!\([\s\S]*?\n {12}\)/, 'panic!("{key} is no number: {error:?}")');
  expect(after).not.toBe(before);
  expect(await failed(edit('a.rs', before, after))).not.toContain('vanishedCode');
});

test('a function that moved away and is imported over several lines is not missing', async () => {
  const body =
    'function total(items) {\n  let sum = 0;\n  for (const item of items) sum += item;\n  return sum;\n}\n';
  const rest = 'export function bill(items) {\n  return total(items) * 2;\n}\n';
  const before = `import {round} from './round.js'\n\n${body}\n${rest}`;
  const after = `import {round,\n        total} from './round.js'\n\n${rest}`;
  expect(await failed(edit('bill.js', before, after))).not.toContain('vanishedCode');
});
