/** Does the person agree that exactly this goes to the cloud? Shown, and asked until it is sent or withdrawn. */

import type { CloudPreview } from '../cloud/cloudDoor.ts';
import type { Agree } from './answerStages.ts';

export interface PendingCloud {
  readonly conversationId: string;
  readonly turnId: string;
  readonly preview: CloudPreview;
}

export interface PendingWordParts {
  /** Opens the preview, in which the person may send or cancel. */
  readonly showPreview: (preview: CloudPreview) => void;
  readonly changed: () => void;
}

export class PendingWord {
  private readonly parts: PendingWordParts;
  private waiting: (PendingCloud & { readonly settle: (send: boolean) => void }) | undefined;

  constructor(parts: PendingWordParts) {
    this.parts = parts;
  }

  /** What waits in this conversation. */
  of(conversationId: string): PendingCloud | undefined {
    return this.waiting?.conversationId === conversationId ? this.waiting : undefined;
  }

  /** Shows once more what waits for this turn; false where nothing does. */
  showAgain(turnId: string | undefined): boolean {
    if (this.waiting === undefined || this.waiting.turnId !== turnId) return false;
    this.parts.showPreview(this.waiting.preview);
    return true;
  }

  /** More was masked by hand: what waits is what would be sent now. */
  refresh(previews: readonly CloudPreview[]): void {
    const { waiting } = this;
    const now = previews.find(({ id }) => id === waiting?.preview.id);
    if (waiting === undefined || now === undefined || now === waiting.preview) return;
    this.waiting = { ...waiting, preview: now };
    this.parts.changed();
  }

  decide(send: boolean): void {
    this.waiting?.settle(send);
  }

  /** Shows the exact request and waits; the word may be given in the preview as well. */
  agreeFor(conversationId: string, turnId: string): Agree {
    return (preview, signal) =>
      new Promise((resolve, reject) => {
        const end = (): void => {
          if (this.waiting?.preview.id !== preview.id) return;
          this.waiting = undefined;
          this.parts.changed();
        };
        const settle = (send: boolean): void => {
          end();
          resolve(send);
        };
        this.waiting = { conversationId, turnId, preview, settle };
        const decidedElsewhere = (): void => {
          end();
          reject(new Error('decided elsewhere'));
        };
        signal.addEventListener('abort', decidedElsewhere, { once: true });
        this.parts.showPreview(preview);
        this.parts.changed();
      });
  }
}
