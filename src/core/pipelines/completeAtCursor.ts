/** From a keystroke to a suggestion, or to the named reason there is none: the whole story on one screen. */

import { sleep } from '../base/clock.ts';
import { none, type Outcome } from '../base/outcome.ts';
import type { Keystroke } from '../trigger/keystroke.ts';
import { isForbidden, shouldAsk } from '../trigger/shouldAsk.ts';
import { askAhead, launch } from './askForSuggestion.ts';
import type { CompletionStages } from './completionStages.ts';
import { failureOutcome, offerFromFlight, offerHeld, offerInstead, type Offer } from './offerSuggestion.ts';
import type { Suggestion, WithheldReason } from './suggestion.ts';

/**
 * Never rejects. `signal` ends the waiting, not the request: an answer on its way that still agrees with what is
 * typed next is kept for the next keystroke. Requests that can no longer help are cancelled on the wire at once.
 */
export async function completeAtCursor(
  stages: CompletionStages,
  keystroke: Keystroke,
  signal: AbortSignal,
): Promise<Outcome<Suggestion, WithheldReason>> {
  const startedMs = stages.clock.monotonicMs();
  let offer: Offer;
  try {
    offer = await findOffer(stages, keystroke, signal);
    offer = (await otherThan(stages, keystroke, offer, signal)) ?? offer;
  } catch (failure) {
    offer = { outcome: signal.aborted ? none('superseded') : failureOutcome(stages, failure) };
  }
  noteSilence(stages, keystroke, offer);
  explain(stages, keystroke, offer, startedMs);
  if (offer.outcome.ok && offer.isWhole === true) {
    void askAhead(stages, keystroke, offer.outcome.value, { isTyped: offer.isTyped === true, signal });
  }
  return offer.outcome;
}

async function findOffer(
  stages: CompletionStages,
  keystroke: Keystroke,
  signal: AbortSignal,
): Promise<Offer> {
  const { document, offset } = keystroke;
  const { uri, text } = document;
  const forbidden = isForbidden(keystroke);
  if (forbidden !== undefined) {
    stages.flights.cancelAll(uri);
    return { outcome: none(forbidden) };
  }
  const followed = stages.flights.follow(uri, text, offset);
  const { flight: onItsWay, isContradicted } = followed;
  if (keystroke.cause === 'undone') return { outcome: none('undoing') };
  const held = keystroke.cause === 'manual' ? undefined : await offerHeld(stages, keystroke, signal);
  if (held !== undefined) return held;
  if (onItsWay !== undefined) {
    const fromFlight = await offerFromFlight(stages, keystroke, onItsWay, signal);
    if (fromFlight !== undefined) return fromFlight;
    // It has landed meanwhile, and what was typed reaches into the next of its blocks.
    const next = await offerHeld(stages, keystroke, signal);
    if (next !== undefined) return next;
  }
  stages.flights.dropAhead(uri);
  if (keystroke.cause === 'deleted') stages.places.takenBack(uri, text, offset);
  stages.places.contradicted(uri, text, offset, isContradicted);
  const left = stages.cache.leftAt(uri, text, offset) ?? followed.left;
  const history = { ...stages.places.history(uri, text, offset), ...(left === undefined ? {} : { left }) };
  const asked = shouldAsk(keystroke, history, {
    intervalMs: stages.rhythm.intervalMs,
    latencyMs: stages.pace.latencyMs,
  });
  if (!asked.ok) return { outcome: asked };
  const { delayMs } = asked.value;
  if (delayMs > 0) await sleep(stages.clock, delayMs, signal);
  const model = await stages.models.fim();
  if (!model.ok) return { outcome: model, delayMs };
  if (signal.aborted) return { outcome: none('superseded'), delayMs };
  stages.places.asked(uri, text, offset);
  const flight = launch(stages, { document, offset, model: model.value, purpose: 'typed' });
  const offer = await offerFromFlight(stages, keystroke, flight, signal);
  return { ...(offer ?? { outcome: none('contradicted') }), delayMs };
}

/** An answer was withheld by the checks: another one that is at hand may pass. */
function otherThan(
  stages: CompletionStages,
  keystroke: Keystroke,
  { outcome, record }: Offer,
  signal: AbortSignal,
): Promise<Offer | undefined> {
  const isWithheld = !outcome.ok && outcome.reason === 'failedChecks' && record !== undefined;
  return isWithheld ? offerInstead(stages, keystroke, record, signal) : Promise.resolve(undefined);
}

/** The request brought nothing for this place: asking again at every letter would not change that. Counted once. */
function noteSilence(stages: CompletionStages, keystroke: Keystroke, { outcome, record }: Offer): void {
  if (outcome.ok || record === undefined || record.isSilent === true || record.wasOffered) return;
  if (
    outcome.reason === 'superseded' ||
    outcome.reason === 'contradicted' ||
    outcome.reason === 'otherChoice'
  )
    return;
  record.isSilent = true;
  stages.places.silent(keystroke.document.uri, keystroke.document.text, keystroke.offset);
}

function explain(stages: CompletionStages, keystroke: Keystroke, offer: Offer, startedMs: number): void {
  const { outcome } = offer;
  if (!outcome.ok && outcome.reason === 'superseded') return;
  stages.explanations.fire({
    atMs: stages.clock.now(),
    path: keystroke.document.path,
    languageId: keystroke.document.languageId,
    offered: outcome.ok,
    ...(outcome.ok ? { origin: outcome.value.origin } : { reason: outcome.reason }),
    ...(!outcome.ok && outcome.detail !== undefined ? { detail: outcome.detail } : {}),
    ms: stages.clock.monotonicMs() - startedMs,
    ...(offer.delayMs === undefined ? {} : { delayMs: offer.delayMs }),
    ...(offer.record === undefined ? {} : { request: offer.record }),
    failedChecks: offer.record?.verdict?.failed ?? [],
  });
}
