/** If an answer is not good enough: repair here, ask the person, escalate, or stop? */

import type { Route, RouteInput } from './route.ts';

/** At most one local retry a turn: a second one with the same evidence rarely helps and doubles the wait. */
export const mostRepairs = 1;

/**
 * Pure: the same input gives the same route. Privacy comes before trust, trust before policy, policy before money,
 * so the reason given is the one that would still hold if the later ones were lifted.
 */
export function decideRoute(input: RouteInput): Route {
  const check = input.verdict?.failed[0]?.name;
  if (input.answeredBy === 'cloud') {
    if (input.verdict?.passed === true) return { decision: 'stay', reason: 'passed' };
    // A cloud answer that fails is not asked again: that would be a loop with a bill.
    return route('stop', 'cloudAnswerFailed', check);
  }
  if (input.userAsksCloud) return wantsCloud(input, check);
  if (input.verdict === undefined) return { decision: 'stop', reason: 'noAnswer' };
  if (input.verdict.passed) return { decision: 'stay', reason: 'passed' };
  // A withheld suggestion costs the person nothing; keystrokes never go to the cloud by themselves.
  if (input.task === 'completion') return route('stop', check ?? 'failed', check);
  if (input.repairs < mostRepairs && input.canRepair) return route('repair', check ?? 'failed', check);
  if (input.refused) return route('stay', 'refused', check);
  return wantsCloud(input, check);
}

function wantsCloud(input: RouteInput, check: string | undefined): Route {
  const obstacle = obstacleOf(input);
  if (obstacle !== undefined) {
    const base = route('stay', obstacle, check);
    return obstacle === 'localOnlyFile' ? { ...base, paths: input.localOnlyPaths } : base;
  }
  if (input.userAsksCloud) return route('escalate', 'userOptIn', check);
  const consented = input.policy === 'automatic' || input.consented;
  return route(consented ? 'escalate' : 'ask', check ?? 'failed', check);
}

function obstacleOf(input: RouteInput): string | undefined {
  if (input.cloud === 'none') return 'noCloud';
  if (input.localOnlyPaths.length > 0) return 'localOnlyFile';
  if (!input.trustedWorkspace) return 'untrustedWorkspace';
  if (input.policy === 'never' && (input.policyLocked || !input.userAsksCloud)) return 'policyNever';
  if (input.cloud !== 'available') return input.cloud;
  if (input.budget === 'medium') {
    return input.exploratory && !input.userAsksCloud ? 'exploratoryStaysLocal' : undefined;
  }
  return input.budget === 'ok' || input.budget === 'warned' ? undefined : input.budget;
}

function route(decision: Route['decision'], reason: string, check: string | undefined): Route {
  return check === undefined ? { decision, reason } : { decision, reason, check };
}
