/** Where does VS Code enter? Compose, register, and release on the way out. */

import type * as vscode from 'vscode';

import { compose } from './composition.ts';

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(await compose(context));
}
