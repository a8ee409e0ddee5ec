/** Which functions, classes and other named things does a tree declare, and how much do their bodies do? */

import type { Node } from './syntax.ts';

export interface Declaration {
  readonly name: string;
  readonly kind: string;
  readonly startRow: number;
  readonly endRow: number;
  /** Absent where there is none: a signature, a prototype. */
  readonly body?: {
    readonly startRow: number;
    readonly endRow: number;
    readonly statements: number;
    readonly text: string;
  };
  /** Names of the declarations around it, outermost first. */
  readonly path: string;
  readonly container: boolean;
}

const functionType =
  /function|method|constructor|destructor|closure|lambda|arrow|^func_literal$|^func$|accessor|getter|setter|^property_declaration$|singleton_method/;
const containerType =
  /class|interface|struct|impl|trait|module|namespace|enum|record|object_declaration|protocol/;
const declarationType =
  /declaration|definition|declarator|_item$|_spec$|assignment|pair|^method|^class$|^module$|^function|singleton_method|field_definition|field_declaration/;
const deepest = 24;

/** Rows, both ends inclusive. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** Those that touch one of the rows, in order of their start; functions within functions included down to a bounded depth. */
export function declarations(root: Node, rows: readonly RowRange[]): Declaration[] {
  const found: Declaration[] = [];
  if (rows.length > 0) visit(root, '', 0, { rows, found });
  return found;
}

interface Search {
  readonly rows: readonly RowRange[];
  readonly found: Declaration[];
}

function visit(node: Node, path: string, depth: number, search: Search): void {
  if (depth > deepest) return;
  for (const child of node.namedChildren) {
    if (child === null || child.isError) continue;
    const start = child.startPosition.row;
    const end = child.endPosition.row;
    if (!search.rows.some((range) => start <= range.end && end >= range.start)) continue;
    const { type } = child;
    const declared = declarationType.test(type) ? declarationOf(child, path) : undefined;
    if (declared !== undefined) search.found.push(declared);
    const inner = declared === undefined ? path : declared.path;
    if (end > start && !/string|comment|parameters|argument_list$/.test(type))
      visit(child, inner, depth + 1, search);
  }
}

function declarationOf(node: Node, path: string): Declaration | undefined {
  const name = nameOf(node);
  if (name === undefined) return undefined;
  const value = node.childForFieldName('value') ?? node.childForFieldName('right');
  const holder =
    node.childForFieldName('body') !== null ? node : functionType.test(value?.type ?? '') ? value : node;
  const body = holder?.childForFieldName('body') ?? null;
  const isContainer = containerType.test(node.type) && !functionType.test(node.type);
  const isFunction = functionType.test(node.type) || functionType.test(holder?.type ?? '');
  if (!isContainer && !isFunction) return undefined;
  const base = {
    name,
    kind: node.type,
    startRow: node.startPosition.row,
    endRow: node.endPosition.row,
    path: `${path}/${name}`,
    container: isContainer,
  };
  if (body === null) return base;
  return {
    ...base,
    body: {
      startRow: body.startPosition.row,
      endRow: body.endPosition.row,
      statements: statementsIn(body),
      text: body.text,
    },
  };
}

function nameOf(node: Node): string | undefined {
  let named: Node | null =
    node.childForFieldName('name') ?? node.childForFieldName('key') ?? node.childForFieldName('left');
  if (named === null) {
    // C: the name is wrapped in declarators.
    named = node.childForFieldName('declarator');
    for (let inner = named; inner !== null; inner = inner.childForFieldName('declarator')) named = inner;
  }
  if (named === null && node.type === 'impl_item') named = node.childForFieldName('type');
  const text = named?.text;
  return text === undefined || text.length > 80 || text.includes('\n') ? undefined : text;
}

/** Statements that do something: neither comments nor `pass`, `...`, a doc string alone or a bare return. */
export function statementsIn(body: Node): number {
  let count = 0;
  for (const child of body.namedChildren) {
    if (child === null || /comment/.test(child.type) || child.isError) continue;
    if (/^(?:pass_statement|empty_statement|ellipsis)$/.test(child.type)) continue;
    const text = child.text;
    if (/^(?:\.\.\.|pass|return;?|null;?|\{\s*\}|;)$/.test(text.trim())) continue;
    if (child.type === 'expression_statement' && /^(?:[rbuRBU]{0,2})(?:"""|'''|"|')/.test(text)) continue;
    count++;
  }
  return count;
}
