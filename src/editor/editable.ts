/** May this document be edited at all? */

import * as vscode from 'vscode';

import { refusesInput, type InputReason } from '../core/edit/editableInput.ts';

/** The reason it may not; undefined where it may. */
export async function refusesDocument(document: vscode.TextDocument): Promise<InputReason | undefined> {
  const { scheme } = document.uri;
  if (scheme === 'vscode-notebook-cell') return 'notebook';
  if (scheme !== 'untitled') {
    const writable = vscode.workspace.fs.isWritableFileSystem(scheme);
    if (writable === undefined) return 'virtualDocument';
    if (!writable) return 'readOnly';
    const refused = await refusesFile(document.uri);
    if (refused !== undefined) return refused;
  }
  return refusesInput(document.getText())?.reason;
}

async function refusesFile(uri: vscode.Uri): Promise<InputReason | undefined> {
  try {
    const { permissions } = await vscode.workspace.fs.stat(uri);
    return permissions !== undefined && (permissions & vscode.FilePermission.Readonly) !== 0
      ? 'readOnly'
      : undefined;
  } catch {
    return 'deleted';
  }
}
