/** Which files of credentials have a format of their own, and where in it is the secret? */

import { SERVER_FILES } from './serverFiles.ts';

export interface CredentialFile {
  readonly kind: string;
  /** The file by its lower-case name or path. */
  readonly file?: RegExp;
  /** Or the text by what it looks like; tested on the first 4,000 characters. */
  readonly text?: RegExp;
  /** What stands in each of its entries: where a text holds one further down, that is read, too. */
  readonly marks?: readonly string[];
  /** As `secret`, of one entry behind whatever stands in its line. */
  readonly entry?: RegExp;
  /** Group 1 is the secret. Run with `g` over the text; bounded to one line. */
  readonly secret: RegExp;
  /** The value counts whatever it is. */
  readonly any?: boolean;
}

export const CREDENTIAL_FILES: readonly CredentialFile[] = [
  {
    kind: 'password',
    text: /assword:?/,
    secret:
      /assword:?[^\n]{0,20}?(?:;|\r?\n)\s{0,20}send(?:_user)?\s+(?:-\w+\s+|--\s+)?\\?["']?([^\s"'\\$][^\s"'\\]{3,100})/g,
  },
  {
    kind: 'password',
    text: /^[ \t]*(?:ftp|ncftp|lftp)\s+-\w*n/m,
    secret: /^[ \t]*(?:quote\s+)?user\s+\S{1,60}\s+([^\s$]{4,60})[ \t\r]*$/gm,
  },
  {
    kind: 'password_hash',
    file: /(?:^|\/)(?:shadow-?|gshadow-?|master\.passwd)(?:\.\w+)?$/,
    secret: /^[^:\n]{1,64}:([^:\n*!]{3,300}|![^:\n]{3,300}):/gm,
    any: true,
  },
  {
    kind: 'password_hash',
    text: /^[a-z_][\w.-]{0,31}:(?:\$\w{1,8}\$[^:\n]{8,300}|[!*]{1,2}|x?):\d{0,6}:\d{0,6}:\d{0,6}:/m,
    secret: /^[^:\n]{1,64}:([A-Za-z0-9./]{13}|\$[^:\n]{8,300}):/gm,
    any: true,
  },
  {
    kind: 'password_hash',
    file: /(?:^|\/)[^/]*(?:passwd|htdigest)[^/]*$|(?:^|\/)users\.(?:txt|list)$/,
    secret: /^[^:#\n]{1,64}:([^:\n]{4,300})(?=:|$)/gm,
    any: true,
  },
  {
    kind: 'password_hash',
    text: /^[\w.@-]{1,64}:(?:\$(?:apr1|2[aby]|1|5|6)\$|\{SHA\})/m,
    secret: /^[\w.@-]{1,64}:(\S{13,300}?)(?=:|\s|$)/gm,
  },
  {
    kind: 'password',
    file: /(?:^|\/)[._]?netrc$|\.authinfo|esmtprc$|msmtprc$|fetchmailrc$|\.muttrc|mailrc$|\.getmail/,
    secret: /\b(?:password|passwd|pass)[ \t=]{1,10}"?([^\s"']{2,200})/gi,
    any: true,
  },
  {
    kind: 'password',
    text: /^[ \t]*(?:machine[ \t]+\S+|default)\s+(?:login|account|password)\s/m,
    secret:
      /\bpassword\s{1,10}((?!(?:password|secret|pass|your\w*|foo|bar|my\w*|x+|\*+|\.+|<\S*|\$\S*|\{\S*)(?:\s|$))\S{2,200})/gi,
    any: true,
  },
  {
    kind: 'password',
    file: /\.?pgpass(?:\.conf)?$/,
    secret: /^[^#:\n]{1,253}:[^:\n]{1,10}:[^:\n]{1,64}:[^:\n]{1,64}:([^\n\r]{1,200})/gm,
    any: true,
  },
  {
    kind: 'password',
    text: /^[\w.*-]{1,253}:(?:\d{2,5}|\*):[\w.*-]{1,64}:[\w.*-]{1,64}:\S{4,200}$/m,
    marks: [':5432:', ':5433:', ':6432:', ':*:'],
    entry: /(?<![\w.*-])[\w.*-]{1,253}:(?:\d{2,5}|\*):[\w.*-]{1,64}:[\w.*-]{1,64}:([^\s"'\\]{4,200})/g,
    secret: /^[\w.*-]{1,253}:(?:\d{2,5}|\*):[\w.*-]{1,64}:[\w.*-]{1,64}:(\S{4,200})$/gm,
  },
  {
    kind: 'url_credential',
    file: /git-credentials/,
    secret: /:\/\/[^:@/\n]{0,200}:?([^@\n]{1,300})@/g,
    any: true,
  },
  {
    kind: 'encryption_key',
    file: /(?:^|\/)(?:master|production|staging|development|credentials)\.key$/,
    secret: /^[ \t]*([0-9A-Za-z+/=_-]{16,200})[ \t\r]*$/gm,
    any: true,
  },
  {
    kind: 'encryption_key',
    file: /\.(?:key|secret|token|passwd|password|pw|pass|psk|vault_pass|vault-pass)$|(?:^|\/)\.?(?:vault_pass|vault-password|vault_password|secret_key|secret|token|api_?key|apikey|password|passwd|passphrase|erlang\.cookie|auth_token|access_token|secret_token|secret_key_base)(?:\.txt)?$/,
    secret: /^[ \t]*([^\s:=#]{4,300})[ \t\r]*$/gm,
  },
  {
    kind: 'password',
    file: /(?:^|\/)(?:chap-secrets|pap-secrets)$/,
    secret: /^[^#\s]\S*[ \t]+\S+[ \t]+"?([^\s"]{3,100})/gm,
    any: true,
  },
  {
    kind: 'password',
    file: /ipsec\.secrets$/,
    secret: /:[ \t]*(?:PSK|XAUTH|EAP|RSA|ECDSA)[ \t]+(?:\S+[ \t]+)?"([^"\n]{3,200})"/g,
    any: true,
  },
  {
    kind: 'password',
    text: /\bauth-user-pass\b|<ca>/,
    secret: /<auth-user-pass>\s{0,4}\S+\s{1,4}(\S{3,200})/g,
  },
  {
    kind: 'encryption_key',
    text: /^\[(?:Interface|Peer)\]/m,
    secret: /^[ \t]*(?:PrivateKey|PresharedKey)\s*=\s*([A-Za-z0-9+/]{42,43}=)/gm,
    any: true,
  },
  {
    kind: 'password',
    text: /\bnetwork=\{|ctrl_interface=/,
    secret: /^[ \t]*(?:psk|wep_key\d|password|private_key_passwd)=\s*"?([^"\n]{4,200})/gm,
    any: true,
  },
  {
    kind: 'password',
    text: /\brequirepass\b|\bmasterauth\b/,
    secret: /^[ \t]*(?:requirepass|masterauth)\s+"?([^\s"]{3,200})/gm,
  },
  {
    kind: 'password',
    text: /^(?:hostname \S+[ \t]*$|line vty \d|enable (?:secret|password) |crypto isakmp key |version \d\d?\.\d[ \t]*$)/m,
    secret:
      /\b(?:password|secret|key|key-string|md5|community)\s+(?:[05-9]\s+)?([^\s"]{4,200})(?=[ \t\r]*$| (?:address|hostname|timeout|port|RO|RW|ro|rw|view|vrf|role|privilege)\b)/gm,
  },
  {
    kind: 'password',
    text: /\+[\w.-]{1,60}:[A-Z0-9]{32}/,
    secret: /\b[a-z0-9._-]{1,60}\+[a-z0-9._-]{1,60}:([A-Z0-9]{32,80})\b/g,
  },
  {
    kind: 'password',
    text: /password to proceed to installation/,
    secret: /password to proceed to installation:\s{1,20}([0-9a-f]{32})\b/g,
    any: true,
  },
  { kind: 'password', text: /^[ \t]*pac key \d/m, secret: /^[ \t]*pac key \d (\S{4,128})/gm, any: true },
  {
    kind: 'encrypted_secret',
    text: /\$ANSIBLE_VAULT;/,
    secret:
      /\$ANSIBLE_VAULT;[\d.]{3,5};[A-Z0-9]{3,10}(?:;\S{1,60})?\s{1,40}((?:[0-9a-f]{16,100}\s{0,40}){1,2000})/g,
    any: true,
  },
  {
    kind: 'password',
    text: /snmp-server|rocommunity|rwcommunity/,
    secret: /\b(?:snmp-server community|r[ow]community6?)\s+([^\s"]{3,64})/g,
  },
  {
    kind: 'password',
    text: /full address:s:|username:s:/,
    secret: /^(?:password|gatewaypassword)[^:\n]{0,10}:[sb]:(\S{4,2000})/gm,
    any: true,
  },
  {
    kind: 'password',
    file: /filezilla|sitemanager|recentservers/,
    secret: /<Pass(?:word)?\b[^>]{0,60}>([^<]{1,400})</gi,
    any: true,
  },
  {
    kind: 'password',
    text: /<FileZilla3?\b/,
    secret: /<Pass(?:word)?\b[^>]{0,60}>([^<]{1,400})</gi,
    any: true,
  },
  {
    kind: 'password',
    file: /proftpd|pure-ftpd|vsftpd|ftpd?\.?(?:passwd|users)/,
    secret: /^[^:#\n\s]{1,64}:([^:\n]{4,300}):/gm,
    any: true,
  },
  {
    kind: 'password',
    file: /\.s3cfg$|\.boto$|\.passwd-s3fs|rclone\.conf/,
    secret:
      /^[ \t]*(?:secret_key|access_key|gpg_passphrase|aws_secret_access_key|gs_secret_access_key|secret_access_key|pass|token)\s*=\s*(\S{4,2000})/gm,
    any: true,
  },
  {
    kind: 'password',
    file: /passwd-s3fs/,
    secret: /^(?:[^:\n]{1,64}:)?[A-Z0-9]{10,30}:(\S{16,100})/gm,
    any: true,
  },
  {
    kind: 'credential',
    file: /logins\.json$/,
    text: /"encryptedUsername"/,
    secret: /"encrypted(?:Username|Password)"\s*:\s*"([^"]{8,2000})"/g,
    any: true,
  },
  {
    kind: 'credential',
    file: /(?:^|\/)\.?(?:dockercfg|docker\/config\.json)|dockerconfigjson/,
    secret: /"(?:auth|identitytoken|registrytoken|password)"\s*:\s*"([^"]{4,4000})"/g,
    any: true,
  },
  {
    kind: 'credential',
    text: /"auths"\s*:|"https?:\/\/[^"]{1,120}"\s*:\s*\{\s*"auth"/,
    secret: /"(?:auth|identitytoken|registrytoken)"\s*:\s*"([^"]{6,4000})"/g,
  },
  {
    kind: 'credential',
    text: /^apiVersion:\s|kind:\s*Config\b/m,
    secret:
      /\b(?:client-key-data|token|password|id-token|refresh-token|access-token)"?:\s*"?([^\s"]{6,8000})/g,
  },
  {
    kind: 'password',
    file: /(?:^|\/)\.?(?:htpasswd)[^/]*$/,
    secret: /^[^:\n]{1,64}:(\S{2,300})/gm,
    any: true,
  },
  {
    kind: 'password',
    file: /sasl_passwd|smtp_passwd|relay_passwd|sasl\/passwd/,
    secret: /^[^#\s]\S*[ \t]+[^\s:]{1,100}:(\S{2,200})[ \t]*$/gm,
    any: true,
  },
  {
    kind: 'password',
    text: /^\[?[\w.-]+\]?(?::\d{2,5})?[ \t]+[\w.+-]+@[\w.-]+:\S{3,200}$/m,
    marks: [':587 ', ':587\t', ':465 ', ':465\t', ':25 ', ':25\t', ']:587', ']:465', ']:25'],
    entry: /(?<![\w.\]-])\[?[\w.-]{1,200}\]?:\d{2,5}[ \t]+[\w.+-]{1,80}@[\w.-]{1,120}:([^\s"'\\]{3,200})/g,
    secret: /^\[?[\w.-]{1,200}\]?(?::\d{2,5})?[ \t]+[\w.+-]{1,80}@[\w.-]{1,120}:(\S{3,200})[ \t]*$/gm,
  },
  {
    kind: 'password',
    text: /\bSQLConnectInfo\b|\bbind(?:pw|_password|passwd)\b|\brootpw\b|\bSMTPAuthPassword\b|\bAuthPass\b/i,
    secret:
      /^[ \t]*(?:SQLConnectInfo[ \t]+\S+[ \t]+\S+|bindpw|rootpw|rootbindpw|bind_password|AuthPass|SMTPAuthPassword)[ \t]+(?:--\w{1,20}[ \t]+){0,2}"?((?!--)[^\s"]{3,200})/gim,
  },
  {
    kind: 'password',
    text: /^K \d{1,3}\r?\npassword\r?\nV \d{1,4}\r?\n/m,
    marks: ['password\nV ', 'password\r\nV ', 'passphrase\nV '],
    entry: /\bpass(?:word|phrase)\r?\nV \d{1,4}\r?\n([^\n\r]{1,400})/g,
    secret: /^K \d{1,3}\r?\n(?:password|passphrase)\r?\nV \d{1,4}\r?\n([^\n\r]{1,400})/gm,
    any: true,
  },
  {
    kind: 'encrypted_secret',
    text: /^[ \t]*(?:-[ \t]*)?secure:\s/m,
    secret: /^[ \t]*(?:-[ \t]*)?secure:\s{1,4}["']?([A-Za-z0-9+/\\\s]{80,4000}={0,2})["']?/gm,
    any: true,
  },
  { kind: 'password', text: /\bcpassword=/, secret: /\bcpassword="([^"]{4,400})"/g, any: true },
  {
    kind: 'password',
    text: /<(?:AutoLogon|UserAccounts|AdministratorPassword|LocalAccounts?)\b/,
    secret: /<(?:AdministratorPassword|Password)>\s*<Value>([^<]{2,400})<\/Value>/g,
    any: true,
  },
  {
    kind: 'credential',
    text: /<hudson|com\.cloudbees|jenkins/i,
    secret: /<(?:password|passphrase|secret|apiToken|secretBytes|privateKey)>([^<]{4,8000})</g,
  },
  ...SERVER_FILES,
];
