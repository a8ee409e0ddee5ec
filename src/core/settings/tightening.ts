/** What may a repository change? One table: setting by setting, what its profile and its workspace settings may do. */

import type { SettingKey } from './settings.ts';

/** Settings that only make sense together are proposed, approved and dropped together. */
export type ProposalGroup = 'server' | 'cloud' | 'patterns' | 'gateCommand';

export type WorkspaceRule =
  /** Has no say. */
  | { readonly kind: 'refuse' }
  /** Counts where it is stricter than what stands. */
  | { readonly kind: 'tighten'; readonly isStricter: (proposed: unknown, standing: unknown) => boolean }
  /** Is added to what stands. */
  | { readonly kind: 'add' }
  /** Counts after the person approved exactly this value for exactly this workspace. */
  | {
      readonly kind: 'propose';
      readonly group: ProposalGroup;
      readonly isStricter?: (proposed: unknown, standing: unknown) => boolean;
    };

export interface WorkspaceRules {
  /** From `.tandem/team.json` in the repository. */
  readonly repositoryProfile: WorkspaceRule;
  /** From `.vscode/settings.json` or a `.code-workspace` file. */
  readonly workspace: WorkspaceRule;
}

const refuse: WorkspaceRule = { kind: 'refuse' };
const add: WorkspaceRule = { kind: 'add' };

const escalationRank = { never: 0, ask: 1, automatic: 2 } as const;
const rankOf = (value: unknown): number =>
  typeof value === 'string' && Object.hasOwn(escalationRank, value)
    ? escalationRank[value as keyof typeof escalationRank]
    : Number.POSITIVE_INFINITY;

const isLower = (proposed: unknown, standing: unknown): boolean =>
  typeof proposed === 'number' && typeof standing === 'number' && proposed < standing;
const isLowerRank = (proposed: unknown, standing: unknown): boolean => rankOf(proposed) < rankOf(standing);
const isNone = (proposed: unknown, standing: unknown): boolean => proposed === 'none' && standing !== 'none';
const isOff = (proposed: unknown, standing: unknown): boolean => proposed === false && standing === true;

const proposeServer: WorkspaceRule = { kind: 'propose', group: 'server' };
const proposeCloud: WorkspaceRule = { kind: 'propose', group: 'cloud' };
const lower: WorkspaceRule = { kind: 'tighten', isStricter: isLower };
const lowerRank: WorkspaceRule = { kind: 'tighten', isStricter: isLowerRank };

export const workspaceRules: { readonly [Key in SettingKey]: WorkspaceRules } = {
  'server.url': { repositoryProfile: proposeServer, workspace: refuse },
  'completion.enabled': { repositoryProfile: refuse, workspace: { kind: 'tighten', isStricter: isOff } },
  'completion.url': { repositoryProfile: proposeServer, workspace: refuse },
  'completion.model': { repositoryProfile: proposeServer, workspace: refuse },
  'chat.url': { repositoryProfile: proposeServer, workspace: refuse },
  'chat.model': { repositoryProfile: proposeServer, workspace: refuse },
  'cloud.provider': {
    repositoryProfile: { kind: 'propose', group: 'cloud', isStricter: isNone },
    workspace: { kind: 'tighten', isStricter: isNone },
  },
  'cloud.url': { repositoryProfile: proposeCloud, workspace: refuse },
  'cloud.model': { repositoryProfile: proposeCloud, workspace: refuse },
  'cloud.escalation': { repositoryProfile: lowerRank, workspace: lowerRank },
  'cloud.budget.dailyUsd': { repositoryProfile: lower, workspace: lower },
  'cloud.budget.monthlyUsd': { repositoryProfile: lower, workspace: lower },
  'privacy.neverSend': { repositoryProfile: add, workspace: add },
  'privacy.patterns': { repositoryProfile: { kind: 'propose', group: 'patterns' }, workspace: refuse },
  'gate.command': { repositoryProfile: refuse, workspace: { kind: 'propose', group: 'gateCommand' } },
  'team.profile': { repositoryProfile: refuse, workspace: refuse },
  'audit.folder': { repositoryProfile: refuse, workspace: refuse },
  'usage.otlpUrl': { repositoryProfile: refuse, workspace: refuse },
};
