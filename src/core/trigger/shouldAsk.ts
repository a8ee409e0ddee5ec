/** Should this keystroke ask the server at all, and after which wait? */

import { none, some, type Outcome } from '../base/outcome.ts';
import { askDelayMs, type Pace } from './debounce.ts';
import type { Divergence } from './divergence.ts';
import type { Keystroke } from './keystroke.ts';
import { positionKind, type PositionKind } from './positionKind.ts';

export type AskRefusal =
  | 'disabled'
  | 'excludedFile'
  | 'readOnly'
  | 'emptyFile'
  | 'deleting'
  | 'undoing'
  | 'onlyMoved'
  | 'suggestWidgetOpen'
  | 'insideWord'
  | 'paused';

export interface AskDecision {
  readonly position: PositionKind;
  /** 0: at once. */
  readonly delayMs: number;
}

/** What has been seen at this place before. */
export interface PlaceHistory {
  /** Suggestions for this line that typing has contradicted, or that came back empty. */
  readonly missesOnLine: number;
  /** Characters typed since the last miss; large where there was none. */
  readonly typedSinceMiss: number;
  /** This line has had its request or its suggestion already. */
  readonly wasAsked: boolean;
  /** Where typing on this line left the last suggestion. */
  readonly left?: Divergence;
  /** Requests in a row, wherever in the file, that brought nothing to show. */
  readonly silences: number;
}

/** Refuses by name, or says how long to wait. Never looks at more than the cursor's line. */
export function shouldAsk(
  keystroke: Keystroke,
  history: PlaceHistory,
  pace: Pace,
): Outcome<AskDecision, AskRefusal> {
  const refusal = refusalOf(keystroke);
  if (refusal !== undefined) return none(refusal);
  const position = positionKind(keystroke.document.text, keystroke.offset);
  if (keystroke.cause === 'manual') return some({ position, delayMs: 0 });
  if (position === 'insideWord') return none('insideWord');
  return some({ position, delayMs: askDelayMs(position, keystroke.cause, history, pace) });
}

/** Whether anything may be shown at all, kept answers included. On command the setting does not count, an exclusion does. */
export function isForbidden(keystroke: Keystroke): 'readOnly' | 'excludedFile' | 'disabled' | undefined {
  const { permitted, cause } = keystroke;
  return permitted === 'yes' || (permitted === 'disabled' && cause === 'manual') ? undefined : permitted;
}

function refusalOf(keystroke: Keystroke): AskRefusal | undefined {
  const forbidden = isForbidden(keystroke);
  if (forbidden !== undefined) return forbidden;
  if (keystroke.cause === 'manual') return undefined;
  if (keystroke.cause === 'deleted') return 'deleting';
  if (keystroke.cause === 'undone') return 'undoing';
  if (keystroke.cause === 'moved') return 'onlyMoved';
  if (keystroke.widget !== undefined) return 'suggestWidgetOpen';
  if (keystroke.document.text.length < 2) return 'emptyFile';
  return undefined;
}
