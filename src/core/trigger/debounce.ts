/** How long is it worth waiting before asking, from rhythm, latency and place? */

import { looksLikeSlip, type Divergence } from './divergence.ts';
import type { KeystrokeCause } from './keystroke.ts';
import type { PositionKind } from './positionKind.ts';
import type { PlaceHistory } from './shouldAsk.ts';

/** Measured, not configured. */
export interface Pace {
  /** Median time between two typed characters. */
  readonly intervalMs: number;
  /** Median time from request to first text. */
  readonly latencyMs: number;
}

/** A pause is told from rhythm at this multiple of the median interval. */
const pauseFactor = 2.6;
const shortestPauseMs = 120;
const longestPauseMs = 900;
/** After that many requests in a row that brought nothing, only a pause asks; it doubles with each further one. */
const quietAfter = 2;
const quietPauseMs = 500;
const longestQuietMs = 8_000;

/**
 * Milliseconds to wait. Open places ask at once: what comes next is decided there, and a wait would only
 * delay it. Inside a word every letter would ask anew, so only a pause does. A line whose suggestions were
 * contradicted asks less and less, and so does a file for which the server has nothing to say; a slow server
 * shortens a wait, because its own time already is one.
 */
export function askDelayMs(
  position: PositionKind,
  cause: KeystrokeCause,
  history: PlaceHistory,
  pace: Pace,
): number {
  if (cause === 'accepted') return 0;
  if (history.silences >= quietAfter)
    return Math.min(longestQuietMs, quietPauseMs * 2 ** (history.silences - quietAfter + 1));
  if (history.left !== undefined && isOpenEnded(position))
    return delayAfterLeaving(history.left, history, pace);
  if (asksAtOnce(position, history)) return 0;
  return pauseMs(history, pace);
}

/** Who takes back a slip has done so by then; who meant the letter has typed the next one. */
const slipFactor = 8;
const shortestSlipMs = 600;
const longestSlipMs = 1_500;
/** By the misses on this line so far. */
const lettersBeforeAsking = [1, 1, 6, 16];

/** What is typed instead tells the model more with every letter; the more often it was wrong here, the more it takes. */
function delayAfterLeaving(left: Divergence, history: PlaceHistory, pace: Pace): number {
  if (looksLikeSlip(left))
    return Math.round(Math.min(longestSlipMs, Math.max(shortestSlipMs, pace.intervalMs * slipFactor)));
  const enough = lettersBeforeAsking[history.missesOnLine] ?? Number.POSITIVE_INFINITY;
  return left.typed.length >= enough ? 0 : pauseMs(history, pace);
}

function isOpenEnded(position: PositionKind): boolean {
  return position !== 'midLine' && position !== 'insideWord';
}

function pauseMs(history: PlaceHistory, pace: Pace): number {
  const patience = 1 + 0.5 * Math.min(4, history.missesOnLine);
  const waitMs = pace.intervalMs * pauseFactor * patience - Math.min(pace.latencyMs, pace.intervalMs) * 0.5;
  return Math.round(Math.min(longestPauseMs, Math.max(shortestPauseMs, waitMs)));
}

function asksAtOnce(position: PositionKind, history: PlaceHistory): boolean {
  switch (position) {
    case 'lineStart':
      return history.missesOnLine === 0;
    case 'afterOpener':
    case 'wordBoundary':
    case 'statementEnd':
      return history.missesOnLine === 0 || (history.missesOnLine === 1 && history.typedSinceMiss >= 3);
    case 'inWord':
      // A line that came into being otherwise than by Enter has had no chance yet.
      return !history.wasAsked && history.missesOnLine === 0;
    case 'afterCloser':
    case 'midLine':
    case 'insideWord':
      return false;
  }
}
