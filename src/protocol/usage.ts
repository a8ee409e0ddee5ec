/** What do the usage view and its host say to each other? */

import * as z from 'zod';

import { command, notification } from './channel.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const figure = z.number();
const dayFigures = {
  localRequests: figure,
  cloudRequests: figure,
  localTokens: figure,
  cloudTokens: figure,
  costUsd: figure,
  unpriced: figure,
  sameInCloudUsd: figure.nullable(),
};
const counted = z.array(z.object({ name: z.string(), count: figure }));

export const ownCosts = z.object({
  hardwareUsd: figure.min(0).max(1e9),
  months: figure.min(1).max(240),
  watts: figure.min(0).max(1e7),
  hoursPerDay: figure.min(0).max(24),
  usdPerKwh: figure.min(0).max(100),
  operationsUsd: figure.min(0).max(1e9),
});
export type OwnCostsView = z.infer<typeof ownCosts>;

export const usageState = z.object({
  range: z.object({ first: day, last: day }),
  /** Last calendar day there is. */
  today: day,
  report: z.object({
    days: z.array(z.object({ day, ...dayFigures })),
    total: z.object(dayFigures),
    escalations: counted,
    redactions: counted,
    failedChecks: counted,
    acceptance: z.array(
      z.object({ model: z.string(), language: z.string(), offered: figure, accepted: figure, kept: figure }),
    ),
    latency: z.array(
      z.object({
        route: z.enum(['local', 'cloud']),
        p50Ms: figure.nullable(),
        p95Ms: figure.nullable(),
        firstTokenP50Ms: figure.nullable(),
        firstTokenP95Ms: figure.nullable(),
      }),
    ),
  }),
  comparedModel: z.string(),
  comparedModels: z.array(z.string()),
  pricesAsOf: z.string(),
  /** Null: no cloud is configured. */
  budget: z
    .object({
      todayUsd: figure,
      monthUsd: figure,
      dailyUsd: figure,
      monthlyUsd: figure,
      leftUsd: figure,
      level: z.enum(['free', 'warned', 'reached']),
    })
    .nullable(),
  servers: z.array(
    z.object({
      host: z.string(),
      kind: z.string(),
      version: z.string(),
      isDemo: z.boolean(),
      models: z.array(z.string()),
      /** Null: the server publishes no such figure. */
      load: z.object({ running: figure, waiting: figure }).nullable(),
      problems: z.array(z.string()),
    }),
  ),
  serverState: z.string(),
  breakEven: z.object({
    costs: ownCosts,
    fixedUsdPerMonth: figure,
    cloudUsdPerMonth: figure.nullable(),
    savedUsdPerMonth: figure.nullable(),
    requestsPerDay: figure.nullable(),
  }),
  /** How much of the log is counted, 0 to 1, while days of the range are missing; null: every figure is final. */
  counting: figure.min(0).max(1).nullable(),
  /** Lines of the log that could not be read. */
  unreadableLines: figure,
  /** Why the log cannot be written; empty as long as it can. */
  auditProblem: z.string(),
  auditFolder: z.string(),
});
export type UsageState = z.infer<typeof usageState>;

export const usageNotifications = {
  state: notification('usageState', usageState),
} as const;

export const usageCommands = {
  ready: command('usageReady', z.object({ first: day.optional(), last: day.optional() })),
  range: command('usageRange', z.object({ first: day, last: day })),
  compare: command('usageCompare', z.object({ model: z.string().max(200) })),
  costs: command('usageCosts', ownCosts),
  exportCsv: command('usageExportCsv', z.object({})),
  openAudit: command('usageOpenAudit', z.object({})),
  openBudget: command('usageOpenBudget', z.object({})),
} as const;
