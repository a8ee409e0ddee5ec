/** What can a person do about suggestions by command? Turn them on and off, ask why, ask the cloud. */

import * as vscode from 'vscode';

import { Disposables, toDisposable, type Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import { isModelError } from '../core/model/modelError.ts';
import type { AskCloudRefusal } from '../core/pipelines/askCloud.ts';
import { askCloudForSuggestion, type AskCloudForText } from '../core/pipelines/askCloudForSuggestion.ts';
import type { CompletionStages } from '../core/pipelines/completionStages.ts';
import type { SuggestionExplanation } from '../core/pipelines/suggestion.ts';
import { registerCommand } from './commands.ts';
import type { Documents } from './documents.ts';
import { doorWords } from './doorWords.ts';
import { explanationText } from './explainSuggestion.ts';
import type { InlineCompletions } from './inlineCompletions.ts';

export interface CompletionCommandParts {
  readonly stages: CompletionStages;
  readonly inline: InlineCompletions;
  readonly documents: Documents;
  /** `askCloud` with the door and the question to the person bound. */
  readonly askCloud: AskCloudForText<AskCloudRefusal>;
  readonly log: Log;
}

const whyScheme = 'tandem-why';

export function registerCompletionCommands(parts: CompletionCommandParts): Disposable {
  const held = new Disposables();
  const why = held.add(new WhyDocument(parts.stages));
  held.add(registerCommand('tandem.completion.toggle', parts.log, toggle));
  held.add(registerCommand('tandem.completion.why', parts.log, () => why.show()));
  held.add(registerCommand('tandem.completion.askCloud', parts.log, () => askCloud(parts)));
  return held;
}

/** For the language of the active file where it has a value of its own, else for all. */
async function toggle(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const scope = document === undefined ? undefined : { uri: document.uri, languageId: document.languageId };
  const configuration = vscode.workspace.getConfiguration('tandem.completion', scope);
  const inspected = configuration.inspect<boolean>('enabled');
  const isOwn =
    inspected?.globalLanguageValue !== undefined || inspected?.workspaceLanguageValue !== undefined;
  const target =
    (isOwn ? inspected.workspaceLanguageValue : inspected?.workspaceValue) === undefined
      ? vscode.ConfigurationTarget.Global
      : vscode.ConfigurationTarget.Workspace;
  const isOn = configuration.get<boolean>('enabled', true);
  await configuration.update('enabled', !isOn, target, isOwn);
  const words = isOn ? vscode.l10n.t('Tandem: suggestions off') : vscode.l10n.t('Tandem: suggestions on');
  vscode.window.setStatusBarMessage(isOwn ? `${words} (${document?.languageId ?? ''})` : words, 3_000);
}

/** A read-only Markdown document that is rendered beside the editor and brought up to date each time it is asked for. */
class WhyDocument implements vscode.TextDocumentContentProvider, Disposable {
  private readonly held = new Disposables();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly uri = vscode.Uri.from({ scheme: whyScheme, path: '/Why No Suggestion.md' });
  private last: SuggestionExplanation | undefined;
  private lastShown: SuggestionExplanation | undefined;
  readonly onDidChange = this.changed.event;

  constructor(stages: CompletionStages) {
    this.held.add(vscode.workspace.registerTextDocumentContentProvider(whyScheme, this));
    this.held.add(toDisposable(() => this.changed.dispose()));
    this.held.add(
      stages.explanations.event((explanation) => {
        this.last = explanation;
        if (explanation.offered) this.lastShown = explanation;
      }),
    );
  }

  provideTextDocumentContent(): string {
    return explanationText(this.last, this.lastShown);
  }

  async show(): Promise<void> {
    this.changed.fire(this.uri);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', this.uri).then(undefined, async () => {
      // Without the built-in Markdown extension the text itself is readable enough.
      await vscode.window.showTextDocument(this.uri, { preview: true, viewColumn: vscode.ViewColumn.Beside });
    });
  }

  dispose(): void {
    this.held.dispose();
  }
}

async function askCloud(parts: CompletionCommandParts): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    throw new Error(vscode.l10n.t('Open a file and put the cursor where the suggestion should go.'));
  }
  const { document } = editor;
  const offset = document.offsetAt(editor.selection.active);
  const { version } = document;
  const keystroke = {
    document: parts.documents.snapshot(document),
    offset,
    cause: 'manual',
    permitted: 'yes',
  } as const;
  const options = {
    location: vscode.ProgressLocation.Window,
    title: vscode.l10n.t('Tandem: asking the cloud'),
  };
  await vscode.window.withProgress(options, async () => {
    const abort = new AbortController();
    const watch = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document && event.contentChanges.length > 0) abort.abort();
    });
    try {
      const outcome = await askCloudForSuggestion(parts.stages, keystroke, parts.askCloud, abort.signal);
      if (!outcome.ok) throw new Error(refusalWords(outcome.reason, outcome.detail));
      if (document.version === version) await parts.inline.offer(document, offset, outcome.value);
    } catch (failure) {
      if (abort.signal.aborted) return;
      if (isModelError(failure))
        throw new Error(vscode.l10n.t('The cloud did not answer: {0}', failure.message), { cause: failure });
      throw failure;
    } finally {
      watch.dispose();
    }
  });
}

function refusalWords(
  reason: AskCloudRefusal | 'emptyAnswer' | 'repeatsNextLines' | 'failedChecks',
  detail: string | undefined,
): string {
  if (reason === 'emptyAnswer') return vscode.l10n.t('The cloud had nothing to add here.');
  if (reason === 'repeatsNextLines') return vscode.l10n.t('The cloud only repeated the lines that follow.');
  if (reason === 'failedChecks') {
    return vscode.l10n.t('The suggestion of the cloud failed a check and is not shown. {0}', detail ?? '');
  }
  return doorWords(reason, detail);
}
