/** Where may this answer come from now? The router, fed with policy, budget, trust and the cloud's state of this moment. */

import type { CloudDoor } from '../cloud/cloudDoor.ts';
import type { GateTask } from '../gate/verdict.ts';
import { decideRoute } from '../router/decideRoute.ts';
import type { EscalationPolicy, Route } from '../router/route.ts';
import type { RouteFacts } from './answerStages.ts';

export interface RouteParts {
  readonly door: Pick<CloudDoor, 'availability' | 'budgetState'>;
  readonly policy: () => { readonly escalation: EscalationPolicy; readonly escalationLocked: boolean };
  readonly isTrusted: () => boolean;
}

/** A router for one kind of task. A question in the chat changes no code by itself, hence is exploratory. */
export function routeAnswer(parts: RouteParts, task: GateTask): (facts: RouteFacts) => Promise<Route> {
  return async (facts) => {
    const { escalation, escalationLocked } = parts.policy();
    const [cloud, budget] = await Promise.all([
      parts.door.availability(),
      parts.door.budgetState(facts.conversationId),
    ]);
    return decideRoute({
      task,
      ...(facts.verdict === undefined ? {} : { verdict: facts.verdict }),
      answeredBy: facts.answeredBy,
      userAsksCloud: facts.userAsksCloud,
      policy: escalation,
      policyLocked: escalationLocked,
      cloud,
      budget,
      exploratory: task === 'chat',
      localOnlyPaths: facts.localOnlyPaths,
      trustedWorkspace: parts.isTrusted(),
      repairs: facts.repairs,
      canRepair: facts.canRepair,
      refused: facts.refused === true,
      consented: facts.consented,
    });
  };
}
