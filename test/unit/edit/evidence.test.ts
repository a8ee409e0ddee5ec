import { describe, expect, it } from 'vitest';

import { applyAnswer } from '../../../src/core/edit/applyAnswer.ts';

const block = (search: string, replace: string): string =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;
const fence = (text: string): string => `\`\`\`\n${text}\`\`\`\n`;

/** The text after the answer, or the reason there is none. */
function outcome(file: string, answer: string, path = 'src/shop.ts'): string {
  const result = applyAnswer(file, answer, { path });
  return result.ok ? result.value : result.reason;
}

describe('blanks at the ends of lines', () => {
  it('go where the search shows them and the new text does not, however the block was found', () => {
    const file = 'class Shop {\n  open() {}  \n\n  close() {}\n}\n';
    const moved = block('    open() {}  \n\n    close() {}', '    open() {}\n\n    close(now) {}');
    expect(outcome(file, moved)).toBe(file.replace('{}  ', '{}').replace('close()', 'close(now)'));
  });

  it('stay where the search does not show them', () => {
    const file = 'class Shop {\n  open() {}  \n  close() {}\n}\n';
    expect(outcome(file, block('  open() {}\n  close() {}', '  open() {}\n  close(now) {}'))).toBe(
      file.replace('close()', 'close(now)'),
    );
  });
});

describe('indentation', () => {
  const file = 'function open() {\n    one();\n    two();\n}\n';

  it('of new lines is meant where the search copies that of the file', () => {
    const answer = block('    one();  ', '\tone();\n\tthree();');
    expect(outcome(file, answer)).toBe(file.replace('    one();', '\tone();\n\tthree();'));
  });

  it('changes in part of a whole file where other lines were copied with theirs', () => {
    const wanted = file.replace('    two', '\ttwo');
    expect(outcome(file, fence(wanted))).toBe(wanted);
  });

  it('is the file’s again where a whole file is written with the other character', () => {
    const written = file.replaceAll('    ', '\t').replace('two', 'three');
    expect(outcome(file, fence(written))).toBe(file.replace('two', 'three'));
  });
});

describe('another file', () => {
  const file = 'export function openShop(): void {\n  shop.open();\n  shop.greetEverybody();\n}\n';
  const answer = block(
    'export function openShop(): void {\n  shop.open();\n  shop.greetEverybody();',
    'export function openShop(): void {\n  shop.open();',
  );

  it('is meant by its name, even where its lines stand in ours', () => {
    expect(outcome(file, `src/market.ts\n${answer}`)).toBe('otherFile');
    expect(outcome(file, `src/2019.ts\n${answer}`, 'src/2019.ts')).toContain('shop.open();\n}');
  });

  it('is what says that it belongs to another package', () => {
    const body = (name: string, word: string): string =>
      `package ${name}\n\nfunc Greet() string {\n\thello := 1\n\treturn "${word}"\n}\n`;
    expect(outcome(body('es', 'hola'), fence(body('fr', 'salut')), 'es/words.go')).toBe('otherFile');
  });
});

describe('a diff that lost lines', () => {
  const file = 'one\ntwo\nthree\nfour\nfive\n';

  it('proves no place for new lines where its numbers count more context than there is', () => {
    const diff = '```diff\n--- a/src/shop.ts\n+++ b/src/shop.ts\n@@ -1,5 +1,6 @@\n-two\n+TWO\n+new\n```\n';
    expect(outcome(file, diff)).toBe('noMatch');
  });

  it('is taken at its word where it has no numbers and every section stands there once', () => {
    const diff = '```diff\n--- a/src/shop.ts\n+++ b/src/shop.ts\n@@\n+new\n three\n```\n';
    expect(outcome(file, diff)).toBe(file.replace('three', 'new\nthree'));
  });
});

describe('what breaks off', () => {
  const file = 'one\ntwo\nthree\n';

  it('in the words that stood before an earlier block', () => {
    expect(outcome(file, `src/shop.ts\n${block('two', 'TWO')}\nsrc/sh`)).toBe('truncated');
    expect(outcome(file, `src/shop.ts\n${block('two', 'TWO')}\nDone`)).toBe(file.replace('two', 'TWO'));
  });
});

describe('a whole file', () => {
  const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta'];

  it('may be broken into other lines from the first to the last', () => {
    const head = 'import { open } from "./files";\n';
    const file =
      head + names.map((name) => `const ${name} =\nopen("${name}", 2);\n`).join('') + 'export { alpha };\n';
    const wanted = file.replaceAll('=\n', '= ');
    expect(outcome(file, fence(wanted))).toBe(wanted);
  });

  it('is not taken for one without the clause that says where it belongs', () => {
    const file = `package shop;\n\n${names.map((name) => `use(${name});\n`).join('')}`;
    const headless = file.replace('package shop;\n\n', '').replace('theta', 'iota');
    expect(outcome(file, fence(headless))).toBe('partial');
  });

  it('stands beside a quote of the file, but not beside another text of its kind', () => {
    const file = names.map((name) => `call(${name}, "${name}");\n`).join('');
    const wanted = file.replace('call(theta', 'send(theta');
    const quote = fence('call(gamma, "gamma");\ncall(delta, "delta");\n');
    expect(outcome(file, `Below\n\n${quote}\nsome changes:\n\n${fence(wanted)}`)).toBe(wanted);
    const other = fence('call(gamma, "gamma");\ncall(zeta, "zeta");\n');
    expect(outcome(file, `${other}\nOr:\n\n${fence(wanted)}`)).toBe('severalFences');
  });
});
