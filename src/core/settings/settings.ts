/** What did the user and the team ask for? One table: key, shape, default, scope. */

import { amount, flag, listOf, oneOf, recordOf, text, type Shape } from '../base/shape.ts';

export const cloudProviders = [
  'none',
  'openai',
  'anthropic',
  'mistral',
  'google',
  'azure',
  'bedrock',
  'openrouter',
  'custom',
] as const;

export type SettingScope = 'application' | 'language-overridable' | 'resource' | 'machine-overridable';

interface SettingRow<Value> {
  readonly accepts: Shape<Value>;
  readonly default: Value;
  readonly scope: SettingScope;
}

function row<Value>(
  accepts: Shape<Value>,
  fallback: NoInfer<Value>,
  scope: SettingScope = 'application',
): SettingRow<Value> {
  return { accepts, default: fallback, scope };
}

/** Keys without the `tandem.` prefix, in the order of the settings editor. The manifest test compares both. */
export const settingsTable = {
  'server.url': row(text, ''),
  'completion.enabled': row(flag, true, 'language-overridable'),
  'completion.url': row(text, ''),
  'completion.model': row(text, ''),
  'chat.url': row(text, ''),
  'chat.model': row(text, ''),
  'cloud.provider': row(oneOf(...cloudProviders), 'none'),
  'cloud.url': row(text, ''),
  'cloud.model': row(text, ''),
  'cloud.escalation': row(oneOf('never', 'ask', 'automatic'), 'ask'),
  'cloud.budget.dailyUsd': row(amount(0), 5),
  'cloud.budget.monthlyUsd': row(amount(0), 50),
  'privacy.neverSend': row(listOf(text), [], 'resource'),
  'privacy.patterns': row(recordOf(text), {}),
  'gate.command': row(text, '', 'machine-overridable'),
  'team.profile': row(text, ''),
  'audit.folder': row(text, ''),
  'usage.otlpUrl': row(text, ''),
} as const;

export type SettingKey = keyof typeof settingsTable;

/** Resolved values by key. */
export type Settings = { readonly [Key in SettingKey]: (typeof settingsTable)[Key]['default'] };

export const defaultSettings: Settings = Object.fromEntries(
  Object.entries(settingsTable).map(([key, { default: fallback }]) => [key, fallback]),
) as unknown as Settings;
