import { describe, expect, it } from 'vitest';

import {
  editPrompt,
  type EditContextPiece,
  type EditPromptInput,
} from '../../../src/core/prompt/editPrompt.ts';

const text = 'import a from "a";\n\nfunction one() {\n  return a;\n}\n\nfunction two() {\n  return 2;\n}\n';

function input(over: Partial<EditPromptInput> = {}): EditPromptInput {
  return {
    family: 'devstral',
    path: 'src/a.ts',
    languageId: 'typescript',
    text,
    region: { start: text.indexOf('function two'), end: text.length },
    instruction: 'return 22',
    context: [],
    contextTokens: 8_000,
    estimateTokens: (of) => Math.ceil(of.length / 4),
    ...over,
  };
}

const piece = (label: string, length: number, more: Partial<EditContextPiece> = {}): EditContextPiece => ({
  kind: 'definition',
  label,
  text: 'x'.repeat(length),
  ...more,
});

describe('the prompt of an edit', () => {
  it('asks for a small region whole and puts it last, behind the instruction', () => {
    const prompt = editPrompt(input());
    expect(prompt).toMatchObject({ ok: true, value: { format: 'region' } });
    const content = prompt.ok ? (prompt.value.messages.at(-1)?.content ?? '') : '';
    expect(content.indexOf('return 22')).toBeLessThan(content.lastIndexOf('function two'));
    expect(content.trimEnd().endsWith('```')).toBe(true);
  });

  it('asks for blocks where the region is long', () => {
    const long = 'line();\n'.repeat(400);
    const prompt = editPrompt(input({ text: long, region: { start: 0, end: long.length } }));
    expect(prompt).toMatchObject({ ok: true, value: { format: 'blocks' } });
  });

  it('stays within the context and names what it left out', () => {
    const context = [piece('small', 400), piece('huge', 200_000), piece('also small', 400)];
    const prompt = editPrompt(input({ context, contextTokens: 4_000 }));
    if (!prompt.ok) throw new Error(prompt.reason);
    expect(prompt.value.leftOut).toEqual(['huge']);
    const total = prompt.value.messages.reduce((sum, { content }) => sum + Math.ceil(content.length / 4), 0);
    expect(total + prompt.value.maxTokens).toBeLessThanOrEqual(4_000);
  });

  it('is refused where the code itself does not fit', () => {
    expect(editPrompt(input({ contextTokens: 400 }))).toMatchObject({ ok: false, reason: 'tooLong' });
  });

  it('names the files whose text is inside, and those that stay here', () => {
    const context = [
      piece('secret', 10, { path: '.env', staysLocal: true }),
      piece('b', 10, { path: 'src/b.ts' }),
    ];
    const prompt = editPrompt(input({ context }));
    expect(prompt).toMatchObject({
      ok: true,
      value: { paths: ['src/a.ts', '.env', 'src/b.ts'], stayLocalPaths: ['.env'] },
    });
  });

  it('is one message for a family without a system role', () => {
    const prompt = editPrompt(input({ family: 'gemma' }));
    expect(prompt.ok && prompt.value.messages.map(({ role }) => role)).toEqual(['user']);
  });

  it('fences code that holds fences itself', () => {
    const markdown = '# A\n```ts\nx\n```\n';
    const prompt = editPrompt(
      input({ text: markdown, region: { start: 0, end: markdown.length }, path: 'a.md' }),
    );
    const content = prompt.ok ? (prompt.value.messages.at(-1)?.content ?? '') : '';
    expect(content).toContain('````typescript\n# A');
  });
});
