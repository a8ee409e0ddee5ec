/** What can be done from the status bar? The menu behind it. */

import * as vscode from 'vscode';

import type { Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import type { ImportedSettings } from '../core/settings/importSettings.ts';
import type { SettingsReader } from './settingsReader.ts';
import { registerCommand } from './commands.ts';
import { findImports, importFromOthers } from './importSettings.ts';
import type { Pause } from './pause.ts';

interface MenuItem extends vscode.QuickPickItem {
  readonly run?: () => unknown;
}

export interface MenuParts {
  readonly pause: Pause;
  readonly settings: SettingsReader;
  readonly log: Log;
}

/** Registers `tandem.menu`. */
export function registerMenu(parts: MenuParts): Disposable {
  return registerCommand('tandem.menu', parts.log, async () => {
    const picked = await vscode.window.showQuickPick(menuItems(parts, await findImports()), {
      title: 'Tandem',
    });
    await picked?.run?.();
  });
}

function menuItems({ pause, settings }: MenuParts, imports: readonly ImportedSettings[]): MenuItem[] {
  const command =
    (id: string, ...parameters: unknown[]) =>
    () =>
      vscode.commands.executeCommand(id, ...parameters);
  const hasCloud = settings.current()['cloud.provider'] !== 'none';
  return [
    ...pauseItems(pause),
    { label: `$(question) ${vscode.l10n.t('Why no suggestion?')}`, run: command('tandem.completion.why') },
    ...(hasCloud
      ? [
          {
            label: `$(cloud) ${vscode.l10n.t('Ask the cloud for a suggestion')}`,
            run: command('tandem.completion.askCloud'),
          },
        ]
      : []),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: `$(graph) ${vscode.l10n.t('Usage')}`, run: command('tandem.usage.open') },
    { label: `$(list-flat) ${vscode.l10n.t('Audit log')}`, run: command('tandem.audit.open') },
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    ...(imports.length === 0
      ? []
      : [
          {
            label: `$(cloud-download) ${vscode.l10n.t('Import from another assistant')}`,
            run: () => importFromOthers(imports),
          },
        ]),
    { label: `$(plug) ${vscode.l10n.t('Server')}`, run: command('tandem.connect') },
    {
      label: `$(organization) ${vscode.l10n.t('Where settings come from')}`,
      run: command('tandem.team.showSources'),
    },
    {
      label: `$(gear) ${vscode.l10n.t('Settings')}`,
      run: command('workbench.action.openSettings', '@ext:tandem.tandem-code'),
    },
  ];
}

function pauseItems(pause: Pause): MenuItem[] {
  if (pause.isPaused) {
    const until = pause.until;
    const item: MenuItem = {
      label: `$(debug-start) ${vscode.l10n.t('Resume suggestions')}`,
      run: () => pause.resume(),
    };
    return until === undefined
      ? [item]
      : [{ ...item, description: vscode.l10n.t('paused until {0}', new Date(until).toLocaleTimeString()) }];
  }
  return [
    { label: `$(debug-pause) ${vscode.l10n.t('Pause suggestions here')}`, run: () => pause.pauseHere() },
    {
      label: `$(watch) ${vscode.l10n.t('Pause suggestions for an hour')}`,
      run: () => pause.pauseForAnHour(),
    },
  ];
}
