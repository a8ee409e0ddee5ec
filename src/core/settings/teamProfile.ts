/** What does a team publish for everybody's Tandem? Its shape; read only where there is a profile. */

import * as z from 'zod';

import { none, some, type Outcome } from '../base/outcome.ts';
import { cloudProviders, settingsTable, type SettingKey } from './settings.ts';

const address = z.union([z.literal(''), z.url({ protocol: /^https?$/ })]);
const addresses = z
  .string()
  .refine(
    (text) => text.split(',').every((one) => address.safeParse(one.trim()).success),
    'http or https URLs',
  );
const globs = z.array(z.string().min(1));
const usdPerMillion = z.number().min(0);

/** USD per million tokens. */
export const priceSchema = z.strictObject({
  in: usdPerMillion.describe('USD per million tokens sent'),
  out: usdPerMillion.describe('USD per million tokens received'),
  cached: usdPerMillion.optional().describe('USD per million tokens read from the prompt cache'),
});

const settingKeys = Object.keys(settingsTable) as [SettingKey, ...SettingKey[]];

export const teamProfileSchema = z.strictObject({
  $schema: z.string().optional().describe('For editors; Tandem does not read it'),
  version: z.literal(1).describe('Version of this format'),
  name: z.string().min(1).max(100).describe('What people see as the source of a setting'),
  server: z
    .strictObject({
      url: addresses.describe("The team's model server; several instances separated by commas"),
      remoteUrl: addresses
        .optional()
        .describe(
          'The same server as seen from a remote machine, container or codespace, where that differs',
        ),
    })
    .optional()
    .describe('Where everybody’s requests go'),
  completion: z
    .strictObject({
      url: addresses.optional().describe('A server for suggestions alone; without it the one above'),
      model: z.string().optional().describe('A fill-in-the-middle model, such as codestral'),
    })
    .optional()
    .describe('Suggestions at the cursor'),
  chat: z
    .strictObject({
      url: addresses.optional().describe('A server for chat and edits alone; without it the one above'),
      model: z.string().optional().describe('An instruction model, such as devstral'),
    })
    .optional()
    .describe('Chat and edits'),
  cloud: z
    .strictObject({
      provider: z.enum(cloudProviders).optional().describe('`none`: nothing ever leaves'),
      url: address.optional().describe('Base URL, where the provider has several or is `custom`'),
      model: z.string().optional().describe('The cloud model that is asked'),
      escalation: z
        .enum(['never', 'ask', 'automatic'])
        .optional()
        .describe('When checks on a local answer fail: stay, ask the person, or ask the cloud at once'),
      budget: z
        .strictObject({
          dailyUsd: z.number().min(0).optional().describe('USD a day and person'),
          monthlyUsd: z.number().min(0).optional().describe('USD a month and person'),
        })
        .optional()
        .describe('What is reached stops the cloud, never the local work'),
    })
    .optional()
    .describe('The cloud model for what the local one cannot do'),
  privacy: z
    .strictObject({
      neverSend: globs.optional().describe('Globs of files whose text never goes to the cloud'),
      patterns: z
        .record(z.string(), z.string().refine(isRegularExpression, 'a regular expression'))
        .optional()
        .describe('Further secrets to redact: a name and a regular expression each'),
    })
    .optional()
    .describe('What must not leave'),
  instructions: z
    .string()
    .max(20_000)
    .optional()
    .describe('Goes with every question of the chat, and is shown there as the team’s'),
  prices: z.record(z.string(), priceSchema).optional().describe('USD per million tokens by model'),
  locked: z
    .array(z.enum(settingKeys))
    .optional()
    .describe('Settings that nobody can change, without the `tandem.` prefix'),
});

export type TeamProfile = z.infer<typeof teamProfileSchema>;

/** The machine-wide file may also name the profile and the key that signs it. */
export const machineProfileSchema = teamProfileSchema.extend({
  profile: z.string().optional().describe('URL or path of the team profile'),
  publicKey: z
    .string()
    .optional()
    .describe('Ed25519 public key (base64 of the 32 bytes) that must have signed the team profile'),
});

export type MachineProfile = z.infer<typeof machineProfileSchema>;

export type ProfileProblem = 'notJson' | 'notAProfile' | 'tooLarge';

/** 256 KiB: a profile is a page of text, and what is larger is something else. */
const maxProfileChars = 262_144;

export function parseTeamProfile(text: string): Outcome<TeamProfile, ProfileProblem> {
  return parseWith(teamProfileSchema, text);
}

export function parseMachineProfile(text: string): Outcome<MachineProfile, ProfileProblem> {
  return parseWith(machineProfileSchema, text);
}

function parseWith<T>(schema: z.ZodType<T>, text: string): Outcome<T, ProfileProblem> {
  if (text.length > maxProfileChars) return none('tooLarge');
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return none('notJson');
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? some(parsed.data) : none('notAProfile', firstIssues(parsed.error));
}

/** Paths and what was expected, never the values: a profile that is not one may be anything. */
function firstIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'profile'} ${wanted(issue)}`)
    .join('; ');
}

function wanted(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? 'is missing'
        : `must be of type ${issue.expected}`;
    case 'invalid_value':
      return issue.values.length > 12
        ? 'is not known'
        : `must be ${issue.values.map((value) => String(value)).join(' or ')}`;
    case 'too_small':
      return `must be at least ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `must be at most ${issue.maximum}${unit(issue.origin)}`;
    case 'invalid_union':
    case 'invalid_format':
      return 'must be an http or https URL';
    case 'unrecognized_keys':
      return `has an unknown key: ${issue.keys.join(', ')}`;
    case 'custom':
      return `must be ${issue.message}`;
    default:
      return issue.message;
  }
}

function unit(origin: string): string {
  return origin === 'string' ? ' long' : '';
}

function isRegularExpression(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return isPlainRegularExpression(source);
  }
}

function isPlainRegularExpression(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
