import { expect, it } from 'vitest';

import { createKeyStore, type KeyStore, type KeyStoreParts } from '../../../src/editor/keyStore.ts';

function store(parts: Partial<KeyStoreParts> = {}): { keys: KeyStore; kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const keys = createKeyStore({
    secrets: {
      get: async (name) => kept.get(name),
      set: async (name, value) => void kept.set(name, value),
      delete: async (name) => void kept.delete(name),
    },
    environment: {},
    isConfigured: () => true,
    ...parts,
  });
  return { keys, kept };
}

it('hands a key out for the origin it was given for, whatever the path, and for no other', async () => {
  const { keys } = store();
  await keys.setKey('cloud', 'https://api.openai.com/v1', ' k-1 ');
  expect(await keys.cloudKey('https://api.openai.com')).toBe('k-1');
  expect(await keys.cloudKey('https://api.openai.com/v1/models')).toBe('k-1');
  for (const other of [
    'http://api.openai.com',
    'https://api.openai.com:8443',
    'https://api.openai.com.example.com',
    'https://user@evil.example/?https://api.openai.com',
    'not an address',
  ]) {
    expect(await keys.cloudKey(other)).toBeUndefined();
  }
});

it('keeps the keys of server and cloud apart', async () => {
  const { keys } = store();
  await keys.setKey('server', 'https://models.example.com', 'k-server');
  expect(await keys.cloudKey('https://models.example.com')).toBeUndefined();
  expect(await keys.serverKey('https://models.example.com')).toBe('k-server');
});

it('takes the environment where nothing is kept, for the configured address only', async () => {
  const { keys } = store({
    environment: { TANDEM_CLOUD_API_KEY: 'k-env', OPENAI_API_KEY: 'k-foreign' },
    isConfigured: (purpose, origin) => purpose === 'cloud' && origin === 'https://api.openai.com',
  });
  expect(await keys.cloudKey('https://api.openai.com')).toBe('k-env');
  expect(await keys.cloudKey('https://elsewhere.example')).toBeUndefined();
  expect(await keys.serverKey('https://api.openai.com')).toBeUndefined();
  await keys.setKey('cloud', 'https://api.openai.com', 'k-kept');
  expect(await keys.cloudKey('https://api.openai.com')).toBe('k-kept');
});

it.each(['', '   ', 'two words', 'line\nbreak', 'ключ', 'k\u0000'])('keeps no key like %j', async (text) => {
  const { keys, kept } = store();
  await expect(keys.setKey('cloud', 'https://api.openai.com', text)).rejects.toThrow();
  expect(kept.size).toBe(0);
});

it('ignores a key of the environment that no header can carry', async () => {
  const { keys } = store({ environment: { TANDEM_SERVER_API_KEY: 'a\r\nX-Evil: 1' } });
  expect(await keys.serverKey('https://models.example.com')).toBeUndefined();
});

it('tells when a key changed', async () => {
  const { keys } = store();
  const heard: string[] = [];
  keys.onDidChange(({ purpose, origin }) => heard.push(`${purpose} ${origin}`));
  await keys.setKey('server', 'https://models.example.com/v1', 'k');
  await keys.removeKey('server', 'https://models.example.com');
  expect(heard).toEqual(['server https://models.example.com', 'server https://models.example.com']);
  expect(await keys.serverKey('https://models.example.com')).toBeUndefined();
});
