/** What do VS Code's settings, the team profile and the environment say together? */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import { Emitter, type Event } from '../core/base/emitter.ts';
import type { Approvals } from '../core/settings/approvals.ts';
import { resolveSettings, type ResolvedSettings, type SettingLayer } from '../core/settings/resolve.ts';
import { settingsTable, type SettingKey, type Settings } from '../core/settings/settings.ts';

/** For which file: decides about values of a folder and of a language. */
export interface SettingsScope {
  readonly uri?: vscode.Uri;
  readonly languageId?: string;
}

/** The profiles in force, in any order. */
export interface ProfileLayers {
  layers(scope: SettingsScope): readonly SettingLayer[];
  readonly onDidChange: Event<void>;
}

export interface SettingsReader extends Disposable {
  current(scope?: SettingsScope): Settings;
  /** Every setting with its value, source and refusals. */
  explain(scope?: SettingsScope): ResolvedSettings;
  readonly onDidChange: Event<void>;
}

export interface SettingsReaderParts {
  readonly profiles: ProfileLayers;
  readonly approvals: Approvals;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const settingKeys = Object.keys(settingsTable) as SettingKey[];

export function createSettingsReader(parts: SettingsReaderParts): SettingsReader {
  const disposables = new Disposables();
  const changed = disposables.add(new Emitter<void>());
  const resolved = new Map<string, ResolvedSettings>();
  const forget = (): void => {
    resolved.clear();
    changed.fire();
  };
  disposables.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('tandem')) forget();
    }),
  );
  disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(forget));
  disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(forget));
  disposables.add(parts.profiles.onDidChange(forget));
  disposables.add(parts.approvals.onDidChange(forget));

  const explain = (scope: SettingsScope = {}): ResolvedSettings => {
    const folder = scope.uri && vscode.workspace.getWorkspaceFolder(scope.uri)?.uri.toString();
    const key = `${folder ?? ''}\n${scope.languageId ?? ''}`;
    const known = resolved.get(key);
    if (known !== undefined) return known;
    const workspace = workspaceOf(scope);
    const answer = resolveSettings(
      [...configurationLayers(scope), ...parts.profiles.layers(scope), environmentLayer(parts.environment)],
      {
        isTrusted: vscode.workspace.isTrusted,
        isApproved: (proposal) => parts.approvals.answer(workspace, proposal) === 'approved',
      },
    );
    resolved.set(key, answer);
    return answer;
  };
  return {
    explain,
    current: (scope) => explain(scope).settings,
    onDidChange: changed.event,
    dispose: () => disposables.dispose(),
  };
}

/** The workspace that an approval is remembered for: the folder, else the window's first. */
export function workspaceOf(scope: SettingsScope = {}): string {
  const folder = scope.uri && vscode.workspace.getWorkspaceFolder(scope.uri);
  return (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri.toString() ?? '';
}

function configurationLayers(scope: SettingsScope): SettingLayer[] {
  const target: vscode.ConfigurationScope | undefined =
    scope.languageId === undefined
      ? scope.uri
      : scope.uri === undefined
        ? { languageId: scope.languageId }
        : { uri: scope.uri, languageId: scope.languageId };
  const configuration = vscode.workspace.getConfiguration('tandem', target ?? null);
  const user: Record<string, unknown> = {};
  const workspace: Record<string, unknown> = {};
  const folder: Record<string, unknown> = {};
  for (const key of settingKeys) {
    const found = configuration.inspect<unknown>(key);
    if (found === undefined) continue;
    user[key] = found.globalLanguageValue ?? found.globalValue;
    workspace[key] = found.workspaceLanguageValue ?? found.workspaceValue;
    folder[key] = found.workspaceFolderLanguageValue ?? found.workspaceFolderValue;
  }
  return [
    { level: 'user', origin: vscode.l10n.t('user settings'), values: user },
    { level: 'workspace', origin: vscode.l10n.t('workspace settings'), values: workspace },
    { level: 'workspaceFolder', origin: vscode.l10n.t('folder settings'), values: folder },
  ];
}

function environmentLayer(environment: SettingsReaderParts['environment']): SettingLayer {
  const url = environment['TANDEM_SERVER_URL'];
  return {
    level: 'environment',
    origin: 'TANDEM_SERVER_URL',
    values: url === undefined || url === '' ? {} : { 'server.url': url },
  };
}
