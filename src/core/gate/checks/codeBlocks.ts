/** Do the code blocks of a chat answer parse? */

import type { Check, CheckContext } from '../check.ts';
import { fencesIn, type Fence } from '../language/fences.ts';
import { foreignHead } from '../language/declarationHeads.ts';
import { foreignLines } from '../language/foreignLines.ts';
import { languageNamed, type LanguageFacts } from '../language/languages.ts';
import { elisionScore } from '../language/elisionWords.ts';
import { commentText } from '../language/comments.ts';
import { bracketsIn } from '../syntax/bracketScan.ts';
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
/** Less of a block that does not fit may be a dialect, or a word too much. */
const brokenShare = 0.12;
/** A dialect, or a word too much, is one error or two. */
const manyErrors = 4;
/** Grammars that macros and templates lead astray. */
const macros = new Set(['c', 'cpp', 'css', 'yaml', 'php', 'ruby']);

/** Fails when a block in a known language has errors in every surrounding and brackets that do not match, or hardly parses. */
export const codeBlocksCheck: Check = {
  name: 'codeBlocks',
  tasks: ['chat'],
  async run(context) {
    for (const block of fencesIn(context.answer)) {
      const language = languageNamed(block.info.split(/[\s{:,]/)[0] ?? '');
      if (language?.grammar === undefined || block.text.trim() === '' || block.text.length > longestBlock)
        continue;
      const broken = await breaks(block, language, context);
      if (broken === undefined) continue;
      return { message: `A code block in ${block.info} does not parse: ${broken}.`, line: block.row };
    }
    return undefined;
  },
};

async function breaks(
  block: Fence,
  language: LanguageFacts,
  context: CheckContext,
): Promise<string | undefined> {
  const grammar = language.grammar ?? '';
  // A session or a template shows more than code.
  if (grammar === 'bash' || grammar === 'html' || /^[+-] ?\S/m.test(block.text)) return undefined;
  const text = withoutFalseForms(grammar, dedented(withoutElisions(block.text)));
  let least = Infinity;
  let fewest = Infinity;
  let first = '';
  // Text without a tag is no PHP, but passes for it.
  const bare = grammar === 'php' && !text.includes('<?') ? [] : [['', ''] as const];
  for (const [open, close] of [...bare, ...(surroundings[grammar] ?? [])]) {
    const parsed = await context.parseAside(grammar, open + text + close);
    if (parsed === undefined) return undefined;
    if (!parsed.root.hasError) return undefined;
    const errors = syntaxErrors(parsed.root);
    const extent = errors.reduce((sum, error) => sum + Math.max(1, error.end - error.start), 0);
    fewest = Math.min(fewest, errors.length);
    if (extent < least) {
      least = extent;
      first = errors[0]?.text ?? '';
    }
  }
  const foreign = foreignIn(text, language);
  if (foreign !== undefined) return `it reads like ${foreign}`;
  const open = isUnbalanced(text, language);
  const many = fewest >= manyErrors && !macros.has(grammar);
  if (!open && !many && least < text.length * brokenShare) return undefined;
  return open ? 'its brackets do not match' : `\`${first.slice(0, 50)}\` does not fit`;
}

function foreignIn(text: string, language: LanguageFacts): string | undefined {
  const lines = text
    .split('\n')
    .map((line, row) => ({ row, text: line }))
    .filter((line) => line.text.trim().length > 1 && commentText(line.text, language) === undefined);
  const head = lines
    .map((line) => foreignHead(line.text, language.family))
    .find((name) => name !== undefined);
  return foreignLines(lines, language.family)?.family ?? head;
}

function isUnbalanced(text: string, language: LanguageFacts): boolean {
  if (language.family === 'c' && /^\s*#\s*(?:if|ifdef|ifndef)\b/m.test(text)) return false;
  const net = { '{}': 0, '()': 0, '[]': 0 };
  for (const bracket of bracketsIn(text, language)) net[bracket.kind] += bracket.opens ? 1 : -1;
  return Object.values(net).some((count) => count !== 0);
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
