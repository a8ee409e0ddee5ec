/** What can be done where no edit came of an answer? The person is told why, and offered what may help. */

import * as vscode from 'vscode';

import type { EditEvent, EditTask } from '../core/pipelines/editTask.ts';
import { editFailureText } from './editWords.ts';

/** The task that the person chose to try instead; undefined where she leaves it. */
export async function askAfterFailure(
  task: EditTask,
  event: Extract<EditEvent, { type: 'failed' }>,
): Promise<EditTask | undefined> {
  const { verdict, answer = '', next } = event;
  const askCloud = vscode.l10n.t('Ask the cloud');
  const again = vscode.l10n.t('Try again here');
  const choices = verdict === undefined ? [] : next?.decision === 'ask' ? [askCloud, again] : [again];
  const text = editFailureText(event.reason, event.host, event.detail);
  const picked = await vscode.window.showWarningMessage(text, ...choices);
  if (picked === undefined) return undefined;
  const previous = verdict === undefined ? {} : { previous: { verdict, answer } };
  return { ...task, ...previous, start: picked === askCloud ? 'cloud' : 'repair' };
}
