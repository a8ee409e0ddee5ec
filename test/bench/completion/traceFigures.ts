/** What did one session cost and give? */

export interface TraceFigures {
  keystrokes: number;
  /** Of the holes, in order: how far the person got. */
  typedCharacters: number;
  requests: number;
  cancelled: number;
  connections: number;
  /** Keystroke to ready, for suggestions where none was on screen. */
  newReadyMs: number[];
  newByOrigin: Record<string, number>;
  evaluated: number[];
  /** Of requests whose window did not move. */
  evaluatedWarm: number[];
  sentTokens: number;
  generatedTokens: number;
  neverShownTokens: number;
  busyMs: number;
  acceptedCharacters: number;
  accepts: number;
  flickers: number;
  rightMs: number;
  rightVisibleMs: number;
  /** Requests by what they were for, and how many of them brought something that was shown. */
  requestsFor: Record<string, { made: number; shown: number }>;
  /** Why a right suggestion was not on screen, in milliseconds of its absence. */
  missedMs: Record<string, number>;
  blockedMs: number[];
  withheld: Record<string, number>;
}

export function emptyFigures(): TraceFigures {
  return {
    keystrokes: 0,
    typedCharacters: 0,
    requests: 0,
    cancelled: 0,
    connections: 0,
    newReadyMs: [],
    newByOrigin: {},
    evaluated: [],
    evaluatedWarm: [],
    sentTokens: 0,
    generatedTokens: 0,
    neverShownTokens: 0,
    busyMs: 0,
    acceptedCharacters: 0,
    accepts: 0,
    flickers: 0,
    rightMs: 0,
    rightVisibleMs: 0,
    requestsFor: {},
    missedMs: {},
    blockedMs: [],
    withheld: {},
  };
}
