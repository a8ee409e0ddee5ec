/** Does the person want what a repository proposes? Asked once for these values, with every host in full. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Approvals } from '../core/settings/approvals.ts';
import type { Proposal } from '../core/settings/resolve.ts';
import { workspaceOf, type SettingsReader } from './settingsReader.ts';

export interface ProposalParts {
  readonly settings: SettingsReader;
  readonly approvals: Approvals;
}

/** Watches for proposals and asks about one at a time; a question that was closed is asked again in the next session. */
export function watchProposals({ settings, approvals }: ProposalParts): Disposable {
  const held = new Disposables();
  const asked = new Set<string>();
  let isAsking = false;
  const next = async (): Promise<void> => {
    if (isAsking || held.isDisposed) return;
    const open = openProposals(settings, approvals).find(({ key }) => !asked.has(key));
    if (open === undefined) return;
    isAsking = true;
    asked.add(open.key);
    try {
      await askAbout(open, approvals);
    } finally {
      isAsking = false;
    }
    await next();
  };
  held.add(settings.onDidChange(() => void next()));
  void next();
  return held;
}

interface OpenProposal {
  readonly key: string;
  readonly workspace: string;
  readonly folderName: string;
  readonly proposal: Proposal;
}

function openProposals(settings: SettingsReader, approvals: Approvals): OpenProposal[] {
  const open: OpenProposal[] = [];
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const workspace = workspaceOf({ uri: folder.uri });
    for (const proposal of settings.explain({ uri: folder.uri }).proposals) {
      if (approvals.answer(workspace, proposal) !== undefined) continue;
      const key = `${workspace}\n${JSON.stringify(proposal)}`;
      open.push({ key, workspace, folderName: folder.name, proposal });
    }
  }
  return open;
}

async function askAbout(open: OpenProposal, approvals: Approvals): Promise<void> {
  const use = vscode.l10n.t('Use for This Repository');
  const decline = vscode.l10n.t("Don't Use");
  const picked = await vscode.window.showInformationMessage(question(open), use, decline);
  if (picked === use) await approvals.remember(open.workspace, open.proposal, 'approved');
  if (picked === decline) await approvals.remember(open.workspace, open.proposal, 'declined');
}

function question({ folderName, proposal }: OpenProposal): string {
  const values = Object.entries(proposal.values)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
  switch (proposal.group) {
    case 'server':
      return vscode.l10n.t(
        'Tandem: {0} proposes a model server ({1}). Your code would be sent there.',
        folderName,
        values,
      );
    case 'cloud':
      return vscode.l10n.t(
        'Tandem: {0} proposes a cloud ({1}). Answers that fail their checks could be asked there.',
        folderName,
        values,
      );
    case 'patterns':
      return vscode.l10n.t('Tandem: {0} proposes further secrets to mask ({1}).', folderName, values);
    case 'gateCommand':
      return vscode.l10n.t('Tandem: {0} proposes a command to run after edits ({1}).', folderName, values);
  }
}
