/** Which names does a stretch of code use, and which does a text declare? */

import type { Node } from './syntax.ts';

export interface NameUse {
  readonly name: string;
  readonly row: number;
  /** It is called: `name(...)`. */
  readonly called: boolean;
  /** Something of it is taken: `name.x`. */
  readonly qualified: boolean;
}

const leaves = [
  'identifier',
  'variable_name',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
  'shorthand_field_identifier',
];

/** Ways in which a name is bound, over all grammars: the field it stands in, or the node that holds it. */
const bindingFields = [
  'name',
  'pattern',
  'left',
  'parameter',
  'parameters',
  'alias',
  'declarator',
  'label',
  'key',
];
const bindingParents =
  /parameter|_pattern$|^pattern|import|export_specifier|specifier|clause$|alias|signature|declarator$|_spec$|^catch|for_in|labeled|break_statement|continue_statement|global_statement|nonlocal_statement|as_pattern|keyed_element|^field_|package|namespace|annotation|attribute_item|enum|property|using|use_|extern|visibility|lifetime|macro_definition|type_|_type$|goto|designator|member_initializer|qualified|scoped|preproc|attribute$|^decorator_name|jsx_namespace|let_condition|closure_parameters|capture|resource$|enumerator|index_signature|infer|initializer_pair|tuple_element|name_colon|constructor_initializer|attribute_list/;
const through =
  /^(?:dotted_name|aliased_import|pattern_list|tuple_pattern|list_pattern|expression_list|tuple|parenthesized_expression|tuple_expression|array_pattern|object_pattern|rest_pattern|as_pattern_target|list_splat_pattern|dictionary_splat_pattern|pointer_declarator|array_declarator|reference_declarator|ref_pattern|mut_pattern|slice_pattern|variable_declarator_list|inferred_parameters|identifier_list|lambda_parameters)$/;

/** Uses in the rows from `startRow` (inclusive) to `endRow` (exclusive). */
export function usesIn(root: Node, startRow: number, endRow: number): NameUse[] {
  const found: NameUse[] = [];
  for (const node of namesBetween(root, startRow, endRow)) {
    if (binds(node) || skipped(node)) continue;
    const parent = node.parent;
    const called =
      parent !== null &&
      (fieldIs(parent, 'function', node) ||
        fieldIs(parent, 'constructor', node) ||
        (parent.type === 'call' && fieldIs(parent, 'method', node)) ||
        (parent.type === 'method_invocation' && fieldIs(parent, 'name', node)));
    const qualified =
      parent !== null &&
      (fieldIs(parent, 'object', node) ||
        fieldIs(parent, 'operand', node) ||
        (parent.type === 'field_expression' && fieldIs(parent, 'value', node)));
    found.push({ name: node.text, row: node.startPosition.row, called, qualified });
  }
  return found;
}

/** Whether any occurrence of the name binds it. */
export function isBound(root: Node, name: string): boolean {
  const last = root.endPosition.row + 1;
  for (const node of namesBetween(root, 0, last)) if (node.text === name && binds(node)) return true;
  for (const node of root.descendantsOfType(['type_identifier', 'constant'])) {
    const parent = node?.parent ?? null;
    if (node !== null && parent !== null && node.text === name && fieldIs(parent, 'name', node)) return true;
  }
  return false;
}

function namesBetween(root: Node, startRow: number, endRow: number): Node[] {
  if (endRow <= startRow) return [];
  return root
    .descendantsOfType(leaves, { row: startRow, column: 0 }, { row: endRow, column: 0 })
    .filter(
      (node): node is Node =>
        node !== null && node.startPosition.row >= startRow && node.startPosition.row < endRow,
    );
}

function binds(node: Node): boolean {
  if (node.type === 'shorthand_property_identifier_pattern') return true;
  let inner = node;
  let parent = node.parent;
  while (parent !== null && through.test(parent.type)) {
    inner = parent;
    parent = parent.parent;
  }
  if (parent === null) return false;
  const type = parent.type;
  if (inForeachTarget(inner)) return true;
  // A default value is a use, what it is the default of is a binding.
  if (
    fieldIs(parent, 'value', inner) ||
    fieldIs(parent, 'right', inner) ||
    fieldIs(parent, 'default', inner)
  ) {
    return type === 'pair_pattern';
  }
  if (type === 'method_invocation' || type === 'call_expression' || type === 'member_expression')
    return false;
  if (
    type === 'augmented_assignment' ||
    type === 'augmented_assignment_expression' ||
    type === 'compound_assignment_expr'
  )
    return false;
  if (
    type === 'binary_expression' ||
    type === 'binary_operator' ||
    type === 'comparison_operator' ||
    type === 'boolean_operator'
  )
    return false;
  if (type === 'array_type' || type === 'subscript' || type === 'element_reference') return false;
  if (bindingParents.test(type)) return true;
  return bindingFields.some((field) => fieldIs(parent, field, inner));
}

/** PHP: what stands behind `as` in a `foreach`, with or without a key or a list around it. */
function inForeachTarget(node: Node): boolean {
  let inner = node;
  for (
    let parent = node.parent;
    parent !== null &&
    /^(?:pair|list_literal|array_element_initializer|array_creation_expression|by_ref)$/.test(parent.type);
    parent = parent.parent
  )
    inner = parent;
  const loop = inner.parent;
  return (
    loop?.type === 'foreach_statement' && loop.namedChild(0)?.id !== inner.id && !fieldIs(loop, 'body', inner)
  );
}

/** Places where a name means nothing by itself: members, keywords, tags, errors, macro arguments. */
function skipped(node: Node): boolean {
  const parent = node.parent;
  if (parent === null) return true;
  // Go: the name of a field in a literal.
  const entry = parent.parent;
  if (
    parent.type === 'literal_element' &&
    entry?.type === 'keyed_element' &&
    entry.namedChild(0)?.id === parent.id
  )
    return true;
  if (['attribute', 'field', 'property'].some((field) => fieldIs(parent, field, node))) return true;
  if (
    parent.type === 'method_invocation' &&
    fieldIs(parent, 'name', node) &&
    parent.childForFieldName('object') !== null
  )
    return true;
  // Ruby: a method of something, or a word of a gem's own language (`has_many :parts`).
  if (
    parent.type === 'call' &&
    fieldIs(parent, 'method', node) &&
    (parent.childForFieldName('receiver') !== null ||
      parent.childForFieldName('arguments')?.text.startsWith('(') !== true)
  )
    return true;
  if (
    /keyword_argument|token_tree|macro_invocation|method_reference|member_access_expression$/.test(
      parent.type,
    ) &&
    !fieldIs(parent, 'value', node) &&
    !fieldIs(parent, 'expression', node)
  ) {
    return true;
  }
  if (/^jsx_/.test(parent.type) && /^[a-z]/.test(node.text)) return true;
  for (
    let around: Node | null = parent, depth = 0;
    around !== null && depth < 6;
    around = around.parent, depth++
  ) {
    if (
      around.isError ||
      /^(?:type_annotation|token_tree|import_statement|use_declaration|preproc_.*|attribute_item|annotation|marker_annotation|decorator_type)$/.test(
        around.type,
      )
    )
      return true;
  }
  return false;
}

function fieldIs(parent: Node, field: string, node: Node): boolean {
  return parent.childForFieldName(field)?.id === node.id;
}
