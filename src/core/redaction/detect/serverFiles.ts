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
  {
    kind: 'password',
    file: /\.tfstate(?:\.backup)?$/,
    secret:
      /"type":\s{0,4}"random_(?:password|bytes)"[^]{0,800}?"(?:result|base64)":\s{0,4}"([^"\n]{4,200})"/g,
    any: true,
  },
  {
    kind: 'password',
    text: /^chpasswd:/m,
    secret: /^[ \t]{1,40}(?:-[ \t]{0,8})?[a-z_][\w-]{0,31}:([^\s:]{4,200})[ \t\r]*$/gm,
  },
  {
    kind: 'password',
    file: /snmpd?\.conf$/,
    secret: /\b(?:MD5|SHA(?:-?\d{1,3})?|DES|AES(?:-?\d{1,3})?)[ \t]+"?([^"\s]{6,64})/g,
    any: true,
  },
  {
    kind: 'password',
    file: /realm\.properties$/,
    secret: /^[ \t]*[\w.@-]{1,64}[ \t]*[:=][ \t]*((?:MD5:|CRYPT:|OBF:|BCRYPT:)?[^,\s]{3,200}),/gm,
    any: true,
  },
  {
    kind: 'password',
    file: /(?:redis[^/]*\.conf|users\.acl)$/,
    secret: /^user[ \t]+\S{1,60}[^\n]{0,200}?[ \t]>(\S{3,200})/gm,
    any: true,
  },
  {
    kind: 'password_hash',
    file: /(?:^|\/)security\.json$/,
    secret: /"[\w.@-]{1,60}"\s?:\s?"([A-Za-z0-9+/]{43}= [A-Za-z0-9+/]{10,60}={0,2})"/g,
    any: true,
  },
  { kind: 'password_hash', file: /znc\.conf$/, secret: /^[ \t]*Hash[ \t]*=[ \t]*(\S{32,200})/gm, any: true },
  { kind: 'password', file: /(?:^|\/)main\.cf$/, secret: /\bstatic:[^:\s]{1,80}:(\S{3,200})/g, any: true },
  {
    kind: 'password',
    file: /\.(?:robot|resource)$/,
    secret:
      /^[ \t]*(?:[$&]\{[^{}\n]{0,40}(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[ _]?key)\}[ \t]*=?|Input (?:Password|Text)(?: |\t)[ \t]+\S{0,60}(?:pass|pwd)\S{0,30})(?:\t|  )[ \t]*([^\s${]\S{3,200})/gim,
  },
];
