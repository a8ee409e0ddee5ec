/** How does a person hand over a key, and how does she learn whether it works? */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import type { Outcome } from '../core/base/outcome.ts';
import type { Fetch } from '../core/base/ports.ts';
import type { OfferedModel } from '../core/cloud/cloudModels.ts';
import type { CloudAddress } from '../core/cloud/cloudTarget.ts';
import type { ModelError, ModelErrorKind } from '../core/model/modelError.ts';
import type { Settings } from '../core/settings/settings.ts';
import { registerCommand } from './commands.ts';
import { isKey, type KeyPurpose, type KeyStore } from './keyStore.ts';

export interface KeyCommandParts {
  readonly keys: KeyStore;
  readonly log: Log;
  readonly settings: () => Settings;
  /** `TANDEM_SERVER_URL`, where `tandem.server.url` is empty. */
  readonly serverUrls: () => readonly string[];
  readonly cloudAddress: () => Outcome<CloudAddress, 'noCloud' | 'badUrl'>;
  /** The provider's own list, asked with this key. */
  readonly cloudModels: (
    address: CloudAddress,
    key: string,
    signal: AbortSignal,
  ) => Promise<readonly OfferedModel[]>;
  readonly fetch: Fetch;
}

export function registerKeyCommands(parts: KeyCommandParts): Disposable {
  const held = new Disposables();
  held.add(registerCommand('tandem.cloud.setKey', parts.log, () => setCloudKey(parts)));
  held.add(registerCommand('tandem.server.setKey', parts.log, () => setServerKey(parts)));
  return held;
}

async function setCloudKey(parts: KeyCommandParts): Promise<void> {
  const address = parts.cloudAddress();
  if (!address.ok) {
    const open = vscode.l10n.t('Open Settings');
    const message =
      address.reason === 'noCloud'
        ? vscode.l10n.t('No cloud is configured, and nothing is sent to one. Choose a provider first.')
        : vscode.l10n.t('The address of the cloud can not be used: {0}.', address.detail ?? '');
    const answer = await vscode.window.showInformationMessage(message, open);
    if (answer === open) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'tandem.cloud');
    }
    return;
  }
  const { host, origin } = address.value;
  const key = await askForKey(parts, 'cloud', host, origin);
  if (key === undefined) return;
  const models = await checked(parts, host, key, (signal) => parts.cloudModels(address.value, key, signal));
  if (models === 'refused') return;
  await parts.keys.setKey('cloud', origin, key);
  if (models === 'unchecked') return;
  await chooseModel(parts, host, models);
}

/** Offers to keep the key unchecked where the provider can't be reached; a refused key is not kept. */
async function checked<T>(
  parts: KeyCommandParts,
  host: string,
  key: string,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T | 'refused' | 'unchecked'> {
  try {
    return await withProgress(vscode.l10n.t('Checking the key with {0}…', host), ask);
  } catch (failure) {
    const kind = kindOf(failure);
    parts.log.info(`[keys] ${host}: ${kind ?? 'failed'}`);
    if (kind === 'unauthorized') {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('{0} refused this key. It was not kept; check it and set it again.', host),
      );
      return 'refused';
    }
    const keep = vscode.l10n.t('Keep It Unchecked');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('The key could not be checked with {0} ({1}).', host, kind ?? vscode.l10n.t('no answer')),
      keep,
    );
    return answer === keep ? 'unchecked' : 'refused';
  }
}

async function chooseModel(
  parts: KeyCommandParts,
  host: string,
  models: readonly OfferedModel[],
): Promise<void> {
  const chosen = parts.settings()['cloud.model'];
  if (models.length === 0 || models.some(({ id }) => id === chosen)) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} works and is kept.', host));
    return;
  }
  const items = models.map(({ id, contextTokens }) => ({
    label: id,
    ...(contextTokens === undefined
      ? {}
      : { description: vscode.l10n.t('{0} tokens', contextTokens.toLocaleString()) }),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('The key works. Which model of {0} should be asked?', host),
    placeHolder: chosen === '' ? undefined : vscode.l10n.t('{0} is not offered', chosen),
    ignoreFocusOut: true,
  } as vscode.QuickPickOptions);
  if (picked === undefined) return;
  await vscode.workspace
    .getConfiguration('tandem')
    .update('cloud.model', picked.label, vscode.ConfigurationTarget.Global);
}

async function setServerKey(parts: KeyCommandParts): Promise<void> {
  const origins = [...new Set(parts.serverUrls().flatMap((url) => URL.parse(url)?.origin ?? []))];
  if (origins.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No server is configured. Connect to one first; a key is kept for its address only.'),
    );
    return;
  }
  const origin =
    origins.length === 1
      ? origins[0]
      : await vscode.window.showQuickPick(origins, { title: vscode.l10n.t('The key of which server?') });
  if (origin === undefined) return;
  const { host } = new URL(origin);
  const key = await askForKey(parts, 'server', host, origin);
  if (key === undefined) return;
  const accepted = await checked(parts, host, key, (signal) => askServer(parts.fetch, origin, key, signal));
  if (accepted === 'refused') return;
  await parts.keys.setKey('server', origin, key);
  void vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} is kept.', host));
}

/** Any answer but a refusal will do: servers differ in which of the two lists they have. */
async function askServer(fetch: Fetch, origin: string, key: string, signal: AbortSignal): Promise<true> {
  for (const path of ['/v1/models', '/api/tags']) {
    const response = await fetch(`${origin}${path}`, {
      headers: { authorization: `Bearer ${key}` },
      signal,
      redirect: 'manual',
    });
    await response.body?.cancel();
    if (response.status === 401 || response.status === 403) {
      throw Object.assign(new Error('refused'), { kind: 'unauthorized' satisfies ModelErrorKind });
    }
    if (response.ok) return true;
  }
  return true;
}

/** `undefined`: the person changed her mind, or removed the key instead. */
async function askForKey(
  { keys }: KeyCommandParts,
  purpose: KeyPurpose,
  host: string,
  origin: string,
): Promise<string | undefined> {
  const known = await (purpose === 'cloud' ? keys.cloudKey(origin) : keys.serverKey(origin));
  if (known !== undefined) {
    const replace = vscode.l10n.t('Replace the Key');
    const remove = vscode.l10n.t('Remove the Key');
    const answer = await vscode.window.showQuickPick([replace, remove], {
      title: vscode.l10n.t('A key for {0} is kept already', host),
    });
    if (answer === remove) await keys.removeKey(purpose, origin);
    if (answer !== replace) return undefined;
  }
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('Key for {0}', host),
    prompt: vscode.l10n.t('Kept in the secret storage of this machine and sent to {0} only.', origin),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) =>
      isKey(text.trim()) ? undefined : vscode.l10n.t('A key has no white space and is not empty.'),
  });
  return key?.trim();
}

function withProgress<T>(title: string, ask: (signal: AbortSignal) => Promise<T>): Thenable<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      return ask(cancel.signal);
    },
  );
}

function kindOf(failure: unknown): ModelErrorKind | undefined {
  return failure instanceof Error && 'kind' in failure ? (failure as ModelError).kind : undefined;
}
