/** Which commands decide on a proposed edit? Those of the lenses and keys, each for the session it names. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Log } from '../core/base/log.ts';
import { registerCommand } from './commands.ts';
import { goToHunk, type EditDecisions } from './editDecisions.ts';
import { failureText } from './editLenses.ts';
import type { EditSession } from './editSession.ts';

export interface EditCommandParts {
  readonly log: Log;
  readonly decisions: EditDecisions;
  /** Of the document a lens names, else of the active editor. */
  sessionFor(uri: unknown): EditSession | undefined;
  start(options: unknown): Promise<void>;
  again(session: EditSession, start: 'repair' | 'cloud'): Promise<void>;
  showDiff(session: EditSession): Promise<void>;
}

export function registerEditCommands(parts: EditCommandParts): Disposable {
  const { log, decisions } = parts;
  const held = new Disposables();
  const internal = (id: string, run: (session: EditSession) => unknown): void => {
    held.add(
      vscode.commands.registerCommand(id, (uri?: unknown) => {
        const session = parts.sessionFor(uri);
        return session === undefined ? undefined : run(session);
      }),
    );
  };
  held.add(registerCommand('tandem.edit.start', log, (options) => parts.start(options)));
  held.add(registerCommand('tandem.edit.accept', log, (uri) => decisions.acceptAll(parts.sessionFor(uri))));
  held.add(registerCommand('tandem.edit.reject', log, (uri) => decisions.rejectAll(parts.sessionFor(uri))));
  held.add(
    registerCommand('tandem.edit.acceptHunk', log, (uri, id) =>
      decisions.decideHunk(parts.sessionFor(uri), id, true),
    ),
  );
  held.add(
    registerCommand('tandem.edit.rejectHunk', log, (uri, id) =>
      decisions.decideHunk(parts.sessionFor(uri), id, false),
    ),
  );
  held.add(registerCommand('tandem.edit.nextHunk', log, (uri) => goToHunk(parts.sessionFor(uri), false)));
  held.add(registerCommand('tandem.edit.previousHunk', log, (uri) => goToHunk(parts.sessionFor(uri), true)));
  internal('_tandem.edit.showDiff', (session) => parts.showDiff(session));
  internal('_tandem.edit.showFailure', (session) => showFailures(session));
  internal('_tandem.edit.repair', (session) => parts.again(session, 'repair'));
  internal('_tandem.edit.askCloud', (session) => parts.again(session, 'cloud'));
  internal('_tandem.edit.keep', (session) => {
    session.keepAnyway();
  });
  return held;
}

function showFailures(session: EditSession): void {
  const lines = session.failed.map((check) => {
    const where =
      check.evidence?.line === undefined ? '' : vscode.l10n.t(' (line {0})', check.evidence.line + 1);
    return `${check.name}${where}: ${check.evidence?.message ?? ''}`;
  });
  void vscode.window.showWarningMessage(failureText(session.failed), {
    modal: true,
    detail: lines.join('\n'),
  });
}
