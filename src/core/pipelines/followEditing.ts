/** What must be kept up with while a person edits, beside asking? Places move, files close, context changes. */

import { sleep } from '../base/clock.ts';
import { lineEnd, lineStart } from '../base/text.ts';
import type { DocumentSnapshot } from '../context/document.ts';
import type { TextChange } from '../trigger/keystroke.ts';
import { launch } from './askForSuggestion.ts';
import type { CompletionStages } from './completionStages.ts';
import { budgetFor } from './requestBudget.ts';

/** To be called for every change, before the keystroke is asked about. */
export function documentChanged(stages: CompletionStages, uri: string, changes: readonly TextChange[]): void {
  stages.cache.edited(uri, changes);
  stages.flights.edited(uri, changes);
}

export function documentClosed(stages: CompletionStages, uri: string): void {
  stages.flights.cancelAll(uri);
  stages.cache.forget(uri);
  stages.places.forget(uri);
  stages.context.forget(uri);
}

/** Resting that long on an empty line is taken as the wish to write there. */
const restMs = 150;

/**
 * The cursor came to another place: gathers its context in the background, so that a keystroke finds it ready.
 * On an empty line the suggestion itself is fetched ahead, because the first letter typed would ask for it anyway.
 * `signal` aborts when the cursor moves on or something is typed.
 */
export async function cursorMoved(
  stages: CompletionStages,
  document: DocumentSnapshot,
  offset: number,
  signal: AbortSignal,
): Promise<void> {
  const { uri, text } = document;
  const { flight: onItsWay } = stages.flights.follow(uri, text, offset);
  stages.places.moved(uri);
  stages.prepareJudge?.(document.path, document.languageId).catch(() => undefined);
  const model = await stages.models.fim();
  if (!model.ok) return;
  await stages.context.refresh(document, offset, budgetFor(stages, model.value));
  if (onItsWay !== undefined || !isEmptyLine(text, offset) || text.trim() === '') return;
  try {
    await sleep(stages.clock, restMs, signal);
  } catch {
    return;
  }
  if (stages.cache.find(uri, text, offset) !== undefined) return;
  // What was to follow at the place that was left is not needed now.
  stages.flights.dropAhead(uri);
  if (stages.flights.isBusy(uri)) return;
  launch(stages, { document, offset, model: model.value, purpose: 'rest' });
}

function isEmptyLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), lineEnd(text, offset)).trim() === '';
}
