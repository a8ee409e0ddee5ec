/** How does a request reach the cloud? Preview, consent, send; the door redacts, counts and writes the audit line. */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { CloudDoor, CloudPreview, CloudRequest, DoorRefusal, JudgeAnswer } from '../cloud/cloudDoor.ts';
import type { AnswerStream } from '../model/stream.ts';

export interface AskCloudOptions {
  /**
   * Asks the person, or answers at once where consent was given before. Its signal aborts when the
   * decision fell elsewhere (in the open preview) or the turn was cancelled.
   */
  agree(preview: CloudPreview, signal: AbortSignal): Promise<boolean>;
  /** Says how the audit line of the answer ends, e.g. `withheld` after the gate. Must not wait for the stream. */
  readonly judge?: JudgeAnswer;
}

export interface CloudAnswer {
  /** What is sent: the newest version, with everything the person masked by hand. */
  readonly preview: CloudPreview;
  /** Placeholders restored. Failures reject with ModelError. Leaving the loop closes the connection. */
  readonly stream: AnswerStream;
}

export type AskCloudRefusal = DoorRefusal | 'declined';

/** Nothing leaves unless `agree` or the preview's own `Send` said so. Never throws for a refusal. */
export async function askCloud(
  door: CloudDoor,
  request: CloudRequest,
  options: AskCloudOptions,
  signal: AbortSignal,
): Promise<Outcome<CloudAnswer, AskCloudRefusal>> {
  const previewed = await door.preview(request);
  if (!previewed.ok) return previewed;
  const preview = previewed.value;
  let agreed: boolean;
  try {
    agreed = await decide(door, preview, options, signal);
  } catch (failure) {
    door.drop(preview.id);
    if (signal.aborted) return none('cancelled');
    throw failure;
  }
  if (!agreed) {
    door.drop(preview.id);
    return none('declined');
  }
  const newest = door.pending().find(({ id }) => id === preview.id) ?? preview;
  const sent = await door.send(newest, signal, options.judge);
  if (sent.ok) return some({ preview: newest, stream: sent.value });
  door.drop(preview.id);
  return sent;
}

async function decide(
  door: CloudDoor,
  preview: CloudPreview,
  options: AskCloudOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const settled = new AbortController();
  const either = AbortSignal.any([signal, settled.signal]);
  const inPreview = door.decision(preview.id, either).then((decision) => decision === 'send');
  const inPlace = options.agree(preview, either);
  try {
    return await Promise.race([inPreview, inPlace]);
  } finally {
    settled.abort();
    // The slower of the two rejects with the abort just made; nobody waits for it any more.
    inPreview.catch(() => undefined);
    inPlace.catch(() => undefined);
  }
}
