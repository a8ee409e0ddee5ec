/** Which suggestions would be right at a place in a file, and how do they go wrong? */

import type { Chance } from './chance.ts';
import type { Source } from './damage.ts';
import { introductions, placeholders, strangers, tokens } from './wordings.ts';

export interface Insertion {
  readonly before: string;
  readonly after: string;
  readonly suffix: string;
}

/** The truth at a few places: the rest of a line, some lines, from within a line into the next ones, the rest of a block. */
export function goodCompletions(source: Source, chance: Chance): Insertion[] {
  return [
    restOfLine(source, chance),
    blockBody(source, chance),
    someLines(source, chance, false),
    someLines(source, chance, true),
  ].filter((one) => one !== undefined);
}

function restOfLine({ text }: Source, chance: Chance): Insertion | undefined {
  const lines = text.split('\n');
  const rows = lines.flatMap((line, row) =>
    line.trim().length > 12 && !/^\s*(?:\/\/|#|\*|\/\*|<!--|""")/.test(line) ? [row] : [],
  );
  if (rows.length < 8) return undefined;
  const row = chance.pick(rows);
  const line = lines[row] ?? '';
  const indent = line.length - line.trimStart().length;
  const from = lines.slice(0, row).join('\n').length + (row > 0 ? 1 : 0);
  const at = from + indent + chance.below(line.trim().length - 6);
  const end = from + line.trimEnd().length;
  return { before: text.slice(0, at), after: text.slice(at, end), suffix: text.slice(end) };
}

/** Whole lines behind their indentation, or from within the first of them. */
function someLines({ text }: Source, chance: Chance, fromWithin: boolean): Insertion | undefined {
  const lines = text.split('\n');
  const count = 1 + chance.below(10);
  if (lines.length < count + 8) return undefined;
  const row = 1 + chance.below(lines.length - count - 2);
  const line = lines[row] ?? '';
  const indent = line.length - line.trimStart().length;
  if (line.trim().length < 4) return undefined;
  const start = lines.slice(0, row).join('\n').length + 1;
  const at = start + indent + (fromWithin ? chance.below(line.trim().length) : 0);
  const end = lines.slice(0, row + count).join('\n').length;
  if (text.slice(at, end).trim() === '') return undefined;
  return { before: text.slice(0, at), after: text.slice(at, end), suffix: text.slice(end) };
}

function blockBody({ text, root }: Source, chance: Chance): Insertion | undefined {
  const nodes = root
    .descendantsOfType([
      'statement_block',
      'block',
      'compound_statement',
      'declaration_list',
      'do_statement',
      'class_body',
      'body_statement',
      'object',
      'rule_set',
    ])
    .filter(
      (node) =>
        node !== null &&
        node.endPosition.row - node.startPosition.row >= 2 &&
        node.endPosition.row - node.startPosition.row < 40,
    );
  if (nodes.length === 0) return undefined;
  const node = chance.pick(nodes);
  if (node === null) return undefined;
  const first = node.namedChildren[0];
  const last = node.namedChildren.at(-1);
  if (!first || !last || last.endIndex - first.startIndex < 20) return undefined;
  return {
    before: text.slice(0, first.startIndex),
    after: text.slice(first.startIndex, last.endIndex),
    suffix: text.slice(last.endIndex),
  };
}

export type CompletionDamage = (good: Insertion, chance: Chance, source: Source) => string | undefined;

const brackets = /[{}()[\]]/g;

export const completionDamages: Readonly<Record<string, CompletionDamage>> = {
  completionTruncated(good, chance) {
    const cut = good.after.slice(0, Math.floor(good.after.length * (0.3 + 0.6 * chance.next())));
    return open(cut) !== open(good.after) ? cut : undefined;
  },
  completionDoubledSuffix(good) {
    const lines = good.suffix.split('\n').filter((line) => line.trim() !== '');
    const more = lines.slice(0, 3).join('\n');
    return more.replace(/\W/g, '').length < 14 ? undefined : `${good.after}\n${more}`;
  },
  completionDroppedBracket(good, chance) {
    const at = [...good.after.matchAll(brackets)].map((found) => found.index);
    if (at.length === 0 || quoted(good.after)) return undefined;
    const one = chance.pick(at);
    return good.after.slice(0, one) + good.after.slice(one + 1);
  },
  completionDoubledBracket(good, chance) {
    const at = [...good.after.matchAll(brackets)].map((found) => found.index);
    if (at.length === 0 || quoted(good.after)) return undefined;
    const one = chance.pick(at);
    return good.after.slice(0, one) + good.after.slice(one, one + 1) + good.after.slice(one);
  },
  completionFenced: (good, _chance, source) => `\`\`\`${source.languageId}\n${good.after}\n\`\`\``,
  completionProse: (good, chance) => `${chance.pick(introductions)}\n${good.after}`,
  completionLeak: (good, chance) => `${good.after}${chance.pick(tokens)}`,
  completionElided(good, chance, source) {
    if (!good.after.includes('\n')) return undefined;
    const words = chance.pick(placeholders);
    if (source.languageId === 'html') return `<!-- ${words} -->`;
    if (source.languageId === 'css') return `/* ${words} */`;
    return /^(?:python|ruby|shellscript|yaml)$/.test(source.languageId) ? `# ${words}` : `// ${words}`;
  },
  completionWrongLanguage(good, chance, source) {
    if (!good.after.includes('\n')) return undefined;
    const near = /typescript|javascript/;
    const list = strangers.filter(
      ([name]) =>
        name !== source.languageId &&
        !(near.test(name) && near.test(source.languageId)) &&
        name !== 'sql' &&
        !(name === 'java' && source.languageId === 'csharp'),
    );
    return chance.pick(list)[1];
  },
  completionRepeats(good, chance) {
    const lines = good.after.split('\n').filter((line) => (line.match(/\w/g) ?? []).length > 8);
    if (lines.length === 0) return undefined;
    const line = chance.pick(lines);
    return Array.from({ length: 10 + chance.below(8) }, () => line).join('\n');
  },
};

function open(text: string): number {
  return text.replace(/[^{([]/g, '').length - text.replace(/[^})\]]/g, '').length;
}

function quoted(text: string): boolean {
  return /["'`/#]/.test(text);
}
