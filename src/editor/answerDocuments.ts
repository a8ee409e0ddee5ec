/** How are two answers compared side by side? As documents that nobody has to save. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Answer } from '../core/conversation/conversation.ts';

const scheme = 'tandem-answer';
const mostKept = 20;

export class AnswerDocuments implements vscode.TextDocumentContentProvider, Disposable {
  private readonly held = new Disposables();
  private readonly texts = new Map<string, string>();

  constructor() {
    this.held.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.query) ?? '';
  }

  async compare(left: Answer, right: Answer): Promise<void> {
    const title = `${left.route}: ${left.model} ↔ ${right.route}: ${right.model}`;
    await vscode.commands.executeCommand('vscode.diff', this.documentOf(left), this.documentOf(right), title);
  }

  dispose(): void {
    this.held.dispose();
  }

  private documentOf({ id, route, text }: Answer): vscode.Uri {
    this.texts.delete(id);
    this.texts.set(id, text);
    for (const oldest of this.texts.keys()) {
      if (this.texts.size <= mostKept) break;
      this.texts.delete(oldest);
    }
    return vscode.Uri.from({ scheme, path: `/${route}.md`, query: id });
  }
}
