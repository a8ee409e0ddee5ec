/** Which lines belong to a symbol? As its language extension says, else by indentation. */

import * as vscode from 'vscode';

import type { SymbolPlace } from './indexedFolder.ts';

const mostLinesByIndentation = 200;

export async function symbolRange(document: vscode.TextDocument, place: SymbolPlace): Promise<vscode.Range> {
  const symbols = await vscode.commands.executeCommand<readonly vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    place.uri,
  );
  const line = Math.min(place.line, document.lineCount - 1);
  return findSymbol(symbols ?? [], place)?.range ?? blockAt(document, line);
}

/** What language extensions know by this name in the workspace. */
export async function languageSymbols(query: string): Promise<readonly SymbolPlace[]> {
  const found = await vscode.commands.executeCommand<readonly vscode.SymbolInformation[] | undefined>(
    'vscode.executeWorkspaceSymbolProvider',
    query,
  );
  return (found ?? [])
    .slice(0, 50)
    .map(({ name, location }) => ({ name, uri: location.uri, line: location.range.start.line }));
}

function findSymbol(
  symbols: readonly vscode.DocumentSymbol[],
  place: SymbolPlace,
): vscode.DocumentSymbol | undefined {
  for (const symbol of symbols) {
    if (symbol.selectionRange.start.line === place.line || symbol.range.start.line === place.line) {
      return symbol;
    }
    const inner = findSymbol(symbol.children ?? [], place);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The lines from the symbol to the next one that is no deeper. */
function blockAt(document: vscode.TextDocument, line: number): vscode.Range {
  const depth = document.lineAt(line).firstNonWhitespaceCharacterIndex;
  let end = line + 1;
  while (end < document.lineCount && end < line + mostLinesByIndentation) {
    const next = document.lineAt(end);
    if (!next.isEmptyOrWhitespace && next.firstNonWhitespaceCharacterIndex <= depth) {
      if (/^\s*[)\]}]/.test(next.text)) end++;
      break;
    }
    end++;
  }
  const last = Math.min(end, document.lineCount) - 1;
  return new vscode.Range(line, 0, last, document.lineAt(last).text.length);
}
