/** Which file of the workspace does a path in an answer mean, and what stands in it? */

import * as vscode from 'vscode';

export function uriOf(path: string): vscode.Uri {
  const open = vscode.workspace.textDocuments.find(
    (document) => vscode.workspace.asRelativePath(document.uri, false) === path,
  );
  if (open !== undefined) return open.uri;
  const [first] = vscode.workspace.workspaceFolders ?? [];
  if (first === undefined) throw new Error(vscode.l10n.t('Open a folder to change {0}.', path));
  return vscode.Uri.joinPath(first.uri, path);
}

/** Files as the person sees them: open documents with their unsaved changes, else what is on disk. */
export function workspaceFiles(): {
  resolve(path: string): Promise<string | undefined>;
  read(path: string): Promise<string | undefined>;
} {
  return {
    async resolve(path) {
      if (await exists(uriOf(path))) return path;
      const found = await vscode.workspace.findFiles(`**/${path}`, '**/node_modules/**', 2);
      return found.length === 1 && found[0] !== undefined
        ? vscode.workspace.asRelativePath(found[0], false)
        : undefined;
    },
    async read(path) {
      const uri = uriOf(path);
      if (!(await exists(uri))) return undefined;
      try {
        return (await vscode.workspace.openTextDocument(uri)).getText();
      } catch {
        // VS Code does not open binary files as text.
        return '\0';
      }
    },
  };
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  // VS Code keeps the document of a file that is gone for a while.
  const isUnsaved = vscode.workspace.textDocuments.some(
    (document) => document.uri.toString() === uri.toString() && (document.isUntitled || document.isDirty),
  );
  if (isUnsaved) return true;
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
