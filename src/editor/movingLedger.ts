/** Which ledger is in force while the person moves the audit folder? */

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import { Emitter, type Event } from '../core/base/emitter.ts';
import type { AuditEntry } from '../core/usage/auditEntry.ts';
import type { Ledger } from '../core/usage/ledger.ts';
import type { DaySummary } from '../core/usage/summary.ts';

/** One ledger to everybody, whichever folder stands behind it. */
export class MovingLedger implements Ledger, Disposable {
  private current: Ledger;
  private listening = new Disposables();
  private readonly changed = new Emitter<void>();
  private readonly recorded = new Emitter<AuditEntry>();
  readonly onDidChange: Event<void> = this.changed.event;
  readonly onDidRecord: Event<AuditEntry> = this.recorded.event;

  constructor(first: Ledger) {
    this.current = first;
    this.listen();
  }

  /** From now on entries go to this one; what was recorded before stays where it is. */
  moveTo(next: Ledger): void {
    this.listening.dispose();
    this.current = next;
    this.listening = new Disposables();
    this.listen();
    this.changed.fire();
  }

  record(entry: AuditEntry): Promise<void> {
    return this.current.record(entry);
  }

  refresh(): Promise<void> {
    return this.current.refresh();
  }

  today(): DaySummary {
    return this.current.today();
  }

  days(first: string, last: string): ReturnType<Ledger['days']> {
    return this.current.days(first, last);
  }

  spentUsd(): ReturnType<Ledger['spentUsd']> {
    return this.current.spentUsd();
  }

  countBackTo(first: string): Promise<void> {
    return this.current.countBackTo(first);
  }

  get counting(): Ledger['counting'] {
    return this.current.counting;
  }

  get problem(): string | undefined {
    return this.current.problem;
  }

  get unreadableLines(): number {
    return this.current.unreadableLines;
  }

  checkpoint(): Promise<void> {
    return this.current.checkpoint();
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
    this.recorded.dispose();
  }

  private listen(): void {
    this.listening.add(this.current.onDidChange(() => this.changed.fire()));
    this.listening.add(this.current.onDidRecord((entry) => this.recorded.fire(entry)));
  }
}
