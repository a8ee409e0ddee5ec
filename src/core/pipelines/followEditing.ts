/** What must be kept up with while a person edits, beside asking? Places move, files close, context changes. */

import type { DocumentSnapshot } from '../context/document.ts';
import type { TextChange } from '../trigger/keystroke.ts';
import { budgetFor } from './askForSuggestion.ts';
import type { CompletionStages } from './completionStages.ts';

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

/** The cursor came to another place: gathers its context in the background, so that a keystroke finds it ready. */
export function contextChanged(stages: CompletionStages, document: DocumentSnapshot, offset: number): void {
  void stages.models.fim().then((model) => {
    if (model.ok) return stages.context.refresh(document, offset, budgetFor(stages, model.value));
    return undefined;
  });
}
