/** Where does every setting come from, and what was refused? A page a person can read. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import { Emitter } from '../core/base/emitter.ts';
import type { Log } from '../core/base/log.ts';
import type { FetchProblem, ProfileState } from '../core/settings/profileSource.ts';
import type { ExplainedSetting, Refusal, SettingLevel, SettingSource } from '../core/settings/resolve.ts';
import { registerCommand } from './commands.ts';
import type { SettingsReader } from './settingsReader.ts';
import type { TeamProfiles } from './teamProfile.ts';

const scheme = 'tandem-sources';

export interface SettingSourcesParts {
  readonly settings: SettingsReader;
  readonly profiles: TeamProfiles;
  readonly log: Log;
}

/** Registers `tandem.team.showSources`; the page stays current while it is open. */
export function registerSettingSources(parts: SettingSourcesParts): Disposable {
  const held = new Disposables();
  const changed = held.add(new Emitter<vscode.Uri>());
  const uri = vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Tandem setting sources')}.md` });
  held.add(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: () => sourcesPage(parts),
    }),
  );
  held.add(parts.settings.onDidChange(() => changed.fire(uri)));
  held.add(
    registerCommand('tandem.team.showSources', parts.log, async () => {
      await parts.profiles.refresh();
      changed.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      try {
        await vscode.commands.executeCommand('markdown.showPreview', uri);
      } catch {
        // The Markdown preview is an extension of its own and may be switched off.
        await vscode.window.showTextDocument(document);
      }
    }),
  );
  return held;
}

function sourcesPage({ settings, profiles }: SettingSourcesParts): string {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const { explained } = settings.explain(uri === undefined ? {} : { uri });
  const lines = [`# ${vscode.l10n.t('Tandem setting sources')}`, ''];
  lines.push(
    vscode.l10n.t('Lowest to highest: default, team profile, user, workspace (may only tighten), locked.'),
    '',
  );
  if (!vscode.workspace.isTrusted) {
    lines.push(vscode.l10n.t('Restricted Mode: nothing of this workspace counts until you trust it.'), '');
  }
  lines.push(`## ${vscode.l10n.t('Profiles')}`, '');
  const reports = profiles.reports();
  if (reports.length === 0) lines.push(vscode.l10n.t('No team profile is in force.'));
  for (const { level, state } of reports) lines.push(`- ${profileLine(level, state)}`);
  lines.push('', `## ${vscode.l10n.t('Settings')}`, '');
  lines.push(
    `| ${vscode.l10n.t('Setting')} | ${vscode.l10n.t('Value')} | ${vscode.l10n.t('Source')} | ${vscode.l10n.t('Refused')} |`,
    '|---|---|---|---|',
    ...explained.map(settingRow),
    '',
  );
  return lines.join('\n');
}

function settingRow(setting: ExplainedSetting): string {
  const sources = setting.contributors.filter(({ level }) => level !== 'default');
  const isAdded = typeof setting.value === 'object' && sources.length > 1;
  const source = isAdded ? sources.map(sourceText).join(' + ') : sourceText(setting.source);
  const lock =
    setting.lockedBy === undefined ? '' : `, ${vscode.l10n.t('locked by {0}', sourceText(setting.lockedBy))}`;
  const refusals = setting.refusals.map(refusalText).join('; ');
  return `| ${[code(`tandem.${setting.key}`), valueCell(setting.value), cell(source + lock), cell(refusals)].join(' | ')} |`;
}

function refusalText(refusal: Refusal): string {
  const value = valueText(refusal.value);
  return `${value} (${sourceText(refusal)}): ${refusalReason(refusal)}`;
}

function refusalReason({ reason, lockedBy }: Refusal): string {
  switch (reason) {
    case 'invalid':
      return vscode.l10n.t('not a value of this setting');
    case 'locked':
      return vscode.l10n.t('locked by {0}', lockedBy === undefined ? '' : sourceText(lockedBy));
    case 'loosens':
      return vscode.l10n.t('a workspace may only tighten');
    case 'notFromWorkspace':
      return vscode.l10n.t('a workspace has no say in this');
    case 'restrictedMode':
      return vscode.l10n.t('Restricted Mode');
    case 'needsApproval':
      return vscode.l10n.t('you have not approved it');
  }
}

export function sourceText({ level, origin }: SettingSource): string {
  const name = levelText(level);
  return origin === '' || origin === name ? name : `${name} ${withoutPassword(origin)}`;
}

function levelText(level: SettingLevel): string {
  switch (level) {
    case 'default':
      return vscode.l10n.t('default');
    case 'machineProfile':
      return vscode.l10n.t('machine-wide profile');
    case 'teamProfile':
      return vscode.l10n.t('team profile');
    case 'user':
      return vscode.l10n.t('user settings');
    case 'repositoryProfile':
      return vscode.l10n.t('repository profile');
    case 'workspace':
      return vscode.l10n.t('workspace settings');
    case 'workspaceFolder':
      return vscode.l10n.t('folder settings');
    case 'environment':
      return vscode.l10n.t('environment');
  }
}

function profileLine(level: SettingLevel, state: ProfileState): string {
  const name = state.profile === undefined ? '' : ` “${cell(state.profile.name)}”`;
  const origin = `${levelText(level)}${name}: ${code(withoutPassword(state.origin))}`;
  const when =
    state.confirmedAt === undefined
      ? ''
      : `, ${vscode.l10n.t('confirmed {0}', new Date(state.confirmedAt).toLocaleString())}`;
  if (state.problem === undefined) return origin + when;
  const kept = state.profile === undefined ? '' : ` ${vscode.l10n.t('The last good version still counts.')}`;
  const detail = state.problem.detail === '' ? '' : ` (${cell(state.problem.detail)})`;
  return `${origin}${when}. ${profileProblemText(state.problem.kind)}${detail}.${kept}`;
}

/** Without a full stop. */
export function profileProblemText(problem: FetchProblem): string {
  switch (problem) {
    case 'notJson':
      return vscode.l10n.t('It is not JSON');
    case 'notAProfile':
      return vscode.l10n.t('It is not a team profile');
    case 'tooLarge':
      return vscode.l10n.t('It is too large to be a team profile');
    case 'unreachable':
      return vscode.l10n.t('It could not be read');
    case 'refused':
      return vscode.l10n.t('The server refused it');
    case 'notFound':
      return vscode.l10n.t('It was not found');
    case 'timedOut':
      return vscode.l10n.t('The server did not answer in time');
    case 'unsigned':
      return vscode.l10n.t('It is not signed');
    case 'badSignature':
      return vscode.l10n.t('Its signature is not that of the key this machine names');
    case 'notAnAddress':
      return vscode.l10n.t('It is neither a URL nor an absolute path');
  }
}

/** The members of a list one by one, so that a long list breaks and the table stays within a narrow page. */
function valueCell(value: unknown): string {
  return Array.isArray(value) && value.length > 0
    ? value.map((member) => code(valueText(member))).join(' ')
    : code(valueText(value));
}

function valueText(value: unknown): string {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return vscode.l10n.t('(empty)');
  return withoutPassword(typeof value === 'string' ? value : JSON.stringify(value));
}

/** `http://name:password@host` happens in URLs; this page may be pasted into a ticket. */
function withoutPassword(text: string): string {
  return text.replace(/(\/\/)[^/@\s"]*@/g, '$1***@');
}

function code(text: string): string {
  return `\`${oneLine(text).replaceAll('`', "'")}\``;
}

function cell(text: string): string {
  return oneLine(text).replaceAll('<', '&lt;');
}

function oneLine(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}
