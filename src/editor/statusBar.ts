/** What does the person see at a glance? One status bar item. */

import * as vscode from 'vscode';

import type { Clock } from '../core/base/clock.ts';
import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { LocalModels } from '../core/server/localModels.ts';
import type { ServerState } from '../core/server/serverDescription.ts';
import { budgetState, type BudgetState } from '../core/usage/budget.ts';
import type { Ledger } from '../core/usage/ledger.ts';
import { statusLine } from '../core/usage/statusLine.ts';
import { quantileMs, type DaySummary } from '../core/usage/summary.ts';
import type { Pause } from './pause.ts';
import { profileProblemText } from './settingSources.ts';
import type { SettingsReader } from './settingsReader.ts';
import type { TeamProfiles } from './teamProfile.ts';

export interface StatusBarParts {
  readonly ledger: Ledger;
  readonly models: LocalModels;
  readonly pause: Pause;
  readonly settings: SettingsReader;
  readonly profiles: Pick<TeamProfiles, 'reports'>;
  readonly clock: Clock;
}

/** How often what other windows did is looked at. */
const refreshMs = 15_000;

export function createStatusBar(parts: StatusBarParts): Disposable {
  const disposables = new Disposables();
  const item = vscode.window.createStatusBarItem('tandem.status', vscode.StatusBarAlignment.Right, 100);
  item.name = 'Tandem';
  item.command = 'tandem.menu';
  disposables.add(item);
  let spent = { today: 0, month: 0 };

  const show = (): void => {
    const settings = parts.settings.current();
    const hasCloud = settings['cloud.provider'] !== 'none';
    const budget = hasCloud
      ? budgetState(spent, {
          dailyUsd: settings['cloud.budget.dailyUsd'],
          monthlyUsd: settings['cloud.budget.monthlyUsd'],
        })
      : undefined;
    const state: ServerState = parts.pause.isPaused ? 'paused' : parts.models.state;
    const line = statusLine({
      today: parts.ledger.today(),
      state,
      isDemo: parts.models.describe().some(({ kind }) => kind === 'demo'),
      auditProblem: parts.ledger.problem !== undefined,
      // A limit of 0 is a wish, not trouble.
      ...(budget === undefined || budget.spent.today + budget.spent.month === 0
        ? {}
        : { budget: budget.level }),
    });
    item.text = line.text;
    item.accessibilityInformation = { label: line.accessibleName, role: 'button' };
    item.backgroundColor = line.isTrouble
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    item.tooltip = tooltip(parts, state, budget);
  };
  const refresh = async (): Promise<void> => {
    // Absence of the figures of other windows must not keep the state from being shown.
    spent = await parts.ledger.spentUsd().catch(() => spent);
    if (!disposables.isDisposed) show();
  };
  let timer: Disposable | undefined;
  const schedule = (): void => {
    timer = parts.clock.after(refreshMs, () => {
      void refresh().finally(() => {
        if (!disposables.isDisposed) schedule();
      });
    });
  };
  disposables.add({ dispose: () => timer?.dispose() });
  disposables.add(parts.ledger.onDidChange(() => void refresh()));
  disposables.add(parts.models.onDidChangeState(show));
  disposables.add(parts.pause.onDidChange(show));
  disposables.add(parts.settings.onDidChange(show));
  show();
  item.show();
  void refresh();
  schedule();
  return disposables;
}

function tooltip(
  parts: StatusBarParts,
  state: ServerState,
  budget: BudgetState | undefined,
): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = {
    enabledCommands: ['tandem.menu', 'tandem.usage.open', 'tandem.connect', 'tandem.completion.why'],
  };
  const lines = [
    ...serverLines(parts.models, state),
    ...figureLines(parts.ledger.today()),
    ...budgetLines(budget),
    ...problemLines(parts),
  ];
  text.appendMarkdown(`**Tandem** · ${stateText(state)}\n\n`);
  for (const line of lines) {
    text.appendMarkdown('- ');
    text.appendText(line);
    text.appendMarkdown('\n');
  }
  const links = [
    `[${vscode.l10n.t('Usage')}](command:tandem.usage.open)`,
    `[${vscode.l10n.t('Server')}](command:tandem.connect)`,
    `[${vscode.l10n.t('Why no suggestion?')}](command:tandem.completion.why)`,
  ];
  text.appendMarkdown(`\n${links.join(' · ')}\n`);
  return text;
}

function serverLines(models: LocalModels, state: ServerState): string[] {
  const lines: string[] = [];
  for (const server of models.describe()) {
    if (server.kind === 'demo') {
      lines.push(
        vscode.l10n.t(
          'Demo server: it copies from your files and is no model. Connect to a model server for real suggestions.',
        ),
      );
    }
    if (server.completion)
      lines.push(vscode.l10n.t('Suggestions: {0} on {1}', server.completion.model, server.host));
    if (server.chat) lines.push(vscode.l10n.t('Chat and edits: {0} on {1}', server.chat.model, server.host));
    if (state === 'unreachable' || state === 'unauthorized') lines.push(...server.problems);
  }
  if (lines.length === 0) lines.push(vscode.l10n.t('No server yet: Connect to one.'));
  return lines;
}

function figureLines(today: DaySummary): string[] {
  const lines: string[] = [];
  const p50 = quantileMs(today.local.ms, 0.5);
  if (p50 !== undefined) lines.push(vscode.l10n.t('Median answer: {0} ms', p50));
  const all = Object.values(today.acceptance);
  const offered = all.reduce((sum, one) => sum + one.offered, 0);
  const accepted = all.reduce((sum, one) => sum + one.accepted, 0);
  if (offered > 0) {
    const percent = Math.round((accepted / offered) * 100);
    lines.push(vscode.l10n.t('Accepted: {0} of {1} offered ({2} %)', accepted, offered, percent));
  }
  return lines;
}

function budgetLines(budget: BudgetState | undefined): string[] {
  if (budget === undefined) return [vscode.l10n.t('Cloud: none. Nothing leaves for a cloud.')];
  const left = budget.leftUsd.toFixed(2);
  const limits = [budget.limits.dailyUsd.toFixed(2), budget.limits.monthlyUsd.toFixed(2)] as const;
  return [vscode.l10n.t('Cloud budget left: ${0} (${1} a day, ${2} a month)', left, ...limits)];
}

function problemLines(parts: StatusBarParts): string[] {
  const lines: string[] = [];
  if (parts.ledger.problem !== undefined) {
    lines.push(vscode.l10n.t('The audit log cannot be written: {0}', parts.ledger.problem));
  }
  for (const { state } of parts.profiles.reports()) {
    if (state.problem === undefined) continue;
    lines.push(
      `${vscode.l10n.t('Team profile {0}: {1}.', state.origin, profileProblemText(state.problem.kind))}${
        state.profile === undefined ? '' : ` ${vscode.l10n.t('The last good version still counts.')}`
      }`,
    );
  }
  return lines;
}

/** The state in the person's language; the accessible name keeps the fixed words. */
export function stateText(state: ServerState): string {
  switch (state) {
    case 'ready':
      return vscode.l10n.t('ready');
    case 'working':
      return vscode.l10n.t('working');
    case 'loading model':
      return vscode.l10n.t('loading model');
    case 'unreachable':
      return vscode.l10n.t('unreachable');
    case 'unauthorized':
      return vscode.l10n.t('unauthorized');
    case 'paused':
      return vscode.l10n.t('paused');
    case 'offline':
      return vscode.l10n.t('offline');
  }
}
