/** What can go wrong with a good file? Each kind of damage, as a model would do it. */

import type { Node } from '../../../src/core/gate/syntax/syntax.ts';
import type { Chance } from './chance.ts';
import {
  errors,
  explanations,
  introductions,
  placeholders,
  refusals,
  strangers,
  tokens,
} from './wordings.ts';

export interface Source {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly root: Node;
}

/** `undefined`: this damage cannot be done to this file. */
export type Damage = (source: Source, chance: Chance) => string | undefined;

const slash = new Set([
  'typescript',
  'typescriptreact',
  'javascript',
  'go',
  'rust',
  'java',
  'c',
  'cpp',
  'csharp',
  'php',
]);
const codeOnly = new Set([...slash, 'python', 'ruby', 'shellscript']);

function comment(words: string, languageId: string, chance: Chance): string {
  if (languageId === 'html') return `<!-- ${words} -->`;
  if (languageId === 'css') return `/* ${words} */`;
  if (slash.has(languageId)) return chance.next() < 0.75 ? `// ${words}` : `/* ${words} */`;
  return `# ${words}`;
}

function bodies(source: Source): Node[] {
  const found: Node[] = [];
  const walk = (node: Node): void => {
    for (const child of node.namedChildren) {
      if (child === null) continue;
      const body = child.childForFieldName('body');
      const isFunction = /function|method|constructor|arrow/.test(child.type);
      if (
        isFunction &&
        body !== null &&
        body.endPosition.row - body.startPosition.row >= 3 &&
        body.namedChildCount >= 2
      )
        found.push(body);
      walk(child);
    }
  };
  walk(source.root);
  return found;
}

function inner(source: Source, body: Node): { start: number; end: number; indent: string } | undefined {
  const brace = body.text.startsWith('{');
  const first = body.namedChildren.find(
    (child) => child !== null && child.startPosition.row > (brace ? body.startPosition.row : -1),
  );
  const last = body.namedChildren.at(-1);
  if (!first || !last) return undefined;
  const lineStart = source.text.lastIndexOf('\n', first.startIndex - 1) + 1;
  const indent = /^[ \t]*/.exec(source.text.slice(lineStart, first.startIndex))?.[0] ?? '';
  return { start: first.startIndex, end: last.endIndex, indent };
}

function lineList(text: string): string[] {
  return text.split('\n');
}

function bracketTokens(source: Source): Node[] {
  const codeSpan = source.root.descendantsOfType(['{', '}', '(', ')', '[', ']']);
  return codeSpan.filter((node): node is Node => node !== null && !node.isNamed && !node.isMissing);
}

export const damages: Readonly<Record<string, Damage>> = {
  elidedBody(source, chance) {
    const list = bodies(source);
    if (list.length === 0) return undefined;
    const range = inner(source, chance.pick(list));
    if (range === undefined) return undefined;
    const words = comment(chance.pick(placeholders), source.languageId, chance);
    return source.text.slice(0, range.start) + words + source.text.slice(range.end);
  },
  elidedMiddle(source, chance) {
    const lines = lineList(source.text);
    if (lines.length < 20) return undefined;
    const from = Math.floor(lines.length / 3);
    const to = Math.floor((2 * lines.length) / 3);
    const indent = /^\s*/.exec(lines[from] ?? '')?.[0] ?? '';
    const words = indent + comment(chance.pick(placeholders), source.languageId, chance);
    return [...lines.slice(0, from), words, ...lines.slice(to)].join('\n');
  },
  emptiedBody(source, chance) {
    const list = bodies(source);
    if (list.length === 0) return undefined;
    const range = inner(source, chance.pick(list));
    if (range === undefined) return undefined;
    const nothing =
      source.languageId === 'python'
        ? 'pass'
        : source.languageId === 'ruby'
          ? 'nil'
          : source.languageId === 'shellscript'
            ? ':'
            : '';
    return source.text.slice(0, range.start) + nothing + source.text.slice(range.end);
  },
  truncatedLine(source, chance) {
    const lines = lineList(source.text.trimEnd());
    if (lines.length < 12) return undefined;
    const keep = Math.floor(lines.length * (0.3 + 0.6 * chance.next()));
    return `${lines.slice(0, keep).join('\n')}\n`;
  },
  truncatedToken(source, chance) {
    const text = source.text.trimEnd();
    if (text.length < 300) return undefined;
    return text.slice(0, Math.floor(text.length * (0.3 + 0.65 * chance.next())));
  },
  droppedBracket(source, chance) {
    const list = bracketTokens(source);
    if (list.length < 4) return undefined;
    const one = chance.pick(list);
    return source.text.slice(0, one.startIndex) + source.text.slice(one.endIndex);
  },
  doubledBracket(source, chance) {
    const list = bracketTokens(source);
    if (list.length < 4) return undefined;
    const one = chance.pick(list);
    return source.text.slice(0, one.endIndex) + one.text + source.text.slice(one.endIndex);
  },
  droppedClosingLine(source, chance) {
    const lines = lineList(source.text);
    const rows = lines.flatMap((line, row) => (/^\s*[})\]]+[;,]?\s*$/.test(line) ? [row] : []));
    if (rows.length === 0) return undefined;
    const row = chance.pick(rows);
    return [...lines.slice(0, row), ...lines.slice(row + 1)].join('\n');
  },
  doubledClosingLine(source, chance) {
    const lines = lineList(source.text);
    const rows = lines.flatMap((line, row) => (/^\s*[})\]]+[;,]?\s*$/.test(line) ? [row] : []));
    if (rows.length === 0) return undefined;
    const row = chance.pick(rows);
    return [...lines.slice(0, row + 1), lines[row] ?? '', ...lines.slice(row + 1)].join('\n');
  },
  conflictMarkers(source, chance) {
    const lines = lineList(source.text);
    if (lines.length < 10) return undefined;
    const at = chance.below(lines.length - 6);
    const part = lines.slice(at, at + 4);
    const [open, middle, close] = chance.pick([
      ['<<<<<<< HEAD', '=======', '>>>>>>> feature'],
      ['<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE'],
      ['------- SEARCH', '=======', '+++++++ REPLACE'],
      ['<<<<<<< ours', '||||||| base', '>>>>>>> theirs'],
      ['<<<<<<<', '=======', '>>>>>>>'],
    ] as const);
    const form = chance.below(3);
    if (form === 0)
      return [...lines.slice(0, at), open, ...part, middle, ...part, close, ...lines.slice(at + 4)].join(
        '\n',
      );
    if (form === 1) return [...lines.slice(0, at), ...part, close, ...lines.slice(at + 4)].join('\n');
    return [...lines.slice(0, at), open, ...lines.slice(at)].join('\n');
  },
  fenced(source, chance) {
    const name = chance.pick([source.languageId, '', source.path.split('.').at(-1) ?? '']);
    const form = chance.below(3);
    if (form === 0) return `\`\`\`${name}\n${source.text.trimEnd()}\n\`\`\`\n`;
    if (form === 1) return `\`\`\`${name}\n${source.text}`;
    return `${source.text.trimEnd()}\n\`\`\`\n`;
  },
  proseBefore(source, chance) {
    return `${chance.pick(introductions)}\n\n${source.text}`;
  },
  proseAfter(source, chance) {
    return `${source.text.trimEnd()}\n\n${chance.pick(explanations)}\n`;
  },
  wrongLanguage(source, chance) {
    const family = source.languageId === 'typescriptreact' ? 'typescript' : source.languageId;
    const near = new Map<string, readonly string[]>([
      ['typescript', ['typescript', 'javascript']],
      ['javascript', ['typescript', 'javascript']],
      ['c', ['c', 'cpp', 'java']],
      ['cpp', ['c', 'cpp', 'java']],
      ['html', ['html', 'javascript', 'css', 'php']],
      ['php', ['php', 'html']],
    ]);
    const list = strangers.filter(([name]) => name !== family && !(near.get(family) ?? []).includes(name));
    const [, code] = chance.pick(list);
    if (chance.next() < 0.4) return `${code}\n`;
    const lines = lineList(source.text);
    const tops = lines.flatMap((line, row) =>
      row > 0 && /^\S/.test(line) && (lines[row - 1] ?? '').trim() === '' ? [row] : [],
    );
    if (tops.length === 0) return `${code}\n`;
    const at = chance.pick(tops);
    return [...lines.slice(0, at), ...code.split('\n'), '', ...lines.slice(at)].join('\n');
  },
  leakedToken(source, chance) {
    const lines = lineList(source.text);
    const at = chance.next() < 0.5 ? lines.length - 1 : chance.below(lines.length);
    lines[at] = `${lines[at] ?? ''}${chance.pick(tokens)}`;
    return lines.join('\n');
  },
  refusal: (_source, chance) => `${chance.pick(refusals)}\n`,
  serverError: (_source, chance) => chance.pick(errors),
  empty: (_source, chance) => chance.pick(['', '\n', '   \n\n']),
  unchanged: (source) => source.text,
  repeatedBlock(source, chance) {
    if (!codeOnly.has(source.languageId)) return undefined;
    const lines = lineList(source.text.trimEnd());
    const rows = lines.flatMap((line, row) => (/[\w]{4,}.*[\w]{3,}/.test(line) && row > 5 ? [row] : []));
    if (rows.length < 5) return undefined;
    const at = chance.pick(rows);
    const size = 1 + chance.below(4);
    const part = lines.slice(at, at + size);
    const times = 8 + chance.below(12);
    return [
      ...lines.slice(0, at),
      ...Array.from({ length: times }, () => part).flat(),
      ...lines.slice(at + size),
    ].join('\n');
  },
  doubledBlock(source, chance) {
    const list = bodies(source);
    if (list.length === 0 || !codeOnly.has(source.languageId)) return undefined;
    const node = chance.pick(list).parent;
    if (node === null) return undefined;
    const lines = lineList(source.text);
    const from = node.startPosition.row;
    const to = node.endPosition.row + 1;
    if (to - from < 4) return undefined;
    return [...lines.slice(0, to), ...lines.slice(from, to), ...lines.slice(to)].join('\n');
  },
  flattened(source, chance) {
    if (source.languageId !== 'python') return undefined;
    const list = bodies(source);
    if (list.length === 0) return undefined;
    const body = chance.pick(list);
    const lines = lineList(source.text);
    for (let row = body.startPosition.row; row <= body.endPosition.row; row++)
      lines[row] = (lines[row] ?? '').trimStart();
    return lines.join('\n');
  },
  inventedImport(source, chance) {
    const word = `${chance.pick(['swift', 'tiny', 'hyper', 'easy', 'smart', 'ultra'])}${chance.pick(['cache', 'parse', 'queue', 'date', 'matrix', 'retry'])}${chance.pick(['er', 'kit', 'ly', 'x', 'lib'])}`;
    const scoped = `@${word}/core`;
    const forms: Readonly<Record<string, readonly string[]>> = {
      typescript: [
        `import { run } from '${word}';`,
        `import tool from '${scoped}';`,
        `import * as tool from './${word}';`,
      ],
      typescriptreact: [`import { run } from '${word}';`, `import tool from '${scoped}';`],
      javascript: [
        `const tool = require('${word}');`,
        `import tool from '${scoped}';`,
        `import { run } from '../${word}.js';`,
      ],
      python: [`import ${word}`, `from ${word}.core import run`],
      go: [],
      rust: [`use ${word}::Tool;`],
      java: [`import org.${word}.core.Tool;`],
      ruby: [`require '${word}'`],
      c: [`#include "${word}.h"`],
      cpp: [`#include "${word}.h"`, `#include <${word}>`],
      csharp: [`using ${word[0]?.toUpperCase() ?? ''}${word.slice(1)}.Core;`],
      php: [`use ${word[0]?.toUpperCase() ?? ''}${word.slice(1)}\\Core\\Tool;`],
    };
    const lines = lineList(source.text);
    if (source.languageId === 'go') {
      const at = lines.findIndex((line) => /^import \($/.test(line));
      if (at === -1) return undefined;
      const form = chance.pick([`\t"encoding/${word}"`, `\t"github.com/${word}/${word}"`]);
      return [...lines.slice(0, at + 1), form, ...lines.slice(at + 1)].join('\n');
    }
    const list = forms[source.languageId] ?? [];
    const at = lines.findIndex((line) =>
      /^(?:import |from \S+ import|const .*require\(|use |using |#include|require )/.test(line),
    );
    if (list.length === 0 || at === -1) return undefined;
    return [...lines.slice(0, at), chance.pick(list), ...lines.slice(at)].join('\n');
  },
  inventedIdentifier(source, chance) {
    const name = `${chance.pick(['compute', 'cached', 'resolved', 'merged', 'default'])}${chance.pick(['Totals', 'Registry', 'Payload', 'Window', 'Lookup'])}`;
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const fits = /^(?:python|rust|ruby|c|shellscript)$/.test(source.languageId) ? snake : name;
    const returns = source.root
      .descendantsOfType(['return_statement', 'return_expression'])
      .filter(
        (node) =>
          node !== null && node.namedChildCount === 1 && node.startPosition.row === node.endPosition.row,
      );
    if (returns.length === 0 || !codeOnly.has(source.languageId)) return undefined;
    const value = chance.pick(returns)?.namedChildren[0];
    if (value === undefined || value === null) return undefined;
    const call = chance.next() < 0.5 ? `${fits}(${value.text.length < 30 ? value.text : ''})` : fits;
    return source.text.slice(0, value.startIndex) + call + source.text.slice(value.endIndex);
  },
};
