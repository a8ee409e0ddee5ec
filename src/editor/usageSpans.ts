/** Over which days do the budget and the comparison with the cloud look? */

import type { Ledger } from '../core/usage/ledger.ts';
import type { UsageState } from '../protocol/usage.ts';

/** As far as the month is counted. */
export function spentOf(ledger: Ledger, today: string): { today: number; month: number } {
  const days = ledger.days(`${today.slice(0, 7)}-01`, today);
  return {
    today: ledger.today().cloud.costUsd,
    month: days.reduce((sum, { figures }) => sum + figures.cloud.costUsd, 0),
  };
}

/** From the first day with a local request on: a team that began yesterday did not idle for a month. */
export function measuredDays(days: readonly UsageState['report']['days'][number][], today: string): number {
  const past = days.filter(({ day }) => day <= today);
  const start = past.findIndex(({ localRequests }) => localRequests > 0);
  return start === -1 ? 0 : past.length - start;
}
