/** What is on its way from the server, and does it still help? One live request and its growing text. */

import type { TextChange } from './keystroke.ts';
import { lineBefore, shiftAnchor, typedSince, type Anchor } from './agreement.ts';
import { divergenceOf, type Divergence } from './divergence.ts';
import { reachedIn } from './reached.ts';

/** A flight's text so far, made clean by whoever reads the stream. */
export interface FlightProgress {
  /** Clean text so far. */
  readonly text: string;
  /** Characters of `text` that no further token can change. */
  readonly sureLength: number;
  /** Characters of a first line still being written that are very likely to stay. */
  readonly likelyLength: number;
  readonly done: boolean;
}

export type FlightState = 'agrees' | 'disagrees' | 'elsewhere';

/** One request on the wire. Aborting it closes the connection; whoever waits is told. */
export class Flight<Facts = unknown> {
  readonly abort = new AbortController();
  anchor: Anchor | undefined;
  /** Blocks that are complete: `current` is about the one behind them. */
  part = 0;
  private isAhead: boolean;
  private itsFacts: Facts;
  private whenLanded: Promise<void>;
  private settle: () => void = () => undefined;
  private progress: FlightProgress = { text: '', sureLength: 0, likelyLength: 0, done: false };
  private readonly waiting = new Set<() => void>();
  private failure: Error | undefined;

  constructor(anchor: Anchor, ahead: boolean, facts: Facts) {
    this.anchor = anchor;
    this.isAhead = ahead;
    this.itsFacts = facts;
    this.whenLanded = this.untilSettled();
  }

  /** Fetched ahead for a place where the cursor is not yet. */
  get ahead(): boolean {
    return this.isAhead;
  }

  get facts(): Facts {
    return this.itsFacts;
  }

  /** Resolves when no more will come of the current block, for whatever reason. */
  get landed(): Promise<void> {
    return this.whenLanded;
  }

  get current(): FlightProgress {
    return this.progress;
  }

  /** No more will come. */
  get isOver(): boolean {
    return this.progress.done || this.abort.signal.aborted;
  }

  get failedWith(): Error | undefined {
    return this.failure;
  }

  /** New text has come. What was sure stays sure: a doubt about what follows takes nothing back from the screen. */
  grew(progress: FlightProgress): void {
    const { text, sureLength, likelyLength } = this.progress;
    const stays = (length: number): number => (progress.text.startsWith(text.slice(0, length)) ? length : 0);
    this.progress = {
      ...progress,
      sureLength: Math.max(progress.sureLength, stays(sureLength)),
      likelyLength: Math.max(progress.likelyLength, stays(likelyLength)),
    };
    this.wake();
  }

  /** The block is complete, and what comes belongs behind it. */
  goOn(anchor: Anchor, facts: Facts): void {
    const settle = this.settle;
    this.anchor = anchor;
    this.itsFacts = facts;
    this.isAhead = true;
    this.part++;
    this.progress = { text: '', sureLength: 0, likelyLength: 0, done: false };
    this.whenLanded = this.untilSettled();
    settle();
    this.wake();
  }

  failed(failure: Error): void {
    this.failure = failure;
    this.progress = { ...this.progress, done: true };
    this.wake();
  }

  cancel(): void {
    if (this.abort.signal.aborted) return;
    this.abort.abort();
    this.wake();
  }

  edited(changes: readonly TextChange[]): void {
    for (const change of changes) {
      if (this.anchor !== undefined) this.anchor = shiftAnchor(this.anchor, change);
    }
  }

  /** Whether the text that came, as far as it came, is what was typed since, or goes on from it. */
  state(uri: string, text: string, offset: number): FlightState {
    const { anchor, progress } = this;
    if (anchor?.uri !== uri) return 'elsewhere';
    const typed = typedSince(anchor, text, offset);
    if (typed === undefined) return 'elsewhere';
    const reached = reachedIn(progress.text, typed, lineBefore(anchor));
    if (reached === undefined) return 'disagrees';
    return !progress.done || reached <= progress.text.length ? 'agrees' : 'disagrees';
  }

  /** The part of what came that was typed since; `undefined` where the place is another or something else was typed. */
  typed(text: string, offset: number): string | undefined {
    if (this.anchor === undefined) return undefined;
    const typed = typedSince(this.anchor, text, offset);
    if (typed === undefined || this.progress.text.startsWith(typed)) return typed;
    const reached = reachedIn(this.progress.text, typed, lineBefore(this.anchor));
    if (reached === undefined) return undefined;
    return reached > this.progress.text.length ? typed : this.progress.text.slice(0, reached);
  }

  /** Where typing on this line left what had come. */
  leftAt(text: string, offset: number): Divergence | undefined {
    const { anchor, progress } = this;
    const typed = anchor === undefined ? undefined : typedSince(anchor, text, offset);
    return typed === undefined || progress.text === '' ? undefined : divergenceOf(progress.text, typed);
  }

  /** Resolves at the next growth, failure or cancellation; rejects when `signal` aborts. */
  next(signal: AbortSignal): Promise<void> {
    if (this.isOver) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const stop = (): void => {
        this.waiting.delete(wake);
        reject(new Error('superseded'));
      };
      if (signal.aborted) return stop();
      this.waiting.add(wake);
      signal.addEventListener('abort', stop, { once: true });
    });
  }

  private untilSettled(): Promise<void> {
    return new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  private wake(): void {
    if (this.isOver) this.settle();
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const wake of waiting) wake();
  }
}
