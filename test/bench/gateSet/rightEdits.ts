/** Which edits lead to a real file as it stands? The file before them is made from it; the result is what people wrote. */

import type { Node } from '../../../src/core/gate/syntax/syntax.ts';
import type { Chance } from './chance.ts';
import type { Source } from './damage.ts';

/** The text before the edit; `undefined`: this edit cannot be told of this file. */
export type RightEdit = (source: Source, chance: Chance) => string | undefined;

const declaration =
  /^(?:function_(?:declaration|definition|item)|method_(?:declaration|definition)|method|singleton_method|class_declaration|interface_declaration|type_alias_declaration|rule_set|element|block_mapping_pair|pair|field_definition|struct_item|impl_item)$/;
const statement = /(?:_statement|_declaration|assignment|^call|^command|^declaration)$/;
const comment = /comment/;
const imports =
  /^(?:import_statement|import_from_statement|import_declaration|use_declaration|using_directive|preproc_include|namespace_use_declaration)$/;

export const rightEdits: Readonly<Record<string, RightEdit>> = {
  /** A function, class, rule or key is added. */
  goodAdded: (source, chance) => withoutLines(source, chance, (node) => declaration.test(node.type)),
  /** A line or a block of statements is added. */
  goodStatement: (source, chance) => withoutLines(source, chance, (node) => statement.test(node.type)),
  /** A comment is added: whatever people write in comments is no placeholder. */
  goodComment: (source, chance) => withoutLines(source, chance, (node) => comment.test(node.type)),
  goodImport: (source, chance) => withoutLines(source, chance, (node) => imports.test(node.type)),
  /** A function that was begun is written. */
  goodWritten(source, chance) {
    const node = pickOf(source, chance, ({ type }) => /function|method/.test(type));
    const body = node?.childForFieldName('body');
    if (!body || body.endPosition.row - body.startPosition.row < 2) return undefined;
    const indent = lineAt(source.text, body.endIndex).replace(/\S.*$/, '');
    const nothing = body.text.startsWith('{')
      ? `{\n${indent}}`
      : source.languageId === 'python'
        ? 'pass'
        : '';
    return nothing === ''
      ? undefined
      : source.text.slice(0, body.startIndex) + nothing + source.text.slice(body.endIndex);
  },
  /** A name is changed wherever it stands. */
  goodRenamed(source, chance) {
    const node = pickOf(source, chance, ({ type, text }) => type === 'identifier' && text.length > 4);
    if (node === undefined) return undefined;
    const words = new RegExp(`(?<![\\w$])${node.text.replace(/\$/g, '\\$')}(?![\\w$])`, 'g');
    const old = `${node.text}${chance.pick(['Old', 'Value', '2', '_'])}`;
    return source.text.includes(old) ? undefined : source.text.replace(words, old);
  },
  /** Three separate things are added at once. */
  goodMany(source, chance) {
    let text = source.text;
    const cuts = [0, 1, 2].flatMap(
      () =>
        rowsOf(
          pickOf(source, chance, ({ type }) => statement.test(type) || comment.test(type)),
          source,
        ) ?? [],
    );
    for (const { start, end } of apart(cuts)) text = text.slice(0, start) + text.slice(end);
    return text;
  },
};

interface Cut {
  readonly start: number;
  readonly end: number;
}

/** From the last to the first, without those that overlap a later one. */
function apart(cuts: readonly Cut[]): Cut[] {
  const sorted = [...cuts].sort((a, b) => b.start - a.start);
  return sorted.filter((cut, index) => index === 0 || cut.end <= (sorted[index - 1]?.start ?? 0));
}

function withoutLines(source: Source, chance: Chance, wanted: (node: Node) => boolean): string | undefined {
  const cut = rowsOf(pickOf(source, chance, wanted), source);
  return cut === undefined ? undefined : source.text.slice(0, cut.start) + source.text.slice(cut.end);
}

/** The lines of a node that shares none of them; `undefined` where it does. */
function rowsOf(node: Node | undefined, { text }: Source): Cut | undefined {
  if (node === undefined) return undefined;
  const start = text.lastIndexOf('\n', node.startIndex - 1) + 1;
  const next = text.indexOf('\n', Math.max(node.startIndex, node.endIndex - 1));
  const end = next === -1 ? text.length : next + 1;
  const isAlone =
    text.slice(start, node.startIndex).trim() === '' && /^\s*[;,]?\s*$/.test(text.slice(node.endIndex, end));
  return isAlone && end - start < text.length * 0.7 ? { start, end } : undefined;
}

const mostTries = 12;

function pickOf(source: Source, chance: Chance, wanted: (node: Node) => boolean): Node | undefined {
  const found: Node[] = [];
  const walk = (node: Node): void => {
    for (const child of node.namedChildren) {
      if (child === null) continue;
      if (wanted(child)) found.push(child);
      walk(child);
    }
  };
  walk(source.root);
  if (found.length === 0) return undefined;
  for (let tries = 0; tries < mostTries; tries++) {
    const one = chance.pick(found);
    if (one.endIndex - one.startIndex > 8 || one.type === 'identifier') return one;
  }
  return undefined;
}

function lineAt(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
}
