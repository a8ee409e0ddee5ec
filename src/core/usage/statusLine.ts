/** What does the status bar say? Its text and its accessible name, from the figures of today and the state. */

import type { ServerState } from '../server/serverDescription.ts';
import type { DaySummary } from './summary.ts';
import { usdText } from './usdText.ts';

export interface StatusLine {
  /** With one codicon. */
  readonly text: string;
  /** `Tandem: local <n>, cloud <m>, $<cost> today, <state>`: fixed, scripts read it. */
  readonly accessibleName: string;
  /** Something is wrong that a person has to see to. */
  readonly isTrouble: boolean;
}

export interface StatusFacts {
  readonly today: DaySummary;
  readonly state: ServerState;
  readonly isDemo: boolean;
  /** The audit log cannot be written. */
  readonly auditProblem?: boolean;
  readonly budget?: 'free' | 'warned' | 'reached';
}

const icons: { readonly [State in ServerState]: string } = {
  ready: 'chip',
  working: 'loading~spin',
  'loading model': 'loading~spin',
  unreachable: 'warning',
  unauthorized: 'lock',
  paused: 'debug-pause',
  offline: 'circle-slash',
};

export function statusLine(facts: StatusFacts): StatusLine {
  const { today, state, isDemo } = facts;
  const local = today.local.requests;
  const cloud = today.cloud.requests;
  const cost = costText(today);
  const isTrouble =
    state === 'unreachable' ||
    state === 'unauthorized' ||
    facts.auditProblem === true ||
    facts.budget === 'reached';
  const icon = isTrouble && state === 'ready' ? 'warning' : icons[state];
  return {
    text: `$(${icon}) ${isDemo ? 'demo · ' : ''}local ${local} · cloud ${cloud} · ${cost}`,
    accessibleName: `Tandem: local ${local}, cloud ${cloud}, ${cost} today, ${state}${isDemo ? ', demo' : ''}`,
    isTrouble,
  };
}

/** USD of today; `+` where the price of some requests is unknown, `$?` where that of all is. */
export function costText(figures: DaySummary): string {
  const { costUsd, requests, unpriced } = figures.cloud;
  if (unpriced > 0 && unpriced === requests) return '$?';
  return `${usdText(costUsd)}${unpriced > 0 ? '+' : ''}`;
}
