/** Where is the machine-wide profile, and did its key sign the team's? Imports no `vscode`. */

import { createPublicKey, verify } from 'node:crypto';

/** The file that whoever runs the machine can write and its users cannot. */
export function machineProfilePath(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (platform === 'win32') return `${environment['ProgramData'] ?? 'C:\\ProgramData'}\\Tandem\\team.json`;
  if (platform === 'darwin') return '/Library/Application Support/Tandem/team.json';
  return '/etc/tandem/team.json';
}

/** SubjectPublicKeyInfo header of an Ed25519 key (RFC 8410): the 32 bytes of the key follow. */
const ed25519Header = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Ed25519 over the UTF-8 bytes of the text.
 * @param publicKey base64 of the 32 bytes
 * @param signature base64 of the 64 bytes
 */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const raw = Buffer.from(publicKey, 'base64');
  const key = createPublicKey({ key: Buffer.concat([ed25519Header, raw]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
}
