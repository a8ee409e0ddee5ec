/** What does the person say when a failed check would lead to the cloud? */

import type { CloudPreview } from '../cloud/cloudDoor.ts';
import type { CheckResult } from '../gate/verdict.ts';

export type ConsentAnswer = 'send' | 'sendForConversation' | 'tryAgainHere' | 'keep';

export interface ConsentQuestion {
  readonly failed: readonly CheckResult[];
  readonly preview: CloudPreview;
}

/** Each surface asks in its own place: the chat view under the answer, an edit at its hunks. */
export interface Consent {
  ask(question: ConsentQuestion, signal: AbortSignal): Promise<ConsentAnswer>;
}
