/** How does a person let Ollama fetch a model? With a progress bar, and cancel. */

import * as vscode from 'vscode';

import type { Log } from '../core/base/log.ts';
import type { ManagedLocalModels } from '../core/pipelines/localModels.ts';

interface Offer extends vscode.QuickPickItem {
  readonly model: string;
}

function offers(): Offer[] {
  return [
    {
      label: 'qwen2.5-coder:1.5b-base',
      model: 'qwen2.5-coder:1.5b-base',
      description: vscode.l10n.t('suggestions, small: about 1 GB, works without a GPU'),
    },
    {
      label: 'qwen2.5-coder:7b',
      model: 'qwen2.5-coder:7b',
      description: vscode.l10n.t('suggestions and chat: about 5 GB'),
    },
    {
      label: 'codestral:22b',
      model: 'codestral:22b',
      description: vscode.l10n.t('suggestions: about 13 GB'),
      detail: vscode.l10n.t('Its weights are under a license that does not allow production use.'),
    },
    {
      label: 'devstral:24b',
      model: 'devstral:24b',
      description: vscode.l10n.t('chat and edits: about 14 GB'),
    },
    { label: vscode.l10n.t('Another model…'), model: '' },
  ];
}

/** Resolves with true when the model is there. `model` undefined: asks which. */
export async function pullModel(
  models: ManagedLocalModels,
  url: string,
  model: string | undefined,
  log: Log,
): Promise<boolean> {
  const wanted = model ?? (await chooseModel());
  if (wanted === undefined || wanted === '') return false;
  const { host } = new URL(url);
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('{0} fetches {1}', host, wanted),
      cancellable: true,
    },
    async (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort(new Error('cancelled')));
      let shown = 0;
      try {
        await models.pull(
          url,
          wanted,
          ({ status, fraction }) => {
            const percent = (fraction ?? 0) * 100;
            progress.report({ message: status, increment: Math.max(0, percent - shown) });
            shown = Math.max(shown, percent);
          },
          cancel.signal,
        );
        return true;
      } catch (failure) {
        if (cancel.signal.aborted) return false;
        log.warn(`[connect] pull of ${wanted} from ${host} failed: ${String(failure)}`);
        void vscode.window.showErrorMessage(
          vscode.l10n.t(
            '{0} could not fetch {1}. Check the name and the server’s connection to its registry.',
            host,
            wanted,
          ),
        );
        return false;
      }
    },
  );
}

async function chooseModel(): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick(offers(), {
    title: vscode.l10n.t('Which model should Ollama fetch?'),
  });
  if (picked === undefined || picked.model !== '') return picked?.model;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Name of the model'),
    placeHolder: 'qwen2.5-coder:14b',
  });
  return typed?.trim();
}
