/** In which workspace folder does a judged file stand? */

import * as vscode from 'vscode';
import type { GateCase } from '../core/gate/verdict.ts';

/** The folder whose open document holds the judged text; the first one that has it open, else the first folder. */
export function folderOf(judged: GateCase): vscode.WorkspaceFolder | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0];
  const open = vscode.workspace.textDocuments.filter(
    (document) => vscode.workspace.asRelativePath(document.uri, false) === judged.path,
  );
  const document = open.find((one) => one.getText() === judged.before) ?? open[0];
  return document === undefined ? folders[0] : vscode.workspace.getWorkspaceFolder(document.uri);
}
