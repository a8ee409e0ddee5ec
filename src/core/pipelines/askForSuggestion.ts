/** How is the server asked for a suggestion, and how does its answer grow? */

import { sleep } from '../base/clock.ts';
import { lineStart } from '../base/text.ts';
import type { DocumentSnapshot } from '../context/document.ts';
import type { FimRequest } from '../model/stream.ts';
import { shapeAt } from '../polish/rules/firstLine.ts';
import { sceneAt } from '../polish/scene.ts';
import type { FimModel } from '../server/localModels.ts';
import { anchorAfter, anchorAt } from '../trigger/agreement.ts';
import type { Flight } from '../trigger/flight.ts';
import type { Keystroke } from '../trigger/keystroke.ts';
import type { FoundAnswer } from '../trigger/suggestionCache.ts';
import type { CompletionStages } from './completionStages.ts';
import { readAnswer } from './readAnswer.ts';
import { budgetFor, maxTokens } from './requestBudget.ts';
import type { RequestPurpose, RequestRecord, Suggestion } from './suggestion.ts';

export interface Question {
  readonly document: DocumentSnapshot;
  readonly offset: number;
  readonly model: FimModel;
  /** Text imagined as inserted at the cursor: the suggestion that is on screen. */
  readonly imagined?: { readonly text: string; readonly replaceAfter: number };
  readonly purpose: RequestPurpose;
  /** One more candidate on the person's command; not the most likely one again. */
  readonly temperature?: number;
}

/** For a place where the cursor is not yet, or where nothing was typed yet. */
export function isAhead(purpose: RequestPurpose): boolean {
  return purpose === 'rest' || purpose === 'next';
}

/** A suggestion of which no more than this is left to type is followed by the next one. */
const aheadCharacters = 7;
/** A look at a suggestion that long, right after another was taken. */
const lookMs = 350;

/** Sends the request and returns at once; the flight's text grows as the answer comes. */
export function launch(stages: CompletionStages, question: Question): Flight<RequestRecord> {
  const { model, purpose } = question;
  const ahead = isAhead(purpose);
  const { document, offset } = imagine(question);
  const budget = budgetFor(stages, model);
  const gathered = stages.context.take(document, offset, budget);
  const scene = sceneAt(document.text, offset, { languageId: document.languageId, family: model.family });
  const prompt = stages.phrase(model.family, gathered.window, gathered.snippets);
  const snippetCharacters = gathered.snippets.reduce((sum, { text }) => sum + text.length, 0);
  const record: RequestRecord = {
    id: stages.newId(),
    host: model.host,
    model: model.model,
    family: model.family,
    isDemo: model.isDemo,
    shape: shapeAt(scene),
    purpose,
    path: document.path,
    languageId: document.languageId,
    atMs: stages.clock.now(),
    startedMs: stages.clock.monotonicMs(),
    promptCharacters: prompt.prefix.length + prompt.suffix.length + snippetCharacters,
    sources: gathered.reports,
    isCold: gathered.isCold,
    isAfterTheEnd: isAfterTheEnd(stages, document, offset),
    usage: {},
    judgedLength: 0,
    wasOffered: false,
    isRecorded: false,
  };
  remember(stages, record);
  const anchor =
    question.imagined === undefined
      ? anchorAt(document.uri, document.text, offset)
      : anchorAfter(document.uri, question.document.text, question.offset, question.imagined);
  const flight =
    question.temperature === undefined
      ? stages.flights.start(anchor, ahead, record)
      : stages.flights.startBeside(anchor, record);
  const request: FimRequest = {
    model: model.model,
    prompt,
    maxTokens: maxTokens(stages),
    temperature: question.temperature ?? 0,
  };
  stages.events.fire({ event: 'requested', id: record.id, ahead, promptCharacters: record.promptCharacters });
  // Behind the request, so that the next prompt that is cold anyway has what helps by then.
  if (!ahead) stages.context.refreshIfStale(question.document, question.offset, budget);
  const reading = readAnswer(stages, flight, scene, model.client.complete(request, flight.abort.signal));
  if (ahead && question.imagined === undefined)
    void reading.then(() => noteSilenceAhead(stages, flight, document, offset));
  return flight;
}

/** What was fetched where the cursor rests and is nothing: the first letter typed there need not ask again. */
function noteSilenceAhead(
  stages: CompletionStages,
  flight: Flight<RequestRecord>,
  document: DocumentSnapshot,
  offset: number,
): void {
  if (flight.abort.signal.aborted || flight.facts.isSilent === true) return;
  if (flight.part > 0 || flight.current.text !== '') return;
  flight.facts.isSilent = true;
  stages.places.silent(document.uri, document.text, offset);
}

const mostRemembered = 200;

function remember(stages: CompletionStages, record: RequestRecord): void {
  stages.requests.set(record.id, record);
  if (stages.requests.size <= mostRemembered) return;
  for (const oldest of stages.requests.keys()) {
    stages.requests.delete(oldest);
    break;
  }
}

/**
 * Fetches what comes after a suggestion, once: at once where it is being typed and little of it is left, else when the
 * person has looked at it for a while. `signal` aborts at the next keystroke. Never rejects.
 */
export async function askAhead(
  stages: CompletionStages,
  keystroke: Keystroke,
  suggestion: Suggestion,
  { isTyped, signal }: { readonly isTyped: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const { document, offset } = keystroke;
  const { insertion } = suggestion;
  if (keystroke.cause === 'deleted' || keystroke.widget !== undefined || insertion.replaceAfter > 0) return;
  if (!isTyped || insertion.text.length > aheadCharacters) {
    // Who has just taken one suggestion and looks at the next is likely to take that too; others would waste requests.
    if (keystroke.cause !== 'accepted') return;
    try {
      await sleep(stages.clock, lookMs, signal);
    } catch {
      return;
    }
  }
  const model = await stages.models.fim();
  if (!model.ok || stages.flights.isBusy(document.uri)) return;
  const then = imagine({ document, offset, imagined: insertion });
  const known = stages.cache.find(document.uri, then.document.text, then.offset);
  if (known === undefined) {
    // Where its block ended or our own reading of it did not, what comes next is another matter.
    if (stages.requests.get(suggestion.id)?.goesOn !== true) return;
  } else if (!isEnd(known) || !stages.afterTheEnd.isWorthAsking(known.answer.text, false)) return;
  launch(stages, { document, offset, model: model.value, imagined: insertion, purpose: 'next' });
}

/** What was found is the place where an answer ended by itself. */
export function isEnd(found: FoundAnswer<unknown> | undefined): boolean {
  return found !== undefined && found.remaining === '' && found.typed !== '';
}

/** At an answer's end, or on the line behind it. */
function isAfterTheEnd(stages: CompletionStages, { uri, text }: DocumentSnapshot, offset: number): boolean {
  if (isEnd(stages.cache.find(uri, text, offset))) return true;
  const start = lineStart(text, offset);
  if (start === 0 || text.slice(start, offset).trim() !== '') return false;
  const above = text[start - 2] === '\r' ? start - 2 : start - 1;
  return isEnd(stages.cache.find(uri, text, above));
}

function imagine(question: Pick<Question, 'document' | 'offset' | 'imagined'>): {
  document: DocumentSnapshot;
  offset: number;
} {
  const { document, offset, imagined } = question;
  if (imagined === undefined) return { document, offset };
  const text =
    document.text.slice(0, offset) + imagined.text + document.text.slice(offset + imagined.replaceAfter);
  return { document: { ...document, text }, offset: offset + imagined.text.length };
}
