/** What exactly would be sent? Shown before it is, with every masked place marked, and decided on in the same place. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import type { Outcome } from '../core/base/outcome.ts';
import type { CloudDoor, CloudPreview, DoorRefusal, PreviewDecision } from '../core/cloud/cloudDoor.ts';
import { usdText } from '../core/usage/usdText.ts';
import { registerCommand } from './commands.ts';
import { addressOf, idOfTab, previewScheme, uriOf, type PreviewFace } from './previewAddress.ts';
import { PreviewMarks } from './previewMarks.ts';
import { selectionRequest } from './selectionRequest.ts';
import {
  asSent,
  countsOf,
  exactPreview,
  originalText,
  readablePreview,
  splitOnMarks,
  type PreviewText,
} from './previewText.ts';

export interface CloudPreviewParts {
  readonly door: CloudDoor;
  readonly log: Log;
  /** Previews what the cloud would get for the last answer of the open chat; false where there is none. */
  readonly previewChat: () => boolean;
  /** A refusal in words for a person. */
  readonly explain: (refusal: DoorRefusal, detail: string | undefined) => string;
}

export interface CloudPreviewView extends Disposable {
  /** Opens a pending preview beside the editor; what is decided there is heard by whoever waits at the door. */
  show(id: string): Promise<void>;
}

export function registerCloudPreview(parts: CloudPreviewParts): CloudPreviewView {
  const view = new PreviewView(parts);
  view.held.add(
    registerCommand('tandem.cloud.preview', parts.log, (id) =>
      typeof id === 'string' ? view.show(id) : view.showWhatThereIs(),
    ),
  );
  return view;
}

class PreviewView
  implements
    CloudPreviewView,
    vscode.TextDocumentContentProvider,
    vscode.CodeLensProvider,
    vscode.CodeActionProvider
{
  readonly held = new Disposables();
  private readonly parts: CloudPreviewParts;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly lensesChanged = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  readonly onDidChangeCodeLenses = this.lensesChanged.event;
  /** Looked at by the person's own wish: there is nobody to send it for. */
  private readonly onlyLookedAt = new Set<string>();
  private readonly known = new Map<string, CloudPreview>();
  private readonly marks: PreviewMarks;

  constructor(parts: CloudPreviewParts) {
    this.parts = parts;
    this.marks = new PreviewMarks(this.known, parts.door);
    const selector = { scheme: previewScheme };
    for (const disposable of [
      this.changed,
      this.lensesChanged,
      this.marks,
      vscode.workspace.registerTextDocumentContentProvider(previewScheme, this),
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.languages.registerCodeActionsProvider(selector, this),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => this.forgetClosed(closed)),
      this.parts.door.onDidChangePending((pending) => this.refresh(pending)),
      vscode.commands.registerCommand('_tandem.preview.decide', (id: string, decision: PreviewDecision) =>
        this.decide(id, decision),
      ),
      vscode.commands.registerCommand('_tandem.preview.mask', (id: string) => this.maskSelection(id)),
      vscode.commands.registerCommand('_tandem.preview.face', (id: string, face: PreviewFace) =>
        this.open(id, face),
      ),
    ]) {
      this.held.add(disposable);
    }
  }

  dispose(): void {
    for (const id of this.onlyLookedAt) this.parts.door.drop(id);
    this.held.dispose();
  }

  async show(id: string): Promise<void> {
    const preview = this.parts.door.pending().find((one) => one.id === id);
    if (preview === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('This request was decided on already.'));
      return;
    }
    this.known.set(id, preview);
    await this.open(id, 'readable');
  }

  async showWhatThereIs(): Promise<void> {
    const waiting = this.parts.door.pending().filter(({ id }) => !this.onlyLookedAt.has(id));
    const newest = waiting.at(-1);
    if (newest !== undefined) {
      await this.show(newest.id);
      return;
    }
    const hasSelection = vscode.window.activeTextEditor?.selection.isEmpty === false;
    const hasCloud = (await this.parts.door.availability()) !== 'none';
    if (!hasSelection && hasCloud && this.parts.previewChat()) return;
    const request = selectionRequest();
    if (request === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('There is nothing that would be sent: no chat and no file is open.'),
      );
      return;
    }
    const made = await this.parts.door.preview(request);
    if (!made.ok) {
      void vscode.window.showInformationMessage(this.refusalWords(made));
      return;
    }
    this.onlyLookedAt.add(made.value.id);
    await this.show(made.value.id);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const { id, face } = addressOf(uri);
    const preview = this.known.get(id);
    if (preview === undefined) return vscode.l10n.t('This request was decided on already.');
    if (face !== 'original') return textOf(preview, face).text;
    const shown = textOf(preview, 'readable');
    return originalText(shown, (placeholder) => this.parts.door.original(id, placeholder));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { id, face } = addressOf(document.uri);
    const top = new vscode.Range(0, 0, 0, 0);
    if (!this.isOpen(id) || face === 'original') return [];
    const lens = (title: string, command: string, ...rest: unknown[]): vscode.CodeLens =>
      new vscode.CodeLens(top, { title, command, arguments: [id, ...rest] });
    const deciding = this.onlyLookedAt.has(id)
      ? [lens(vscode.l10n.t('Close'), '_tandem.preview.decide', 'cancel')]
      : [
          lens(vscode.l10n.t('Send'), '_tandem.preview.decide', 'send'),
          lens(vscode.l10n.t('Cancel'), '_tandem.preview.decide', 'cancel'),
        ];
    const other =
      face === 'readable'
        ? lens(vscode.l10n.t('Exact Bytes'), '_tandem.preview.face', 'exact')
        : lens(vscode.l10n.t('Readable'), '_tandem.preview.face', 'readable');
    return [
      ...deciding,
      lens(vscode.l10n.t('Also Mask the Selection'), '_tandem.preview.mask'),
      lens(vscode.l10n.t('Compare With the Original'), '_tandem.preview.face', 'original'),
      other,
    ];
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const { id, face } = addressOf(document.uri);
    if (range.isEmpty || face === 'original' || !this.isOpen(id)) return [];
    const title = vscode.l10n.t('Also mask this');
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = { title, command: '_tandem.preview.mask', arguments: [id] };
    return [action];
  }

  private async open(id: string, face: PreviewFace): Promise<void> {
    const preview = this.known.get(id);
    if (preview === undefined) return;
    const uri = uriOf(preview, face);
    if (face === 'original') {
      const title = vscode.l10n.t('On this machine ↔ what {0} would get', preview.host);
      await vscode.commands.executeCommand('vscode.diff', uri, uriOf(preview, 'readable'), title, {
        preview: true,
      });
      return;
    }
    const opened = await vscode.workspace.openTextDocument(uri);
    // Wraps its lines, by the defaults of the manifest.
    const document = await vscode.languages.setTextDocumentLanguage(opened, 'tandem-preview');
    await vscode.window.showTextDocument(document, { preview: true });
    this.marks.show();
  }

  private async decide(id: string, decision: PreviewDecision): Promise<void> {
    await this.closeTabs(id);
    if (this.onlyLookedAt.delete(id)) this.parts.door.drop(id);
    else this.parts.door.decide(id, decision);
    this.known.delete(id);
  }

  private async maskSelection(id: string): Promise<void> {
    const editor = vscode.window.visibleTextEditors.find(({ document }) => {
      if (document.uri.scheme !== previewScheme) return false;
      const shown = addressOf(document.uri);
      return shown.id === id && shown.face !== 'original';
    });
    const face = editor === undefined ? 'readable' : addressOf(editor.document.uri).face;
    const texts = editor?.selections.map((selection) => editor.document.getText(selection)) ?? [];
    const wanted = texts
      .flatMap((text) => splitOnMarks(text, this.known.get(id)))
      .flatMap((text) => asSent(text, face === 'exact'))
      .filter((text) => text.trim() !== '');
    if (wanted.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Select the text that should be masked first.'),
      );
      return;
    }
    const made = await this.parts.door.remask(id, wanted);
    if (!made.ok) void vscode.window.showWarningMessage(this.refusalWords(made));
  }

  /** The door has newer versions, or fewer previews: what is shown follows. */
  private refresh(pending: readonly CloudPreview[]): void {
    for (const preview of pending) {
      const shown = this.known.get(preview.id);
      if (shown === undefined || shown === preview) continue;
      this.known.set(preview.id, preview);
      for (const face of ['readable', 'exact', 'original'] as const) this.changed.fire(uriOf(preview, face));
    }
    const gone = [...this.known.keys()].filter((id) => !pending.some((one) => one.id === id));
    for (const id of gone) void this.closeTabs(id);
    this.lensesChanged.fire();
  }

  private isOpen(id: string): boolean {
    return this.parts.door.pending().some((one) => one.id === id);
  }

  private async closeTabs(id: string): Promise<void> {
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter((tab) => idOfTab(tab) === id);
    await vscode.window.tabGroups.close(tabs);
  }

  private forgetClosed(closed: readonly vscode.Tab[]): void {
    for (const tab of closed) {
      const id = idOfTab(tab);
      if (id === undefined || !this.onlyLookedAt.has(id)) continue;
      const stillThere = vscode.window.tabGroups.all.some((group) =>
        group.tabs.some((other) => idOfTab(other) === id),
      );
      if (stillThere) continue;
      this.onlyLookedAt.delete(id);
      this.known.delete(id);
      this.parts.door.drop(id);
    }
  }

  private refusalWords(refused: Outcome<CloudPreview, DoorRefusal>): string {
    return refused.ok ? '' : this.parts.explain(refused.reason, refused.detail);
  }
}

function textOf(preview: CloudPreview, face: PreviewFace): PreviewText {
  if (face === 'exact') return exactPreview(preview);
  const cost =
    preview.costUsd === null
      ? vscode.l10n.t('price unknown')
      : vscode.l10n.t('at most {0}', usdText(preview.costUsd));
  return readablePreview(preview, {
    goesTo: vscode.l10n.t('To {0}, model {1}', preview.url ?? preview.host, preview.model),
    size: vscode.l10n.t(
      'About {0} tokens in, at most {1} out, {2}',
      preview.tokensIn.toLocaleString(),
      (preview.maxTokensOut ?? 0).toLocaleString(),
      cost,
    ),
    masked:
      preview.redactions.length === 0
        ? vscode.l10n.t('Nothing is masked')
        : vscode.l10n.t('Masked: {0} (places: {1})', countsOf(preview), preview.masked.length),
    fields: vscode.l10n.t('Further fields:'),
  });
}
