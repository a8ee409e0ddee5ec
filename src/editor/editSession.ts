/** One proposed edit of one open document: its hunks, moved along while the person types. The document stays untouched until a hunk is accepted. */

import * as vscode from 'vscode';

import { Emitter } from '../core/base/emitter.ts';
import type { Disposable } from '../core/base/disposables.ts';
import type { Region } from '../core/edit/applyToRegion.ts';
import {
  acceptHunk,
  applyHunks,
  hunksBetween,
  pendingHunks,
  rebaseHunks,
  rebaseThrough,
  setHunkState,
  type Hunk,
  type TextChange,
} from '../core/edit/hunks.ts';
import { StreamedLines } from '../core/edit/streamedLines.ts';
import type { EditEvent, EditProposal, EditTask } from '../core/pipelines/editTask.ts';
import type { CheckResult } from '../core/gate/verdict.ts';
import type { Route } from '../core/router/route.ts';

export type SessionPhase = 'streaming' | 'ready' | 'over';

/** How a decided session ended, for the ledger. */
export interface SessionEnd {
  readonly accepted: number;
  readonly rejected: number;
}

export class EditSession implements Disposable {
  readonly document: vscode.TextDocument;
  readonly task: EditTask;
  readonly controller = new AbortController();
  phase: SessionPhase = 'streaming';
  proposal: EditProposal | undefined;
  next: Route | undefined;
  /** The person looked at the failed checks and wants the edit all the same. */
  private keptAnyway = false;
  model = '';
  attempt: 'first' | 'repair' | 'cloud' = 'first';

  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscription: vscode.Disposable;
  /** What the person did to the text since the model was asked. */
  private readonly since: TextChange[] = [];
  private streamed: StreamedLines;
  private current: readonly Hunk[] = [];
  private hasStreamed = false;
  /** So many of the current hunks are changes that streamed in and grow no more. */
  private settledCount = 0;
  private hunkOfLine: readonly { readonly id: string; readonly lastLine: number }[] = [];
  private text: string;
  private region: Region;
  private applying: { readonly expected: string; readonly ids: readonly string[] } | undefined;

  constructor(document: vscode.TextDocument, task: EditTask) {
    this.document = document;
    this.task = task;
    this.text = task.text;
    this.region = task.region;
    this.streamed = new StreamedLines(task.text.slice(task.region.start, task.region.end));
    this.subscription = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) this.follow(event);
    });
  }

  /** Lines that streamed in become hunks only when somebody looks: many come between two repaints. */
  get hunks(): readonly Hunk[] {
    if (this.hasStreamed) {
      this.hasStreamed = false;
      const settled = this.current.slice(0, this.settledCount);
      const fresh = streamedHunks(this.task, this.streamed, settled.length);
      this.current = [...settled, ...this.rebased(fresh)];
      this.settledCount = this.streamed.settledChanges;
    }
    return this.current;
  }

  private set hunks(hunks: readonly Hunk[]) {
    this.hasStreamed = false;
    this.current = hunks;
  }

  get pending(): readonly Hunk[] {
    return pendingHunks(this.hunks);
  }

  /** Where the lines that were asked about stand now. */
  get currentRegion(): Region {
    return this.region;
  }

  get failed(): readonly CheckResult[] {
    return this.keptAnyway ? [] : (this.proposal?.verdict.failed ?? []);
  }

  /** Takes an event of the pipeline; the view is told through `onDidChange`. */
  take(event: EditEvent): void {
    if (event.type === 'started') {
      this.model = event.model;
      this.attempt = event.attempt;
      this.phase = 'streaming';
      this.hunks = [];
      this.settledCount = 0;
      this.streamed = new StreamedLines(this.task.text.slice(this.task.region.start, this.task.region.end));
    } else if (event.type === 'lines') {
      for (const line of event.lines) this.streamed.push(line);
      this.hasStreamed = true;
    } else if (event.type === 'partial') {
      this.settledCount = 0;
      this.hunks = this.rebased(hunksBetween(this.task.text, event.text));
    } else if (event.type === 'proposed') {
      this.proposal = event.proposal;
      this.next = event.next;
      this.phase = event.next.decision === 'escalate' ? 'streaming' : 'ready';
      const hunks = hunksBetween(this.task.text, event.proposal.after);
      this.hunkOfLine = lastLines(hunks, event.proposal.after);
      this.hunks = this.rebased(hunks);
    }
    this.changed.fire();
  }

  /** The failed checks that belong to a hunk: by the line they name, else to the first. */
  failuresAt(hunk: Hunk): readonly CheckResult[] {
    if (this.failed.length === 0) return [];
    const [first] = this.pending;
    return this.failed.filter((check) => {
      const line = check.evidence?.line;
      const named =
        line === undefined ? undefined : this.hunkOfLine.find(({ lastLine }) => line <= lastLine)?.id;
      const shown = this.pending.some(({ id }) => id === named) ? named : first?.id;
      return shown === hunk.id;
    });
  }

  /** Puts the hunks into the document as one undo step. False where the text changed at that very moment. */
  async accept(ids: readonly string[]): Promise<boolean> {
    const chosen = this.pending.filter((hunk) => ids.includes(hunk.id));
    if (chosen.length === 0) return false;
    const chosenIds = new Set(chosen.map((hunk) => hunk.id));
    // The person may type at this very moment: only the text that must result is ours.
    const expected = applyHunks(this.text, this.hunks, (hunk) => chosenIds.has(hunk.id));
    this.applying = { expected, ids: [...chosenIds] };
    const replace = (builder: { replace(range: vscode.Range, text: string): void }): void => {
      for (const hunk of chosen) builder.replace(this.rangeOf(hunk), hunk.after);
    };
    const editor = vscode.window.visibleTextEditors.find((each) => each.document === this.document);
    const done = editor === undefined ? await this.applyUnseen(replace) : await editor.edit(replace);
    if (!done) this.applying = undefined;
    this.changed.fire();
    return done;
  }

  keepAnyway(): void {
    this.keptAnyway = true;
    this.changed.fire();
  }

  reject(ids: readonly string[]): void {
    for (const id of ids) this.hunks = setHunkState(this.hunks, id, 'rejected');
    this.changed.fire();
  }

  rangeOf(hunk: Hunk): vscode.Range {
    return new vscode.Range(this.document.positionAt(hunk.start), this.document.positionAt(hunk.end));
  }

  /** The text as it would be with every pending hunk accepted. */
  textWithPending(): string {
    return applyHunks(this.document.getText(), this.hunks, (hunk) => hunk.state === 'pending');
  }

  end(): SessionEnd {
    const count = (state: Hunk['state']): number => this.hunks.filter((hunk) => hunk.state === state).length;
    return { accepted: count('accepted'), rejected: count('rejected') + count('pending') + count('stale') };
  }

  dispose(): void {
    this.phase = 'over';
    this.controller.abort();
    this.subscription.dispose();
    this.changed.dispose();
  }

  private async applyUnseen(
    replace: (builder: { replace(range: vscode.Range, text: string): void }) => void,
  ): Promise<boolean> {
    const edit = new vscode.WorkspaceEdit();
    replace({ replace: (range, text) => edit.replace(this.document.uri, range, text) });
    return vscode.workspace.applyEdit(edit);
  }

  private follow(event: vscode.TextDocumentChangeEvent): void {
    const own = this.applying;
    if (own !== undefined && event.document.getText() === own.expected) {
      this.applying = undefined;
      for (const id of own.ids) this.hunks = acceptHunk(this.hunks, id);
      this.text = event.document.getText();
      this.changed.fire();
      return;
    }
    for (const change of changesOf(event, this.text)) {
      this.since.push(change);
      this.region = movedRegion(this.region, change);
      this.text = this.text.slice(0, change.start) + change.text + this.text.slice(change.end);
      this.hunks = this.undone(change) ?? rebaseHunks(this.hunks, change, this.text);
    }
    this.changed.fire();
  }

  /** An undo that takes back what was accepted puts the hunk up for decision again. */
  private undone(change: TextChange): readonly Hunk[] | undefined {
    const taken = this.hunks.find(
      (hunk) =>
        hunk.state === 'accepted' &&
        hunk.start === change.start &&
        hunk.end === change.end &&
        hunk.before === change.text,
    );
    if (taken === undefined) return undefined;
    const delta = taken.before.length - taken.after.length;
    return this.hunks.map((hunk) => {
      if (hunk === taken) return { ...hunk, state: 'pending', end: hunk.start + hunk.before.length };
      return hunk.start >= taken.end ? { ...hunk, start: hunk.start + delta, end: hunk.end + delta } : hunk;
    });
  }

  /** Hunks of the text the model was asked about, where they stand in the text of now. */
  private rebased(hunks: readonly Hunk[]): readonly Hunk[] {
    return rebaseThrough(hunks, this.since, this.text);
  }
}

function movedRegion(region: Region, change: TextChange): Region {
  const delta = change.text.length - (change.end - change.start);
  const shift = (offset: number, isEnd: boolean): number => {
    if (change.end < offset || (change.end === offset && !isEnd)) return offset + delta;
    if (change.start >= offset) return offset;
    return isEnd ? Math.max(change.start + change.text.length, change.end + delta) : change.start;
  };
  return { start: shift(region.start, false), end: shift(region.end, true) };
}

/** How far down each hunk is responsible: to the line behind its last one in the text after the edit. */
function lastLines(hunks: readonly Hunk[], after: string): { id: string; lastLine: number }[] {
  let shift = 0;
  return hunks.map((hunk) => {
    const end = hunk.start + shift + hunk.after.length;
    shift += hunk.after.length - hunk.before.length;
    return { id: hunk.id, lastLine: after.slice(0, end).split('\n').length };
  });
}

/** More than this in one event (a formatter at work) is taken as one change from the first to the last. */
const mostChanges = 64;

/** The changes of an event from the last to the first, so that none moves another: all offsets count in the text before. */
function changesOf(event: vscode.TextDocumentChangeEvent, before: string): TextChange[] {
  const changes = event.contentChanges
    .map((change) => ({
      start: change.rangeOffset,
      end: change.rangeOffset + change.rangeLength,
      text: change.text,
    }))
    .sort((one, other) => other.start - one.start);
  const now = event.document.getText();
  const last = changes[0];
  const first = changes.at(-1);
  // Other line endings come without a change that tells them.
  if (last === undefined || first === undefined)
    return now === before ? [] : [{ start: 0, end: before.length, text: now }];
  if (changes.length <= mostChanges) return changes;
  const behind = before.length - last.end;
  return [{ start: first.start, end: last.end, text: now.slice(first.start, now.length - behind) }];
}

/** What streamed in from the change `first` on, as hunks of the whole text. */
function streamedHunks({ text, region }: EditTask, streamed: StreamedLines, first: number): Hunk[] {
  return streamed
    .snapshot()
    .slice(first)
    .map((change, index) => {
      const start = region.start + streamed.offsetOf(change.startLine);
      const end = region.start + streamed.offsetOf(change.startLine + change.removed);
      const after = change.added.map((line) => `${line}\n`).join('');
      return {
        id: `streaming-${first + index + 1}`,
        start,
        end,
        before: text.slice(start, end),
        after,
        state: 'pending',
      };
    });
}
