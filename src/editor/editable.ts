/** May this document be edited at all? */

import * as vscode from 'vscode';

import { maximumBytes, refusesInput, type InputReason } from '../core/edit/editableInput.ts';

/** The reason it may not; undefined where it may. */
export async function refusesDocument(document: vscode.TextDocument): Promise<InputReason | undefined> {
  const { scheme } = document.uri;
  if (scheme === 'vscode-notebook-cell') return 'notebook';
  if (scheme !== 'untitled') {
    const writable = vscode.workspace.fs.isWritableFileSystem(scheme);
    // A view on the history is no file, though it is read like one.
    if (writable === undefined || scheme === 'git') return 'virtualDocument';
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

/** Why what stands in the active tab, which is no text editor, may not be edited; undefined where nothing is open. */
export async function refusesTab(): Promise<InputReason | undefined> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input === undefined) return undefined;
  if (input instanceof vscode.TabInputNotebook) return 'notebook';
  const uri =
    input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
  if (uri === undefined) return 'virtualDocument';
  const refused = await refusesFile(uri);
  if (refused !== undefined) return refused;
  // VS Code shows no text of a file that is none, and not of one that is far too large.
  const { size } = await vscode.workspace.fs.stat(uri);
  return size > maximumBytes ? 'tooLarge' : 'binary';
}
