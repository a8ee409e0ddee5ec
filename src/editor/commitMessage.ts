/** How does the commit message get into the Source Control view? From the staged diff, through the local model. */

import * as vscode from 'vscode';

import type { Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import type { Agree } from '../core/pipelines/answerStages.ts';
import type { EditStages } from '../core/pipelines/editTask.ts';
import { writeCommitMessage, type CommitFailure } from '../core/pipelines/writeCommitMessage.ts';
import { registerCommand } from './commands.ts';
import { failureText } from './editLenses.ts';
import { editFailureText } from './editWords.ts';
import { pathsInDiff } from './gitChanges.ts';

export interface CommitMessageParts {
  readonly stages: EditStages;
  readonly agree: Agree;
  readonly staysLocal: (uri: vscode.Uri) => boolean;
  readonly log: Log;
}

interface Repository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
  diff(cached?: boolean): Promise<string>;
  log(options: { readonly maxEntries: number }): Promise<readonly { readonly message: string }[]>;
}

interface GitExtension {
  getAPI(version: 1): { readonly repositories: readonly Repository[] };
}

/** Registers `tandem.commit.write`. Without staged changes all changes count, as git's own commit offers it. */
export function registerCommitMessage(parts: CommitMessageParts): Disposable {
  return registerCommand('tandem.commit.write', parts.log, async (source) => {
    const repository = await repositoryOf(source);
    if (repository === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('There is no git repository in this workspace.'),
      );
      return;
    }
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.SourceControl,
        title: vscode.l10n.t('Tandem writes a commit message'),
      },
      () => write(parts, repository),
    );
  });
}

async function write(parts: CommitMessageParts, repository: Repository): Promise<void> {
  const staged = await repository.diff(true);
  const diff = staged.trim() === '' ? await repository.diff(false) : staged;
  const paths = pathsInDiff(diff);
  const before = repository.inputBox.value;
  const result = await writeCommitMessage(
    parts.stages,
    {
      id: parts.stages.newId(),
      diff,
      paths,
      localOnlyPaths: paths.filter((path) => parts.staysLocal(vscode.Uri.joinPath(repository.rootUri, path))),
      earlier: await earlierMessages(repository),
      agree: parts.agree,
    },
    new AbortController().signal,
  );
  if (!result.ok) {
    void vscode.window.showWarningMessage(failureSentence(result.reason, result.detail));
    return;
  }
  // What the person wrote meanwhile is hers.
  if (repository.inputBox.value !== before) return;
  repository.inputBox.value = result.value.message;
  const { failed } = result.value.verdict;
  if (failed.length > 0) void vscode.window.showWarningMessage(failureText(failed));
}

async function earlierMessages(repository: Repository): Promise<string[]> {
  try {
    const commits = await repository.log({ maxEntries: 8 });
    return commits.map(({ message }) => message.split('\n')[0] ?? '').filter((line) => line !== '');
  } catch {
    // A repository without a commit has no log.
    return [];
  }
}

async function repositoryOf(source: unknown): Promise<Repository | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (extension === undefined) return undefined;
  const git = extension.isActive ? extension.exports : await extension.activate();
  const { repositories } = git.getAPI(1);
  const root =
    typeof source === 'object' && source !== null && 'rootUri' in source ? source.rootUri : undefined;
  const named =
    root instanceof vscode.Uri
      ? repositories.find(({ rootUri }) => rootUri.toString() === root.toString())
      : undefined;
  return named ?? repositories[0];
}

function failureSentence(reason: CommitFailure, host: string | undefined): string {
  if (reason === 'nothingStaged') return vscode.l10n.t('There are no changes to describe.');
  if (reason === 'noAnswer') return vscode.l10n.t('The model gave no message; try again.');
  return editFailureText(reason, host, undefined);
}
