/** What does "Copy Diagnostics" copy? Facts for an issue or the administrator; no key, no code, no prompt. */

import * as vscode from 'vscode';

import type { Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import type { LocalModels } from '../core/server/localModels.ts';
import { diagnosticsText } from '../core/server/diagnosticsText.ts';
import { defaultSettings, type SettingKey } from '../core/settings/settings.ts';
import { registerCommand } from './commands.ts';
import type { SettingsReader } from './settingsReader.ts';

export interface DiagnosticsParts {
  readonly models: LocalModels;
  readonly settings: SettingsReader;
  /** Of the extension's manifest. */
  readonly version: string;
  readonly log: Log;
}

/** Values of these may say more about a person or a team than a report needs: only that they are set. */
const hushed: ReadonlySet<SettingKey> = new Set([
  'privacy.patterns',
  'privacy.neverSend',
  'gate.command',
  'audit.folder',
  'team.profile',
]);

/** Registers `tandem.diagnostics.copy`. */
export function registerDiagnostics(parts: DiagnosticsParts): Disposable {
  return registerCommand('tandem.diagnostics.copy', parts.log, async () => {
    await vscode.env.clipboard.writeText(textOf(parts));
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Diagnostics are on the clipboard. They hold no key, code or prompt; addresses of your servers are in them.',
      ),
    );
  });
}

function textOf({ models, settings, version }: DiagnosticsParts): string {
  const current = settings.current();
  const changed = (Object.keys(defaultSettings) as SettingKey[])
    .filter((key) => JSON.stringify(current[key]) !== JSON.stringify(defaultSettings[key]))
    .map((key): [string, unknown] => [key, hushed.has(key) ? '(set)' : current[key]]);
  return diagnosticsText({
    versions: {
      Tandem: version,
      'VS Code': vscode.version,
      Node: process.versions.node,
      system: `${process.platform} ${process.arch}`,
    },
    state: models.state,
    servers: models.describe(),
    settings: Object.fromEntries(changed),
    remote: vscode.env.remoteName ?? 'on this machine',
  });
}
