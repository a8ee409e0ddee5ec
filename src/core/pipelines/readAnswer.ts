/** How does an answer grow while it comes, and what is kept of it? */

import { isModelError } from '../model/modelError.ts';
import type { FimClient } from '../model/stream.ts';
import { shapeAt } from '../polish/rules/firstLine.ts';
import { unified, type Scene } from '../polish/scene.ts';
import { behindBlock, finishedText, shapeStream, usualLimits, type Enough } from '../polish/streamShape.ts';
import { anchorBehind } from '../trigger/agreement.ts';
import type { Flight } from '../trigger/flight.ts';
import type { CompletionStages } from './completionStages.ts';
import { recordRequest } from './recordRequest.ts';
import type { RequestRecord } from './suggestion.ts';

/** The block that is being read: the first of the answer, or one behind it, each for a place of its own. */
interface Part {
  readonly scene: Scene;
  raw: string;
  /** Lines of the blocks before. */
  readonly linesBefore: number;
}

/** Resolves when the answer has landed, failed or was given up; never rejects. */
export async function readAnswer(
  stages: CompletionStages,
  flight: Flight<RequestRecord>,
  scene: Scene,
  stream: ReturnType<FimClient['complete']>,
): Promise<void> {
  const record = flight.facts;
  let part: Part = { scene, raw: '', linesBefore: 0 };
  let characters = 0;
  let enough: Enough | undefined;
  try {
    for await (const event of stream) {
      if (event.type === 'end') {
        record.usage = event.usage;
        record.finishReason = event.finishReason;
        break;
      }
      if (event.type !== 'text' || event.text === '') continue;
      record.firstTextMs ??= stages.clock.monotonicMs() - record.startedMs;
      part.raw += event.text;
      characters += event.text.length;
      const progress = shapeStream(part.raw, part.scene, flight.facts.shape, limitsFor(part));
      if (progress.enough !== undefined) {
        ({ enough } = progress);
        record.finishReason = 'stop';
        break;
      }
      const { text, sureLength, likelyLength, hasBlockEnded } = progress;
      if (hasBlockEnded) part = goOn(stages, flight, part, text.trimEnd());
      else flight.grew({ text, sureLength, likelyLength, done: false });
    }
    if (flight.abort.signal.aborted) return cancelled(stages, flight);
    record.totalMs = stages.clock.monotonicMs() - record.startedMs;
    notePace(stages, record, characters);
    land(stages, flight, part, enough);
    stages.events.fire({ event: 'landed', id: record.id, characters, stopped: enough !== undefined });
  } catch (failure) {
    if (flight.abort.signal.aborted) return cancelled(stages, flight);
    fail(stages, flight, failure);
  } finally {
    stages.flights.landed(flight);
  }
}

/** What follows a block is read as far as a short answer goes. */
function limitsFor({ linesBefore }: Part): typeof usualLimits {
  if (linesBefore === 0) return usualLimits;
  const left = usualLimits.shortBlockLines - linesBefore;
  return { blockLines: left, lineLines: left, shortBlockLines: left };
}

/** A short block is complete and held; what the stream brings from here on is the next suggestion, behind it. */
function goOn(stages: CompletionStages, flight: Flight<RequestRecord>, part: Part, text: string): Part {
  const { scene, raw, linesBefore } = part;
  const { anchor, facts } = flight;
  const whole = facts.partOf ?? facts;
  whole.isOpen = true;
  const rest = behindBlock(raw, scene);
  const next = { ...scene, prefix: scene.prefix + unified(text) };
  if (anchor !== undefined) {
    stages.cache.put({ anchor, text, facts });
    const own = { ...whole, partOf: whole, partStart: (facts.partStart ?? 0) + text.length };
    const unseen = { judgedLength: 0, wasOffered: false, shape: shapeAt(next) };
    flight.goOn(anchorBehind(anchor, text), { ...own, ...unseen });
  }
  return { scene: next, raw: rest, linesBefore: linesBefore + text.trim().split('\n').length };
}

function notePace(stages: CompletionStages, record: RequestRecord, characters: number): void {
  const { firstTextMs, totalMs = 0, promptCharacters, usage } = record;
  stages.pace.note({ firstTextMs: firstTextMs ?? totalMs, totalMs, characters, promptCharacters, usage });
}

function land(
  stages: CompletionStages,
  flight: Flight<RequestRecord>,
  { raw, scene }: Part,
  enough: Enough | undefined,
): void {
  const { facts } = flight;
  const record = facts.partOf ?? facts;
  record.isOpen = false;
  const isCut = enough !== undefined || record.finishReason === 'length';
  const whole = finishedText(raw, scene, facts.shape, isCut);
  const isComplete =
    enough === 'echo' ||
    (enough === undefined && record.finishReason === 'stop' && raw.trimEnd().endsWith(lastLine(whole)));
  record.goesOn = enough === 'limit' || (enough === undefined && record.finishReason === 'length');
  // Behind a block nothing is held where nothing came: it may be asked for.
  if (flight.anchor !== undefined && (whole !== '' || facts === record))
    stages.cache.put({ anchor: flight.anchor, text: whole, facts, isComplete });
  flight.grew({ text: whole, sureLength: whole.length, likelyLength: whole.length, done: true });
  const isEmpty = whole === '' && facts === record;
  if (record.isAfterTheEnd) stages.afterTheEnd.note(!isEmpty);
  if (isEmpty) recordRequest(stages, record, 'withheld', 'emptyAnswer');
  else
    stages.clock.after(30_000, () =>
      recordRequest(stages, record, record.wasOffered ? 'shown' : 'withheld', 'notNeeded'),
    );
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

/** What had come is kept: it is there again when a slip is taken back. */
function cancelled(stages: CompletionStages, flight: Flight<RequestRecord>): void {
  const { text, sureLength, likelyLength } = flight.current;
  const kept = text.slice(0, Math.max(sureLength, likelyLength));
  if (kept !== '' && flight.anchor !== undefined)
    stages.cache.put({ anchor: flight.anchor, text: kept, facts: flight.facts });
  const record = flight.facts.partOf ?? flight.facts;
  record.isOpen = false;
  record.goesOn = true;
  flight.grew({ ...flight.current, done: true });
  stages.events.fire({ event: 'cancelled', id: record.id });
  recordRequest(stages, record, record.wasOffered ? 'shown' : 'cancelled', 'noLongerFits');
}

function fail(stages: CompletionStages, flight: Flight<RequestRecord>, failure: unknown): void {
  const reason = isModelError(failure) ? failure.kind : 'internal';
  const error = failure instanceof Error ? failure : new Error(String(failure));
  if (reason === 'internal') stages.log.error(`reading an answer failed: ${error.stack ?? error.message}`);
  const record = flight.facts.partOf ?? flight.facts;
  record.isOpen = false;
  flight.failed(error);
  stages.events.fire({ event: 'failed', id: record.id, reason });
  recordRequest(stages, record, 'failed', reason);
}
