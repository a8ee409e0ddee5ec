/** Every text that is translated: what goes to `vscode.l10n.t`, and what core says through it. */

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import ts from 'typescript';

export async function collectWords(folder: string): Promise<string[]> {
  const found = new Set<string>();
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const source = await readFile(path.join(folder, name), 'utf8');
    for (const text of wordsIn(source, name.startsWith('core'))) found.add(text);
  }
  return [...found].sort();
}

/** Texts of `vscode.l10n.t(…)`, `l10n.t(…)`, of `t(…)` where a file calls it that, and in core of `say(…)`. */
export function wordsIn(source: string, isCore = false): string[] {
  const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest, true);
  const hasShortName = /\bt = vscode\.l10n\.t\b|\{ t \} = vscode\.l10n/.test(source);
  const words: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTranslation(node.expression, hasShortName, isCore)) {
      words.push(...textsOf(node.arguments[0]));
    }
    node.forEachChild(visit);
  };
  visit(file);
  return words;
}

function isTranslation(callee: ts.Expression, hasShortName: boolean, isCore: boolean): boolean {
  if (ts.isIdentifier(callee))
    return (isCore && callee.text === 'say') || (hasShortName && callee.text === 't');
  if (isCore && ts.isPropertyAccessExpression(callee) && callee.name.text === 'say') return true;
  return (
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === 't' &&
    /\bl10n$/.test(callee.expression.getText())
  );
}

/** A literal, literals joined by `+`, or either branch of a condition; anything else cannot be translated. */
function textsOf(argument: ts.Expression | undefined): string[] {
  if (argument === undefined) return [];
  if (ts.isStringLiteralLike(argument)) return [argument.text];
  if (ts.isParenthesizedExpression(argument)) return textsOf(argument.expression);
  if (ts.isConditionalExpression(argument)) {
    return [...textsOf(argument.whenTrue), ...textsOf(argument.whenFalse)];
  }
  if (ts.isBinaryExpression(argument) && argument.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textsOf(argument.left), textsOf(argument.right)];
    return left.length === 1 && right.length === 1 ? [`${left[0]}${right[0]}`] : [];
  }
  throw new Error(`not a text that can be translated: ${argument.getText()}`);
}
