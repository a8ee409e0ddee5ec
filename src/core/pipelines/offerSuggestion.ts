/** What of an answer can be offered at the cursor as it stands now? Shape, fit, judge. */

import { none, some, type Outcome } from '../base/outcome.ts';
import { isModelError } from '../model/modelError.ts';
import { fitInsertion } from '../polish/polish.ts';
import { shapeAt } from '../polish/rules/firstLine.ts';
import { sceneAt, type Insertion, type Scene, type Shape } from '../polish/scene.ts';
import type { Flight } from '../trigger/flight.ts';
import type { Keystroke } from '../trigger/keystroke.ts';
import { isAhead } from './askForSuggestion.ts';
import type { CompletionStages } from './completionStages.ts';
import { recordRequest } from './recordRequest.ts';
import { shorterCandidates } from './shorterCandidates.ts';
import type { RequestRecord, Suggestion, SuggestionOrigin, WithheldReason } from './suggestion.ts';

export interface Offer {
  readonly outcome: Outcome<Suggestion, WithheldReason>;
  readonly record?: RequestRecord;
  readonly delayMs?: number;
  /** It reaches to the end of its answer, and the answer has landed: what comes next can be asked for. */
  readonly isWhole?: boolean;
  /** The person is typing it. */
  readonly isTyped?: boolean;
}

interface Piece {
  readonly record: RequestRecord;
  readonly typed: string;
  readonly remaining: string;
  readonly origin: SuggestionOrigin;
  readonly isLanded: boolean;
}

/**
 * An earlier answer that still fits; `undefined` where there is none. Empty ones count only at their very place, as
 * does the end of one that the model ended itself.
 */
export async function offerHeld(
  stages: CompletionStages,
  keystroke: Keystroke,
  signal: AbortSignal,
): Promise<Offer | undefined> {
  const { document, offset } = keystroke;
  const found = stages.cache.find(document.uri, document.text, offset);
  if (found === undefined) return undefined;
  if (found.remaining === '' && found.typed !== '') {
    stages.places.typedWhole(document.uri);
    return stages.afterTheEnd.isWorthAsking(found.answer.text, keystroke.cause === 'accepted')
      ? undefined
      : { outcome: none('emptyAnswer') };
  }
  const record = found.answer.facts;
  const origin = isAhead(record.purpose) && !record.wasOffered ? 'ahead' : 'cache';
  return offer(
    stages,
    keystroke,
    { record, typed: found.typed, remaining: found.remaining, origin, isLanded: true },
    signal,
  );
}

/** Another answer that fits here, where the one with `failed` was withheld; `undefined` where there is none that passes. */
export async function offerInstead(
  stages: CompletionStages,
  keystroke: Keystroke,
  failed: RequestRecord,
  signal: AbortSignal,
): Promise<Offer | undefined> {
  const { document, offset } = keystroke;
  const found = stages.cache.find(document.uri, document.text, offset, ({ facts }) => facts !== failed);
  if (found === undefined || found.remaining === '') return undefined;
  const record = found.answer.facts;
  const piece = {
    record,
    typed: found.typed,
    remaining: found.remaining,
    origin: 'cache',
    isLanded: true,
  } as const;
  const made = await offer(stages, keystroke, piece, signal);
  return made.outcome.ok ? made : undefined;
}

/** Waits until something sure has come; `undefined` where it turns out not to be what was typed. */
export async function offerFromFlight(
  stages: CompletionStages,
  keystroke: Keystroke,
  flight: Flight<RequestRecord>,
  signal: AbortSignal,
): Promise<Offer | undefined> {
  const { document, offset } = keystroke;
  const isFresh = flight.current.text === '' && flight.typed(document.text, offset) === '';
  for (;;) {
    if (flight.failedWith !== undefined)
      return { outcome: failureOutcome(stages, flight.failedWith), record: flight.facts };
    if (flight.state(document.uri, document.text, offset) !== 'agrees') return undefined;
    const typed = flight.typed(document.text, offset) ?? '';
    const { done } = flight.current;
    const remaining = readyText(stages, flight, typed);
    if (done || remaining.trim() !== '') {
      const origin = flight.ahead ? 'ahead' : isFresh ? 'model' : 'inFlight';
      const piece = { record: flight.facts, typed, remaining, origin, isLanded: done } as const;
      const made = await offer(stages, keystroke, piece, signal);
      // All of it has come while a part was judged.
      if (!done && flight.current.done) continue;
      if (made.outcome.ok || done) return grows(made, flight, typed.length + remaining.length);
    }
    if (flight.abort.signal.aborted) return undefined;
    await flight.next(signal);
  }
}

/** A first line that takes the server longer than this is shown before it is complete. */
const lineMs = 80;

/** What can be shown now: complete lines, or where the first one takes long, the words of it that have come. */
function readyText(stages: CompletionStages, flight: Flight<RequestRecord>, typed: string): string {
  const { text, sureLength, likelyLength } = flight.current;
  const sure = text.slice(typed.length, Math.max(typed.length, sureLength));
  if (sure.trim() !== '' || likelyLength <= typed.length) return sure;
  const { startedMs, firstTextMs = Number.POSITIVE_INFINITY } = flight.facts;
  const isSlow = stages.clock.monotonicMs() - startedMs - firstTextMs >= lineMs;
  return isSlow ? text.slice(typed.length, likelyLength) : sure;
}

/** A line shown before it was complete grows when it is; a suggestion of complete lines when all of it has come. */
function grows(made: Offer, flight: Flight<RequestRecord>, shownLength: number): Offer {
  if (!made.outcome.ok || flight.current.done) return made;
  const { part } = flight;
  const isPartOfLine = flight.current.sureLength < shownLength;
  const grown = (isPartOfLine ? sureBeyond(flight, shownLength) : flight.landed).then(
    () => flight.part !== part || flight.current.text.length > shownLength,
  );
  return { ...made, outcome: some({ ...made.outcome.value, grown }) };
}

async function sureBeyond(flight: Flight<RequestRecord>, length: number): Promise<void> {
  const { part } = flight;
  while (!flight.isOver && flight.part === part && flight.current.sureLength <= length)
    await flight.next(neverAborted);
}

const neverAborted = new AbortController().signal;

async function offer(
  stages: CompletionStages,
  keystroke: Keystroke,
  piece: Piece,
  signal: AbortSignal,
): Promise<Offer> {
  const { record, typed } = piece;
  const { document, offset } = keystroke;
  const scene = sceneAt(document.text, offset, { languageId: document.languageId, family: record.family });
  const fitted = fitInsertion(piece.remaining, scene, shapeNow(record.shape, typed, scene));
  if (!fitted.ok) {
    if (piece.isLanded && typed === '') recordRequest(stages, record, 'withheld', fitted.reason);
    return { outcome: fitted, record };
  }
  if (!agreesWithWidget(keystroke, fitted.value)) return { outcome: none('otherChoice'), record };
  const insertion = await passing(stages, keystroke, piece, fitted.value, signal);
  if (insertion === undefined) {
    if (piece.isLanded)
      recordRequest(stages, record, 'withheld', record.verdict?.failed[0]?.name ?? 'failedChecks');
    return { outcome: none('failedChecks', record.verdict?.failed[0]?.evidence?.message), record };
  }
  record.wasOffered = true;
  if (record.partOf !== undefined) record.partOf.wasOffered = true;
  if (piece.isLanded) recordRequest(stages, record, 'shown', 'default');
  stages.places.shown(document.uri, document.text, offset);
  const { id, model, isDemo } = record;
  const isWhole = piece.isLanded && piece.remaining.trimEnd().length <= insertion.text.length;
  return {
    outcome: some({ id, insertion, origin: piece.origin, model, isDemo }),
    record,
    isWhole,
    isTyped: typed !== '',
  };
}

/** Once the first line has been typed, what follows it begins on a line of its own. */
function shapeNow(asked: Shape, typed: string, scene: Scene): Shape {
  return asked === 'block' || typed.includes('\n') ? 'block' : shapeAt(scene);
}

/** What the widget would insert must be how ours begins: two choices are never shown over each other. */
function agreesWithWidget(keystroke: Keystroke, insertion: Insertion): boolean {
  const { widget, document, offset } = keystroke;
  if (widget === undefined) return true;
  return (document.text.slice(widget.start, offset) + insertion.text).startsWith(widget.text);
}

/** The piece itself, or a shorter one of the same answer where the fault lies further down; each is judged. */
async function passing(
  stages: CompletionStages,
  keystroke: Keystroke,
  piece: Piece,
  insertion: Insertion,
  signal: AbortSignal,
): Promise<Insertion | undefined> {
  if (await passes(stages, keystroke, piece, insertion, signal)) return insertion;
  const { record } = piece;
  if (!piece.isLanded || record.verdict === undefined) return undefined;
  const { verdict, refusedText } = record;
  const cursorRow = keystroke.document.text.slice(0, keystroke.offset).split('\n').length - 1;
  let found: Insertion | undefined;
  for (const shorter of shorterCandidates(insertion, verdict, cursorRow)) {
    if (await passes(stages, keystroke, piece, shorter, signal)) found = shorter;
    if (found !== undefined) break;
  }
  // What the whole failed for is what the person is told, and the whole is not judged again.
  if (refusedText !== undefined) record.refusedText = refusedText;
  if (found === undefined) record.verdict = verdict;
  return found;
}

/** Judges each piece of an answer once: what a passed verdict covers is not judged again while it is typed. */
async function passes(
  stages: CompletionStages,
  keystroke: Keystroke,
  piece: Piece,
  insertion: Insertion,
  signal: AbortSignal,
): Promise<boolean> {
  const { record, typed } = piece;
  const end = typed.length + insertion.text.length;
  if (end <= record.judgedLength) return true;
  const judged = typed + insertion.text;
  if (record.refusedText === judged) return false;
  // A piece that goes on later, or a single line, may open what it does not close.
  const isCut =
    !piece.isLanded ||
    !insertion.text.includes('\n') ||
    insertion.text.trimEnd().length < piece.remaining.trimEnd().length;
  const { text, path, languageId } = keystroke.document;
  record.verdict = await stages.judge(
    {
      task: 'completion',
      path,
      languageId,
      before: text.slice(0, keystroke.offset),
      after: insertion.text,
      suffix: text.slice(keystroke.offset + insertion.replaceAfter),
      ...(record.finishReason === undefined ? {} : { finishReason: record.finishReason }),
      ...(isCut ? { openEnd: true } : {}),
      cheapOnly: true,
    },
    signal,
  );
  if (record.verdict.passed) {
    record.judgedLength = end;
    (record.partOf ?? record).reach = (record.partStart ?? 0) + end;
  } else record.refusedText = judged;
  return record.verdict.passed;
}

/** The failure by its kind; what no model did is a bug of ours and goes to the log. */
export function failureOutcome(
  stages: CompletionStages,
  failure: unknown,
): Outcome<Suggestion, WithheldReason> {
  if (isModelError(failure)) return none(failure.kind, failure.message);
  stages.log.error(
    `a suggestion failed: ${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}`,
  );
  return none('internal');
}
