/** What stands above the hunks of a proposed edit to click on? */

import * as vscode from 'vscode';

import type { Hunk } from '../core/edit/hunks.ts';
import type { CheckResult } from '../core/gate/verdict.ts';
import type { EditSession } from './editSession.ts';
import { findingText } from './checkWords.ts';

export class EditLenses implements vscode.CodeLensProvider {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly told = new WeakMap<EditSession, string>();
  private readonly sessionOf: (document: vscode.TextDocument) => EditSession | undefined;

  constructor(sessionOf: (document: vscode.TextDocument) => EditSession | undefined) {
    this.sessionOf = sessionOf;
  }

  refresh(): void {
    this.changed.fire();
  }

  /** Asks VS Code for lenses anew only where the session has others by now: it asks every provider then. */
  refreshFor(session: EditSession): void {
    const now = stateOf(session);
    if (this.told.get(session) === now) return;
    this.told.set(session, now);
    this.changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const session = this.sessionOf(document);
    if (session === undefined || session.phase === 'over') return [];
    if (session.phase === 'streaming') return [streamingLens(session)];
    const { pending } = session;
    const lenses: vscode.CodeLens[] = [];
    for (const [index, hunk] of pending.entries()) {
      const at = lineRange(session, hunk);
      lenses.push(...hunkLenses(session, hunk, at));
      if (index === 0) lenses.push(...firstLenses(session, at));
    }
    for (const hunk of session.hunks) {
      if (hunk.state === 'stale') {
        lenses.push(
          lens(
            lineRange(session, hunk),
            vscode.l10n.t('Dismiss'),
            'tandem.edit.rejectHunk',
            session,
            hunk.id,
          ),
        );
      }
    }
    return lenses;
  }
}

/** What the lenses are made of, but for their places: VS Code asks by itself where the text changes. */
function stateOf(session: EditSession): string {
  const { phase, attempt, model } = session;
  if (phase === 'streaming') return [phase, attempt, model].join(' ');
  return [phase, session.failed.length, ...session.hunks.map(({ id, state }) => id + state)].join(' ');
}

function streamingLens(session: EditSession): vscode.CodeLens {
  const at = new vscode.Range(
    session.document.positionAt(session.task.region.start),
    session.document.positionAt(session.task.region.start),
  );
  const title =
    session.attempt === 'repair'
      ? vscode.l10n.t('$(sync~spin) Tandem tries again ({0}) · Escape cancels', session.model)
      : vscode.l10n.t('$(sync~spin) Tandem is writing ({0}) · Escape cancels', session.model);
  return lens(at, title, 'tandem.edit.reject', session);
}

/** What failed and what can be done about it, then the decision on everything. */
function firstLenses(session: EditSession, at: vscode.Range): vscode.CodeLens[] {
  const lenses = [
    lens(at, vscode.l10n.t('Accept all'), 'tandem.edit.accept', session),
    lens(at, vscode.l10n.t('Reject all'), 'tandem.edit.reject', session),
  ];
  const [failed] = session.failed;
  if (failed !== undefined) {
    lenses.push(lens(at, vscode.l10n.t('$(warning) Check failed'), '_tandem.edit.showFailure', session));
    lenses.push(lens(at, vscode.l10n.t('Repair here'), '_tandem.edit.repair', session));
    lenses.push(lens(at, vscode.l10n.t('Ask the cloud'), '_tandem.edit.askCloud', session));
    lenses.push(lens(at, vscode.l10n.t('Keep anyway'), '_tandem.edit.keep', session));
  }
  if (failed === undefined && session.attempt === 'repair') {
    const title = vscode.l10n.t('$(wrench) Repaired here: the first answer failed a check');
    lenses.push(new vscode.CodeLens(at, { title, command: '' }));
  }
  lenses.push(lens(at, vscode.l10n.t('Show as diff'), '_tandem.edit.showDiff', session));
  return lenses;
}

function hunkLenses(session: EditSession, hunk: Hunk, at: vscode.Range): vscode.CodeLens[] {
  return [
    lens(at, vscode.l10n.t('Accept'), 'tandem.edit.acceptHunk', session, hunk.id),
    lens(at, vscode.l10n.t('Reject'), 'tandem.edit.rejectHunk', session, hunk.id),
  ];
}

export function failureText(failed: readonly CheckResult[]): string {
  const [first] = failed;
  if (first === undefined) return '';
  const message = findingText({ name: first.name, ...first.evidence });
  return failed.length > 1 ? vscode.l10n.t('{0} (and {1} more)', message, failed.length - 1) : message;
}

function lineRange(session: EditSession, hunk: Hunk): vscode.Range {
  const line = Math.min(session.document.positionAt(hunk.start).line, session.document.lineCount - 1);
  return new vscode.Range(line, 0, line, 0);
}

function lens(
  at: vscode.Range,
  title: string,
  command: string,
  session: EditSession,
  hunkId?: string,
): vscode.CodeLens {
  return new vscode.CodeLens(at, { title, command, arguments: [session.document.uri.toString(), hunkId] });
}
