/** Where may this answer come from? The words the router answers in. */

import type { GateTask, Verdict } from '../gate/verdict.ts';

export type EscalationPolicy = 'never' | 'ask' | 'automatic';

/**
 * - `stay`: the local answer is kept and shown, with its verdict;
 * - `repair`: ask the local model once more, with the evidence;
 * - `ask`: put the question of consent to the person;
 * - `escalate`: send through the cloud door;
 * - `stop`: nothing more is asked and the answer is not offered as good.
 */
export type RouteDecision = 'stay' | 'repair' | 'ask' | 'escalate' | 'stop';

export interface Route {
  readonly decision: RouteDecision;
  /** A named fact: `passed`, `policyNever`, `localOnlyFile`, `dailyBudget`, name of the failed check... */
  readonly reason: string;
  /** Failed check that started it, for the audit log; absent where none failed. */
  readonly check?: string;
  /** Files that must stay here, where `reason` is `localOnlyFile`. */
  readonly paths?: readonly string[];
}

/** Whether there is a cloud to ask at all. */
export type CloudAvailability = 'none' | 'noKey' | 'unreachable' | 'available';

/** `warned` is soft (80%), `medium` keeps exploratory work here, the rest are hard and named as the door names them. */
export type BudgetState =
  'ok' | 'warned' | 'medium' | 'dailyBudget' | 'monthlyBudget' | 'conversationCeiling' | 'hourlyCeiling';

/** Everything the router looks at. It looks at nothing else. */
export interface RouteInput {
  readonly task: GateTask;
  /** Of the answer at hand; absent where there is none yet and the person asks for the cloud at once. */
  readonly verdict?: Verdict;
  readonly answeredBy: 'local' | 'cloud';
  /** The person's own command for this answer (`tandem.chat.askCloud`, `tandem.completion.askCloud`, `Ask the cloud`). */
  readonly userAsksCloud: boolean;
  readonly policy: EscalationPolicy;
  /** The team's profile fixed the policy: under a locked `never` the person's own command stays local too. */
  readonly policyLocked: boolean;
  readonly cloud: CloudAvailability;
  readonly budget: BudgetState;
  /** Question without a change to code; stays local from the medium guardrail on, unless the person asks. */
  readonly exploratory: boolean;
  /** Workspace-relative files in the request that are marked local-only. */
  readonly localOnlyPaths: readonly string[];
  readonly trustedWorkspace: boolean;
  /** Local retries already made in this turn. */
  readonly repairs: number;
  /** The local model can be asked once more (it is reachable and the prompt with evidence fits its context). */
  readonly canRepair: boolean;
  /** The person refused the cloud in this turn. */
  readonly refused: boolean;
  /** "Always for this conversation" was answered in this conversation. */
  readonly consented: boolean;
}
