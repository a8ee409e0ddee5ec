/** Where may this answer come from? The words the router answers in. */

export type EscalationPolicy = 'never' | 'ask' | 'automatic';

export type RouteDecision = 'stay' | 'repair' | 'ask' | 'escalate' | 'stop';

export interface Route {
  readonly decision: RouteDecision;
  /** A named fact: `passed`, `policyNever`, `localOnlyFile`, `dailyBudget`, name of the failed check... */
  readonly reason: string;
}
