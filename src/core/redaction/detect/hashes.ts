/** Which password hashes can be told by their format? */

import type { Scene } from './found.ts';

/** Keyword, and the expression that must match from its first character on. */
export const HASH_FORMATS: readonly (readonly [string, RegExp])[] = [
  ['$krb5', /\$krb5(?:tgs|asrep|pa)\$\d{1,2}\$[^\s"']{20,6000}/y],
  ['$2', /\$2[abxy]?\$\d\d\$[A-Za-z0-9./]{53}/y],
  ['$1$', /\$1\$[A-Za-z0-9./]{0,8}\$[A-Za-z0-9./]{22}/y],
  ['$5$', /\$5\$(?:rounds=\d{1,9}\$)?[A-Za-z0-9./]{0,16}\$[A-Za-z0-9./]{43}/y],
  ['$6$', /\$6\$(?:rounds=\d{1,9}\$)?[A-Za-z0-9./]{0,16}\$[A-Za-z0-9./]{86}/y],
  ['$6$', /\$6\$(?:rounds=\d{1,9}\$)?[A-Za-z0-9./]{2,16}\$[A-Za-z0-9./]{20,90}/y],
  ['$y$', /\$y\$[A-Za-z0-9./]{1,20}\$[A-Za-z0-9./]{1,90}\$[A-Za-z0-9./]{43}/y],
  ['$7$', /\$7\$[A-Za-z0-9./]{10,100}\$[A-Za-z0-9./]{43}/y],
  ['$gy$', /\$gy\$[A-Za-z0-9./]{1,20}\$[A-Za-z0-9./]{1,90}\$[A-Za-z0-9./]{43}/y],
  ['$apr1$', /\$apr1\$[A-Za-z0-9./]{0,8}\$[A-Za-z0-9./]{22}/y],
  ['$p$', /\$P\$[A-Za-z0-9./]{31}/y],
  ['$h$', /\$H\$[A-Za-z0-9./]{31}/y],
  ['$s$', /\$S\$[A-Za-z0-9./]{52}/y],
  ['$krb5', /\$krb5(?:asrep|tgs|pa|ntlm)\$[^\s"'`]{40,6000}/iy],
  ['$netntlm', /\$NETNTLM(?:v2)?\$[^\s"'`]{40,3000}/iy],
  ['$ml$', /\$ml\$\d{1,6}\$[0-9a-f]{64}\$[0-9a-f]{128}/iy],
  [
    '$argon2',
    /\$argon2(?:id|i|d)\$(?:v=\d{1,3}\$)?[mtp=,\d]{5,60}\$[A-Za-z0-9+/=]{8,200}\$[A-Za-z0-9+/=]{16,300}/y,
  ],
  ['$scrypt$', /\$scrypt\$[a-z=,\d]{5,60}\$[A-Za-z0-9+/=.]{8,200}\$[A-Za-z0-9+/=.]{16,300}/y],
  ['$pbkdf2', /\$pbkdf2(?:-\w{3,10})?\$\d{1,9}\$[A-Za-z0-9+/=.]{4,200}\$[A-Za-z0-9+/=.]{16,300}/y],
  ['$sha1$', /\$sha1\$\d{1,9}\$[A-Za-z0-9./]{1,64}\$[A-Za-z0-9./]{28}/y],
  ['$8$', /\$8\$[A-Za-z0-9./]{14}\$[A-Za-z0-9./]{43}/y],
  ['$9$', /\$9\$[A-Za-z0-9./]{14}\$[A-Za-z0-9./]{43}/y],
  ['pbkdf2_sha', /pbkdf2_sha\d{1,3}\$\d{1,9}\$[A-Za-z0-9+/=]{4,100}\$[A-Za-z0-9+/=]{20,200}/y],
  ['bcrypt_sha', /bcrypt_sha\d{1,3}\$\$2[aby]\$\d\d\$[A-Za-z0-9./]{53}/y],
  ['sha1$', /sha1\$[A-Za-z0-9]{1,64}\$[0-9a-f]{40}/y],
  ['sha256$', /sha256\$[A-Za-z0-9]{1,64}\$[0-9a-f]{64}/y],
  ['md5$', /md5\$[A-Za-z0-9]{1,64}\$[0-9a-f]{32}/y],
  ['scrypt:', /scrypt:\d{1,9}:\d{1,3}:\d{1,3}\$[A-Za-z0-9]{4,64}\$[0-9a-f]{64,128}/y],
  ['pbkdf2:sha', /pbkdf2:sha\d{1,3}:\d{1,9}\$[A-Za-z0-9]{4,64}\$[0-9a-f]{40,128}/y],
  ['{ssha', /\{SSHA(?:\d{3})?\}[A-Za-z0-9+/]{28,140}={0,2}/y],
  ['{sha', /\{SHA(?:\d{3})?\}[A-Za-z0-9+/]{27,120}={0,2}/y],
  ['{smd5}', /\{SMD5\}[A-Za-z0-9+/]{24,60}={0,2}/y],
  ['{md5}', /\{MD5\}[A-Za-z0-9+/]{22}={0,2}/y],
  ['{crypt}', /\{CRYPT\}[A-Za-z0-9./$]{13,120}/iy],
  ['{pbkdf2', /\{PBKDF2[A-Z0-9-]{0,10}\}\d{1,9}\$[A-Za-z0-9./+$=]{20,200}/y],
  ['{x-', /\{x-[a-z0-9]{2,12}\}[A-Za-z0-9+/=$.]{20,200}/y],
  ['{aqaaa', /\{AQAAA[A-Za-z0-9+/]{20,2000}={0,2}\}/y],
  [
    'scram-sha-',
    /SCRAM-SHA-\d{1,3}\$\d{1,9}:[A-Za-z0-9+/=]{8,100}\$[A-Za-z0-9+/=]{20,100}:[A-Za-z0-9+/=]{20,100}/y,
  ],
];

/** Reports the hash whose format begins at `start`. */
export function hashAt(scene: Scene, start: number, format: RegExp): void {
  format.lastIndex = start;
  if (format.test(scene.text)) scene.report('password_hash', start, format.lastIndex, 'certain');
}

const MYSQL_HASH = /\*[0-9A-F]{40}(?![0-9A-Fa-f])/g;
const POSTGRES_HASH = /(?<=['"])md5[0-9a-f]{32}(?=['"])/g;
const HASH_COLUMN = /(?<=['"])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})(?=['"])/gi;

/** Hashes in one SQL statement about users or passwords (dumps). */
export function hashesInStatement(scene: Scene, start: number, end: number): void {
  const statement = scene.text.slice(start, end);
  const head = statement.slice(0, 600);
  const isAboutPeople =
    /\b\w*(?:user|account|member|login|admin|customer|person|people|auth|employee|credential)\w*/i.test(
      head.split(/\bvalues\b/i)[0] ?? '',
    );
  const namesPassword = /pass|pwd|hash|secret|token/i.test(head.split(/\bvalues\b/i)[0] ?? '');
  for (const match of statement.matchAll(MYSQL_HASH))
    scene.report('password_hash', start + match.index, start + match.index + match[0].length, 'certain');
  for (const match of statement.matchAll(POSTGRES_HASH))
    scene.report('password_hash', start + match.index, start + match.index + match[0].length, 'certain');
  if (!isAboutPeople && !namesPassword) return;
  for (const match of statement.matchAll(HASH_COLUMN))
    scene.report('password_hash', start + match.index, start + match.index + match[0].length, 'likely');
}

/** Lines of a Windows account dump: `user:500:LM:NT:::`; `:::` begins at `start`. */
export function windowsHashes(scene: Scene, start: number): void {
  const { text } = scene;
  const from = start - 65;
  if (text.charCodeAt(from - 1) !== 58 || text.charCodeAt(start - 33) !== 58) return;
  if (/^[0-9a-fA-F]{32}:[0-9a-fA-F]{32}$/.test(text.slice(from, start)))
    scene.report('password_hash', from, start, 'certain');
}
