/** Which server does a person mean? One of those found on this machine, or an address of their own. */

import * as vscode from 'vscode';

import type { ManagedLocalModels } from '../core/pipelines/localModels.ts';
import type { ServerDescription } from '../core/server/serverDescription.ts';
import { summaryLine } from './connectWords.ts';

interface ServerItem extends vscode.QuickPickItem {
  readonly url?: string;
  readonly action?: 'type';
}

/** The address picked or typed; undefined: the person left. */
export async function chooseServer(
  models: Pick<ManagedLocalModels, 'describe' | 'findOnThisMachine'>,
): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick<ServerItem>();
  picker.title = vscode.l10n.t('Connect to a Server');
  picker.placeholder = vscode.l10n.t('Pick a server, or type an address such as http://gpu-server:8000');
  picker.ignoreFocusOut = true;
  picker.matchOnDescription = true;
  const known = connectedItems(models.describe());
  let found: ServerItem[] = [];
  const show = (): void => {
    const typed = picker.value.trim();
    const servers = [...known, ...found.filter(({ url }) => known.every((item) => item.url !== url))];
    picker.items = looksLikeAddress(typed)
      ? [
          {
            label: `$(arrow-right) ${typed}`,
            description: vscode.l10n.t('use this address'),
            url: typed,
            alwaysShow: true,
          },
          ...servers,
        ]
      : [
          ...servers,
          { label: `$(edit) ${vscode.l10n.t('Enter an address…')}`, action: 'type', alwaysShow: true },
        ];
  };
  picker.onDidChangeValue(show);
  show();
  picker.busy = true;
  void models.findOnThisMachine().then((servers) => {
    found = servers.map(serverItem);
    picker.busy = false;
    show();
  });
  try {
    const picked = await new Promise<ServerItem | undefined>((resolve) => {
      picker.onDidAccept(() => resolve(picker.activeItems[0]));
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
    return picked?.action === 'type' ? await typeAddress() : picked?.url;
  } finally {
    picker.dispose();
  }
}

function connectedItems(descriptions: readonly ServerDescription[]): ServerItem[] {
  return descriptions
    .filter(({ url }) => url !== '')
    .map((server) => ({ ...serverItem(server), detail: server.problems[0] ?? vscode.l10n.t('connected') }));
}

function serverItem(server: ServerDescription): ServerItem {
  return { label: `$(server) ${server.host}`, description: summaryLine(server), url: server.url };
}

function looksLikeAddress(text: string): boolean {
  return (
    /^https?:\/\/[^\s/]+/i.test(text) ||
    /^[^\s/]+:\d{2,5}(\/\S*)?$/.test(text) ||
    /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text)
  );
}

async function typeAddress(): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Connect to a Server'),
    prompt: vscode.l10n.t('Address of the model server; several separated by commas are tried in order'),
    placeHolder: 'http://gpu-server:8000',
    ignoreFocusOut: true,
  });
  return typed?.trim() === '' ? undefined : typed?.trim();
}
