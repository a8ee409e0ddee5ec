import { describe, expect, it } from 'vitest';

import { taken } from './cursor.ts';

describe('what follows on the line is not written twice', () => {
  it.each([
    ['closes what auto-closing closed', 'foo(█)', 'bar)', 'foo(bar█)'],
    ['keeps a semicolon behind the closer', 'foo(█)', 'bar);', 'foo(bar);█'],
    ['closes two brackets', 'foo([█])', 'a, b])', 'foo([a, b█])'],
    ['keeps code between closer and end', 'if (█) {', 'ready', 'if (ready█) {'],
    ['leaves out code that stands there', 'const █ = 1;', 'total = 1;', 'const total█ = 1;'],
    ['finishes a string', "const name = '█'", "Ada'", "const name = 'Ada█'"],
    ['leaves the closer to what the text opens', 'run(█)', 'a).then(b', 'run(a).then(b█)'],
    ['does not mistake chance for overlap', 'return █;', 'a + b', 'return a + b█;'],
    ['ends before a semicolon that is there', 'return █;', 'a + b;', 'return a + b█;'],
  ])('%s', (_, screen, raw, expected) => {
    expect(taken(screen, raw)).toBe(expected);
  });
});

describe('brackets', () => {
  it('drops a closer that nothing opened', () => {
    expect(taken('const a = (1 + █', '2))')).toBe('const a = (1 + 2)█');
  });

  it('keeps closers that belong to code above', () => {
    expect(taken('call(function () {\n  run();\n█', '});')).toBe('call(function () {\n  run();\n});█');
  });

  it('counts no bracket that stands in a string', () => {
    expect(taken('say(█', "':)')")).toBe("say(':)')█");
  });
});

describe('lines behind the cursor', () => {
  it('drops the tail that repeats them', () => {
    const screen = 'function f() {\n  █\n  return total;\n}\n';
    expect(taken(screen, 'const total = 1;\n  return total;\n}')).toBe(
      'function f() {\n  const total = 1;█\n  return total;\n}\n',
    );
  });

  it('withholds an answer that is nothing but the next line', () => {
    expect(taken('a();\n█\nreturn total;\n', 'return total;')).toBe('withheld: repeatsNextLines');
  });

  it('keeps a short line that merely looks the same', () => {
    expect(taken('switch (x) {\n  case 1:\n    █\n    y();\n    break;\n}', 'x();\n    break;')).toContain(
      'x();',
    );
  });

  it('keeps a line of another depth, whether Enter is part of it or was typed', () => {
    const behind = '\n      y();\n    }\n    break;\n}';
    expect(taken(`      x();█${behind}`, '\n      break;')).toBe(`      x();\n      break;█${behind}`);
    expect(taken(`      x();\n      █${behind.replace('y();', 'break;')}`, 'break;')).toBe(
      'withheld: repeatsNextLines',
    );
    expect(taken('      x();\n      █\n    break;\n}', 'break;')).toBe(
      '      x();\n      break;█\n    break;\n}',
    );
  });

  it('keeps an inner closer of another depth', () => {
    const screen = 'function f() {\n  if (a) {\n    █\n}\n';
    expect(taken(screen, 'b();\n  }\n}')).toBe('function f() {\n  if (a) {\n    b();\n  }█\n}\n');
  });
});

describe('one line or a block', () => {
  it('ends with the line behind code', () => {
    expect(taken('const a = █\n', 'compute();\nconst b = 2;\n')).toBe('const a = compute();█\n');
  });

  it('goes on through the block that the line opens', () => {
    expect(taken('if (ready█\n', ') {\n  go();\n}\nstop();')).toBe('if (ready) {\n  go();\n}█\n');
  });

  it('offers a block on an empty line', () => {
    expect(taken('function f() {\n  █\n}\n', 'a();\n  b();\n}\n')).toBe(
      'function f() {\n  a();\n  b();█\n}\n',
    );
  });

  it('never offers a second line where code follows on this one', () => {
    expect(taken('call(█ other);', 'a,\n  b,')).toBe('call(a,█ other);');
  });
});

describe('the end of a block', () => {
  it('includes a line that closes one thing and opens what stands deeper behind the cursor', () => {
    expect(taken('if (\n  a &&█\n  go();\n}\n', '\n  b\n) {\n')).toBe(
      'if (\n  a &&\n  b\n) {█\n  go();\n}\n',
    );
  });

  it('keeps a closer whose opener stands further above than rules look', () => {
    const far = `class A {\n${'  // what it is\n'.repeat(400)}`;
    expect(taken(`${far}  f() {\n    █`, 'go();\n  }\n}')).toBe(`${far}  f() {\n    go();\n  }█`);
    expect(taken(`${far}  f() {\n    go();\n  }█`, '\n}')).toBe(`${far}  f() {\n    go();\n  }\n}█`);
  });

  it('is where indentation falls back, in Python', () => {
    const raw = 'total = a + b\n    return total\n\ndef other():\n    pass\n';
    expect(taken('def add(a, b):\n    █\n', raw, 'python')).toBe(
      'def add(a, b):\n    total = a + b\n    return total█\n',
    );
  });

  it('is not a blank line', () => {
    const raw = 'a = 1\n\n    b = 2\n';
    expect(taken('def f():\n    █\n', raw, 'python')).toBe('def f():\n    a = 1\n\n    b = 2█\n');
  });

  it('includes the closer that the file does not have', () => {
    expect(taken('function f() {\n  █\n', 'return 1;\n}\n\nfunction g() {\n', 'typescript')).toBe(
      'function f() {\n  return 1;\n}█\n',
    );
  });

  it('leaves out the closer that the file has', () => {
    expect(taken('function f() {\n  █\n}\n', 'return 1;\n}\n\nfunction g() {\n')).toBe(
      'function f() {\n  return 1;█\n}\n',
    );
  });

  it('stops after one whole construct at the top of a file', () => {
    const raw = 'function a() {\n  one();\n}\n\nfunction b() {\n  two();\n}\n';
    expect(taken("import x from 'x';\n\n█\n", raw)).toBe(
      "import x from 'x';\n\nfunction a() {\n  one();\n}█\n",
    );
  });

  it('goes on through else and catch', () => {
    const raw = 'try {\n    go();\n  } catch {\n    stop();\n  }\n}\n';
    expect(taken('function f() {\n  █\n}\n', raw)).toContain('} catch {\n    stop();\n  }█');
  });

  it('is end in Ruby', () => {
    expect(taken('def total\n  █\nend\n', 'a + b\nend\n\ndef other\nend\n', 'ruby')).toBe(
      'def total\n  a + b█\nend\n',
    );
  });
});

describe('quirks of models', () => {
  it('drops the dummy space of SentencePiece', () => {
    expect(taken('return █', ' value;')).toBe('return value;█');
  });

  it('keeps a space that is needed', () => {
    expect(taken('return█', ' value;')).toBe('return value;█');
  });

  it('drops a newline before a block on an empty line', () => {
    expect(taken('f();\n█\n', '\ng();')).toBe('f();\ng();█\n');
  });

  it('keeps a blank line where this file has one behind such lines', () => {
    const before = 'a() {\n}\n\nb() {\n}\n\nc() {\n}\n';
    expect(taken(`${before}█`, '\nd() {\n}')).toBe(`${before}\nd() {\n}█`);
    const dense = 'a() {\n}\nb() {\n}\n\nc() {\n}\n';
    expect(taken(`${dense}█`, '\nd() {\n}')).toBe(`${dense}d() {\n}█`);
  });

  it('does not indent twice', () => {
    expect(taken('if (a) {\n    █\n}', '    b();\n    c();')).toBe('if (a) {\n    b();\n    c();█\n}');
  });

  it.each(['<|endoftext|>', '[PREFIX]', '<fim_suffix>', '<｜fim▁end｜>', '</s>', '<EOT>', '<|file_sep|>'])(
    'ends at the leaked token %s',
    (token) => {
      expect(taken('const a = █', `1;${token}`)).toBe('const a = 1;█');
    },
  );

  it('ends where another file begins', () => {
    expect(taken('const a = █', '1;\n+++++ other.ts\nconst b = 2;')).toBe('const a = 1;█');
  });

  it('keeps a token that the file itself is about', () => {
    expect(taken("const stops = ['<fim_suffix>', █];", "'<fim_suffix>', 'x'")).toBe(
      "const stops = ['<fim_suffix>', '<fim_suffix>', 'x'█];",
    );
  });

  it('takes code out of a fence', () => {
    expect(taken('f();\n█\n', '```ts\ng();\n```\nThis calls g.')).toBe('f();\ng();█\n');
  });

  it('keeps fences in Markdown', () => {
    expect(taken('# Use\n\n█\n', '```ts\ng();\n```', 'markdown')).toBe('# Use\n\n```ts\ng();\n```█\n');
  });
});

describe('going round in circles', () => {
  it('cuts a repeated line to one', () => {
    expect(taken('f();\n█\n', 'go();\ngo();\ngo();\ngo();\n')).toBe('f();\ngo();█\n');
  });

  it('cuts repeated pairs of lines', () => {
    const raw = 'a.b();\nc.d();\n'.repeat(4);
    expect(taken('f();\n█\n', raw)).toBe('f();\na.b();\nc.d();█\n');
  });

  it('withholds an echo of the lines above', () => {
    expect(taken('one.first();\ntwo.second();\n█\n', 'one.first();\ntwo.second();\n')).toBe(
      'withheld: emptyAnswer',
    );
  });

  it('leaves rows of data alone', () => {
    expect(taken('const zeros = [█];', '0, 0, 0, 0, 0, 0, 0, 0')).toBe(
      'const zeros = [0, 0, 0, 0, 0, 0, 0, 0█];',
    );
  });

  it('leaves closers of falling depth alone', () => {
    const raw = 'a(b(c(() => {\n  go();\n})));';
    expect(taken('█\n', raw)).toBe(`${raw}█\n`);
  });
});

describe('white space', () => {
  it('leaves none at the end', () => {
    expect(taken('const a = █\n', '1;   ')).toBe('const a = 1;█\n');
  });

  it('writes tabs where the file has tabs', () => {
    expect(taken('function f() {\n\ta();\n\t█\n}\n', 'if (b) {\n\t    c();\n\t}')).toBe(
      'function f() {\n\ta();\n\tif (b) {\n\t\tc();\n\t}█\n}\n',
    );
  });

  it('writes spaces where the file has spaces', () => {
    expect(taken('def f():\n    a()\n    █\n', 'if b:\n\t\tc()', 'python')).toBe(
      'def f():\n    a()\n    if b:\n        c()█\n',
    );
  });

  it('keeps the line ends of the file', () => {
    expect(taken('function f() {\r\n  █\r\n}\r\n', 'a();\n  b();\n')).toBe(
      'function f() {\r\n  a();\r\n  b();█\r\n}\r\n',
    );
  });

  it('withholds an answer of nothing but white space', () => {
    expect(taken('a();\n█\n', ' \n\n  ')).toBe('withheld: emptyAnswer');
  });
});
