/** How does an answer of the chat become changes to files, each of which the person can take or leave? */

import * as vscode from 'vscode';

import type { Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import { applyFailureSentence } from '../core/edit/applyFailure.ts';
import { hunksBetween } from '../core/edit/hunks.ts';
import { splitLines } from '../core/edit/lines.ts';
import { planChanges, type ChangePlan, type FileChange, type PlanReason } from '../core/edit/planChanges.ts';
import type { ChangedTogether, CheckResult, GateCase, Verdict } from '../core/gate/verdict.ts';
import { findingText } from './checkWords.ts';
import { registerCommand } from './commands.ts';
import { refusesDocument } from './editable.ts';
import { editFailureText } from './editWords.ts';
import type { InlineEdit } from './inlineEdit.ts';
import { uriOf, workspaceFiles } from './workspaceFiles.ts';

export interface ApplyAnswerParts {
  readonly inlineEdit: Pick<InlineEdit, 'show'>;
  readonly judge: (edit: GateCase, signal: AbortSignal) => Promise<Verdict>;
}

export interface ApplyAnswerOptions {
  /** The file that code without a path is meant for; absent: the active editor's. */
  readonly uri?: vscode.Uri;
  /** What the person had asked, for the checks. */
  readonly instruction?: string;
  /** The server said that the answer is complete. */
  readonly finished?: boolean;
  /** Say nothing where nothing can be applied: the caller has another way. */
  readonly silent?: boolean;
  /** Asks the local model once more, told what was wrong. Absent: that is not offered. */
  readonly repair?: (evidence: string) => Promise<void>;
}

export interface ApplyAnswerResult {
  /** Something is on screen to be decided on, or was applied. */
  readonly shown: boolean;
  readonly changes: number;
  /** One sentence a file that could not be changed. */
  readonly problems: readonly string[];
}

export type ApplyAnswer = (answer: string, options?: ApplyAnswerOptions) => Promise<ApplyAnswerResult>;

/**
 * One changed file is shown as hunks in its editor; several files go to VS Code's own preview of changes, where each
 * file and hunk has its check box and what is applied is one undo step. Nothing is written before the person says so.
 */
export function createApplyAnswer(parts: ApplyAnswerParts): ApplyAnswer {
  return async (answer, options = {}) => {
    const fallback = options.uri ?? vscode.window.activeTextEditor?.document.uri;
    const plan = await planChanges(answer, workspaceFiles(), {
      ...(fallback === undefined ? {} : { path: vscode.workspace.asRelativePath(fallback, false) }),
      ...(options.finished === undefined ? {} : { finished: options.finished }),
    });
    const problems = plan.problems.map((problem) => problemText(problem.path, problem.reason));
    const told: Told =
      options.silent === true ? nothing : { sentences: problems, evidence: evidenceOf(plan) };
    const shown = await showPlan(parts, plan, answer, { ...options, told });
    if (!shown && problems.length === 0 && options.silent !== true)
      void vscode.window.showInformationMessage(vscode.l10n.t('The answer holds no change to a file.'));
    return { shown, changes: plan.changes.length, problems };
  };
}

/** What is wrong, for the person and for the model. */
interface Told {
  readonly sentences: readonly string[];
  readonly evidence: readonly string[];
}

const nothing: Told = { sentences: [], evidence: [] };

function evidenceOf(plan: ChangePlan): readonly string[] {
  return plan.problems.map(({ path, reason }) => `${path}: ${applyFailureSentence(reason)}`);
}

/** Tells what is wrong; whoever wants it asks the local model again. */
function offerRepair({ sentences, evidence }: Told, { repair }: ApplyAnswerOptions): void {
  if (sentences.length === 0) return;
  const again = vscode.l10n.t('Repair here');
  const choices = repair === undefined ? [] : [again];
  void vscode.window.showWarningMessage(sentences.join(' '), ...choices).then((picked) => {
    return picked === again ? repair?.(evidence.join('\n')) : undefined;
  });
}

export interface LastAnswerParts {
  readonly applyAnswer: ApplyAnswer;
  /** The newest answer of the conversation on screen. */
  readonly lastAnswer: () => { readonly text: string; readonly question: string } | undefined;
  readonly log: Log;
}

/** Registers `tandem.chat.applyAnswer`. */
export function registerApplyLastAnswer(parts: LastAnswerParts): Disposable {
  return registerCommand('tandem.chat.applyAnswer', parts.log, async () => {
    const answer = parts.lastAnswer();
    if (answer === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no answer to apply yet.'));
      return;
    }
    await parts.applyAnswer(answer.text, { instruction: answer.question });
  });
}

/** What the chat is asked once more; the model sees its first answer above. */
export function askAgainText(asked: string, evidence: string): string {
  return `${asked}\n\nThe last answer could not be used:\n${evidence}\nWrite the files named here again, each of them whole or in blocks whose SEARCH lines are copied exactly; repeat the others.`;
}

/** One block of an answer as an answer of its own. */
export function answerOfBlock(block: {
  readonly text: string;
  readonly language: string;
  readonly path: string;
}): string {
  const fence = '`'.repeat(Math.max(3, ...[...block.text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const path = block.path === '' ? '' : ` path=${block.path}`;
  return `${fence}${block.language}${path}\n${block.text}\n${fence}\n`;
}

async function showPlan(
  parts: ApplyAnswerParts,
  plan: ChangePlan,
  answer: string,
  options: ApplyAnswerOptions & { readonly told: Told },
): Promise<boolean> {
  const [first] = plan.changes;
  if (first === undefined || (plan.changes.length === 1 && first.kind === 'edit')) {
    offerRepair(options.told, options);
  }
  if (first === undefined) return false;
  const instruction = options.instruction ?? '';
  if (plan.changes.length === 1 && first.kind === 'edit') {
    const document = await vscode.workspace.openTextDocument(uriOf(first.path));
    await parts.inlineEdit.show(document, { after: first.after, answer, instruction });
    return true;
  }
  return reviewAll(parts, plan.changes, options);
}

/** VS Code's preview asks before anything is done; a file that changes meanwhile makes it refuse the whole edit. */
async function reviewAll(
  parts: ApplyAnswerParts,
  changes: readonly FileChange[],
  options: ApplyAnswerOptions & { readonly told: Told },
): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  const sentences = [...options.told.sentences];
  const evidence = [...options.told.evidence];
  for (const change of changes) {
    const verdict = await judged(parts, change, changes, options.instruction ?? '');
    for (const check of verdict?.failed ?? []) {
      sentences.push(`${change.path}: ${checkText(check)}`);
      evidence.push(`${change.path}: ${check.evidence?.message ?? check.name}`);
    }
    await addChange(edit, change, verdict);
  }
  // Before the review, which stays open until the person has decided: she should know what is wrong, or not in it.
  offerRepair({ sentences, evidence }, options);
  return edit.size > 0 && vscode.workspace.applyEdit(edit, { isRefactoring: true });
}

function checkText({ name, evidence }: CheckResult): string {
  return findingText({ name, ...evidence });
}

async function judged(
  parts: ApplyAnswerParts,
  change: FileChange,
  all: readonly FileChange[],
  instruction: string,
): Promise<Verdict | undefined> {
  if (change.kind === 'delete') return undefined;
  const before = change.kind === 'create' ? '' : change.before;
  const path = change.kind === 'rename' ? change.to : change.path;
  if (before === change.after) return undefined;
  const edit: GateCase = {
    task: 'edit',
    path,
    languageId: '',
    before,
    after: change.after,
    instruction,
    together: changedTogether(all),
    // The language server sees no file that comes with the change, and still sees one that goes.
    cheapOnly: all.some(({ kind }) => kind !== 'edit'),
  };
  return parts.judge(edit, new AbortController().signal);
}

function changedTogether(changes: readonly FileChange[]): ChangedTogether {
  const written = new Map<string, string>();
  const gone = new Set<string>();
  for (const change of changes) {
    if (change.kind === 'delete' || change.kind === 'rename') gone.add(change.path);
    if (change.kind !== 'delete')
      written.set(change.kind === 'rename' ? change.to : change.path, change.after);
  }
  return { written, gone };
}

async function addChange(
  edit: vscode.WorkspaceEdit,
  change: FileChange,
  verdict: Verdict | undefined,
): Promise<void> {
  const uri = uriOf(change.path);
  const [failed] = verdict?.failed ?? [];
  const warning = failed === undefined ? '' : ` ⚠ ${checkText(failed)}`;
  const metadata = (label: string): vscode.WorkspaceEditEntryMetadata => ({
    needsConfirmation: true,
    label: label + warning,
  });
  if (change.kind === 'create') {
    edit.createFile(
      uri,
      { contents: new TextEncoder().encode(change.after) },
      metadata(vscode.l10n.t('Create {0}', change.path)),
    );
    return;
  }
  if (change.kind === 'delete') {
    edit.deleteFile(uri, {}, metadata(vscode.l10n.t('Delete {0}', change.path)));
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if ((await refusesDocument(document)) !== undefined) return;
  for (const hunk of hunksBetween(change.before, change.after)) {
    const range = new vscode.Range(document.positionAt(hunk.start), document.positionAt(hunk.end));
    const figures = `−${splitLines(hunk.before).length} +${splitLines(hunk.after).length}`;
    edit.replace(uri, range, hunk.after, metadata(`${change.path} ${figures}`));
  }
  if (change.kind === 'rename') {
    edit.renameFile(
      uri,
      uriOf(change.to),
      {},
      metadata(vscode.l10n.t('Rename {0} to {1}', change.path, change.to)),
    );
  }
}

function problemText(path: string, reason: PlanReason): string {
  if (reason === 'missingFile') return vscode.l10n.t('{0}: there is no such file.', path);
  if (reason === 'existsAlready') return vscode.l10n.t('{0}: there is such a file already.', path);
  return `${path}: ${editFailureText(reason, vscode.l10n.t('the model'), undefined)}`;
}
