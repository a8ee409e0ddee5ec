/** What does a person see the first time? The walkthrough, once on a machine, where VS Code's own setting allows it. */

import * as vscode from 'vscode';

import type { KeyValueStore } from '../core/base/ports.ts';

const welcomedKey = 'tandem.welcomed';
const walkthrough = 'tandem.tandem-code#start';

/** Not while the extension is being developed: a window made for a test or by F5 is nobody's first. */
export async function welcomeOnce(store: KeyValueStore, mode: vscode.ExtensionMode): Promise<void> {
  if (mode !== vscode.ExtensionMode.Production || store.get(welcomedKey) === true) return;
  const mayOpen =
    vscode.workspace.getConfiguration('workbench.welcomePage.walkthroughs').get('openOnInstall') !== false;
  if (!mayOpen) return;
  await store.set(welcomedKey, true);
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false);
}
