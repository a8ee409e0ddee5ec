/** What happens between sending and the audit line? Stream, restore, bound in time, count, write down, once. */

import type { AnswerStream, FinishReason, StreamEvent } from '../model/stream.ts';
import type { AuditOutcome } from '../usage/auditEntry.ts';
import type { Accounts, Reservation } from './accounts.ts';
import { streamMessages } from './anthropicClient.ts';
import type { CloudCall, CloudEvent, CloudUsage } from './cloudCall.ts';
import type { CloudPreview, JudgeAnswer } from './cloudDoor.ts';
import { isCloudError, refusedFields } from './cloudError.ts';
import type { Ceilings, ConversationRedaction, DoorParts } from './cloudPorts.ts';
import { assumedPrice, billedUsd } from './cost.ts';
import { estimateTokens } from './estimateTokens.ts';
import type { CloudDialect } from './provider.ts';
import { restoreAnswer } from './restoreAnswer.ts';
import { timedEvents } from './timedEvents.ts';

export interface Sending {
  readonly parts: DoorParts;
  readonly ceilings: Ceilings;
  readonly accounts: Accounts;
  readonly reservation: Reservation;
  readonly preview: CloudPreview;
  readonly call: CloudCall;
  readonly dialect: CloudDialect;
  readonly cancelStopsBilling: boolean;
  readonly redaction: ConversationRedaction;
  readonly onRefusedFields: (fields: readonly string[]) => void;
  readonly signal: AbortSignal;
  readonly judge?: JudgeAnswer;
}

/** What is known of the answer so far. */
interface Progress {
  text: string;
  /** As it came, before restoring: what the provider bills. */
  received: number;
  usage: CloudUsage;
  finishReason: FinishReason | undefined;
  firstTokenMs: number | undefined;
  hasAnswered: boolean;
  /** It failed in a way that says nothing was done, so nothing is billed. */
  wasRefused: boolean;
}

export async function* streamAnswer(sending: Sending): AnswerStream {
  const { parts, signal } = sending;
  const startMs = parts.clock.monotonicMs();
  const progress: Progress = {
    text: '',
    received: 0,
    usage: {},
    finishReason: undefined,
    firstTokenMs: undefined,
    hasAnswered: false,
    // Cancelled before it began: nothing leaves.
    wasRefused: signal.aborted,
  };
  let outcome: AuditOutcome = 'cancelled';
  const elapsed = (): number => Math.round(parts.clock.monotonicMs() - startMs);
  try {
    yield* contentOf(sending, progress, elapsed);
    outcome = await judged(sending, progress);
  } catch (failure) {
    if (signal.aborted) progress.finishReason = 'cancelled';
    else {
      outcome = 'failed';
      progress.wasRefused ||=
        !progress.hasAnswered && !(isCloudError(failure) && failure.kind === 'timedOut');
      throw failure;
    }
  } finally {
    await settle(sending, progress, outcome, elapsed());
  }
  yield { type: 'end', finishReason: progress.finishReason ?? 'unknown', usage: plainUsage(progress.usage) };
}

async function* contentOf(
  sending: Sending,
  progress: Progress,
  elapsed: () => number,
): AsyncGenerator<StreamEvent> {
  const { parts, call, signal, ceilings } = sending;
  const timed = timedEvents(
    (own) => opened(sending, own),
    call.host,
    { clock: parts.clock, signal },
    ceilings,
  );
  for await (const event of restoreAnswer(counted(timed, progress), sending.redaction, call.host)) {
    if (event.type === 'usage') {
      progress.usage = { ...progress.usage, ...event.usage };
    } else if (event.type === 'finish') {
      progress.finishReason = event.finishReason;
    } else {
      progress.firstTokenMs ??= elapsed();
      if (event.type === 'text') progress.text += event.text;
      yield event;
    }
  }
}

async function* counted(events: AsyncIterable<CloudEvent>, progress: Progress): AsyncGenerator<CloudEvent> {
  for await (const event of events) {
    progress.hasAnswered = true;
    if (event.type === 'text' || event.type === 'reasoning') progress.received += estimateTokens(event.text);
    yield event;
  }
}

async function* opened(sending: Sending, signal: AbortSignal): AsyncGenerator<CloudEvent> {
  const { call, parts } = sending;
  const onRefused = (body: string): void => sending.onRefusedFields(refusedFields(body));
  if (sending.dialect === 'messages') {
    yield* streamMessages(call, parts.fetch, signal, onRefused);
    return;
  }
  const { streamChatCompletions } = await import('./openaiClient.ts');
  yield* streamChatCompletions(call, parts.fetch, signal, onRefused);
}

async function judged({ judge, parts }: Sending, progress: Progress): Promise<AuditOutcome> {
  if (judge === undefined) return 'shown';
  try {
    return await judge({ text: progress.text, finishReason: progress.finishReason ?? 'unknown' });
  } catch (failure) {
    parts.log.warn(
      `[cloud] the answer could not be judged: ${failure instanceof Error ? failure.name : 'unknown'}`,
    );
    return 'failed';
  }
}

/** The audit line first, the account after it: should the line fail, the reservation stays and is recovered later. */
async function settle(
  sending: Sending,
  progress: Progress,
  outcome: AuditOutcome,
  ms: number,
): Promise<void> {
  const { parts, reservation, preview, accounts } = sending;
  const usage = finalUsage(sending, progress, outcome);
  const price = parts.prices.priceOf(preview.model, usage.tokensIn);
  const costUsd = billedUsd(price, usage);
  try {
    await parts.audit.record({
      ...reservation.lost,
      tokensIn: usage.tokensIn,
      tokensOut: usage.tokensOut,
      costUsd,
      ms,
      outcome,
      ...(progress.firstTokenMs === undefined ? {} : { firstTokenMs: progress.firstTokenMs }),
    });
    const chargedUsd = costUsd ?? billedUsd(assumedPrice, usage) ?? reservation.ceilingUsd;
    await accounts.charge(reservation, chargedUsd, usage.tokensIn + usage.tokensOut);
  } catch (failure) {
    parts.log.error(
      `[cloud] request ${preview.id} could not be written to the audit log: ${isCloudError(failure) ? failure.kind : 'disk'}`,
    );
  }
}

/**
 * The provider's count where it came. Without it: nothing where the request was refused, else the estimate of what came, or
 * the ceiling where closing the connection does not stop the bill.
 */
function finalUsage(
  { preview, cancelStopsBilling }: Sending,
  { usage, received, wasRefused }: Progress,
  outcome: AuditOutcome,
): CloudUsage & { readonly tokensIn: number; readonly tokensOut: number } {
  if (wasRefused) return { tokensIn: 0, tokensOut: 0, costUsd: 0 };
  const isCut = outcome === 'cancelled' || outcome === 'failed';
  const ceiling = preview.maxTokensOut ?? received;
  const unknownOut = isCut && !cancelStopsBilling ? ceiling : received;
  const tokensIn = usage.tokensIn ?? preview.tokensIn;
  const tokensOut = isCut ? Math.max(usage.tokensOut ?? 0, unknownOut) : (usage.tokensOut ?? received);
  return { ...usage, tokensIn, tokensOut };
}

function plainUsage({ tokensIn, tokensOut, tokensCached }: CloudUsage): {
  tokensIn?: number;
  tokensOut?: number;
  tokensCached?: number;
} {
  return {
    ...(tokensIn === undefined ? {} : { tokensIn }),
    ...(tokensOut === undefined ? {} : { tokensOut }),
    ...(tokensCached === undefined ? {} : { tokensCached }),
  };
}
