/** Where do telephone, proxy, login and remote desktop servers keep passwords in their files? */

import type { CredentialFile } from './credentialFiles.ts';

export const SERVER_FILES: readonly CredentialFile[] = [
  {
    kind: 'password',
    file: /(?:^|\/)(?:manager|sip|iax|pjsip|users|clients|ari|agents|proxy)(?:_\w+)?\.conf$/,
    secret:
      /^[ \t]*(?:(?:remote|md5)?secret|password|inbound_auth\/password)[ \t]*=>?[ \t]*"?([^\s";#]{3,200})/gm,
    any: true,
  },
  {
    kind: 'password',
    file: /\.conf$/,
    text: /^[ \t]*register[ \t]*=>|^[ \t]*stats auth |\bcache_peer[ \t]|^[ \t]*user \S+ (?:insecure-)?password /m,
    secret:
      /^[ \t]*(?:register[ \t]*=>?[ \t]*[^:\s@]{1,60}:|stats auth [^:\s]{1,60}:|cache_peer[^\n]{1,200}\blogin=[^:\s]{1,60}:|user \S{1,60} (?:insecure-)?password )([^@:\s/]{3,200})/gm,
    any: true,
  },
  {
    kind: 'password',
    file: /haproxy[^/]*\.cfg$/,
    secret: /^[ \t]*(?:stats auth [^:\s]{1,60}:|user \S{1,60} (?:insecure-)?password )(\S{3,200})/gm,
    any: true,
  },
  {
    kind: 'password',
    file: /voicemail\.conf$/,
    secret: /^[ \t]*\d{2,12}[ \t]*=>[ \t]*-?([^,\s]{3,60}),/gm,
    any: true,
  },
  {
    kind: 'api_key',
    file: /nuget\.config$/,
    secret: /<add key="https?:[^"\n]{1,200}" value="([A-Za-z0-9+/]{40,800}={0,2})"/g,
    any: true,
  },
  {
    kind: 'password',
    file: /(?:^|\/)(?:raddb\/)?(?:users|authorize)$|mods-config\/files\//,
    secret:
      /\b(?:Cleartext|User|Crypt|MD5|SHA\d?|SMD5|SSHA\d?|NT|LM)-Password[ \t]*[:=]=[ \t]*"([^"\n]{1,300})"/g,
    any: true,
  },
  {
    kind: 'password',
    file: /\.(?:reg|ini|vnc)$|passwd$/,
    secret:
      /"?(?:Password|PasswordViewOnly|ControlPassword)"?=(?:hex:)?((?:[0-9a-f]{2},){7}[0-9a-f]{2}|[0-9A-F]{16})\b/gi,
    any: true,
  },
];
