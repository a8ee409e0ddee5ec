/** May this request be paid for? Reserved before it leaves, so that windows together can't spend more than one could. */

import type { Clock } from '../base/clock.ts';
import { none, some, type Outcome } from '../base/outcome.ts';
import type { BudgetState } from '../router/route.ts';
import type { Account, Accounts, Reservation } from './accounts.ts';
import type { Ceilings, CloudSpending } from './cloudPorts.ts';

export type BudgetRefusal =
  'dailyBudget' | 'monthlyBudget' | 'conversationCeiling' | 'hourlyCeiling' | 'auditUnavailable';

export interface BudgetLimits {
  readonly dailyUsd: number;
  readonly monthlyUsd: number;
}

export interface BudgetParts {
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly spending: CloudSpending;
  readonly dayOf: (timeMs: number) => string;
  readonly ceilings: Pick<Ceilings, 'conversationTokens' | 'escalationsPerHour'>;
}

/** Soft: told, nothing changes. Medium: exploratory work stays local. The router acts on both, the door on the limits. */
const softShare = 0.8;
const mediumShare = 0.9;
const hourMs = 3_600_000;

interface Used {
  readonly todayUsd: number;
  readonly monthUsd: number;
  readonly conversationTokens: number;
  readonly escalationsThisHour: number;
}

export class CloudBudget {
  private readonly parts: BudgetParts;

  constructor(parts: BudgetParts) {
    this.parts = parts;
  }

  /** Would it be refused now? Reserves nothing. */
  async refuses(wanted: Reservation, limits: BudgetLimits): Promise<Outcome<void, BudgetRefusal>> {
    try {
      const accounts = await this.parts.accounts.ofMonth(wanted.atMs);
      return this.within(wanted, limits, await this.used(accounts, wanted));
    } catch {
      return none('auditUnavailable', 'what was spent can not be read, so nothing is sent');
    }
  }

  /**
   * Writes the reservation first and looks afterwards: of two windows that reserve at once, the one whose line comes
   * later sees the other's. Accounts are read before the ledger, so that a request that ends in between counts twice
   * for a moment rather than not at all.
   */
  async reserve(wanted: Reservation, limits: BudgetLimits): Promise<Outcome<void, BudgetRefusal>> {
    try {
      await this.parts.accounts.reserve(wanted);
      const accounts = await this.parts.accounts.ofMonth(wanted.atMs);
      const own = accounts.findIndex(({ reservation }) => reservation.id === wanted.id);
      if (own === -1)
        return none('auditUnavailable', 'the accounts did not keep the request, so nothing is sent');
      const verdict = this.within(wanted, limits, await this.used(accounts.slice(0, own), wanted));
      if (!verdict.ok) await this.parts.accounts.release(wanted);
      return verdict;
    } catch {
      return none(
        'auditUnavailable',
        'the accounts of cloud requests can not be written, so nothing is sent',
      );
    }
  }

  /** What the router looks at before it thinks of the cloud. Unreadable accounts count as a spent budget. */
  async state(conversation: string, limits: BudgetLimits): Promise<BudgetState> {
    const nowMs = this.parts.clock.now();
    let used: Used;
    try {
      used = await this.used(await this.parts.accounts.ofMonth(nowMs), { conversation, atMs: nowMs });
    } catch {
      return 'dailyBudget';
    }
    if (used.todayUsd >= limits.dailyUsd) return 'dailyBudget';
    if (used.monthUsd >= limits.monthlyUsd) return 'monthlyBudget';
    if (used.conversationTokens >= this.parts.ceilings.conversationTokens) return 'conversationCeiling';
    if (used.escalationsThisHour >= this.parts.ceilings.escalationsPerHour) return 'hourlyCeiling';
    const share = Math.max(used.todayUsd / limits.dailyUsd, used.monthUsd / limits.monthlyUsd);
    if (share >= mediumShare) return 'medium';
    return share >= softShare ? 'warned' : 'ok';
  }

  private within(wanted: Reservation, limits: BudgetLimits, used: Used): Outcome<void, BudgetRefusal> {
    const { ceilings } = this.parts;
    if (limits.dailyUsd <= 0 || used.todayUsd + wanted.ceilingUsd > limits.dailyUsd) {
      return none('dailyBudget', spentOf(used.todayUsd, limits.dailyUsd, wanted.ceilingUsd));
    }
    if (limits.monthlyUsd <= 0 || used.monthUsd + wanted.ceilingUsd > limits.monthlyUsd) {
      return none('monthlyBudget', spentOf(used.monthUsd, limits.monthlyUsd, wanted.ceilingUsd));
    }
    if (used.conversationTokens + wanted.tokens > ceilings.conversationTokens) {
      return none(
        'conversationCeiling',
        `${used.conversationTokens} of ${ceilings.conversationTokens} tokens used`,
      );
    }
    if (wanted.isEscalation && used.escalationsThisHour >= ceilings.escalationsPerHour) {
      return none('hourlyCeiling', `${used.escalationsThisHour} escalations within an hour`);
    }
    return some(undefined);
  }

  private async used(
    accounts: readonly Account[],
    by: Pick<Reservation, 'conversation' | 'atMs'>,
  ): Promise<Used> {
    const today = this.parts.dayOf(by.atMs);
    const ofToday = accounts.filter(({ reservation }) => this.parts.dayOf(reservation.atMs) === today);
    const ofConversation = accounts.filter(({ reservation }) => reservation.conversation === by.conversation);
    const recent = accounts.filter(
      ({ reservation }) => reservation.isEscalation && reservation.atMs > by.atMs - hourMs,
    );
    const ledger = await this.parts.spending.spentUsd();
    const open = (list: readonly Account[]): number => sumUsd(list.filter(({ isOpen }) => isOpen));
    // The ledger knows requests of before these accounts; these know ceilings and unknown prices. The larger counts.
    return {
      todayUsd: Math.max(sumUsd(ofToday), ledger.today + open(ofToday)),
      monthUsd: Math.max(sumUsd(accounts), ledger.month + open(accounts)),
      conversationTokens: ofConversation.reduce((sum, { tokens }) => sum + tokens, 0),
      escalationsThisHour: recent.length,
    };
  }
}

function sumUsd(accounts: readonly Account[]): number {
  return accounts.reduce((sum, { usd }) => sum + usd, 0);
}

function spentOf(spentUsd: number, limitUsd: number, wantedUsd: number): string {
  return `$${spentUsd.toFixed(2)} of $${limitUsd.toFixed(2)} spent; this request may cost up to $${wantedUsd.toFixed(2)}`;
}
