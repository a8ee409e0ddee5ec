/** How does a person connect to a server? Finds servers, takes an address, shows what it is, asks for a key only where one is needed. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import type { ManagedLocalModels } from '../core/pipelines/localModels.ts';
import type { ServerDescription } from '../core/server/serverDescription.ts';
import { chooseServer } from './chooseServer.ts';
import { registerCommand } from './commands.ts';
import { capabilityItems, kindTitle } from './connectWords.ts';
import { isKey, type KeyStore } from './keyStore.ts';
import { pullModel } from './pullModel.ts';

export interface ConnectParts {
  readonly models: ManagedLocalModels;
  readonly keys: KeyStore;
  readonly log: Log;
}

/** Registers `tandem.connect`. A string argument is taken as the address. */
export function registerConnect(parts: ConnectParts): Disposable {
  const held = new Disposables();
  const tell = (): void => {
    const isConnected = parts.models
      .describe()
      .some(({ completion, chat }) => (completion ?? chat) !== undefined);
    void vscode.commands.executeCommand('setContext', 'tandem.connected', isConnected);
  };
  held.add(parts.models.onDidChangeState(tell));
  tell();
  held.add(
    registerCommand('tandem.connect', parts.log, async (given) => {
      let url = typeof given === 'string' ? given : await chooseServer(parts.models);
      while (url !== undefined) url = await lookAt(parts, url);
    }),
  );
  return held;
}

/** Detects, shows and acts on one address. Resolves with another address to look at, or undefined when done. */
async function lookAt(parts: ConnectParts, url: string): Promise<string | undefined> {
  const server = await inspect(parts, url.split(',')[0]?.trim() ?? url);
  if (server === undefined) return undefined;
  const wantsKey = server.models.length === 0 && server.state === 'unauthorized';
  if (wantsKey) return (await askForKey(parts, server)) ? url : undefined;
  return showResult(parts, server, url);
}

interface Inspected extends ServerDescription {
  readonly state: 'found' | 'unauthorized' | 'notFound';
}

async function inspect(parts: ConnectParts, url: string): Promise<Inspected | undefined> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Looking at {0} (a model may have to be loaded first)', url),
      cancellable: true,
    },
    async (_progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort(new Error('cancelled')));
      const { description, failure } = await parts.models.look(url, cancel.signal);
      if (cancel.signal.aborted) return undefined;
      if (failure === undefined) return { ...description, state: 'found' };
      const needsKey = failure.kind === 'unauthorized' && failure.facts.cause !== 'hostHeader';
      return { ...description, state: needsKey ? 'unauthorized' : 'notFound' };
    },
  );
}

/** True: a key was given and kept for this origin alone. */
async function askForKey(parts: ConnectParts, server: ServerDescription): Promise<boolean> {
  const origin = new URL(server.url).origin;
  const refused = (await parts.keys.serverKey(origin)) !== undefined;
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('Key for {0}', server.host),
    prompt: refused
      ? vscode.l10n.t(
          '{0} refused the key that was given. Another one is kept in the secret storage and sent to {1} only.',
          server.host,
          origin,
        )
      : vscode.l10n.t(
          '{0} wants a key. It is kept in the secret storage of this machine and sent to {1} only.',
          server.host,
          origin,
        ),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) =>
      isKey(text.trim()) ? undefined : vscode.l10n.t('A key has no white space and is not empty.'),
  });
  if (key === undefined) return false;
  await parts.keys.setKey('server', origin, key.trim());
  return true;
}

interface ResultItem extends vscode.QuickPickItem {
  readonly action?: 'use' | 'completion' | 'chat' | 'pull' | 'other' | 'again';
  /** To be pulled. */
  readonly model?: string;
}

/** Models of the settings that this Ollama does not have. */
function missingItems(server: Inspected): ResultItem[] {
  if (server.kind !== 'ollama' || server.state !== 'found') return [];
  const configuration = vscode.workspace.getConfiguration('tandem');
  const wanted = [
    configuration.get<string>('completion.model', ''),
    configuration.get<string>('chat.model', ''),
  ];
  return [...new Set(wanted)]
    .filter(
      (model) => model !== '' && server.models.every(({ id }) => id !== model && id !== `${model}:latest`),
    )
    .map((model) => ({
      label: `$(cloud-download) ${vscode.l10n.t('Pull {0}', model)}`,
      description: vscode.l10n.t('it is in your settings, but not there'),
      action: 'pull',
      model,
    }));
}

async function showResult(parts: ConnectParts, server: Inspected, url: string): Promise<string | undefined> {
  const isFound = server.state === 'found';
  const items: ResultItem[] = [
    ...(isFound
      ? [
          {
            label: `$(check) ${vscode.l10n.t('Use this server')}`,
            description: server.url,
            action: 'use' as const,
          },
        ]
      : [{ label: `$(refresh) ${vscode.l10n.t('Try again')}`, action: 'again' as const }]),
    ...missingItems(server),
    ...(server.models.length > 1
      ? [
          {
            label: `$(symbol-keyword) ${vscode.l10n.t('Choose the model for suggestions…')}`,
            action: 'completion' as const,
          },
          {
            label: `$(comment) ${vscode.l10n.t('Choose the model for chat and edits…')}`,
            action: 'chat' as const,
          },
        ]
      : []),
    ...(server.kind === 'ollama' && isFound
      ? [{ label: `$(cloud-download) ${vscode.l10n.t('Pull a model…')}`, action: 'pull' as const }]
      : []),
    { label: `$(edit) ${vscode.l10n.t('Another address…')}`, action: 'other' },
    { label: vscode.l10n.t('What was detected'), kind: vscode.QuickPickItemKind.Separator },
    ...capabilityItems(server),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: isFound
      ? vscode.l10n.t('{0} at {1}', kindTitle(server), server.host)
      : vscode.l10n.t('Not connected to {0}', server.host),
    placeHolder: server.problems[0] ?? vscode.l10n.t('Everything needed is there'),
    ignoreFocusOut: true,
  });
  switch (picked?.action) {
    case 'use':
      await use(parts, server, url);
      return undefined;
    case 'completion':
    case 'chat':
      return (await chooseModel(server, picked.action)) ? use(parts, server, url).then(() => undefined) : url;
    case 'pull':
      await pullModel(parts.models, server.url, picked.model, parts.log);
      return url;
    case 'again':
      return url;
    case 'other':
      return chooseServer(parts.models);
    default:
      return undefined;
  }
}

async function chooseModel(server: ServerDescription, task: 'completion' | 'chat'): Promise<boolean> {
  const automatic = { label: vscode.l10n.t('The best one there is'), model: '' };
  const fitting = server.models.filter((model) => (task === 'completion' ? model.canFim : model.canChat));
  const items = fitting.map(({ id, family, contextTokens }) => ({
    label: id,
    model: id,
    ...(family === undefined ? {} : { description: family }),
    ...(contextTokens === undefined
      ? {}
      : { detail: vscode.l10n.t('{0} tokens', contextTokens.toLocaleString()) }),
  }));
  const picked = await vscode.window.showQuickPick([automatic, ...items], {
    title:
      task === 'completion'
        ? vscode.l10n.t('Which model suggests while you type?')
        : vscode.l10n.t('Which model chats and edits?'),
    placeHolder:
      task === 'completion' && fitting.length < server.models.length
        ? vscode.l10n.t('Models that can not fill in the middle are left out')
        : undefined,
  } as vscode.QuickPickOptions);
  if (picked === undefined) return false;
  await write(`${task}.model`, picked.model);
  return true;
}

/** Writes the setting, for all windows of this person; a server chosen for one task alone is asked about. */
async function use(parts: ConnectParts, server: ServerDescription, url: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('tandem');
  const own = (['completion.url', 'chat.url'] as const).filter(
    (key) => configuration.get<string>(key, '') !== '',
  );
  if (own.length > 0) {
    const all = vscode.l10n.t('For Everything');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('Suggestions or chat have a server of their own. Use {0} for everything?', server.host),
      all,
      vscode.l10n.t('Keep Them'),
    );
    if (answer === all) for (const key of own) await write(key, '');
  }
  await write('server.url', url.includes(',') ? url : server.url);
  await parts.models.refresh();
  void vscode.window.setStatusBarMessage(vscode.l10n.t('Tandem: connected to {0}', server.host), 5000);
}

async function write(key: string, value: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('tandem');
  await configuration.update(key, value === '' ? undefined : value, vscode.ConfigurationTarget.Global);
}
