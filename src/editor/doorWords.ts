/** What is a person told when the door stays closed? What happened, where, and what to do next. */

import * as vscode from 'vscode';

import type { DoorRefusal } from '../core/cloud/cloudDoor.ts';
import type { AskCloudRefusal } from '../core/pipelines/askCloud.ts';

/** `detail` is the door's own: file names, figures, a host; never text of the request. */
export function doorWords(refusal: AskCloudRefusal | DoorRefusal, detail = ''): string {
  switch (refusal) {
    case 'noCloud':
      return vscode.l10n.t(
        'No cloud is configured, so nothing can be sent. Set tandem.cloud.provider to use one.',
      );
    case 'noModel':
      return vscode.l10n.t(
        'No cloud model is chosen. Set tandem.cloud.model, or set the key again to pick one.',
      );
    case 'noKey':
      return vscode.l10n.t('There is no key for the cloud. Run "Tandem: Set Cloud Key".');
    case 'badUrl':
      return vscode.l10n.t('The address of the cloud can not be used: {0}.', detail);
    case 'policyNever':
      return vscode.l10n.t('Nothing goes to the cloud: tandem.cloud.escalation is "never".');
    case 'untrustedWorkspace':
      return vscode.l10n.t(
        'Nothing of a folder in Restricted Mode leaves this machine. Trust the folder first.',
      );
    case 'localOnlyFile':
      return vscode.l10n.t('These files stay on this machine: {0}. Ask without them.', detail);
    case 'stillSecret':
      return vscode.l10n.t('A secret could not be masked, so nothing was sent. Remove it from the question.');
    case 'redactionTimedOut':
      return vscode.l10n.t('The search for secrets took too long, so nothing was sent. Attach less.');
    case 'redactionFailed':
      return vscode.l10n.t('The search for secrets failed, so nothing was sent.');
    case 'dailyBudget':
      return vscode.l10n.t("Today's cloud budget does not allow this: {0}. Local work goes on.", detail);
    case 'monthlyBudget':
      return vscode.l10n.t("This month's cloud budget does not allow this: {0}. Local work goes on.", detail);
    case 'conversationCeiling':
      return vscode.l10n.t(
        'This conversation has used its share of the cloud: {0}. Start a new one.',
        detail,
      );
    case 'hourlyCeiling':
      return vscode.l10n.t(
        'Too many answers went to the cloud within an hour: {0}. Ask it yourself, or wait.',
        detail,
      );
    case 'auditUnavailable':
      return vscode.l10n.t('The request can not be written down, so nothing was sent: {0}.', detail);
    case 'stalePreview':
      return vscode.l10n.t('This preview is out of date. Ask again.');
    case 'cancelled':
      return vscode.l10n.t('Cancelled. Nothing was sent.');
    case 'declined':
      return vscode.l10n.t('Not sent.');
  }
}

const refusals: Readonly<Record<AskCloudRefusal, true>> = {
  noCloud: true,
  noModel: true,
  noKey: true,
  badUrl: true,
  policyNever: true,
  untrustedWorkspace: true,
  localOnlyFile: true,
  stillSecret: true,
  redactionTimedOut: true,
  redactionFailed: true,
  dailyBudget: true,
  monthlyBudget: true,
  conversationCeiling: true,
  hourlyCeiling: true,
  auditUnavailable: true,
  stalePreview: true,
  cancelled: true,
  declined: true,
};

/** As `doorWords` for a reason that may be another; undefined where it is no refusal of the door. */
export function refusalWords(reason: string, detail = ''): string | undefined {
  return isRefusal(reason) ? doorWords(reason, detail) : undefined;
}

function isRefusal(reason: string): reason is AskCloudRefusal {
  return reason in refusals;
}
