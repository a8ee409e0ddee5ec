/** Which previews wait for a decision, and who wants to hear it? */

import { Emitter } from '../base/emitter.ts';
import type { CloudPreview, CloudRequest, PreviewDecision } from './cloudDoor.ts';

export interface PendingPreview {
  readonly preview: CloudPreview;
  readonly request: CloudRequest;
  /** Where it may go: the address and model it was made for. */
  readonly url: string;
}

/** Old ones that nobody decided on are forgotten: one open question at a time is usual, a few are possible. */
const mostPending = 16;

export class PendingPreviews {
  private readonly held = new Map<string, PendingPreview>();
  private readonly waiting = new Map<string, Set<(decision: PreviewDecision) => void>>();
  private readonly changed = new Emitter<readonly CloudPreview[]>();
  readonly onDidChange = this.changed.event;

  put(pending: PendingPreview): void {
    this.held.set(pending.preview.id, pending);
    for (const id of [...this.held.keys()].slice(0, -mostPending)) this.forget(id);
    this.changed.fire(this.list());
  }

  get(id: string): PendingPreview | undefined {
    return this.held.get(id);
  }

  list(): readonly CloudPreview[] {
    return [...this.held.values()].map(({ preview }) => preview);
  }

  /** Takes it out; whoever waits hears `cancel`. */
  drop(id: string): void {
    this.forget(id);
    this.changed.fire(this.list());
  }

  /** Takes it out to be sent: from now on nobody else can. */
  take(id: string): PendingPreview | undefined {
    const pending = this.held.get(id);
    if (this.held.delete(id)) this.changed.fire(this.list());
    this.waiting.delete(id);
    return pending;
  }

  decide(id: string, decision: PreviewDecision): void {
    const listeners = this.waiting.get(id);
    this.waiting.delete(id);
    for (const listener of listeners ?? []) listener(decision);
  }

  decision(id: string, signal: AbortSignal): Promise<PreviewDecision> {
    if (!this.held.has(id)) return Promise.resolve('cancel');
    return new Promise((resolve, reject) => {
      const listeners = this.waiting.get(id) ?? new Set();
      this.waiting.set(id, listeners);
      const onAbort = (): void => {
        listeners.delete(hear);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      const hear = (decision: PreviewDecision): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(decision);
      };
      if (signal.aborted) {
        onAbort();
        return;
      }
      listeners.add(hear);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  private forget(id: string): void {
    this.held.delete(id);
    this.decide(id, 'cancel');
  }
}
