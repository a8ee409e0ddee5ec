/** What does the usage view show of a range of days? */

import type * as vscode from 'vscode';

import type { Clock } from '../core/base/clock.ts';
import type { Log } from '../core/base/log.ts';
import type { Fetch, KeyValueStore } from '../core/base/ports.ts';
import type { LocalModels } from '../core/server/localModels.ts';
import type { ServerDescription } from '../core/server/serverDescription.ts';
import { breakEven } from '../core/usage/breakEven.ts';
import { budgetState } from '../core/usage/budget.ts';
import type { Ledger } from '../core/usage/ledger.ts';
import { pricesAsOf, type PriceList } from '../core/usage/prices.ts';
import type { ServerLoad } from '../core/usage/serverLoad.ts';
import { usageReport } from '../core/usage/usageReport.ts';
import { ownCosts, type UsageState } from '../protocol/usage.ts';
import { dayOf } from './auditLog.ts';
import type { Pause } from './pause.ts';
import type { SettingsReader } from './settingsReader.ts';
import { stateText } from './statusBar.ts';
import { named } from './usageNames.ts';
import { measuredDays, spentOf } from './usageSpans.ts';

export interface UsageViewParts {
  readonly extensionUri: vscode.Uri;
  readonly ledger: Ledger;
  readonly auditFolder: () => string;
  readonly models: LocalModels;
  readonly pause: Pause;
  readonly settings: SettingsReader;
  readonly prices: PriceList;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Keeps the compared model and the team's own costs. */
  readonly store: KeyValueStore;
  readonly log: Log;
}

/** Where one view stands. */
export interface Seen {
  readonly range: UsageState['range'];
  /** The first day from which on every entry is counted. */
  readonly countedFrom: string;
  /** By the server's address. */
  readonly loads: ReadonlyMap<string, ServerLoad>;
}

export const costsKey = 'tandem.usage.costs';
export const comparedKey = 'tandem.usage.compared';
/** A workstation with one large graphics card over three years; every figure can be changed in the view. */
const usualCosts = {
  hardwareUsd: 6000,
  months: 36,
  watts: 350,
  hoursPerDay: 10,
  usdPerKwh: 0.3,
  operationsUsd: 100,
};

export function usageState(parts: UsageViewParts, seen: Seen): UsageState {
  const { ledger, models, pause, prices, clock } = parts;
  const { range } = seen;
  const comparedModels = [...prices.models()].sort();
  const comparedModel = chosenModel(parts, comparedModels);
  const days = ledger.days(range.first, range.last);
  const report = named(usageReport(days, range, prices, comparedModel));
  const costs = costsOf(parts);
  const today = dayOf(clock.now());
  return {
    range,
    today,
    report: structuredClone(report) as UsageState['report'],
    comparedModel,
    comparedModels,
    pricesAsOf,
    budget: budget(parts, spentOf(ledger, today)),
    counting: counting(ledger, seen),
    servers: models.describe().map((server) => serverView(server, seen.loads)),
    serverState: stateText(pause.isPaused ? 'paused' : models.state),
    breakEven: {
      costs,
      ...breakEven(costs, {
        requests: report.total.localRequests,
        sameInCloudUsd: report.total.sameInCloudUsd,
        days: measuredDays(report.days, today),
      }),
    },
    unreadableLines: ledger.unreadableLines,
    auditProblem: ledger.problem ?? '',
    auditFolder: parts.auditFolder(),
  };
}

/** Share of the range's bytes that is counted; null: all. */
function counting({ counting }: Ledger, { countedFrom, range }: Seen): number | null {
  if (countedFrom <= range.first) return null;
  return counting === undefined ? 0 : Math.min(1, counting.countedBytes / Math.max(1, counting.bytes));
}

function budget(
  { settings: reader }: UsageViewParts,
  spent: { today: number; month: number },
): UsageState['budget'] {
  const settings = reader.current();
  if (settings['cloud.provider'] === 'none') return null;
  const limits = {
    dailyUsd: settings['cloud.budget.dailyUsd'],
    monthlyUsd: settings['cloud.budget.monthlyUsd'],
  };
  const { leftUsd, level } = budgetState(spent, limits);
  return { todayUsd: spent.today, monthUsd: spent.month, ...limits, leftUsd, level };
}

function serverView(server: ServerDescription, loads: Seen['loads']): UsageState['servers'][number] {
  return {
    host: server.host,
    // Where none answered, there is no kind to tell.
    kind: server.models.length === 0 ? '' : server.kind,
    version: server.version,
    isDemo: server.kind === 'demo',
    models: server.models.map(({ id }) => id),
    load: loads.get(server.url) ?? null,
    problems: [...server.problems],
  };
}

function chosenModel({ store, settings, prices }: UsageViewParts, known: readonly string[]): string {
  const chosen = store.get(comparedKey);
  if (typeof chosen === 'string' && known.includes(chosen)) return chosen;
  const configured = settings.current()['cloud.model'];
  if (configured !== '' && prices.priceOf(configured, 0) !== null) return configured;
  return known.includes('claude-sonnet-5-5') ? 'claude-sonnet-5-5' : (known[0] ?? '');
}

function costsOf({ store }: UsageViewParts): UsageState['breakEven']['costs'] {
  const kept = ownCosts.safeParse(store.get(costsKey));
  return kept.success ? kept.data : usualCosts;
}
