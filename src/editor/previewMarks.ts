/** Where was something masked? Marked with its kind in an open preview; the value is told under the pointer, here only. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { CloudDoor, CloudPreview } from '../core/cloud/cloudDoor.ts';
import { addressOf, previewScheme } from './previewAddress.ts';
import { marksIn, type PreviewMark } from './previewText.ts';

export class PreviewMarks implements Disposable, vscode.HoverProvider {
  private readonly held = new Disposables();
  private readonly known: ReadonlyMap<string, CloudPreview>;
  private readonly door: CloudDoor;
  private readonly marking = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('diffEditor.removedTextBackground'),
    border: '1px solid',
    borderColor: new vscode.ThemeColor('editorWarning.foreground'),
    overviewRulerColor: new vscode.ThemeColor('editorWarning.foreground'),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
  });

  /** `known` are the previews that may be open, by their ids. */
  constructor(known: ReadonlyMap<string, CloudPreview>, door: CloudDoor) {
    this.known = known;
    this.door = door;
    for (const disposable of [
      this.marking,
      vscode.languages.registerHoverProvider({ scheme: previewScheme }, this),
      vscode.window.onDidChangeVisibleTextEditors(() => this.show()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === previewScheme) this.show();
      }),
    ]) {
      this.held.add(disposable);
    }
  }

  dispose(): void {
    this.held.dispose();
  }

  /** In every preview that is visible. */
  show(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      if (document.uri.scheme !== previewScheme) continue;
      const { id, face } = addressOf(document.uri);
      const preview = this.known.get(id);
      if (preview === undefined || face === 'original') continue;
      // The editor may have changed line ends: places are looked up in what it shows.
      const marks = marksIn(document.getText(), preview).map((mark) => ({
        range: rangeOf(document, mark),
        renderOptions: {
          after: {
            contentText: ` ${mark.kind}`,
            color: new vscode.ThemeColor('editorCodeLens.foreground'),
            fontStyle: 'italic',
          },
        },
      }));
      editor.setDecorations(this.marking, marks);
    }
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const { id, face } = addressOf(document.uri);
    const preview = this.known.get(id);
    if (preview === undefined || face === 'original') return undefined;
    const offset = document.offsetAt(position);
    const mark = marksIn(document.getText(), preview).find(
      ({ start, end }) => offset >= start && offset < end,
    );
    if (mark === undefined) return undefined;
    const words = new vscode.MarkdownString();
    words.appendText(vscode.l10n.t('{0}: masked. The value stays on this machine:', mark.kind));
    words.appendCodeblock(this.door.original(id, mark.placeholder) ?? mark.placeholder, 'text');
    return new vscode.Hover(words, rangeOf(document, mark));
  }
}

function rangeOf(document: vscode.TextDocument, { start, end }: PreviewMark): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
