/** How are reasons, checks and kinds called in the usage view? */

import * as vscode from 'vscode';

import type { Counted, UsageReport } from '../core/usage/usageReport.ts';
import { findingText } from './checkWords.ts';

/** With reasons, checks and kinds in words. */
export function named(report: UsageReport): UsageReport {
  const inWords = (rows: readonly Counted[], say: (name: string) => string): Counted[] =>
    rows.map(({ name, count }) => ({ name: say(name), count }));
  const reason = (name: string): string =>
    name === 'userOptIn' ? vscode.l10n.t('You asked for it') : findingText({ name });
  return {
    ...report,
    escalations: inWords(report.escalations, reason),
    failedChecks: inWords(report.failedChecks, reason),
    redactions: inWords(report.redactions, spaced),
  };
}

/** `aws_secret_key` and `awsSecretKey` as words. */
function spaced(name: string): string {
  return name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
}
