/** Which value counts, where does it come from, and what was refused? default < team profile < user < workspace (tightening only) < locked. */

import { settingsTable, type SettingKey, type Settings } from './settings.ts';
import { workspaceRules, type ProposalGroup, type WorkspaceRule } from './tightening.ts';

/** In rising precedence; the environment counts only where the outcome is empty. */
export const settingLevels = [
  'default',
  'machineProfile',
  'teamProfile',
  'user',
  'repositoryProfile',
  'workspace',
  'workspaceFolder',
  'environment',
] as const;

export type SettingLevel = (typeof settingLevels)[number];

/** What one place says. */
export interface SettingLayer {
  readonly level: SettingLevel;
  /** Where a person finds it: a URL, a path, `settings.json`. */
  readonly origin: string;
  readonly values: { readonly [Key in SettingKey]?: unknown };
  /** Honored from profiles that the person or the machine named, never from a repository. */
  readonly locked?: readonly SettingKey[];
}

export interface SettingSource {
  readonly level: SettingLevel;
  readonly origin: string;
}

export type RefusalReason =
  'invalid' | 'locked' | 'loosens' | 'notFromWorkspace' | 'restrictedMode' | 'needsApproval';

export interface Refusal extends SettingSource {
  readonly value: unknown;
  readonly reason: RefusalReason;
  /** For `locked`: by whom. For `invalid`: nothing. */
  readonly lockedBy?: SettingSource;
}

export interface ExplainedSetting {
  readonly key: SettingKey;
  readonly value: unknown;
  /** The place that decided. */
  readonly source: SettingSource;
  /** Every place that contributed, for values that are added together. */
  readonly contributors: readonly SettingSource[];
  readonly lockedBy?: SettingSource;
  readonly refusals: readonly Refusal[];
}

/** What a repository would like, and what a person has to say yes to: exactly these values. */
export interface Proposal {
  readonly group: ProposalGroup;
  readonly origin: string;
  readonly values: { readonly [Key in SettingKey]?: unknown };
}

export interface ResolvedSettings {
  readonly settings: Settings;
  readonly explained: readonly ExplainedSetting[];
  /** Not approved so far. Empty in Restricted Mode: there nothing is even asked. */
  readonly proposals: readonly Proposal[];
}

export interface ResolveOptions {
  /** False in Restricted Mode: nothing of the workspace counts. */
  readonly isTrusted: boolean;
  readonly isApproved: (proposal: Proposal) => boolean;
}

const settingKeys = Object.keys(settingsTable) as SettingKey[];

/** Never throws: what is invalid or not allowed is refused with its reason and what stood before stands. */
export function resolveSettings(layers: readonly SettingLayer[], options: ResolveOptions): ResolvedSettings {
  const ordered = [...layers].sort((a, b) => settingLevels.indexOf(a.level) - settingLevels.indexOf(b.level));
  const proposals = collectProposals(ordered);
  const approved = new Set(proposals.filter((proposal) => options.isTrusted && options.isApproved(proposal)));
  const explained = settingKeys.map((key) =>
    resolveKey(key, ordered, {
      isTrusted: options.isTrusted,
      isApproved: (group, origin) =>
        [...approved].some((proposal) => proposal.group === group && proposal.origin === origin),
    }),
  );
  return {
    settings: Object.fromEntries(explained.map(({ key, value }) => [key, value])) as unknown as Settings,
    explained,
    proposals: options.isTrusted
      ? proposals.filter((proposal) => !approved.has(proposal) && changesSomething(proposal, explained))
      : [],
  };
}

interface Circumstances {
  readonly isTrusted: boolean;
  readonly isApproved: (group: ProposalGroup, origin: string) => boolean;
}

/** The state of one setting while its layers are laid over each other. */
interface Standing {
  value: unknown;
  source: SettingSource;
  contributors: SettingSource[];
  lockedBy: SettingSource | undefined;
  refusals: Refusal[];
}

function resolveKey(
  key: SettingKey,
  layers: readonly SettingLayer[],
  circumstances: Circumstances,
): ExplainedSetting {
  const start: SettingSource = { level: 'default', origin: '' };
  const standing: Standing = {
    value: settingsTable[key].default,
    source: start,
    contributors: [start],
    lockedBy: undefined,
    refusals: [],
  };
  for (const layer of layers) {
    layOver(key, layer, standing, circumstances);
    if (mayLock(layer) && standing.lockedBy === undefined && layer.locked?.includes(key) === true) {
      standing.lockedBy = sourceOf(layer);
    }
  }
  const { lockedBy, ...rest } = standing;
  return lockedBy === undefined ? { key, ...rest } : { key, ...rest, lockedBy };
}

function layOver(
  key: SettingKey,
  layer: SettingLayer,
  standing: Standing,
  circumstances: Circumstances,
): void {
  const raw = layer.values[key];
  if (raw === undefined) return;
  const refuse = (reason: RefusalReason): void => {
    const refusal = { ...sourceOf(layer), value: raw, reason };
    standing.refusals.push(
      reason === 'locked' && standing.lockedBy !== undefined
        ? { ...refusal, lockedBy: standing.lockedBy }
        : refusal,
    );
  };
  if (!settingsTable[key].accepts(raw)) return refuse('invalid');
  const value: unknown = raw;
  if (isSame(value, standing.value)) {
    if (layer.level !== 'environment' && !isOfWorkspace(layer) && standing.lockedBy === undefined) {
      standing.source = sourceOf(layer);
      standing.contributors.push(sourceOf(layer));
    }
    return;
  }
  if (isOfWorkspace(layer)) {
    const reason = workspaceRefusal(key, layer, { value, standing, circumstances });
    if (reason !== undefined) return refuse(reason);
  } else if (standing.lockedBy !== undefined && !onlyAdds(value, standing.value)) {
    return refuse('locked');
  } else if (layer.level === 'environment' && standing.value !== '') {
    return;
  }
  take(layer, value, standing);
}

/** Lists and records are added together over all levels; everything else is replaced. */
function take(layer: SettingLayer, value: unknown, standing: Standing): void {
  standing.value = combine(standing.value, value);
  standing.source = sourceOf(layer);
  standing.contributors.push(sourceOf(layer));
}

function combine(standing: unknown, value: unknown): unknown {
  if (isTextList(standing) && isTextList(value)) return [...new Set([...standing, ...value])];
  if (isRecord(standing) && isRecord(value)) return { ...standing, ...value };
  return value;
}

/** True where nothing that stands would change or go: such a value is welcome even under a lock. */
function onlyAdds(value: unknown, standing: unknown): boolean {
  if (isTextList(value) && isTextList(standing)) return true;
  return (
    isRecord(value) &&
    isRecord(standing) &&
    Object.entries(value).every(([name, one]) => !Object.hasOwn(standing, name) || standing[name] === one)
  );
}

interface Attempt {
  readonly value: unknown;
  readonly standing: Standing;
  readonly circumstances: Circumstances;
}

function workspaceRefusal(
  key: SettingKey,
  layer: SettingLayer,
  { value, standing, circumstances }: Attempt,
): RefusalReason | undefined {
  if (!circumstances.isTrusted) return 'restrictedMode';
  if (standing.lockedBy !== undefined && !onlyAdds(value, standing.value)) return 'locked';
  const rule = ruleFor(key, layer);
  switch (rule.kind) {
    case 'refuse':
      return 'notFromWorkspace';
    case 'add':
      return undefined;
    case 'tighten':
      return rule.isStricter(value, standing.value) ? undefined : 'loosens';
    case 'propose':
      if (rule.isStricter?.(value, standing.value) === true) return undefined;
      if (isRecord(value) && !onlyAdds(value, standing.value)) return 'loosens';
      return circumstances.isApproved(rule.group, layer.origin) ? undefined : 'needsApproval';
  }
}

function ruleFor(key: SettingKey, layer: SettingLayer): WorkspaceRule {
  return workspaceRules[key][layer.level === 'repositoryProfile' ? 'repositoryProfile' : 'workspace'];
}

function collectProposals(layers: readonly SettingLayer[]): Proposal[] {
  const proposals: Proposal[] = [];
  for (const layer of layers.filter(isOfWorkspace)) {
    const byGroup = new Map<ProposalGroup, [SettingKey, unknown][]>();
    for (const key of settingKeys) {
      const rule = ruleFor(key, layer);
      const value = layer.values[key];
      if (rule.kind !== 'propose' || value === '' || !settingsTable[key].accepts(value)) continue;
      byGroup.set(rule.group, [...(byGroup.get(rule.group) ?? []), [key, value]]);
    }
    for (const [group, values] of byGroup) {
      proposals.push({ group, origin: layer.origin, values: Object.fromEntries(values) });
    }
  }
  return proposals;
}

/** A proposal whose every value stands already, or is refused for another reason, needs no question. */
function changesSomething(proposal: Proposal, explained: readonly ExplainedSetting[]): boolean {
  return explained.some((setting) =>
    setting.refusals.some(
      (refusal) =>
        refusal.reason === 'needsApproval' &&
        refusal.origin === proposal.origin &&
        Object.hasOwn(proposal.values, setting.key),
    ),
  );
}

function mayLock(layer: SettingLayer): boolean {
  return layer.level === 'machineProfile' || layer.level === 'teamProfile';
}

function isOfWorkspace(layer: SettingLayer): boolean {
  return (
    layer.level === 'repositoryProfile' || layer.level === 'workspace' || layer.level === 'workspaceFolder'
  );
}

function sourceOf({ level, origin }: SettingLayer): SettingSource {
  return { level, origin };
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
