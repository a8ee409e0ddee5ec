import { describe, expect, it } from 'vitest';

import { taken } from './cursor.ts';

/** Screen, what the model writes, screen afterwards, language. */
type Case = readonly [screen: string, raw: string, expected: string, languageId: string];

describe('closers that the editor wrote already', () => {
  it.each<Case>([
    ['fn a() {\n    let v = vec![█]\n}\n', '1, 2];', 'fn a() {\n    let v = vec![1, 2];█\n}\n', 'rust'],
    ['app: {█}\n', ' enumerable: true }', 'app: { enumerable: true }█\n', 'javascript'],
    ['x := map[string]int{"a": █}\n', '1}', 'x := map[string]int{"a": 1█}\n', 'go'],
    ['$a = "█"\n', 'b" . $c;', '$a = "b" . $c;█\n', 'php'],
    ["puts('█')\n", "a', b)", "puts('a', b)█\n", 'ruby'],
    ['var s = new List<█>();\n', 'string>();', 'var s = new List<string█>();\n', 'csharp'],
    ['JsonArray a = (█);\n', 'JsonArray) peek(', 'JsonArray a = (JsonArray) peek(█);\n', 'java'],
    ['print(f"{█}")\n', 'name}")', 'print(f"{name█}")\n', 'python'],
    ['say(█)\n', 'a, b())', 'say(a, b()█)\n', 'typescript'],
    ['say(█)\n', 'b()', 'say(b()█)\n', 'typescript'],
    ["('█'),\n", "a', 'b", "('a', 'b█'),\n", 'rust'],
    ['it(█)\n', "'works', () => {\n  go();\n})", "it('works', () => {\n  go();\n}█)\n", 'typescript'],
    ['  if (█)\n', 'a) b();', '  if (a) b();█\n', 'cpp'],
  ])('%j with %j', (screen, raw, expected, languageId) => {
    expect(taken(screen, raw, languageId)).toBe(expected);
  });
});

describe('going on into what stands behind', () => {
  it.each<Case>([
    [
      'def f(a):\n    █\n    return b\n',
      'b = a\n    return b\n\n\ndef g():\n',
      'def f(a):\n    b = a█\n    return b\n',
      'python',
    ],
    [
      'func f() {\n\t█\n\treturn x\n}\n',
      'x := 1\n\treturn x\n}\n\nfunc g() {',
      'func f() {\n\tx := 1█\n\treturn x\n}\n',
      'go',
    ],
    [
      'from a █ as c\nfrom d import e\n',
      'import b as c\nfrom d import e\n',
      'from a import b█ as c\nfrom d import e\n',
      'python',
    ],
    ['  t.█err)\n', 'Fatal(err)\n', '  t.Fatal(█err)\n', 'go'],
    ['def a\n  █\nend\n\ndef c\n', 'b\nend\n\ndef c\n', 'def a\n  b█\nend\n\ndef c\n', 'ruby'],
    ['a: 1,\n█\nc: 3,\n', 'b: 2,\nc: 3,\nd: 4,\n', 'a: 1,\nb: 2,█\nc: 3,\n', 'yaml'],
    ['SELECT █\nFROM orders\n', 'id\nFROM orders\nWHERE', 'SELECT id█\nFROM orders\n', 'sql'],
    [
      '  color_type() : is_rgb(), █}\n  color_type(int c);\n',
      'value{} {}\n  color_type(int c);\n',
      '  color_type() : is_rgb(), value{} {█}\n  color_type(int c);\n',
      'cpp',
    ],
  ])('%j with %j', (screen, raw, expected, languageId) => {
    expect(taken(screen, raw, languageId)).toBe(expected);
  });

  it.each<Case>([
    [
      'try\n{\n    a();\n}\n█\n{\n    b();\n}\n',
      'catch (E e)',
      'try\n{\n    a();\n}\ncatch (E e)█\n{\n    b();\n}\n',
      'csharp',
    ],
    ['run(1);\n█\nrun(2);\n', 'run(3);\nrun(4);', 'run(1);\nrun(3);\nrun(4);█\nrun(2);\n', 'javascript'],
    ['this.█ path\n', 'path =', 'this.path =█ path\n', 'javascript'],
    [
      '    if a {\n        █\n    }\n}\n',
      'b();\n        if c {\n            d();\n        }',
      '    if a {\n        b();\n        if c {\n            d();\n        }█\n    }\n}\n',
      'rust',
    ],
  ])('is not what honest code does: %j with %j', (screen, raw, expected, languageId) => {
    expect(taken(screen, raw, languageId)).toBe(expected);
  });
});

describe('a construct that the line opens', () => {
  it.each<Case>([
    [
      'if (a█\n',
      ') {\n  b();\n} else {\n  c();\n}\nd();',
      'if (a) {\n  b();\n} else {\n  c();\n}█\n',
      'javascript',
    ],
    [
      '    public int Total█\n',
      '()\n    {\n        return 1;\n    }\n\n    public int Next',
      '    public int Total()\n    {\n        return 1;\n    }█\n',
      'csharp',
    ],
    ['try█\n', ':\n    a()\nexcept E:\n    b()\nc()', 'try:\n    a()\nexcept E:\n    b()█\n', 'python'],
    ['try:\n    a()█\n', '\nexcept E:\n    b()\n', 'try:\n    a()\nexcept E:█\n', 'python'],
    ['if a:\n    b()█\nelse:\n    c()\n', '\nelif d:\n    e()', 'withheld: emptyAnswer', 'python'],
    ['def f█\n', '(a)\n  a\nend\n\ndef g', 'def f(a)\n  a\nend█\n', 'ruby'],
    ['func f(█)\n', ') error {\n\treturn nil\n}\n', 'func f() error {\n\treturn nil\n}█\n', 'go'],
    [
      'when █\n',
      '{\n  a -> {\n    b()\n  }\n  else -> c()\n}\nd()',
      'when {\n  a -> {\n    b()\n  }\n  else -> c()\n}█\n',
      'kotlin',
    ],
  ])('%j with %j', (screen, raw, expected, languageId) => {
    expect(taken(screen, raw, languageId)).toBe(expected);
  });
});

describe('white space', () => {
  it.each<Case>([
    ['func f() {\n\t█\n}\n', 'if a {\n        b()\n    }', 'func f() {\n\tif a {\n\t\tb()\n\t}█\n}\n', 'go'],
    [
      'def f():\n                █\n',
      'a\n\t\t\t\tb',
      'def f():\n                a\n                b█\n',
      'python',
    ],
    [
      'import (\n\t"a"\n\t█\n)\n\nvar script = `\n    if x\n    then\n    fi\n`\n',
      '"b"\n\t"c"',
      'import (\n\t"a"\n\t"b"\n\t"c"█\n)\n\nvar script = `\n    if x\n    then\n    fi\n`\n',
      'go',
    ],
    [
      'fn f() {\r\n    █\r\n}\r\n',
      'a();\n    b();\n}\n',
      'fn f() {\r\n    a();\r\n    b();█\r\n}\r\n',
      'rust',
    ],
    ['  x = {█}\r\n', '\n    a: 1\n  }', '  x = {\r\n    a: 1\r\n  }█\r\n', 'javascript'],
  ])('%j with %j', (screen, raw, expected, languageId) => {
    expect(taken(screen, raw, languageId)).toBe(expected);
  });
});

describe('tokens of every family', () => {
  it.each([
    '<|endoftext|>',
    '<|fim_pad|>',
    '<|repo_name|>',
    '<|im_end|>',
    '<|eot_id|>',
    '<|end_of_text|>',
    '<|file_separator|>',
    '<|cursor|>',
    '<fim_pad>',
    '<fim-middle>',
    '<file_sep>',
    '<｜end▁of▁sentence｜>',
    '<｜fim▁hole｜>',
    '[SUFFIX]',
    '[MIDDLE]',
    '[/INST]',
    '<MID>',
    '<[fim-suffix]>',
    '<end_of_turn>',
    '<commit_msg>',
    '</s>',
  ])('the answer ends at %s', (token) => {
    expect(taken('a = █\nd\n', `b${token}`)).toBe('a = b█\nd\n');
    expect(taken('a = █\nd\n', `b${token}\nc = 1\n`)).toBe('a = b█\nd\n');
  });

  it('struck-through text is none', () => {
    expect(taken('<p>█</p>\n', 'was <s>ten</s> now five', 'html')).toBe('<p>was <s>ten</s> now five█</p>\n');
  });
});

describe('rows of equal lines', () => {
  it('are kept where something else follows', () => {
    const raw = "// 'tick'\n// 'tick'\n// 'tick'\n// 'end'";
    expect(taken('start();\n█\n', raw)).toBe(`start();\n${raw}█\n`);
  });
});
