/** What leads out of the chat or can't be undone, and what is asked before it? */

import * as vscode from 'vscode';

import { findInWorkspace } from './chatCode.ts';

/** A deleted conversation is gone from the disk. */
export async function wantsToDelete(title: string): Promise<boolean> {
  const yes = vscode.l10n.t('Delete');
  const named = title === '' ? vscode.l10n.t('Untitled') : title;
  const question = vscode.l10n.t('Delete the conversation “{0}” for good?', named);
  return (await vscode.window.showWarningMessage(question, { modal: true }, yes)) === yes;
}

/** Web addresses only, and only after the person saw the host. */
export async function openLink(url: string): Promise<void> {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return;
  }
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return;
  const open = vscode.l10n.t('Open');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Open {0} in the browser?', parsed.host),
    { modal: true, detail: parsed.href },
    open,
  );
  if (answer === open) await vscode.env.openExternal(vscode.Uri.parse(parsed.href));
}

export async function openFile(path: string, line: number): Promise<void> {
  const uri = await findInWorkspace(path);
  if (uri === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} is not in this workspace.', path));
    return;
  }
  const at = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
}
