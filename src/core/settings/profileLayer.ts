/** What does a team profile say about each setting? */

import type { SettingLayer, SettingLevel } from './resolve.ts';
import type { SettingKey } from './settings.ts';
import type { TeamProfile } from './teamProfile.ts';

export interface ProfileOrigin {
  readonly level: Extract<SettingLevel, 'machineProfile' | 'teamProfile' | 'repositoryProfile'>;
  readonly origin: string;
  /** True where this extension host runs on another machine than the person's window. */
  readonly isRemote: boolean;
}

/** The profile as one layer of settings. */
export function profileLayer(profile: TeamProfile, { level, origin, isRemote }: ProfileOrigin): SettingLayer {
  const url = isRemote ? (profile.server?.remoteUrl ?? profile.server?.url) : profile.server?.url;
  const values: { [Key in SettingKey]?: unknown } = {
    'server.url': url,
    'completion.url': profile.completion?.url,
    'completion.model': profile.completion?.model,
    'chat.url': profile.chat?.url,
    'chat.model': profile.chat?.model,
    'cloud.provider': profile.cloud?.provider,
    'cloud.url': profile.cloud?.url,
    'cloud.model': profile.cloud?.model,
    'cloud.escalation': profile.cloud?.escalation,
    'cloud.budget.dailyUsd': profile.cloud?.budget?.dailyUsd,
    'cloud.budget.monthlyUsd': profile.cloud?.budget?.monthlyUsd,
    'privacy.neverSend': profile.privacy?.neverSend,
    'privacy.patterns': profile.privacy?.patterns,
  };
  return { level, origin, values, locked: profile.locked ?? [] };
}
