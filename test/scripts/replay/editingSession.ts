/** Plays edits through the completion pipeline as the editor adapter does, and keeps what would be on screen. */

import type { Outcome } from '../../../src/core/base/outcome.ts';
import type { DocumentSnapshot } from '../../../src/core/context/document.ts';
import { accepted } from '../../../src/core/pipelines/acceptance.ts';
import { completeAtCursor } from '../../../src/core/pipelines/completeAtCursor.ts';
import type { CompletionStages } from '../../../src/core/pipelines/completionStages.ts';
import { cursorMoved, documentChanged, documentClosed } from '../../../src/core/pipelines/followEditing.ts';
import type { Suggestion, WithheldReason } from '../../../src/core/pipelines/suggestion.ts';
import type { KeystrokeCause } from '../../../src/core/trigger/keystroke.ts';
import { causeOfChange } from '../../../src/core/trigger/readChange.ts';

export interface Ghost {
  readonly id: string;
  readonly offset: number;
  readonly text: string;
  readonly replaceAfter: number;
}

export interface SessionEvents {
  /** The pipeline answered a keystroke; `ms` since the keystroke. */
  answered(outcome: Outcome<Suggestion, WithheldReason>, ms: number, cause: KeystrokeCause): void;
  /** What is on screen has become longer, without a keystroke; `ms` since the last one. */
  grew?(outcome: Outcome<Suggestion, WithheldReason>, ms: number): void;
  /** A suggestion that still agreed with what was typed went away or became another. */
  flickered?(before: string, after: string): void;
  /** Milliseconds the keystroke held the thread before anything was awaited. */
  blocked?(ms: number): void;
}

/** One file in one editor. VS Code's own part is kept too: what is on screen stays while typing agrees with it. */
export class EditingSession {
  document: DocumentSnapshot;
  cursor = 0;
  ghost: Ghost | undefined;
  private hasCursor = false;
  private readonly stages: CompletionStages;
  private readonly events: SessionEvents;
  private pending: AbortController | undefined;
  /** Answers that were not there yet when the next keystroke came are not shown. */
  private turn = 0;

  constructor(stages: CompletionStages, events: SessionEvents, document: Omit<DocumentSnapshot, 'version'>) {
    this.stages = stages;
    this.events = events;
    this.document = { ...document, version: 1 };
    void cursorMoved(stages, this.document, 0, AbortSignal.abort());
  }

  /** Where the cursor is left inside the text, one key wrote all of it: a pair, a snippet, two line ends. */
  insert(offset: number, text: string, cursorAt = offset + text.length): Promise<void> {
    const cause =
      cursorAt < offset + text.length ? 'typed' : causeOfChange({ offset, text, removedLength: 0 }, false);
    return this.change(offset, 0, text, cursorAt, cause);
  }

  delete(offset: number, length: number): Promise<void> {
    return this.change(offset, length, '', offset, 'deleted');
  }

  undo(offset: number, removedLength: number, text: string): Promise<void> {
    return this.change(offset, removedLength, text, offset + text.length, 'undone');
  }

  /** Where the cursor stands already, nothing has moved: editors tell the selection after each key. */
  moveTo(offset: number): void {
    if (offset === this.cursor && this.hasCursor) return;
    this.hasCursor = true;
    this.cursor = offset;
    this.ghost = undefined;
    this.pending?.abort();
    this.pending = new AbortController();
    void cursorMoved(this.stages, this.document, offset, this.pending.signal);
  }

  /** Takes what is on screen; false where nothing is. */
  accept(): Promise<void> | undefined {
    const { ghost } = this;
    if (ghost === undefined) return undefined;
    this.ghost = undefined;
    accepted(this.stages, ghost.id, {
      text: ghost.text,
      isKept: (text) => this.document.text.includes(text),
    });
    return this.change(
      ghost.offset,
      ghost.replaceAfter,
      ghost.text,
      ghost.offset + ghost.text.length,
      'accepted',
    );
  }

  close(): void {
    this.pending?.abort();
    this.ghost = undefined;
    documentClosed(this.stages, this.document.uri);
  }

  private async change(
    offset: number,
    removedLength: number,
    text: string,
    cursor: number,
    cause: KeystrokeCause,
  ): Promise<void> {
    const startedMs = this.stages.clock.monotonicMs();
    const enteredMs = performance.now();
    const turn = ++this.turn;
    this.pending?.abort();
    this.pending = new AbortController();
    const before = this.document;
    this.document = {
      ...before,
      version: before.version + 1,
      text: before.text.slice(0, offset) + text + before.text.slice(offset + removedLength),
    };
    this.cursor = cursor;
    this.hasCursor = true;
    const stayed = retained(this.ghost, offset, removedLength, text);
    this.ghost = stayed;
    if (cause === 'typed') this.stages.rhythm.typed(startedMs);
    documentChanged(this.stages, this.document.uri, [{ offset, removedLength, text }]);
    const keystroke = { document: this.document, offset: cursor, cause, permitted: 'yes' as const };
    const made = completeAtCursor(this.stages, keystroke, this.pending.signal);
    this.events.blocked?.(performance.now() - enteredMs);
    const outcome = await made;
    this.events.answered(outcome, this.stages.clock.monotonicMs() - startedMs, cause);
    if (turn !== this.turn) return;
    this.show(outcome, stayed, cursor);
    this.awaitGrowth(outcome, { turn, cursor, startedMs, cause });
  }

  private show(
    outcome: Outcome<Suggestion, WithheldReason>,
    stayed: Ghost | undefined,
    cursor: number,
  ): void {
    const next = outcome.ok
      ? { id: outcome.value.id, offset: cursor, ...outcome.value.insertion }
      : undefined;
    if (stayed !== undefined && !(next?.text.startsWith(stayed.text) ?? false)) {
      this.events.flickered?.(stayed.text, next?.text ?? '');
    }
    this.ghost = next;
  }

  private awaitGrowth(
    outcome: Outcome<Suggestion, WithheldReason>,
    asked: {
      readonly turn: number;
      readonly cursor: number;
      readonly startedMs: number;
      readonly cause: KeystrokeCause;
    },
  ): void {
    const { turn, cursor, startedMs, cause } = asked;
    if (!outcome.ok || outcome.value.grown === undefined) return;
    void outcome.value.grown.then(async (isLonger) => {
      if (!isLonger || turn !== this.turn) return;
      const signal = this.pending?.signal ?? AbortSignal.abort();
      const keystroke = {
        document: this.document,
        offset: cursor,
        cause,
        permitted: 'yes' as const,
      };
      const longer = await completeAtCursor(this.stages, keystroke, signal);
      if (turn !== this.turn) return;
      this.show(longer, this.ghost, cursor);
      this.events.grew?.(longer, this.stages.clock.monotonicMs() - startedMs);
      this.awaitGrowth(longer, asked);
    });
  }
}

/** What VS Code keeps on screen by itself: the rest of a suggestion that begins with what was typed. */
function retained(
  ghost: Ghost | undefined,
  offset: number,
  removed: number,
  text: string,
): Ghost | undefined {
  if (ghost?.offset !== offset || removed > 0 || !ghost.text.startsWith(text)) return undefined;
  const rest = ghost.text.slice(text.length);
  return rest === '' ? undefined : { ...ghost, offset: offset + text.length, text: rest };
}
