/** How an edit and a commit message are asked for, word for word. */

import { describe, expect, it } from 'vitest';

import type { ChatMessage } from '../../src/core/model/stream.ts';
import { commitPrompt } from '../../src/core/prompt/commitPrompt.ts';
import {
  editPrompt,
  editRepairMessages,
  type EditContextPiece,
  type EditPrompt,
  type EditPromptInput,
} from '../../src/core/prompt/editPrompt.ts';

const text = [
  'import { rate } from "./rate";',
  '',
  'export function net(gross: number): number {',
  '  return gross / (1 + rate);',
  '}',
  '',
  'export function tax(gross: number): number {',
  '  return gross - net(gross);',
  '}',
  '',
].join('\n');

const context: readonly EditContextPiece[] = [
  { kind: 'rules', label: 'AGENTS.md', text: 'Money is whole cents.', path: 'AGENTS.md' },
  {
    kind: 'diagnostics',
    label: '1',
    text: 'line 8 [ts]: gross may be undefined\n    return gross - net(gross);',
  },
  { kind: 'definition', label: 'rate (src/rate.ts)', text: 'export const rate = 0.19;', path: 'src/rate.ts' },
  { kind: 'recentEdit', label: 'src/rate.ts', text: '- rate = 0.16\n+ rate = 0.19', path: 'src/rate.ts' },
];

function promptOf(over: Partial<EditPromptInput> = {}): EditPrompt {
  const prompt = editPrompt({
    family: 'devstral',
    path: 'src/tax.ts',
    languageId: 'typescript',
    text,
    region: { start: text.indexOf('export function tax'), end: text.length },
    instruction: 'Round to whole cents',
    context,
    contextTokens: 8_000,
    estimateTokens: (of) => Math.ceil(of.length / 4),
    ...over,
  });
  if (!prompt.ok) throw new Error(prompt.reason);
  return prompt.value;
}

function shown(messages: readonly ChatMessage[]): string {
  return messages.map(({ role, content }) => `>>> ${role}\n${content}\n`).join('\n');
}

describe('edit prompts', () => {
  it.each([
    ['region', promptOf().messages],
    ['blocks', promptOf({ format: 'blocks' }).messages],
    ['withoutSystem', promptOf({ family: 'gemma-3' }).messages],
    ['emptyFile', promptOf({ text: '', region: { start: 0, end: 0 }, context: [] }).messages],
    [
      'repair',
      editRepairMessages(promptOf(), '```typescript\n// ...\n```', 'The answer failed: code was left out.'),
    ],
  ])('%s', async (name, messages) => {
    await expect(shown(messages)).toMatchFileSnapshot(`./edit/${name}.txt`);
  });

  it('fits a small window by leaving out what is needed least', async () => {
    const prompt = promptOf({ contextTokens: 1_200 });
    expect(prompt.leftOut.length).toBeGreaterThan(0);
    expect(prompt.leftOut).not.toContain('AGENTS.md');
    await expect(shown(prompt.messages)).toMatchFileSnapshot('./edit/smallWindow.txt');
  });
});

describe('commit prompts', () => {
  const diff = [
    'diff --git a/src/tax.ts b/src/tax.ts',
    '--- a/src/tax.ts',
    '+++ b/src/tax.ts',
    '@@ -8 +8 @@',
    '-  return gross - net(gross);',
    '+  return Math.round(gross - net(gross));',
    '',
  ].join('\n');

  it.each([
    ['commit', 'devstral'],
    ['commitWithoutSystem', 'gemma-3'],
  ])('%s', async (name, family) => {
    const prompt = commitPrompt({
      family,
      diff,
      earlier: ['Say the rate once', 'Round at the end'],
      contextTokens: 8_000,
      estimateTokens: (of) => Math.ceil(of.length / 4),
    });
    await expect(shown(prompt.messages)).toMatchFileSnapshot(`./edit/${name}.txt`);
  });
});
