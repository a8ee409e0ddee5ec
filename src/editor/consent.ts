/** Does the person agree that exactly this goes to the cloud? Asked where no view of ours can ask. */

import * as vscode from 'vscode';

import type { CloudPreview } from '../core/cloud/cloudDoor.ts';
import { usdText } from '../core/usage/usdText.ts';
import { findingText } from './checkWords.ts';

/** A message with the figures; `Preview` opens the exact request, whose own buttons decide as well. */
export async function agreeByMessage(preview: CloudPreview, signal: AbortSignal): Promise<boolean> {
  const ask = vscode.l10n.t('Ask the cloud');
  const look = vscode.l10n.t('Preview');
  const keep = vscode.l10n.t('Keep');
  for (;;) {
    const picked = await unlessAborted(
      vscode.window.showInformationMessage(
        `${whatFailed(preview)}${consentQuestion(preview)}`,
        ask,
        look,
        keep,
      ),
      signal,
    );
    if (picked !== look) return picked === ask;
    await vscode.commands.executeCommand('tandem.cloud.preview', preview.id);
  }
}

/** The failed check in words, as a sentence before the question; empty where the person asked unprompted. */
function whatFailed({ failedCheck }: CloudPreview): string {
  if (failedCheck === undefined) return '';
  const { name, evidence } = failedCheck;
  return `${findingText({ name, ...evidence }).replace(/\.?$/, '.')} `;
}

/** Model, host, size, price and masked secrets in one question. */
export function consentQuestion(preview: CloudPreview): string {
  const masked = preview.redactions.reduce((sum, { count }) => sum + count, 0);
  const cost =
    preview.costUsd === null
      ? vscode.l10n.t('price unknown')
      : vscode.l10n.t('at most {0}', usdText(preview.costUsd));
  return vscode.l10n.t(
    'Send this to {0} on {1}? {2} tokens, {3}. Secrets masked: {4}.',
    preview.model,
    preview.host,
    preview.tokensIn,
    cost,
    masked,
  );
}

function unlessAborted<T>(wait: Thenable<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    wait.then(resolve, reject);
  });
}
