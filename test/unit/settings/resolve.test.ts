import { describe, expect, it } from 'vitest';

import {
  resolveSettings,
  type Proposal,
  type ResolvedSettings,
  type SettingLayer,
  type SettingLevel,
} from '../../../src/core/settings/resolve.ts';
import {
  defaultSettings,
  settingsTable,
  type SettingKey,
  type Settings,
} from '../../../src/core/settings/settings.ts';

function layer(level: SettingLevel, values: SettingLayer['values'], locked: SettingKey[] = []): SettingLayer {
  return { level, origin: level, values, locked };
}

function resolve(
  layers: SettingLayer[],
  options: { isTrusted?: boolean; isApproved?: (proposal: Proposal) => boolean } = {},
): ResolvedSettings {
  return resolveSettings(layers, { isTrusted: true, isApproved: () => false, ...options });
}

function explained(resolved: ResolvedSettings, key: SettingKey) {
  const found = resolved.explained.find((one) => one.key === key);
  if (found === undefined) throw new Error(`${key} is not explained`);
  return found;
}

/**
 * For each setting: three different valid values, of which `strict` is stricter than `user`, and `loose` is not;
 * and what a workspace may do with each.
 */
interface Row {
  readonly team: unknown;
  readonly user: unknown;
  readonly strict: unknown;
  readonly loose: unknown;
  readonly repository: 'refuse' | 'tighten' | 'add' | 'propose';
  readonly workspace: 'refuse' | 'tighten' | 'add' | 'propose';
}

const text = { team: 'http://team', user: 'http://user', strict: 'http://other', loose: 'http://else' };
const table: Record<SettingKey, Row> = {
  'server.url': { ...text, repository: 'propose', workspace: 'refuse' },
  'completion.enabled': {
    team: true,
    user: true,
    strict: false,
    loose: true,
    repository: 'refuse',
    workspace: 'tighten',
  },
  'completion.url': { ...text, repository: 'propose', workspace: 'refuse' },
  'completion.model': { ...text, repository: 'propose', workspace: 'refuse' },
  'chat.url': { ...text, repository: 'propose', workspace: 'refuse' },
  'chat.model': { ...text, repository: 'propose', workspace: 'refuse' },
  'cloud.provider': {
    team: 'mistral',
    user: 'openai',
    strict: 'none',
    loose: 'anthropic',
    repository: 'propose',
    workspace: 'tighten',
  },
  'cloud.url': { ...text, repository: 'propose', workspace: 'refuse' },
  'cloud.model': { ...text, repository: 'propose', workspace: 'refuse' },
  'cloud.escalation': {
    team: 'never',
    user: 'ask',
    strict: 'never',
    loose: 'automatic',
    repository: 'tighten',
    workspace: 'tighten',
  },
  'cloud.budget.dailyUsd': {
    team: 2,
    user: 3,
    strict: 1,
    loose: 9,
    repository: 'tighten',
    workspace: 'tighten',
  },
  'cloud.budget.monthlyUsd': {
    team: 20,
    user: 30,
    strict: 10,
    loose: 90,
    repository: 'tighten',
    workspace: 'tighten',
  },
  'privacy.neverSend': {
    team: ['a/**'],
    user: ['b/**'],
    strict: ['c/**'],
    loose: [],
    repository: 'add',
    workspace: 'add',
  },
  'privacy.patterns': {
    team: { a: 'A+' },
    user: { b: 'B+' },
    strict: { c: 'C+' },
    loose: { b: 'never-matches' },
    repository: 'propose',
    workspace: 'refuse',
  },
  'gate.command': { ...text, repository: 'refuse', workspace: 'propose' },
  'team.profile': { ...text, repository: 'refuse', workspace: 'refuse' },
  'audit.folder': { ...text, repository: 'refuse', workspace: 'refuse' },
  'usage.otlpUrl': { ...text, repository: 'refuse', workspace: 'refuse' },
};
const keys = Object.keys(table) as SettingKey[];
const isCollected = (key: SettingKey): boolean => key === 'privacy.neverSend' || key === 'privacy.patterns';

function collected(...values: unknown[]): unknown {
  return Array.isArray(values[0]) ? values.flat() : Object.assign({}, ...values);
}

it('has a row for every setting', () => {
  expect(keys).toEqual(Object.keys(settingsTable));
});

describe.each(keys)('%s', (key) => {
  const row = table[key];
  const user = layer('user', { [key]: row.user });
  const standing = isCollected(key) ? collected(row.user) : row.user;

  it('has its default where nobody says anything', () => {
    const setting = explained(resolve([]), key);
    expect(setting.value).toEqual(settingsTable[key].default);
    expect(setting.source.level).toBe('default');
  });

  it('takes the team profile over the default', () => {
    const setting = explained(resolve([layer('teamProfile', { [key]: row.team })]), key);
    expect(setting.value).toEqual(row.team);
    expect(setting.source).toEqual({ level: 'teamProfile', origin: 'teamProfile' });
  });

  it('takes the user over the team profile, whatever the order they are given in', () => {
    const team = layer('teamProfile', { [key]: row.team });
    const expected = isCollected(key) ? collected(row.team, row.user) : row.user;
    expect(explained(resolve([user, team]), key).value).toEqual(expected);
    expect(explained(resolve([team, user]), key).source.level).toBe('user');
  });

  it('keeps what stood where a value is not one of this setting', () => {
    const setting = explained(resolve([user, layer('workspace', { [key]: Symbol.iterator })]), key);
    expect(setting.value).toEqual(standing);
    expect(setting.refusals.map(({ reason }) => reason)).toEqual(['invalid']);
  });

  it('holds a lock of the team profile against the user', () => {
    const setting = explained(resolve([layer('teamProfile', { [key]: row.team }, [key]), user]), key);
    if (isCollected(key)) {
      expect(setting.value).toEqual(collected(row.team, row.user));
      return;
    }
    expect(setting.value).toEqual(row.team);
    expect(setting.lockedBy?.level).toBe('teamProfile');
    if (row.team !== row.user) expect(setting.refusals[0]).toMatchObject({ level: 'user', reason: 'locked' });
  });

  it.each(['repositoryProfile', 'workspace', 'workspaceFolder'] as const)(
    'lets %s loosen nothing, and tells why',
    (level) => {
      const resolved = resolve([user, layer(level, { [key]: row.loose })]);
      expect(explained(resolved, key).value).toEqual(standing);
      if (JSON.stringify(row.loose) === JSON.stringify(row.user) || key === 'privacy.neverSend') return;
      expect(explained(resolved, key).refusals).toHaveLength(1);
    },
  );

  it.each(['repositoryProfile', 'workspace', 'workspaceFolder'] as const)(
    'lets %s do what the table says with a stricter value',
    (level) => {
      const rule = level === 'repositoryProfile' ? row.repository : row.workspace;
      const setting = explained(resolve([user, layer(level, { [key]: row.strict })]), key);
      const counts = rule === 'tighten' || rule === 'add' || row.strict === 'none';
      if (!counts) {
        expect(setting.value).toEqual(standing);
        expect(setting.refusals[0]?.reason).toBe(rule === 'propose' ? 'needsApproval' : 'notFromWorkspace');
        return;
      }
      expect(setting.value).toEqual(isCollected(key) ? collected(row.user, row.strict) : row.strict);
      expect(setting.source.level).toBe(level);
    },
  );

  it.each(['repositoryProfile', 'workspace', 'workspaceFolder'] as const)(
    'takes nothing from %s in Restricted Mode, not even what is stricter',
    (level) => {
      const resolved = resolve([user, layer(level, { [key]: row.strict })], {
        isTrusted: false,
        isApproved: () => true,
      });
      expect(explained(resolved, key).value).toEqual(standing);
      expect(explained(resolved, key).refusals[0]?.reason).toBe('restrictedMode');
      expect(resolved.proposals).toEqual([]);
    },
  );

  it('ignores a lock that a repository tries to set', () => {
    const repository: SettingLayer = layer('repositoryProfile', {}, [key]);
    expect(explained(resolve([repository, user]), key).lockedBy).toBeUndefined();
  });

  it('is not changed by a workspace while it is locked', () => {
    if (isCollected(key)) return;
    const team = layer('teamProfile', { [key]: row.user }, [key]);
    const workspace = layer('workspace', { [key]: row.strict });
    const setting = explained(resolve([team, workspace], { isApproved: () => true }), key);
    expect(setting.value).toEqual(row.user);
    expect(setting.refusals[0]?.reason).toBe('locked');
  });
});

describe('locks', () => {
  it('lets the machine-wide profile lock what the team profile would change', () => {
    const resolved = resolve([
      layer('machineProfile', { 'cloud.provider': 'none' }, ['cloud.provider']),
      layer('teamProfile', { 'cloud.provider': 'openai' }, ['cloud.provider']),
    ]);
    const setting = explained(resolved, 'cloud.provider');
    expect(setting.value).toBe('none');
    expect(setting.lockedBy?.level).toBe('machineProfile');
  });

  it('locks a setting at its default where the profile names no value', () => {
    const resolved = resolve([
      layer('teamProfile', {}, ['usage.otlpUrl']),
      layer('user', { 'usage.otlpUrl': 'http://elsewhere' }),
    ]);
    expect(resolved.settings['usage.otlpUrl']).toBe('');
  });

  it('welcomes further files and patterns under a lock, but no changed pattern', () => {
    const resolved = resolve([
      layer('teamProfile', { 'privacy.patterns': { badge: 'B-\\d+' } }, ['privacy.patterns']),
      layer('user', { 'privacy.patterns': { badge: 'nothing' } }),
    ]);
    expect(resolved.settings['privacy.patterns']).toEqual({ badge: 'B-\\d+' });
    expect(explained(resolved, 'privacy.patterns').refusals[0]?.reason).toBe('locked');
  });
});

describe('proposals', () => {
  const repository = layer('repositoryProfile', {
    'server.url': 'http://models.repo:8000',
    'cloud.provider': 'custom',
    'cloud.url': 'https://cloud.repo',
  });

  it('are listed group by group with their exact values', () => {
    expect(resolve([repository]).proposals).toEqual([
      { group: 'server', origin: 'repositoryProfile', values: { 'server.url': 'http://models.repo:8000' } },
      {
        group: 'cloud',
        origin: 'repositoryProfile',
        values: { 'cloud.provider': 'custom', 'cloud.url': 'https://cloud.repo' },
      },
    ]);
  });

  it('count as a whole once approved, over the user', () => {
    const user = layer('user', { 'cloud.provider': 'openai', 'cloud.url': 'https://user' });
    const resolved = resolve([user, repository], { isApproved: ({ group }) => group === 'cloud' });
    expect(resolved.settings).toMatchObject({
      'cloud.provider': 'custom',
      'cloud.url': 'https://cloud.repo',
      'server.url': '',
    });
    expect(resolved.proposals.map(({ group }) => group)).toEqual(['server']);
  });

  it('ask nothing where the value stands already', () => {
    const user = layer('user', { 'server.url': 'http://models.repo:8000' });
    const server = layer('repositoryProfile', { 'server.url': 'http://models.repo:8000' });
    expect(resolve([user, server]).proposals).toEqual([]);
  });

  it('ask nothing about a locked setting', () => {
    const team = layer('teamProfile', { 'server.url': 'http://team' }, ['server.url']);
    const server = layer('repositoryProfile', { 'server.url': 'http://models.repo:8000' });
    expect(resolve([team, server]).proposals).toEqual([]);
  });
});

describe('the environment', () => {
  const environment = layer('environment', { 'server.url': 'http://127.0.0.1:9999' });

  it('names the server where nobody else does', () => {
    expect(resolve([environment]).settings['server.url']).toBe('http://127.0.0.1:9999');
  });

  it('gives way to any other value', () => {
    const user = layer('user', { 'server.url': 'http://user' });
    expect(resolve([environment, user]).settings['server.url']).toBe('http://user');
  });

  it('does not open what is locked empty', () => {
    const team = layer('teamProfile', {}, ['server.url']);
    expect(resolve([environment, team]).settings['server.url']).toBe('');
  });
});

it('resolves to the defaults from nothing', () => {
  const settings: Settings = resolve([]).settings;
  expect(settings).toEqual(defaultSettings);
});
