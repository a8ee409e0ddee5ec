/** Where in a TypeScript file can a model write a name that exists nowhere? */

import ts from 'typescript';
import type { Chance } from '../gateSet/chance.ts';

export const inventedKinds = ['call', 'value', 'type', 'member'] as const;
export type InventedKind = (typeof inventedKinds)[number];

const verbs = ['resolve', 'collect', 'merge', 'prepare', 'track', 'derive'];
const nouns = ['Ledger', 'Bucket', 'Outline', 'Quota', 'Segment', 'Digest'];

/** The text with one name of this kind replaced by an invented one; `undefined` where it has no such place. */
export function withInventedName(text: string, kind: InventedKind, chance: Chance): string | undefined {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const places: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && kindOf(node) === kind) places.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (places.length === 0) return undefined;
  const place = chance.pick(places);
  const noun = `${chance.pick(nouns)}${chance.pick(['Of', 'With', 'For'])}${chance.pick(nouns)}`;
  const name = kind === 'type' ? noun : `${chance.pick(verbs)}${noun}`;
  return text.slice(0, place.getStart()) + name + text.slice(place.end);
}

function kindOf(node: ts.Identifier): InventedKind | undefined {
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.expression === node) return 'call';
  if (ts.isTypeReferenceNode(parent) && parent.typeName === node) return 'type';
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return ts.isCallExpression(parent.parent) && parent.parent.expression === parent ? 'member' : undefined;
  const isRead =
    (ts.isReturnStatement(parent) && parent.expression === node) ||
    (ts.isCallExpression(parent) && parent.arguments.includes(node)) ||
    (ts.isPropertyAccessExpression(parent) && parent.expression === node) ||
    (ts.isBinaryExpression(parent) && parent.right === node) ||
    (ts.isIfStatement(parent) && parent.expression === node);
  return isRead && node.text !== 'undefined' ? 'value' : undefined;
}
