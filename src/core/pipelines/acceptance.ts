/** What follows when a person takes a suggestion, or asks for several to choose from? */

import type { Keystroke } from '../trigger/keystroke.ts';
import type { AuditEntry } from '../usage/auditEntry.ts';
import { launch } from './askForSuggestion.ts';
import { completeAtCursor } from './completeAtCursor.ts';
import type { CompletionStages } from './completionStages.ts';
import { offerFromFlight } from './offerSuggestion.ts';
import type { Suggestion } from './suggestion.ts';

export interface Taken {
  readonly text: string;
  /** Is this text still in the file? Asked 30 s later. */
  isKept(text: string): boolean;
}

const keptAfterMs = 30_000;
const extraCandidates = 2;
const candidateTemperature = 0.6;

/** Records the acceptance at once and, 30 s later, whether the text is still there. */
export function accepted(stages: CompletionStages, id: string, taken: Taken): void {
  const record = stages.requests.get(id);
  if (record === undefined) return;
  const follow = (kept?: boolean): void => {
    const entry: AuditEntry = {
      time: new Date(stages.clock.now()).toISOString(),
      id,
      task: 'completion',
      route: record.route ?? 'local',
      host: record.host,
      model: record.model,
      reason: 'default',
      checks: [],
      redactions: [],
      tokensIn: 0,
      tokensOut: 0,
      costUsd: 0,
      ms: 0,
      outcome: 'accepted',
      language: record.languageId,
      followUp: true,
      ...(kept === undefined ? {} : { kept }),
    };
    stages.audit.record(entry).catch((failure: unknown) => {
      stages.log.warn(
        `the audit log was not written: ${failure instanceof Error ? failure.message : String(failure)}`,
      );
    });
  };
  follow();
  stages.clock.after(keptAfterMs, () => follow(taken.isKept(taken.text)));
}

/** The most likely suggestion first, then up to two others that differ from it and from each other. Never rejects. */
export async function candidates(
  stages: CompletionStages,
  keystroke: Keystroke,
  signal: AbortSignal,
): Promise<readonly Suggestion[]> {
  const first = await completeAtCursor(stages, keystroke, signal);
  if (!first.ok || signal.aborted) return first.ok ? [first.value] : [];
  const found: Suggestion[] = [first.value];
  const model = await stages.models.fim();
  if (!model.ok) return found;
  const { document, offset } = keystroke;
  const others = await Promise.all(
    Array.from({ length: extraCandidates }, async () => {
      const flight = launch(stages, {
        document,
        offset,
        model: model.value,
        purpose: 'candidate',
        temperature: candidateTemperature,
      });
      signal.addEventListener('abort', () => flight.cancel(), { once: true });
      try {
        await flight.landed;
        return await offerFromFlight(stages, keystroke, flight, signal);
      } catch {
        return undefined;
      }
    }),
  );
  for (const other of others) {
    if (other?.outcome.ok !== true) continue;
    const { value } = other.outcome;
    if (found.every(({ insertion }) => insertion.text !== value.insertion.text)) found.push(value);
  }
  return found;
}
