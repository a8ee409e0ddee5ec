/** How does an instruction become hunks in the editor, and a decision on each? Adapter of proposeEdit. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import type { KeyValueStore } from '../core/base/ports.ts';
import type { InputReason } from '../core/edit/editableInput.ts';
import type { EditEvent, EditStages, EditTask } from '../core/pipelines/editTask.ts';
import { proposeEdit } from '../core/pipelines/proposeEdit.ts';
import type { EditContextPiece } from '../core/prompt/editPrompt.ts';
import type { Agree } from '../core/pipelines/answerStages.ts';
import { refusesDocument, refusesTab } from './editable.ts';
import { editContext, type EditContextPorts } from './editContext.ts';
import { registerEditCommands } from './editCommands.ts';
import { EditDecisions, revealFirst } from './editDecisions.ts';
import { EditLenses } from './editLenses.ts';
import { clamped, meantRegion, wholeLines, type MeantRegion } from './editRegion.ts';
import { EditSession } from './editSession.ts';
import { EditView } from './editView.ts';
import { askAfterFailure } from './askAfterFailure.ts';
import { editFailureText } from './editWords.ts';
import { askInstruction } from './instructionBox.ts';
import { ProposedDocument } from './proposedDocument.ts';

export interface InlineEditParts extends EditContextPorts {
  readonly stages: EditStages;
  /** The person's consent to exactly this preview. */
  readonly agree: Agree;
  readonly store: KeyValueStore;
  readonly log: Log;
}

export interface StartEdit {
  readonly instruction?: string;
  readonly region?: MeantRegion;
  /** The editor does not let the person type, as its key says: extensions are not told. */
  readonly isReadOnly?: boolean;
  /** Further material for the model, the most needed first. */
  readonly context?: readonly EditContextPiece[];
}

export interface ProposedText {
  readonly after: string;
  /** The answer it was made from, for a repair. */
  readonly answer: string;
  readonly instruction: string;
}

export interface InlineEdit extends Disposable {
  /** Asks for what is not given, and shows the proposal in the active editor. Resolves when it can be decided on. */
  start(options?: StartEdit): Promise<void>;
  /** Shows a text that is proposed already (an answer of the chat) as hunks, to be decided on like any edit. */
  show(document: vscode.TextDocument, proposed: ProposedText): Promise<void>;
  /** For checks inside VS Code: the session of a document. */
  sessionOf(document: vscode.TextDocument): EditSession | undefined;
}

const pendingKey = 'tandem.editPending';

interface Held {
  readonly session: EditSession;
  readonly view: EditView;
}

/** Registers the edit commands, lenses and the diff's virtual document. */
export function registerInlineEdit(parts: InlineEditParts): InlineEdit {
  return new InlineEdits(parts);
}

class InlineEdits implements InlineEdit {
  private readonly parts: InlineEditParts;
  private readonly held = new Disposables();
  private readonly sessions = new Map<string, Held>();
  private readonly lenses: EditLenses;
  private readonly proposed: ProposedDocument;

  constructor(parts: InlineEditParts) {
    this.parts = parts;
    this.lenses = new EditLenses((document) => this.sessionOf(document));
    this.held.add(vscode.languages.registerCodeLensProvider({ pattern: '**' }, this.lenses));
    this.proposed = this.held.add(
      new ProposedDocument((uri) => this.sessions.get(uri)?.session.textWithPending() ?? ''),
    );
    this.held.add(vscode.window.onDidChangeActiveTextEditor(() => this.showPending()));
    this.held.add(vscode.workspace.onDidCloseTextDocument((document) => this.drop(document.uri.toString())));
    const decisions = new EditDecisions(parts.stages, (session) =>
      this.drop(session.document.uri.toString(), session),
    );
    this.held.add(
      registerEditCommands({
        log: parts.log,
        decisions,
        sessionFor: (uri) => this.sessionFor(uri),
        start: (options) => this.start(startOptions(options)),
        again: (session, start) => this.again(session, start),
        showDiff: ({ document }) => this.proposed.showDiff(document),
      }),
    );
  }

  sessionOf(document: vscode.TextDocument): EditSession | undefined {
    return this.sessions.get(document.uri.toString())?.session;
  }

  async start(options: StartEdit = {}): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const refused = editor === undefined ? await refusesTab() : await refusesDocument(editor.document);
    const reason = options.isReadOnly === true ? (refused ?? 'readOnly') : refused;
    if (editor === undefined || reason !== undefined) {
      tellRefusal(reason);
      return;
    }
    const { document } = editor;
    const region = options.region ?? (await meantRegion(document, editor.selection));
    const instruction =
      options.instruction ?? (await askInstruction(this.parts.store, { place: placeText(document, region) }));
    if (instruction === undefined) return;
    this.drop(document.uri.toString());
    // The selection was the question; it would hide the answer's colors.
    editor.selection = new vscode.Selection(editor.selection.active, editor.selection.active);
    const version = document.version;
    const context = [...(options.context ?? []), ...(await editContext(document, region, this.parts))];
    // Offsets count in the text they were taken from; whoever typed meanwhile is asked about the text of now.
    const current = document.version === version ? region : wholeLines(document, clamped(document, region));
    await this.run(document, {
      editId: this.parts.stages.newId(),
      path: vscode.workspace.asRelativePath(document.uri, false),
      languageId: document.languageId,
      text: document.getText(),
      region: { start: current.start, end: current.end },
      instruction,
      context,
      staysLocal: this.parts.staysLocal(document.uri),
      start: 'local',
      agree: this.parts.agree,
    });
  }

  async show(document: vscode.TextDocument, proposed: ProposedText): Promise<void> {
    const refused = await refusesDocument(document);
    if (refused !== undefined) {
      tellRefusal(refused);
      return;
    }
    const text = document.getText();
    const path = vscode.workspace.asRelativePath(document.uri, false);
    const { languageId } = document;
    const task: EditTask = {
      editId: this.parts.stages.newId(),
      path,
      languageId,
      text,
      region: { start: 0, end: text.length },
      instruction: proposed.instruction,
      context: [],
      staysLocal: this.parts.staysLocal(document.uri),
      start: 'local',
      agree: this.parts.agree,
    };
    await vscode.window.showTextDocument(document, { preview: false });
    const session = this.open(document, task);
    const { instruction, after, answer } = proposed;
    const verdict = await this.parts.stages.judge(
      { task: 'edit', path, languageId, before: text, after, instruction },
      session.controller.signal,
    );
    const where = { auditId: '', route: 'local', model: '', host: '', isDemo: false } as const;
    session.take({
      type: 'proposed',
      proposal: { ...where, after, verdict, answer },
      next: { decision: 'stay', reason: verdict.passed ? 'passed' : 'failed' },
    });
    revealFirst(session);
  }

  dispose(): void {
    for (const key of [...this.sessions.keys()]) this.drop(key);
    this.held.dispose();
  }

  private async run(document: vscode.TextDocument, task: EditTask): Promise<void> {
    const key = document.uri.toString();
    const session = this.open(document, task);
    try {
      for await (const event of proposeEdit(this.parts.stages, task, session.controller.signal)) {
        if (session.phase === 'over') break;
        session.take(event);
        if (event.type === 'failed') this.failed(session, event);
        if (event.type === 'cancelled') this.drop(key, session);
      }
    } catch (thrown) {
      this.drop(key, session);
      if (!session.controller.signal.aborted) throw thrown;
    }
    revealFirst(session);
  }

  private async again(session: EditSession, start: 'repair' | 'cloud'): Promise<void> {
    const { proposal, task } = session;
    if (proposal === undefined) return;
    const previous = { verdict: proposal.verdict, answer: proposal.answer };
    await this.runAgain(session, { ...task, start, previous });
  }

  private open(document: vscode.TextDocument, task: EditTask): EditSession {
    const key = document.uri.toString();
    this.drop(key);
    const session = new EditSession(document, task);
    const view = new EditView(session, () => {
      this.lenses.refreshFor(session);
      this.proposed.refresh(document);
    });
    this.sessions.set(key, { session, view });
    this.showPending();
    this.lenses.refresh();
    return session;
  }

  /** Of the document a lens names, else of the active editor. */
  private sessionFor(uri: unknown): EditSession | undefined {
    const key = typeof uri === 'string' ? uri : vscode.window.activeTextEditor?.document.uri.toString();
    return key === undefined ? undefined : this.sessions.get(key)?.session;
  }

  private failed(session: EditSession, event: Extract<EditEvent, { type: 'failed' }>): void {
    this.drop(session.document.uri.toString(), session);
    void askAfterFailure(session.task, event).then((task) =>
      task === undefined ? undefined : this.runAgain(session, task),
    );
  }

  /** Asks anew about the text as it is now; the region has moved along with it. */
  private async runAgain(session: EditSession, task: EditTask): Promise<void> {
    const { document } = session;
    this.drop(document.uri.toString());
    if (document.isClosed) return;
    const { start, end } = wholeLines(document, session.currentRegion);
    await this.run(document, { ...task, text: document.getText(), region: { start, end } });
  }

  /** With `only`, nothing happens when the document has another session by now. */
  private drop(key: string, only?: EditSession): void {
    const held = this.sessions.get(key);
    if (held === undefined || (only !== undefined && held.session !== only)) return;
    this.sessions.delete(key);
    held.session.dispose();
    held.view.dispose();
    this.lenses.refresh();
    this.showPending();
  }

  private showPending(): void {
    const document = vscode.window.activeTextEditor?.document;
    const isPending = document !== undefined && this.sessions.has(document.uri.toString());
    void vscode.commands.executeCommand('setContext', pendingKey, isPending);
  }
}

/** What a key or another extension passes along. */
function startOptions(options: unknown): StartEdit {
  if (typeof options !== 'object' || options === null) return {};
  const { instruction, isReadOnly } = options as Readonly<Record<string, unknown>>;
  return {
    ...(typeof instruction === 'string' ? { instruction } : {}),
    ...(isReadOnly === true ? { isReadOnly } : {}),
  };
}

function tellRefusal(reason: InputReason | undefined): void {
  const text =
    reason === undefined
      ? vscode.l10n.t('Open a file to edit it with an instruction.')
      : editFailureText(reason, undefined, undefined);
  void vscode.window.showWarningMessage(text);
}

function placeText(document: vscode.TextDocument, region: MeantRegion): string {
  const path = vscode.workspace.asRelativePath(document.uri, false);
  if (region.symbol !== undefined) return vscode.l10n.t('{0} in {1}', region.symbol, path);
  if (region.firstLine === region.lastLine) return vscode.l10n.t('{0}, line {1}', path, region.firstLine + 1);
  return vscode.l10n.t('{0}, lines {1} to {2}', path, region.firstLine + 1, region.lastLine + 1);
}
