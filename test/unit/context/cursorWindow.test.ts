import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { frameWindow, type WindowBudget, type WindowFrame } from '../../../src/core/context/cursorWindow.ts';
import { promptBudget } from '../../../src/core/context/windowBudget.ts';

const suffixFirst: WindowBudget = { layout: 'suffixFirst', prefixCharacters: 2_000, suffixCharacters: 600 };
const prefixFirst: WindowBudget = { ...suffixFirst, layout: 'prefixFirst' };
const lines = Array.from(
  { length: 1_000 },
  (_, line) => `${line % 9 === 0 ? '' : '  '}const value${line} = compute(${line});`,
);
const text = lines.join('\n');

function documentOf(content: string) {
  return { uri: 'file:///a.ts', path: 'a.ts', languageId: 'typescript', version: 1, text: content };
}

/** Types at a place, one character at a time; answers every window. */
function typeAt(start: number, typed: string, budget: WindowBudget) {
  let frame: WindowFrame | undefined;
  return [...typed].map((_, index) => {
    const content = text.slice(0, start) + typed.slice(0, index + 1) + text.slice(start);
    const framed = frameWindow(frame, documentOf(content), start + index + 1, budget);
    frame = framed.frame;
    return framed;
  });
}

describe('the window', () => {
  const middle = text.indexOf('\n', 20_000);

  it('begins at the same place while one types, and ends with the same suffix', () => {
    const windows = typeAt(middle, '\nconst total = add(one, two);\nconst other = 1;', suffixFirst);
    const [first] = windows;
    for (const { window, isMoved } of windows.slice(1)) {
      expect(window.prefix.startsWith(first?.window.prefix ?? '-')).toBe(true);
      expect(window.suffix).toBe(first?.window.suffix);
      expect(isMoved).toBe(false);
    }
  });

  it('moves only after much was typed, and then in a large step', () => {
    const typed = '\nconst some = value;'.repeat(150);
    const windows = typeAt(middle, typed, suffixFirst);
    const moves = windows.filter(({ isMoved }) => isMoved).length;
    expect(moves).toBeGreaterThan(1);
    expect(moves).toBeLessThanOrEqual(6);
    for (const { window } of windows) {
      expect(window.prefix.length).toBeLessThanOrEqual(suffixFirst.prefixCharacters * 1.4);
      expect(window.prefix.length).toBeGreaterThan(suffixFirst.prefixCharacters * 0.3);
    }
  });

  it('leaves closers behind the cursor out, which come and go while one types', () => {
    const content = 'foo(bar)\nnext();\n';
    for (const budget of [suffixFirst, prefixFirst])
      expect(frameWindow(undefined, documentOf(content), 7, budget).window.suffix).toBe('\nnext();\n');
  });

  it('stays byte for byte in front of what is written where the suffix comes behind the prefix', () => {
    const windows = typeAt(middle, '\nconst total = add(one, two);\nconst other = 1;', prefixFirst);
    const standing = windows.map(
      ({ window }) =>
        `${window.prefix.slice(0, window.prefix.length - (window.writtenLength ?? 0))}|${window.suffix}`,
    );
    expect(new Set(standing).size).toBe(1);
    expect(standing[0]).toMatch(/\n\|/);
  });

  it('counts what was written long ago as standing, and so what was edited above or left behind', () => {
    const written = '\nconst some = value;'.repeat(150);
    for (const { window } of typeAt(middle, written, prefixFirst))
      expect(window.writtenLength).toBeLessThanOrEqual(2_000);
    const [, last] = typeAt(middle, '\na', prefixFirst);
    const there = `${text.slice(0, middle)}\na${text.slice(middle)}`;
    const edited = there.replaceAll('const value4', 'let   value4');
    const after = frameWindow(last?.frame, documentOf(edited), middle + 2, prefixFirst).window;
    expect(after.writtenLength).toBe(1);
    const elsewhere = frameWindow(last?.frame, documentOf(there), middle - 300, prefixFirst).window;
    expect(elsewhere.writtenLength).toBe(elsewhere.prefix.length - elsewhere.prefix.lastIndexOf('\n') - 1);
  });

  it('has nothing written where the suffix comes first: there the prefix is read last anyway', () => {
    for (const { window } of typeAt(middle, '\nconst a = 1;', suffixFirst))
      expect(window.writtenLength).toBe(0);
  });

  it('keeps code behind the cursor in the suffix', () => {
    const { window } = frameWindow(undefined, documentOf('const  = compute();\n'), 6, suffixFirst);
    expect(window.suffix).toBe(' = compute();\n');
  });

  it('follows its lines when others are added above', () => {
    const before = frameWindow(undefined, documentOf(text), middle, suffixFirst);
    const head = '// a new head\n';
    const after = frameWindow(before.frame, documentOf(head + text), middle + head.length, suffixFirst);
    expect(after.isMoved).toBe(false);
    expect(after.window.prefix).toBe(before.window.prefix);
  });

  it('is cut anew after a jump', () => {
    const before = frameWindow(undefined, documentOf(text), middle, suffixFirst);
    const after = frameWindow(before.frame, documentOf(text), text.length - 10, suffixFirst);
    expect(after.isMoved).toBe(true);
  });

  it('is a piece of the file around the cursor, cut at line ends, wherever that is', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(text.length), (first, second) => {
        let frame: WindowFrame | undefined;
        for (const offset of [first, second, first]) {
          const framed = frameWindow(frame, documentOf(text), offset, suffixFirst);
          ({ frame } = framed);
          const { prefix } = framed.window;
          expect(text.slice(offset - prefix.length, offset)).toBe(prefix);
          const start = offset - prefix.length;
          expect(start === 0 || text[start - 1] === '\n').toBe(true);
        }
      }),
    );
  });
});

describe('the budget', () => {
  const speed = { contextTokens: 32_768, maxTokens: 128, charactersPerToken: 3.5 };

  it('shrinks with a slow server', () => {
    const fast = promptBudget('codestral', { ...speed, prefillTokensPerSecond: 2_500 });
    const slow = promptBudget('codestral', { ...speed, prefillTokensPerSecond: 300 });
    expect(slow.window.prefixCharacters).toBeLessThan(fast.window.prefixCharacters / 2);
  });

  it('always fits the context', () => {
    for (const contextTokens of [512, 2_048, 4_096, 32_768]) {
      const { window, snippetTokens } = promptBudget('qwenCoder', {
        ...speed,
        contextTokens,
        prefillTokensPerSecond: 50_000,
      });
      const tokens = (window.prefixCharacters * 1.4 + window.suffixCharacters) / 3.5 + snippetTokens;
      expect(tokens).toBeLessThanOrEqual(contextTokens - 128);
    }
  });

  it('does not change with every measurement', () => {
    const budgets = [2_000, 2_050, 2_100, 2_150].map((prefillTokensPerSecond) =>
      JSON.stringify(promptBudget('codestral', { ...speed, prefillTokensPerSecond })),
    );
    expect(new Set(budgets).size).toBe(1);
  });

  it('keeps the suffix short where every keystroke re-reads it', () => {
    const psm = promptBudget('qwenCoder', speed);
    const spm = promptBudget('codestral', speed);
    expect(psm.window.suffixCharacters).toBeLessThan(spm.window.suffixCharacters);
  });
});
