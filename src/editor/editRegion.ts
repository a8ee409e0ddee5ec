/** Which lines does an instruction mean? The selection, else the definition around the cursor, else the file. */

import * as vscode from 'vscode';

import type { Region } from '../core/edit/applyToRegion.ts';

export interface MeantRegion extends Region {
  /** Name of the definition, where it is one. */
  readonly symbol?: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Whole lines. A cursor in a blank place outside any definition means that empty line, in a small file the whole file. */
export async function meantRegion(
  document: vscode.TextDocument,
  selection: vscode.Selection,
): Promise<MeantRegion> {
  if (!selection.isEmpty) {
    const endsAtStart = selection.end.character === 0 && selection.end.line > selection.start.line;
    return ofLines(document, selection.start.line, endsAtStart ? selection.end.line - 1 : selection.end.line);
  }
  const symbol = await enclosingSymbol(document, selection.active);
  if (symbol !== undefined)
    return { ...ofLines(document, symbol.range.start.line, symbol.range.end.line), symbol: symbol.name };
  if (document.lineCount <= smallFileLines) return ofLines(document, 0, document.lineCount - 1);
  const line = selection.active.line;
  return document.lineAt(line).isEmptyOrWhitespace
    ? ofLines(document, line, line)
    : aroundLine(document, line);
}

const smallFileLines = 120;

export function ofLines(document: vscode.TextDocument, firstLine: number, lastLine: number): MeantRegion {
  const start = document.offsetAt(new vscode.Position(firstLine, 0));
  const end =
    lastLine + 1 < document.lineCount
      ? document.offsetAt(new vscode.Position(lastLine + 1, 0))
      : document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
  return { start, end, firstLine, lastLine };
}

/** The paragraph: lines up to the next blank one on either side. */
function aroundLine(document: vscode.TextDocument, line: number): MeantRegion {
  let first = line;
  let last = line;
  while (first > 0 && !document.lineAt(first - 1).isEmptyOrWhitespace) first--;
  while (last + 1 < document.lineCount && !document.lineAt(last + 1).isEmptyOrWhitespace) last++;
  return ofLines(document, first, last);
}

const definitionKinds: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Enum,
  vscode.SymbolKind.Struct,
]);

/** Time a language server gets to tell the symbols; without an answer the lines decide. */
const symbolsMs = 1_500;

export async function enclosingSymbol(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.DocumentSymbol | undefined> {
  let best: vscode.DocumentSymbol | undefined;
  const visit = (symbols: readonly vscode.DocumentSymbol[]): void => {
    for (const symbol of symbols) {
      if (!symbol.range.contains(position)) continue;
      if (definitionKinds.has(symbol.kind) && isSmall(symbol.range)) best = symbol;
      visit(symbol.children);
    }
  };
  visit(await documentSymbols(document));
  return best;
}

export async function documentSymbols(
  document: vscode.TextDocument,
): Promise<readonly vscode.DocumentSymbol[]> {
  const asked = vscode.commands.executeCommand<
    (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
  >('vscode.executeDocumentSymbolProvider', document.uri);
  const symbols = await Promise.race([
    asked,
    new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), symbolsMs)),
  ]);
  return (symbols ?? []).filter((symbol): symbol is vscode.DocumentSymbol => 'children' in symbol);
}

/** A class of a thousand lines is not what an instruction at a cursor means. */
function isSmall(range: vscode.Range): boolean {
  return range.end.line - range.start.line < 400;
}

/** The whole lines that the region reaches into. */
export function wholeLines(document: vscode.TextDocument, region: Region): Region {
  const first = document.positionAt(region.start).line;
  const end = document.positionAt(region.end);
  return ofLines(document, first, end.character === 0 && end.line > first ? end.line - 1 : end.line);
}

/** The region within a text that may have become shorter. */
export function clamped(document: vscode.TextDocument, region: Region): Region {
  const { length } = document.getText();
  return { start: Math.min(region.start, length), end: Math.min(region.end, length) };
}
