/** How much may still be spent in the cloud? */

export interface Spent {
  /** USD. */
  readonly today: number;
  readonly month: number;
}

export interface Limits {
  readonly dailyUsd: number;
  readonly monthlyUsd: number;
}

export interface BudgetState {
  readonly spent: Spent;
  readonly limits: Limits;
  /** USD that may still be spent today: the smaller of what day and month leave, never below 0. */
  readonly leftUsd: number;
  /** Largest used share of the two, 0 to 1 and beyond; 1 where a limit is 0. */
  readonly usedShare: number;
  /** `warned` from 80 % on, `reached` where nothing is left. */
  readonly level: 'free' | 'warned' | 'reached';
}

/** 80 %: late enough to be worth a word, early enough to act on. */
const warnShare = 0.8;

export function budgetState(spent: Spent, limits: Limits): BudgetState {
  const leftUsd = Math.max(0, Math.min(limits.dailyUsd - spent.today, limits.monthlyUsd - spent.month));
  const usedShare = Math.max(share(spent.today, limits.dailyUsd), share(spent.month, limits.monthlyUsd));
  const level = leftUsd <= 0 ? 'reached' : usedShare >= warnShare ? 'warned' : 'free';
  return { spent, limits, leftUsd, usedShare, level };
}

function share(spent: number, limit: number): number {
  return limit <= 0 ? 1 : spent / limit;
}
