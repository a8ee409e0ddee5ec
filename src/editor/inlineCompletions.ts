/** How does VS Code get suggestions? Asked ahead on the change, handed over when it calls, accepted by command. */

import * as vscode from 'vscode';

import { Disposables, toDisposable, type Disposable } from '../core/base/disposables.ts';
import type { Outcome } from '../core/base/outcome.ts';
import { accepted, candidates } from '../core/pipelines/acceptance.ts';
import { completeAtCursor } from '../core/pipelines/completeAtCursor.ts';
import type { CompletionStages } from '../core/pipelines/completionStages.ts';
import { cursorMoved, documentChanged, documentClosed } from '../core/pipelines/followEditing.ts';
import type { Suggestion, WithheldReason } from '../core/pipelines/suggestion.ts';
import type { Keystroke, KeystrokeCause } from '../core/trigger/keystroke.ts';
import { causeOfChange, cursorAfter } from '../core/trigger/readChange.ts';
import { isCode, type DocumentChange, type Documents } from './documents.ts';

export interface InlineCompletionParts {
  readonly stages: CompletionStages;
  readonly documents: Documents;
  /** The setting for the document's language, and whether suggestions are paused in this window. */
  permitted(document: vscode.TextDocument): Keystroke['permitted'] | 'paused';
}

/** Bound to each item; VS Code runs it when the item was taken. Not in the palette. */
export const acceptedCommand = 'tandem.completion.accepted';

interface Pending {
  readonly uri: string;
  readonly version: number;
  readonly offset: number;
  readonly abort: AbortController;
  readonly outcome: Promise<Outcome<Suggestion, WithheldReason>>;
}

/** To be registered for every file. Never raises a notification; what went wrong is in the explanation and the status bar. */
export class InlineCompletions implements vscode.InlineCompletionItemProvider, Disposable {
  private readonly held = new Disposables();
  private readonly parts: InlineCompletionParts;
  private pending: Pending | undefined;
  private resting: AbortController | undefined;
  private hasSuggested = false;
  /** Where our own trigger command makes VS Code look again: that is not the person's wish for more candidates. */
  private lookingAgainAt: string | undefined;
  private cloudSuggestion:
    { readonly uri: string; readonly offset: number; readonly suggestion: Suggestion } | undefined;

  constructor(parts: InlineCompletionParts) {
    this.parts = parts;
    this.held.add(parts.documents.onDidChange((change) => this.changed(change)));
    this.held.add(parts.documents.onDidClose((uri) => documentClosed(parts.stages, uri)));
    this.held.add(vscode.window.onDidChangeTextEditorSelection((event) => this.moved(event)));
    this.held.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.opened(editor)));
    this.held.add(
      vscode.commands.registerCommand(acceptedCommand, (id: unknown, uri: unknown, text: unknown) => {
        if (typeof id === 'string' && typeof uri === 'string' && typeof text === 'string')
          this.taken(id, uri, text);
      }),
    );
    this.held.add(toDisposable(() => parts.stages.flights.cancelAll()));
    this.opened(vscode.window.activeTextEditor);
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[] | undefined> {
    if (!isCode(document)) return undefined;
    const offset = document.offsetAt(position);
    const fromCloud = this.fromCloud(document, offset);
    if (fromCloud !== undefined) return [this.item(document, offset, fromCloud)];
    const keystroke = this.keystroke(document, offset, 'typed', context.selectedCompletionInfo);
    if (keystroke === undefined) return undefined;
    const isOurs = this.lookingAgainAt === placeKey(keystroke);
    this.lookingAgainAt = undefined;
    if (context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke && !isOurs) {
      return this.all(document, { ...keystroke, cause: 'manual' }, token);
    }
    const outcome = await this.ready(keystroke, token);
    if (!outcome.ok || token.isCancellationRequested) return undefined;
    return [this.item(document, offset, outcome.value, context.selectedCompletionInfo)];
  }

  /** Shows a suggestion that came from elsewhere (the cloud, on the person's wish) at its place. */
  async offer(document: vscode.TextDocument, offset: number, suggestion: Suggestion): Promise<void> {
    this.cloudSuggestion = { uri: document.uri.toString(), offset, suggestion };
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  }

  dispose(): void {
    this.resting?.abort();
    this.pending?.abort.abort();
    this.held.dispose();
  }

  /** What was started on the change event, where it is about this very place; else asked now. */
  private ready(
    keystroke: Keystroke,
    token: vscode.CancellationToken,
  ): Promise<Outcome<Suggestion, WithheldReason>> {
    const { pending } = this;
    const { uri, version } = keystroke.document;
    const isSame = pending?.uri === uri && pending.version === version && pending.offset === keystroke.offset;
    if (pending !== undefined && isSame && keystroke.widget === undefined) return pending.outcome;
    const abort = new AbortController();
    if (token.isCancellationRequested) abort.abort();
    token.onCancellationRequested(() => abort.abort());
    // No text has changed: a place that was only moved to shows what is held, and asks nothing.
    const asked =
      pending?.uri === uri && pending.version === version
        ? keystroke
        : { ...keystroke, cause: 'moved' as const };
    return this.noted(completeAtCursor(this.parts.stages, asked, abort.signal));
  }

  private changed(change: DocumentChange): void {
    const { stages } = this.parts;
    documentChanged(stages, change.snapshot.uri, change.changes);
    const editor = vscode.window.activeTextEditor;
    const [edit] = change.changes;
    if (editor?.document !== change.document || change.changes.length !== 1 || edit === undefined) return;
    const cause = causeOfChange(edit, change.isUndoOrRedo);
    const keystroke = this.keystroke(change.document, cursorAfter(edit), cause);
    if (keystroke === undefined) return;
    this.prepare(keystroke);
  }

  private prepare(keystroke: Keystroke): void {
    this.resting?.abort();
    this.pending?.abort.abort();
    const { stages } = this.parts;
    if (keystroke.cause === 'typed') stages.rhythm.typed(stages.clock.monotonicMs());
    const abort = new AbortController();
    const { uri, version } = keystroke.document;
    const outcome = this.noted(completeAtCursor(stages, keystroke, abort.signal));
    this.pending = { uri, version, offset: keystroke.offset, abort, outcome };
    void outcome.then((made) => {
      if (made.ok) this.extend(keystroke, made.value);
    });
  }

  /** When more of the answer has come and the cursor has not moved, VS Code is asked to look again. */
  private extend(keystroke: Keystroke, suggestion: Suggestion): void {
    void suggestion.grown?.then(async (isLonger) => {
      const editor = vscode.window.activeTextEditor;
      const isThere =
        editor?.document.uri.toString() === keystroke.document.uri &&
        editor.document.version === keystroke.document.version &&
        editor.document.offsetAt(editor.selection.active) === keystroke.offset;
      if (!isLonger || !isThere) return;
      this.prepare(keystroke);
      this.lookingAgainAt = placeKey(keystroke);
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    });
  }

  private moved(event: vscode.TextEditorSelectionChangeEvent): void {
    // Typing moves the cursor too, but that is the change's own business.
    if (event.kind === undefined || !isCode(event.textEditor.document)) return;
    const { document, selection } = event.textEditor;
    const offset = document.offsetAt(selection.active);
    const { pending } = this;
    const isThere = pending?.version === document.version && pending.offset === offset;
    if (isThere && pending.uri === document.uri.toString()) return;
    pending?.abort.abort();
    this.rest(document, offset);
  }

  private opened(editor: vscode.TextEditor | undefined): void {
    if (editor === undefined || !isCode(editor.document)) return;
    this.rest(editor.document, editor.document.offsetAt(editor.selection.active));
  }

  private rest(document: vscode.TextDocument, offset: number): void {
    this.resting?.abort();
    const { stages, documents } = this.parts;
    if (this.parts.permitted(document) !== 'yes') return;
    this.resting = new AbortController();
    void cursorMoved(stages, documents.snapshot(document), offset, this.resting.signal);
  }

  private keystroke(
    document: vscode.TextDocument,
    offset: number,
    cause: KeystrokeCause,
    selected?: vscode.SelectedCompletionInfo,
  ): Keystroke | undefined {
    const permitted = this.parts.permitted(document);
    const widget =
      selected === undefined
        ? {}
        : { widget: { start: document.offsetAt(selected.range.start), text: selected.text } };
    const snapshot = this.parts.documents.snapshot(document);
    if (permitted === 'paused') return undefined;
    return { document: snapshot, offset, cause, permitted, ...widget };
  }

  private async all(
    document: vscode.TextDocument,
    keystroke: Keystroke,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const found = await candidates(this.parts.stages, keystroke, abort.signal);
    if (found.length > 0) this.suggested();
    return found.map((suggestion) => this.item(document, keystroke.offset, suggestion));
  }

  private item(
    document: vscode.TextDocument,
    offset: number,
    suggestion: Suggestion,
    selected?: vscode.SelectedCompletionInfo,
  ): vscode.InlineCompletionItem {
    const cursor = document.positionAt(offset);
    const start = selected?.range.start ?? cursor;
    const { text, replaceAfter } = suggestion.insertion;
    const range = new vscode.Range(start, document.positionAt(offset + replaceAfter));
    const item = new vscode.InlineCompletionItem(
      document.getText(new vscode.Range(start, cursor)) + text,
      range,
    );
    item.command = {
      command: acceptedCommand,
      title: vscode.l10n.t('Suggestion accepted'),
      arguments: [suggestion.id, document.uri.toString(), text],
    };
    return item;
  }

  private taken(id: string, uri: string, text: string): void {
    const { stages, documents } = this.parts;
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.toString() !== uri) return;
    const offset = editor.document.offsetAt(editor.selection.active);
    accepted(stages, id, {
      text,
      isKept: (whole) => {
        const document = vscode.workspace.textDocuments.find((candidate) => candidate.uri.toString() === uri);
        return document !== undefined && documents.snapshot(document).text.includes(whole);
      },
    });
    const keystroke = this.keystroke(editor.document, offset, 'accepted');
    if (keystroke !== undefined) this.prepare(keystroke);
  }

  private fromCloud(document: vscode.TextDocument, offset: number): Suggestion | undefined {
    const held = this.cloudSuggestion;
    if (held?.uri === document.uri.toString() && held.offset === offset) return held.suggestion;
    this.cloudSuggestion = undefined;
    return undefined;
  }

  private async noted(
    outcome: Promise<Outcome<Suggestion, WithheldReason>>,
  ): Promise<Outcome<Suggestion, WithheldReason>> {
    const made = await outcome;
    if (made.ok) this.suggested();
    return made;
  }

  /** The walkthrough's step is done once the first suggestion was offered. */
  private suggested(): void {
    if (this.hasSuggested) return;
    this.hasSuggested = true;
    void vscode.commands.executeCommand('setContext', 'tandem.suggested', true);
  }
}

function placeKey({ document, offset }: Keystroke): string {
  return `${document.uri} ${document.version} ${offset}`;
}
