/** Which header lines, cookies and command lines carry credentials? */

import { isStandIn } from './placeholderValues.ts';
import { isSecretValue } from './judgeValue.ts';
import { looksRandom } from './randomness.ts';
import { decodeBase64 } from '../shadows/base64Text.ts';
import type { Scene } from './found.ts';

const AUTHORIZATION =
  /\\*["'`]?\]?\s{0,4}(?:[:=,]|=>)\s{0,4}\\*[bfru$]{0,2}["'`]?\s{0,2}(?:(bearer|basic|token|apikey|api-key|key|digest|ssws|bot|jwt|negotiate|oauth|genie[kK]ey|aws4-hmac-sha256|sso-key|splunk|pat|zoho-oauthtoken)[ :]\s{0,4}(?:token=\\*"?)?)?/iy;
const CREDENTIAL = /[A-Za-z0-9._~+/%!*:;,|=$@&-]{6,4000}/y;

/** `authorization` ends at `end`. */
export function authorizationAt(scene: Scene, end: number): void {
  const { text } = scene;
  AUTHORIZATION.lastIndex = end;
  const lead = AUTHORIZATION.exec(text);
  if (lead === null) return;
  const scheme = (lead[1] ?? '').toLowerCase();
  credentialAt(scene, AUTHORIZATION.lastIndex, scheme, true);
}

/** `bearer ` or `basic ` ends at `end`, outside a header too. */
export function schemeAt(scene: Scene, end: number, scheme: string): void {
  credentialAt(scene, end, scheme === 'basic' ? 'basic' : 'anywhere', false);
}

function credentialAt(scene: Scene, at: number, scheme: string, inHeader: boolean): void {
  const { text } = scene;
  CREDENTIAL.lastIndex = at;
  const match = CREDENTIAL.exec(text);
  if (match === null) return;
  // Without a scheme, commas and colons belong to the program around it.
  const whole = scheme === '' ? match[0].replace(/[,;:|!$&].*$/s, '') : match[0];
  const value = whole.replace(/[.,;:!]+$/, '');
  if (value === '') return;
  if (scheme === 'anywhere' && !(looksRandom(value, 16) && /\d/.test(value))) return;
  if (/^[$%{<]|^https?:/.test(value) || isStandIn(value)) return;
  if (scheme === 'basic') {
    const plain = /^[A-Za-z0-9+/_-]{6,}={0,2}$/.test(value) ? decodeBase64(value) : undefined;
    if (plain !== undefined && /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(plain)) {
      const password = plain.slice(plain.indexOf(':') + 1);
      if (/^aladdin:open ?sesame$/i.test(plain)) return; // the example of RFC 7617
      if (!isStandIn(password) || password.length >= 10)
        scene.report('basic_auth', at, at + value.length, 'certain');
      return;
    }
    if (!inHeader) return;
  }
  const known = scheme !== '' && scheme !== 'anywhere';
  if (
    scheme === 'anywhere' ||
    (known ? looksLikeCredential(value) : looksRandom(value, 12) && /\d/.test(value))
  ) {
    scene.report('authorization', at, at + value.length, 'certain');
  }
}

function looksLikeCredential(value: string): boolean {
  if (value.length < 8) return false;
  if (looksRandom(value, 10)) return true;
  return /\d/.test(value) && /[a-z]/i.test(value) && !/^[a-z]+[-_.]?\d{1,2}$/i.test(value);
}

const COOKIE = /\\*["'`]?\s{0,4}(?:[:=,]|=>)\s{0,4}\\*["'`]?([^\r\n"'`]{6,4000})/y;

/** `cookie` ends at `end`: each pair's value that chance made. Returns how far it looked. */
export function cookieAt(scene: Scene, end: number): number {
  const { text } = scene;
  COOKIE.lastIndex = end;
  const match = COOKIE.exec(text);
  const pairs = match?.[1];
  if (match === null || pairs === undefined) return end;
  const base = COOKIE.lastIndex - pairs.length;
  if (!pairs.includes('=')) return base + pairs.length;
  for (const pair of pairs.matchAll(/([\w.$-]{1,80})=([^;\s]{8,3000})/g)) {
    const name = pair[1] ?? '';
    const value = pair[2] ?? '';
    if (/^(?:path|domain|expires|max-age|samesite|_ga|_gid|_fbp|utm)/i.test(name) || isStandIn(value))
      continue;
    const speaks = /sess|sid|auth|token|jwt|csrf|xsrf|login|remember|user|id$|key|secret/i.test(name);
    if (!/^[\w.%~+/=:|!-]+$/.test(value) || !looksRandom(value, speaks ? 10 : 20)) continue;
    const start = base + pair.index + pair[0].length - value.length;
    scene.report('cookie', start, start + value.length, 'certain');
  }
  return base + pairs.length;
}

const COMMAND_WORDS =
  /\b(?:curl|wget|http|https|xh|httpie|aria2c|smbclient|rpcclient|crackmapexec|sshpass|svn|git|ab|hey|wrk|mysql|mysqldump|mysqladmin|mariadb|psql|mongo|mongosh|mongodump|mongorestore|redis-cli|docker|podman|helm|az|ldapsearch|ldapadd|ldapmodify|ldappasswd|sqlcmd|osql|bcp|zip|unzip|7z|7za|rar|unrar|openssl|keytool|jarsigner|gpg|htpasswd|net|psexec(?:64)?(?:\.exe)?|wmic|cmdkey|xfreerdp|rdesktop|sqlplus|isql|clickhouse-client|cqlsh|influx|elastic|snmpwalk|snmpget|ipmitool|ftp|lftp|ncftp|sftp|rsync|expect|plink|pscp|winscp|mosquitto_pub|mosquitto_sub|mqtt|kinit|oc|nuget|twine|mvn|vault|nmcli|wpa_passphrase|chpasswd|usermod|useradd|passwd|jira|heroku|expo|op|rclone|restic|borg|duplicity|mount|cifs|skopeo|crane|oras|aws|gcloud|kubectl|sudo|echo|printf)\b/i;
/** `tool -u admin -p secret`: what no command's name tells, the two flags side by side do. */
const USER_AND_PASSWORD =
  /\s(?:-u|-U|--user(?:name)?|--login)[= ]['"]?[\w.@\\$-]{2,60}['"]?\s+(?:-p|-P|-pw|--pass(?:word)?)[= ]?(?:'([^'\n]{3,100})'|"([^"\n]{3,100})"|([^\s"'-][^\s"']{2,100}))/g;

interface Flag {
  /** One of these stands in every line that the pattern matches; looked for first, since few lines have it. */
  readonly marks: readonly string[];
  readonly pattern: RegExp;
  readonly commands?: RegExp;
  /** Password alone, or `user:password` of which the latter counts. */
  readonly form: 'password' | 'pair' | 'percentPair';
}

const FLAGS: readonly Flag[] = [
  {
    marks: ['-u', '--user', '--proxy-user', '-U', '--basic', '--login'],
    pattern:
      /(?:^|\s|["',\[(])(?:-u|--user|--proxy-user|-U|--basic|--login)(?:["'],?)?[= ]{0,3}["']?([^\s"':$<{]{0,80}:[^\s"']{2,200})/g,
    form: 'pair',
    commands:
      /\b(?:curl|wget|http|https|xh|httpie|aria2c|influx|elastic|mosquitto_\w+|ab|ftp|lftp|hey|wrk)\b/i,
  },
  {
    marks: ['-a'],
    pattern: /\s-a\s+["']?([^\s"':]{1,60}:[^\s"']{2,200})/g,
    form: 'pair',
    commands: /\b(?:http|https|httpie|xh)\b/,
  },
  {
    marks: ['-U'],
    pattern: /\s-U\s*["']?([^\s"'%]{1,80}%[^\s"']{2,100})/g,
    form: 'percentPair',
    commands: /\b(?:smbclient|rpcclient|crackmapexec|net|smbmap)\b/,
  },
  {
    marks: ['-p'],
    pattern: /\s-p\s?(?:'([^']{3,100})'|"([^"]{3,100})"|([^\s"'-][^\s"']{2,100}))/g,
    form: 'password',
    commands:
      /\b(?:sshpass|7z|7za|rar|unrar|mongo\w*|clickhouse-client|cqlsh|htpasswd|twine|[Pp][Ss][Ee][Xx][Ee][Cc]|wmiexec|impacket|evil-winrm|crackmapexec|ncftp|skopeo|nuget|login)\b/,
  },
  {
    marks: ['-p'],
    pattern: /\s-p(?:'([^']{3,100})'|"([^"]{3,100})"|([^\s"'-][^\s"']{2,100}))/g,
    form: 'password',
    commands: /\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mariadb|mariadb-dump|7z|7za|rar|unrar)\b/,
  },
  {
    marks: ['-P'],
    pattern: /\s-P\s?(?:'([^']{3,100})'|"([^"]{3,100})"|([^\s"'-][^\s"']{2,100}))/g,
    form: 'password',
    commands: /\b(?:zip|unzip|sqlcmd|osql|bcp|ipmitool|mosquitto_\w+)\b/,
  },
  {
    marks: ['-a'],
    pattern: /\s-a\s?(?:'([^']{3,100})'|"([^"]{3,100})"|([^\s"'-][^\s"']{2,100}))/g,
    form: 'password',
    commands: /\bredis-cli\b/,
  },
  {
    marks: ['-w'],
    pattern: /\s-w\s?(?:'([^']{3,100})'|"([^"]{3,100})"|([^\s"'-][^\s"']{2,100}))/g,
    form: 'password',
    commands: /\b(?:ldap\w+)\b/,
  },
  {
    marks: ['-pw'],
    pattern: /\s-pw\s+(?:'([^']{3,100})'|"([^"]{3,100})"|([^\s"'-][^\s"']{2,100}))/g,
    form: 'password',
    commands: /\b(?:plink|pscp|psftp|putty|winscp)\b/,
  },
  {
    marks: ['-pass', '-storepass', '-keypass', '-srcstorepass', '-deststorepass'],
    pattern:
      /\s-(?:pass|passin|passout|storepass|keypass|srcstorepass|deststorepass)(?:\s|:|=)\s?["']?(?:pass:)?([^\s"'$-][^\s"']{2,100})/g,
    form: 'password',
  },
  { marks: ['pass:'], pattern: /\bpass:([^\s"'$]{3,100})/g, form: 'password', commands: /\bopenssl\b/ },
  {
    marks: ['/p', '/P'],
    pattern: /\/(?:p|pass|pw|password):["']?([^\s"'$%]{3,100})/gi,
    form: 'password',
    commands: /\b(?:xfreerdp|cmdkey|psexec|wmic|net|schtasks|runas)\b/i,
  },
  {
    marks: ['user', 'USER', 'User'],
    pattern: /\bnet\s+user\s+(?:\/add\s+)?[\w.$-]{1,60}\s+([^\s\/]\S{3,100})/gi,
    form: 'password',
  },
  {
    marks: ['/user:', '/USER:'],
    pattern: /\bnet\s+use\s+\S+\s+(?:\S+\s+)?\/user:\S+\s+(\S{3,100})/gi,
    form: 'password',
  },
  {
    marks: ['/user:', '/USER:'],
    pattern: /\bnet\s+use\s+(?:\w:\s+)?\\\\\S+\s+["']?([^\s"'\/*]\S{2,100}?)["']?\s+\/user:/gi,
    form: 'password',
  },
  {
    marks: ['echo'],
    pattern:
      /\becho\s+(?:-[en]\s+)?["']?([^\s"'|$]{4,100})["']?\s*\|\s*(?:sudo\s+(?:-\w+\s+)*-S|passwd|docker login|gh auth|cryptsetup)/g,
    form: 'password',
  },
  {
    marks: ['echo'],
    pattern:
      /\becho\s+(?:-[en]\s+)?["']?([^\s"':|$]{1,60}:[^\s"'|]{3,100})["']?\s*\|\s*(?:sudo\s+)?chpasswd/g,
    form: 'pair',
  },
  {
    marks: ['sqlplus', 'SQLPLUS'],
    pattern: /\bsqlplus\s+(?:-\w+\s+)*["']?[^\s"'/@]{1,60}\/([^\s"'@]{3,100})@/gi,
    form: 'password',
  },
  {
    marks: ['htpasswd'],
    pattern: /\bhtpasswd\s+-\w*b\w*\s+\S+\s+\S+\s+["']?([^\s"'$]{3,100})/g,
    form: 'password',
  },
  {
    marks: ['pass'],
    pattern: /\b(?:mount|cifs)\b.{0,200}[,\s](?:password|pass)=([^\s"',$]{3,100})/g,
    form: 'password',
  },
];

/** The line around a command name: flags whose argument is a password. */
export function commandLine(scene: Scene, lineStart: number, lineEnd: number): void {
  const line = scene.text.slice(lineStart, Math.min(lineEnd, lineStart + 4000));
  for (const match of line.matchAll(USER_AND_PASSWORD)) {
    const raw = match[1] ?? match[2] ?? match[3] ?? '';
    if (match[3] === undefined || !/^\d{1,5}$/.test(raw))
      reportArgument(scene, lineStart + match.index + match[0].lastIndexOf(raw), raw, 'password');
  }
  const likely = FLAGS.filter(({ marks }) => marks.some((mark) => line.includes(mark)));
  if (likely.length === 0 || !COMMAND_WORDS.test(line)) return;
  for (const flag of likely) {
    if (flag.commands !== undefined && !flag.commands.test(line)) continue;
    for (const match of line.matchAll(flag.pattern)) {
      const raw = match.slice(1).find((part) => part !== undefined) ?? '';
      reportArgument(scene, lineStart + match.index + match[0].lastIndexOf(raw), raw, flag.form);
    }
  }
}

function reportArgument(scene: Scene, at: number, raw: string, form: Flag['form']): void {
  const mark = form === 'pair' ? raw.indexOf(':') : form === 'percentPair' ? raw.indexOf('%') : -1;
  const value = raw.slice(mark + 1);
  if (/^[$%{<]|^\/|^(?:[\d.]{7,15}:)?\d{1,5}(?:[:-]\d{1,5}){0,2}(?:\/\w{3})?$|^--/.test(value)) return;
  if (!isSecretValue(value, { strength: 3, kind: 'password' }, { quoted: true, config: true })) {
    if (mark === -1 || !looksRandom(raw.slice(0, mark), 16)) return;
    scene.report('command_password', at, at + mark, 'certain');
    return;
  }
  scene.report('command_password', at + mark + 1, at + raw.length, 'certain');
  if (mark > 0 && looksRandom(raw.slice(0, mark), 20))
    scene.report('command_password', at, at + mark, 'certain');
}
