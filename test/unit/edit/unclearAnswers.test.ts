import { describe, expect, it } from 'vitest';

import { applyAnswer } from '../../../src/core/edit/applyAnswer.ts';

function block(search: string, replace: string): string {
  return `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;
}

function outcome(file: string, answer: string, path = 'a.ts'): string {
  const result = applyAnswer(file, answer, { path });
  return result.ok ? result.value : `refused: ${result.reason}`;
}

const indented = 'mod a;\n\nfn b() {\n    c();\n    if d {\n        e();\n    }\n}\n';

describe('tabs in place of a file’s four spaces', () => {
  it('count two columns where every level is made of two', () => {
    const answer = block('mod a;', 'use x::{\n\t\ty,\n\t\tz,\n};\nmod a;');
    expect(outcome(indented, answer, 'a.rs')).toBe(`use x::{\n    y,\n    z,\n};\n${indented}`);
  });

  it('count as many columns as the search lines show', () => {
    const answer = block('\t\t\t\te();', '\t\t\t\tif f {\n\t\t\t\t\t\te();\n\t\t\t\t}');
    expect(outcome(indented, answer, 'a.rs')).toBe(
      indented.replace('        e();', '        if f {\n            e();\n        }'),
    );
  });

  it('count a level each where the levels are made of one', () => {
    const answer = block('mod a;', 'use x::{\n\ty,\n};\nmod a;');
    expect(outcome(indented, answer, 'a.rs')).toBe(`use x::{\n    y,\n};\n${indented}`);
  });

  it('are refused where the file itself goes two levels in behind a bracket', () => {
    const file = indented.replace('    c();\n', '    c(\n            1,\n    );\n');
    const answer = block('mod a;', 'use x::{\n\t\ty,\n};\nmod a;');
    expect(outcome(file, answer, 'a.rs')).toBe('refused: noMatch');
  });
});

const commented = 'a();\n\n// First it is weighed,\n// then it is packed.\nsend(tea);\n';

describe('a search that lost lines', () => {
  it('is refused where a comment stands in place of its blanks, and the new lines bring one', () => {
    expect(outcome(commented, block('\n\nsend(tea);', '// It is weighed.\nsend(tea, now);'))).toBe(
      'refused: ambiguous',
    );
  });

  it('is refused where it would take only what stands behind a comment', () => {
    expect(outcome(commented, block('\nsend(tea);', ''))).toBe('refused: ambiguous');
  });

  it('is refused where its new lines stand beside it already, blank lines aside', () => {
    const file = 'import (\n\n\t"fmt"\n\t"os"\n)\n';
    expect(outcome(file, block('\n\n\t"fmt"', '\nimport (\n\t"errors"\n\t"fmt"'), 'a.go')).toBe(
      'refused: ambiguous',
    );
  });

  it('is applied where blank lines only stand around it', () => {
    expect(outcome(commented, block('\n\na();', 'b();'))).toBe(commented.replace('a();', 'b();'));
  });
});

describe('an answer that left something out', () => {
  it('is known by dots at another depth than those of the file', () => {
    const file = 'class A:\n    def b(self):\n        ...\n\n    def c(self):\n        return 1\n\n\nd = 1\n';
    const answer = block('    def c(self):\n        return 1\n\n\nd = 1', '...\nd = 2');
    expect(outcome(file, answer, 'a.py')).toBe('refused: elided');
  });

  it('is known by dots in place of its lines, in a document too', () => {
    const file = '# Tea\n\n```sh\nbrew\n```\n\nIt is hot.\n\nIt is green.\n\nIt is good.\n';
    const gone = 'It is hot.\n\nIt is green.\n\nIt is good.';
    expect(outcome(file, block(gone, 'It is hot.\n<!-- ... -->\nIt is good.'), 'a.md')).toBe(
      'refused: elided',
    );
    const whole = file.replace('It is hot.\n\nIt is green.', '...');
    expect(outcome(file, `\`\`\`\`markdown\n${whole}\`\`\`\`\n`, 'a.md')).toBe('refused: elided');
  });

  it('is known by the fence around a block that did not end', () => {
    const answer = `\`\`\`typescript\n${block('a();', 'b();')}\n\``;
    expect(outcome(commented, answer)).toBe('refused: truncated');
  });
});

const twin = [
  'package proto',
  '',
  'import "errors"',
  '',
  'type CloseRequest struct {',
  '\tObject byte',
  '\tName string',
  '}',
  '',
  'func (r *CloseRequest) Decode(source []byte) error {',
  '\treturn errors.New("no")',
  '}',
  '',
].join('\n');

describe('a whole file without a name', () => {
  it('is refused where what the file is called after is gone: it is its twin', () => {
    const other = twin.replaceAll('CloseRequest', 'FlushRequest');
    expect(outcome(twin, `\`\`\`go\n${other}\`\`\`\n`, 'proto/close_request.go')).toBe('refused: otherFile');
    expect(
      outcome(twin, `proto/close_request.go\n\`\`\`go\n${other}\`\`\`\n`, 'proto/close_request.go'),
    ).toBe(other);
  });

  it('is taken where the file and the definition in it come to the same', () => {
    const file = 'export function same(a, b) {\n\tconst c = a + b;\n\treturn c === 0;\n}\n';
    const fresh =
      'export function same(a, b, d = []) {\n\tconst c = a + b + d.length;\n\treturn c === 0;\n}\n';
    expect(outcome(file, `\`\`\`js\n${fresh}\`\`\`\n`, 'x.js')).toBe(fresh);
  });
});

it('typographic quotes are plain ones where others of the answer are, whatever else the line holds', () => {
  const file = 'const unit = "Ω";\nconst ohm = f("Ω", 1);\nconst end = "x";\n';
  const answer = block(
    'const unit = “Ω”;\nconst ohm = f(“Ω”, 1);',
    'const unit = “Ω”;\nconst ohm = g(“Ω”, 2);',
  );
  expect(outcome(file, answer)).toBe(file.replace('f("Ω", 1)', 'g("Ω", 2)'));
});

describe('an answer that may mean two things', () => {
  it('is refused where a fence begins behind its last block', () => {
    expect(outcome(commented, `\`\`\`ts\n${block('a();', 'b();')}\`\`\`\n\n\`\``)).toBe('refused: truncated');
  });

  it('is refused where another piece of code stands beside the whole file', () => {
    const whole = '```\nlet a = 1;\nlet b = 3;\nlet c = 3;\n```\n';
    const other = '```\nconst names = load();\nsort(names);\n```\n';
    const file = 'let a = 1;\nlet b = 2;\nlet c = 3;\n';
    expect(outcome(file, `${whole}\nOr:\n\n${other}`)).toBe('refused: severalFences');
    expect(outcome(file, whole)).toBe('let a = 1;\nlet b = 3;\nlet c = 3;\n');
  });

  it('is refused where all tabs of a file that has both are gone', () => {
    const file = 'func a() {\n\tb()\n\tc()\n\tf()\n\td()\n}\n\nvar e = `\n  f\n  g\n  h\n`\n';
    const fresh = file.replaceAll('\t', '    ').replace('d()', 'd(1)');
    expect(outcome(file, `\`\`\`go\n${fresh}\`\`\`\n`, 'x.go')).toBe('refused: blanksDiffer');
  });
});
