/** What did the user and the team ask for? One table: key, shape, default, scope. */

import * as z from 'zod';

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

interface SettingRow<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly default: z.infer<Schema>;
  readonly scope: SettingScope;
}

function row<Schema extends z.ZodType>(
  schema: Schema,
  fallback: z.infer<Schema>,
  scope: SettingScope = 'application',
): SettingRow<Schema> {
  return { schema, default: fallback, scope };
}

/** Keys without the `tandem.` prefix, in the order of the settings editor. The manifest test compares both. */
export const settingsTable = {
  'server.url': row(z.string(), ''),
  'completion.enabled': row(z.boolean(), true, 'language-overridable'),
  'completion.url': row(z.string(), ''),
  'completion.model': row(z.string(), ''),
  'chat.url': row(z.string(), ''),
  'chat.model': row(z.string(), ''),
  'cloud.provider': row(z.enum(cloudProviders), 'none'),
  'cloud.url': row(z.string(), ''),
  'cloud.model': row(z.string(), ''),
  'cloud.escalation': row(z.enum(['never', 'ask', 'automatic']), 'ask'),
  'cloud.budget.dailyUsd': row(z.number().min(0), 5),
  'cloud.budget.monthlyUsd': row(z.number().min(0), 50),
  'privacy.neverSend': row(z.array(z.string()), [], 'resource'),
  'privacy.patterns': row(z.record(z.string(), z.string()), {}),
  'gate.command': row(z.string(), '', 'machine-overridable'),
  'team.profile': row(z.string(), ''),
  'audit.folder': row(z.string(), ''),
  'usage.otlpUrl': row(z.string(), ''),
} as const;

export type SettingKey = keyof typeof settingsTable;

/** Resolved values by key. */
export type Settings = { readonly [Key in SettingKey]: z.infer<(typeof settingsTable)[Key]['schema']> };

export const defaultSettings: Settings = Object.fromEntries(
  Object.entries(settingsTable).map(([key, { default: fallback }]) => [key, fallback]),
) as unknown as Settings;
