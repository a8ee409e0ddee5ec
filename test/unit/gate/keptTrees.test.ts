import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeptTrees } from '../../../src/core/gate/syntax/keptTrees.ts';
import { createSyntax, type Syntax } from '../../../src/core/gate/syntax/syntax.ts';
import { textEdits } from '../../../src/core/gate/syntax/textEdits.ts';
import { windowAround } from '../../../src/core/gate/syntax/windowAround.ts';
import { nodeSyntaxPorts } from '../../scripts/nodeSyntax.ts';
import { edit, gateWith, suggestion } from './judging.ts';

/** Counts what is parsed and what is freed. */
function counted(): { readonly syntax: Syntax; open(): number; parsed(): string[] } {
  const inner = createSyntax(nodeSyntaxPorts);
  let open = 0;
  const parsed: string[] = [];
  return {
    open: () => open,
    parsed: () => parsed,
    syntax: {
      ...inner,
      parse(grammar, text, near) {
        const tree = inner.parse(grammar, text, near);
        if (tree === undefined) return undefined;
        open++;
        parsed.push(near === undefined ? 'anew' : 'carried on');
        let freed = false;
        return Object.assign(tree, {
          dispose: ((free) => () => {
            if (!freed) open--;
            freed = true;
            free();
          })(tree.dispose),
        });
      },
    },
  };
}

const functionOf = (index: number): string =>
  `export function part${index}(value: number): number {\n  const twice = value * 2;\n  return twice + ${index};\n}\n`;
const long = Array.from({ length: 300 }, (_, index) => functionOf(index)).join('\n');

describe('what changed between two texts', () => {
  const text = fc
    .array(
      fc.constantFrom(...Array.from({ length: 12 }, (_, index) => functionOf(index)), '', '}', 'x = "🙂"'),
      {
        maxLength: 60,
      },
    )
    .map((lines) => lines.join('\n'));

  it('makes the new text of the old one, in order and apart from each other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        let made = '';
        let from = 0;
        for (const one of textEdits(before, after)) {
          expect(one.start).toBeGreaterThanOrEqual(from);
          made += before.slice(from, one.start) + after.slice(one.newStart, one.newEnd);
          from = one.oldEnd;
        }
        expect(made + before.slice(from)).toBe(after);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves the lines between two places alone', () => {
    const changed = long.replace('+ 7;', '+ 70;').replace('+ 290;', '- 290;');
    const replaced = textEdits(long, changed).reduce((sum, one) => sum + one.oldEnd - one.start, 0);
    expect(replaced).toBeLessThan(300);
  });

  it('is nothing between equal texts', () => {
    expect(textEdits(long, long)).toEqual([]);
  });
});

describe('the part that is parsed', () => {
  it('does not begin within a license that has paragraphs', () => {
    const license = `/*\nCopyright\n\n${'All rights are yours\n\n'.repeat(60)}*/\n`;
    const text = license + long;
    const part = windowAround(text, text.indexOf('part9('));
    expect(part).toMatchObject({ start: 0, firstRow: 0 });
  });

  it('is the whole where one item is longer than all that is looked through', () => {
    const text = `export class Long {\n${'  method(): void {}\n\n'.repeat(800)}}\n`;
    expect(windowAround(text, text.length >> 1)).toEqual({ start: 0, end: text.length, firstRow: 0 });
  });
});

describe('trees from one verdict to the next', () => {
  it('are carried on, and at most three stay', async () => {
    const { syntax, open, parsed } = counted();
    const gate = gateWith({ syntax });
    for (let round = 0; round < 4; round++) {
      for (let file = 0; file < 6; file++) {
        await gate.judge(edit(`src/file${file}.ts`, long, long.replace('+ 7;', `+ ${round}7;`)));
        expect(open()).toBeLessThanOrEqual(3);
      }
      await gate.judge(edit('src/file5.ts', long, long.replace('+ 9;', `+ ${round}9;`)));
    }
    expect(parsed().filter((how) => how === 'carried on').length).toBeGreaterThan(4);
  });

  it('give the verdict that a first look gives, wherever the cursor goes', async () => {
    const gate = gateWith();
    for (const at of [10, 150, 290, 12, 288]) {
      const [before = '', behind = ''] = long.split(`  return twice + ${at};`);
      for (const written of [
        `return twice + ${at};`,
        `return (twice + ${at};`,
        `return nowhereAtAll(twice);`,
      ]) {
        const judged = suggestion('src/long.ts', `${before}  |${behind}`, written);
        const shape = async (one: typeof gate): Promise<unknown> =>
          (await one.judge(judged)).failed.map(({ name, evidence }) => [name, evidence]);
        expect(await shape(gate)).toEqual(await shape(gateWith()));
      }
    }
  });

  it('are not shared by two verdicts at a time', async () => {
    const { syntax, open } = counted();
    const gate = gateWith({ syntax });
    const cases = Array.from({ length: 8 }, (_, index) =>
      gate.judge(edit('src/one.ts', long, long.replace(`+ ${index};`, `+ ${index}1;`))),
    );
    const verdicts = await Promise.all(cases);
    expect(verdicts.every((verdict) => verdict.passed)).toBe(true);
    expect(open()).toBe(1);
  });

  it('are freed when they are taken for another grammar or are too long to keep', () => {
    const freed: string[] = [];
    const kept = createKeptTrees();
    const tree = (path: string, grammar: string, length: number) => ({
      path,
      grammar,
      source: '',
      part: { start: 0, end: length, firstRow: 0 },
      parsed: { text: '', root: undefined as never, dispose: () => freed.push(`${path} ${grammar}`) },
    });
    kept.give(tree('a.ts', 'typescript', 100));
    expect(kept.take('a.ts', 'tsx')).toBeUndefined();
    kept.give(tree('a.ts', 'tsx', 100));
    kept.give(tree('b.ts', 'typescript', 1_000_000));
    expect(freed).toEqual(['a.ts typescript', 'b.ts typescript']);
    expect(kept.take('a.ts', 'tsx')).toBeDefined();
    expect(kept.take('a.ts', 'tsx')).toBeUndefined();
  });
});
