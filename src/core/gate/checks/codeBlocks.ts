/** Do the code blocks of a chat answer parse? */

import type { Check, CheckContext } from '../check.ts';
import { fencesIn, type Fence } from '../language/fences.ts';
import { languageNamed } from '../language/languages.ts';
import { elisionScore } from '../language/elisionWords.ts';
import { rawNet } from '../syntax/brackets.ts';
import { withoutFalseForms } from '../syntax/knownFalseErrors.ts';
import { syntaxErrors } from '../syntax/syntaxErrors.ts';

/** A block is often a part of a file: it passes when it parses as it is or in one of these surroundings. */
const surroundings: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  typescript: [
    ['class X {\n', '\n}'],
    ['const x = {\n', '\n};'],
    ['async function x() {\n', '\n}'],
    ['(', ')'],
    ['type X = {\n', '\n}'],
    ['switch (x) {\n', '\n}'],
  ],
  tsx: [
    ['class X {\n', '\n}'],
    ['const x = {\n', '\n};'],
    ['function X() { return (\n', '\n) }'],
    ['function X() { return (<>\n', '\n</>) }'],
  ],
  javascript: [
    ['class X {\n', '\n}'],
    ['const x = {\n', '\n};'],
    ['async function x() {\n', '\n}'],
    ['(', ')'],
    ['function X() { return (<>\n', '\n</>) }'],
    ['switch (x) {\n', '\n}'],
  ],
  python: [],
  go: [
    ['package x\nfunc x() {\n', '\n}'],
    ['package x\ntype X struct {\n', '\n}'],
    ['package x\n', '\n'],
  ],
  rust: [
    ['fn x() {\n', '\n}'],
    ['impl X {\n', '\n}'],
    ['struct X {\n', '\n}'],
  ],
  java: [
    ['class X {\n', '\n}'],
    ['class X { void x() {\n', '\n} }'],
  ],
  'c-sharp': [
    ['class X {\n', '\n}'],
    ['class X { void x() {\n', '\n} }'],
  ],
  c: [
    ['void x() {\n', '\n}'],
    ['struct x {\n', '\n};'],
  ],
  cpp: [
    ['void x() {\n', '\n}'],
    ['class X {\n', '\n};'],
  ],
  php: [
    ['<?php\n', ''],
    ['<?php class X {\n', '\n}'],
  ],
  css: [['x {\n', '\n}']],
  json: [
    ['{', '}'],
    ['[', ']'],
  ],
  ruby: [['class X\n', '\nend']],
};
const longestBlock = 60_000;

/** Fails when a block in a known language has errors in every surrounding and brackets that do not match, or hardly parses. */
export const codeBlocksCheck: Check = {
  name: 'codeBlocks',
  tasks: ['chat'],
  async run(context) {
    for (const block of fencesIn(context.answer)) {
      const grammar = languageNamed(block.info.split(/[\s{:,]/)[0] ?? '')?.grammar;
      if (grammar === undefined || block.text.trim() === '' || block.text.length > longestBlock) continue;
      const broken = await breaks(block, grammar, context);
      if (broken === undefined) continue;
      return { message: `A code block in ${block.info} does not parse: ${broken}.`, line: block.row };
    }
    return undefined;
  },
};

async function breaks(block: Fence, grammar: string, context: CheckContext): Promise<string | undefined> {
  // A session or a template shows more than code.
  if (grammar === 'bash' || grammar === 'html' || /^[+-] ?\S/m.test(block.text)) return undefined;
  const text = withoutFalseForms(grammar, dedented(withoutElisions(block.text)));
  let least = Infinity;
  let first = '';
  for (const [open, close] of [['', ''] as const, ...(surroundings[grammar] ?? [])]) {
    const parsed = await context.parseAside(grammar, open + text + close);
    if (parsed === undefined) return undefined;
    if (!parsed.root.hasError) return undefined;
    const errors = syntaxErrors(parsed.root);
    const extent = errors.reduce((sum, error) => sum + Math.max(1, error.end - error.start), 0);
    if (extent < least) {
      least = extent;
      first = errors[0]?.text ?? '';
    }
  }
  const net = rawNet(text);
  const open = net['{}'] !== 0 || net['()'] !== 0 || net['[]'] !== 0;
  if (!open && least < text.length * 0.25) return undefined;
  return open ? 'its brackets do not match' : `\`${first.slice(0, 50)}\` does not fit`;
}

/** Three dots for what is not shown are a habit of explanations. */
function withoutElisions(text: string): string {
  return text
    .split('\n')
    .filter(
      (line) =>
        !/^\s*(?:\.{3}|…),?;?\s*$/.test(line) &&
        (line.length > 200 || !/^\s*\.{3}/.test(line) || elisionScore(line) === 0),
    )
    .join('\n')
    .replace(/([([{,]\s*)(?:\.{3}|…)(?=\s*[)\]}])/g, '$1');
}

function dedented(text: string): string {
  const lines = text.split('\n');
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const least = Math.min(...depths);
  return least > 0 && Number.isFinite(least) ? lines.map((line) => line.slice(least)).join('\n') : text;
}
