/** What becomes of the hunks when the person decides on them? Accepted, rejected, written into the audit log, done. */

import * as vscode from 'vscode';

import type { Hunk } from '../core/edit/hunks.ts';
import type { EditStages } from '../core/pipelines/editTask.ts';
import type { AuditEntry } from '../core/usage/auditEntry.ts';
import type { EditSession } from './editSession.ts';
import { editFailureText } from './editWords.ts';

export class EditDecisions {
  private readonly stages: Pick<EditStages, 'audit' | 'clock'>;
  /** Ends the session where everything is decided. */
  private readonly drop: (session: EditSession) => void;

  constructor(stages: Pick<EditStages, 'audit' | 'clock'>, drop: (session: EditSession) => void) {
    this.stages = stages;
    this.drop = drop;
  }

  async acceptAll(session: EditSession | undefined): Promise<void> {
    if (session === undefined || session.phase !== 'ready') return;
    await this.accept(
      session,
      session.pending.map((hunk) => hunk.id),
    );
  }

  private async accept(session: EditSession, ids: readonly string[]): Promise<void> {
    const { version } = session.document;
    const done = await session.accept(ids);
    if (!done && session.pending.length > 0) {
      const isUntouched = session.document.version === version;
      // Only trying tells that an editor takes no text.
      const text = isUntouched
        ? editFailureText('readOnly', undefined, undefined)
        : vscode.l10n.t('The file changed at that moment; accept again.');
      void vscode.window.showWarningMessage(text);
      return;
    }
    this.finishIfDecided(session);
  }

  rejectAll(session: EditSession | undefined): void {
    if (session === undefined) return;
    session.reject(session.pending.map((hunk) => hunk.id));
    this.finish(session);
  }

  async decideHunk(session: EditSession | undefined, id: unknown, accepts: boolean): Promise<void> {
    if (session === undefined || session.phase !== 'ready') return;
    const hunkId = typeof id === 'string' ? id : hunkAtCursor(session)?.id;
    if (hunkId === undefined) return;
    if (accepts) await this.accept(session, [hunkId]);
    else {
      session.reject([hunkId]);
      this.finishIfDecided(session);
    }
    revealFirst(session);
  }

  private finishIfDecided(session: EditSession): void {
    if (session.pending.length > 0 || session.hunks.some((hunk) => hunk.state === 'stale')) return;
    this.finish(session);
  }

  private finish(session: EditSession): void {
    const { proposal } = session;
    const { accepted, rejected } = session.end();
    if (proposal !== undefined)
      void this.record(session, proposal.auditId, accepted > 0, accepted + rejected > 0);
    this.drop(session);
  }

  private async record(session: EditSession, id: string, accepted: boolean, decided: boolean): Promise<void> {
    const { proposal } = session;
    if (proposal === undefined || !decided) return;
    const entry: AuditEntry = {
      time: new Date(this.stages.clock.now()).toISOString(),
      id,
      task: 'edit',
      route: proposal.route,
      host: proposal.host,
      model: proposal.model,
      reason: 'default',
      checks: [],
      redactions: [],
      tokensIn: 0,
      tokensOut: 0,
      costUsd: 0,
      ms: 0,
      outcome: accepted ? 'accepted' : 'rejected',
      followUp: true,
      language: session.document.languageId,
    };
    await this.stages.audit.record(entry);
  }
}

/** Scrolls to the hunk that is next to be decided on. */
export function revealFirst(session: EditSession): void {
  const first = hunkAtCursor(session);
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === session.document);
  if (first === undefined || editor === undefined || session.phase !== 'ready') return;
  editor.revealRange(session.rangeOf(first), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Puts the cursor on the hunk behind the one it stands in, or before it; round at the ends. */
export function goToHunk(session: EditSession | undefined, isBack: boolean): void {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === session?.document);
  if (session === undefined || editor === undefined) return;
  const line = editor.selection.active.line;
  const starts = session.pending.map((hunk) => session.rangeOf(hunk).start);
  const next = isBack
    ? (starts.findLast((start) => start.line < line) ?? starts.at(-1))
    : (starts.find((start) => start.line > line) ?? starts[0]);
  if (next === undefined) return;
  editor.selection = new vscode.Selection(next, next);
  editor.revealRange(new vscode.Range(next, next), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The hunk the cursor stands in, else the next one behind it, else the first. */
function hunkAtCursor(session: EditSession): Hunk | undefined {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === session.document);
  const { pending } = session;
  if (editor === undefined) return pending[0];
  const line = editor.selection.active.line;
  return pending.find((hunk) => session.rangeOf(hunk).end.line >= line) ?? pending[0];
}
