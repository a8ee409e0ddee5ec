/** Where does VS Code enter? Its commands at once; everything else is read and composed in a task of its own. */

import * as vscode from 'vscode';

import type { Composition } from './composition.ts';
import { Disposables } from './core/base/disposables.ts';
import { awaitCommands } from './editor/commands.ts';

/** Returns at once, so that the extensions after ours start before we read the rest. */
export function activate(context: vscode.ExtensionContext): void {
  const held = new Disposables();
  context.subscriptions.push(held);
  let composing: Promise<Composition> | undefined;
  const composition = (): Promise<Composition> => {
    composing ??= import('./composition.ts').then(async ({ compose }) => {
      const composed = await compose(context, waiting);
      held.add(composed);
      return composed;
    });
    return composing;
  };
  const waiting = held.add(awaitCommands(async () => (await composition()).complete()));
  setImmediate(() => {
    composition().catch((failure: unknown) => {
      const message = failure instanceof Error ? failure.message : String(failure);
      void vscode.window.showErrorMessage(vscode.l10n.t('Tandem could not start: {0}', message));
    });
  });
}
