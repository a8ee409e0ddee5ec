/** How is a proposed edit seen side by side with the file? As a virtual document, in VS Code's own diff. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';

const scheme = 'tandem-proposal';

/** The text of each document as it would be; `textFor` knows it by the document's address. */
export class ProposedDocument implements Disposable {
  private readonly held = new Disposables();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();

  constructor(textFor: (uri: string) => string) {
    this.held.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: (uri) => textFor(uri.query),
      }),
    );
  }

  /** What would become of the document is another text by now. */
  refresh(document: vscode.TextDocument): void {
    this.changed.fire(uriFor(document));
  }

  async showDiff(document: vscode.TextDocument): Promise<void> {
    const name = vscode.workspace.asRelativePath(document.uri, false);
    const title = vscode.l10n.t('{0} (proposed by Tandem)', name);
    await vscode.commands.executeCommand('vscode.diff', document.uri, uriFor(document), title);
  }

  dispose(): void {
    this.held.dispose();
    this.changed.dispose();
  }
}

/** Keeps the file's name, so that the diff shows it in its language. */
function uriFor(document: vscode.TextDocument): vscode.Uri {
  return vscode.Uri.from({ scheme, path: document.uri.path, query: document.uri.toString() });
}
