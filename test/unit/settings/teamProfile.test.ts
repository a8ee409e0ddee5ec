import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { profileJsonSchema } from '../../../src/core/settings/profileJsonSchema.ts';
import { parseMachineProfile, parseTeamProfile } from '../../../src/core/settings/teamProfile.ts';
import { profileLayer } from '../../../src/core/settings/profileLayer.ts';

const full = {
  version: 1,
  name: 'Payments',
  server: {
    url: 'http://models.internal:8000, http://models2.internal:8000',
    remoteUrl: 'http://10.0.0.2:8000',
  },
  completion: { url: '', model: 'codestral' },
  chat: { model: 'devstral' },
  cloud: { provider: 'mistral', escalation: 'ask', budget: { dailyUsd: 1, monthlyUsd: 10 } },
  privacy: { neverSend: ['keys/**'], patterns: { badge: 'B-\\d{6}' } },
  prices: { 'in-house': { in: 1, out: 2, cached: 0.1 } },
  locked: ['cloud.provider', 'privacy.patterns'],
};

describe('a team profile', () => {
  it('may name everything of the format', () => {
    expect(parseTeamProfile(JSON.stringify(full))).toMatchObject({ ok: true, value: full });
  });

  it('may begin with a byte order mark', () => {
    expect(parseTeamProfile(`\uFEFF${JSON.stringify(full)}`).ok).toBe(true);
  });

  it.each([
    ['no JSON', '{version: 1', 'notJson'],
    ['a web page', '<!doctype html><title>Sign in</title>', 'notJson'],
    ['another version', JSON.stringify({ ...full, version: 2 }), 'notAProfile'],
    ['an unknown key, most likely a slip', JSON.stringify({ ...full, lock: [] }), 'notAProfile'],
    ['a lock of an unknown setting', JSON.stringify({ ...full, locked: ['cloud.privider'] }), 'notAProfile'],
    ['a pattern that is none', JSON.stringify({ ...full, privacy: { patterns: { x: '(' } } }), 'notAProfile'],
    ['a server that is no URL', JSON.stringify({ ...full, server: { url: 'models' } }), 'notAProfile'],
    [
      'a server by another scheme',
      JSON.stringify({ ...full, server: { url: 'file:///etc' } }),
      'notAProfile',
    ],
    ['a negative budget', JSON.stringify({ ...full, cloud: { budget: { dailyUsd: -1 } } }), 'notAProfile'],
    ['a megabyte', `${JSON.stringify(full)}${' '.repeat(1_000_000)}`, 'tooLarge'],
  ])('is refused when it is %s', (_what, text, reason) => {
    expect(parseTeamProfile(text)).toMatchObject({ ok: false, reason });
  });

  it('names the place of a fault and not the value', () => {
    const refused = parseTeamProfile(JSON.stringify({ ...full, server: { url: 'hunter2' } }));
    expect(refused).toMatchObject({ ok: false, detail: expect.stringContaining('server.url') as unknown });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });

  it.each([
    [{ ...full, name: undefined }, 'name is missing'],
    [{ ...full, version: 2 }, 'version must be 1'],
    [{ ...full, name: 3 }, 'name must be of type string'],
    [{ ...full, name: '' }, 'name must be at least 1 long'],
    [{ ...full, cloud: { escalation: 'always' } }, 'cloud.escalation must be never or ask or automatic'],
    [{ ...full, cloud: { budget: { dailyUsd: -1 } } }, 'cloud.budget.dailyUsd must be at least 0'],
    [{ ...full, cloud: { url: 'ftp://x' } }, 'cloud.url must be an http or https URL'],
    [{ ...full, server: { url: 'models' } }, 'server.url must be http or https URLs'],
    [{ ...full, locked: ['cloud.privider'] }, 'locked.0 is not known'],
    [{ ...full, lock: [] }, 'profile has an unknown key: lock'],
    [{ ...full, privacy: { patterns: { x: '(' } } }, 'privacy.patterns.x must be a regular expression'],
    [[], 'profile must be of type object'],
  ])('says in words what it lacks (%#)', (profile, words) => {
    expect(parseTeamProfile(JSON.stringify(profile))).toMatchObject({ ok: false, detail: words });
  });

  it('says the remote address to a remote extension host', () => {
    const parsed = parseTeamProfile(JSON.stringify(full));
    if (!parsed.ok) throw new Error(parsed.reason);
    const at = (isRemote: boolean) =>
      profileLayer(parsed.value, { level: 'teamProfile', origin: '', isRemote }).values['server.url'];
    expect(at(true)).toBe('http://10.0.0.2:8000');
    expect(at(false)).toBe(full.server.url);
  });

  it('names a signing key only in the machine-wide file', () => {
    const text = JSON.stringify({
      version: 1,
      name: 'IT',
      profile: 'https://it/team.json',
      publicKey: 'AAAA',
    });
    expect(parseMachineProfile(text).ok).toBe(true);
    expect(parseTeamProfile(text).ok).toBe(false);
  });
});

it('is described by the schema that is published', async () => {
  const file = path.join(import.meta.dirname, '../../../media/team-profile.schema.json');
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(profileJsonSchema())));
});
