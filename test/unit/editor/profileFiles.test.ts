import { generateKeyPairSync, sign } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { isSignedBy, machineProfilePath } from '../../../src/editor/profileFiles.ts';

describe('a detached Ed25519 signature', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
  const text = '{"version":1,"name":"Zahlungsverkehr für alle"}';
  const signature = sign(null, Buffer.from(text), privateKey).toString('base64');

  it('fits its text and its key', () => {
    expect(isSignedBy(key, text, signature)).toBe(true);
  });

  it('fits no other text, no other key and no half signature', () => {
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' });
    expect(isSignedBy(key, `${text} `, signature)).toBe(false);
    expect(isSignedBy(other.subarray(-32).toString('base64'), text, signature)).toBe(false);
    expect(isSignedBy(key, text, signature.slice(0, 40))).toBe(false);
    expect(isSignedBy(key, text, '')).toBe(false);
  });

  it('is refused with an error where the key is none', () => {
    expect(() => isSignedBy('AAAA', text, signature)).toThrow();
  });
});

it.each([
  ['linux', {}, '/etc/tandem/team.json'],
  ['darwin', {}, '/Library/Application Support/Tandem/team.json'],
  ['win32', { ProgramData: 'D:\\Data' }, 'D:\\Data\\Tandem\\team.json'],
  ['win32', {}, 'C:\\ProgramData\\Tandem\\team.json'],
] as const)('the machine-wide profile of %s', (platform, environment, expected) => {
  expect(machineProfilePath(platform, environment)).toBe(expected);
});
