/** What do the language servers say is behind these places? For the context of suggestions. */

import * as vscode from 'vscode';

import type { Snippet } from '../core/context/document.ts';
import type { LookUpDefinitions } from '../core/context/sources/definitionsBehind.ts';

const mostLines = 10;
const largestFile = 1_000_000;

/** Never rejects. Places in the same file are left out: the window and the outline have them. */
export const lookUpDefinitions: LookUpDefinitions = async (document, offsets, signal) => {
  const open = vscode.workspace.textDocuments.find((candidate) => candidate.uri.toString() === document.uri);
  if (open === undefined) return [];
  const found = await Promise.all(offsets.map((offset) => at(open, offset, signal)));
  return found.flat();
};

async function at(document: vscode.TextDocument, offset: number, signal: AbortSignal): Promise<Snippet[]> {
  try {
    const places = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      document.positionAt(offset),
    );
    const [place] = places;
    if (place === undefined || signal.aborted) return [];
    const uri = 'targetUri' in place ? place.targetUri : place.uri;
    if (uri.toString() === document.uri.toString() || /node_modules|[/\\]lib\.[\w.]+\.d\.ts$/.test(uri.path))
      return [];
    const target = await vscode.workspace.openTextDocument(uri);
    const range = 'targetUri' in place ? place.targetRange : place.range;
    const last = Math.min(
      target.lineCount - 1,
      Math.max(range.end.line, range.start.line),
      range.start.line + mostLines - 1,
    );
    if (target.getText().length > largestFile) return [];
    const text = target.getText(new vscode.Range(range.start.line, 0, last, Number.MAX_SAFE_INTEGER));
    return [
      {
        path: vscode.workspace.asRelativePath(uri, false).replaceAll('\\', '/'),
        text,
        source: 'definition',
        startLine: range.start.line,
      },
    ];
  } catch {
    return [];
  }
}
