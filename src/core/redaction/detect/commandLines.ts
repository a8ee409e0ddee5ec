/** Which command lines give a password as an argument? */

import { isSecretValue } from './judgeValue.ts';
import { looksRandom } from './randomness.ts';
import type { Scene } from './found.ts';

/** What makes the scanner look at a line as a command. */
export const COMMAND_MARKS: readonly string[] = [
  ' -u',
  ' -p',
  ' --user',
  ' -a ',
  ' -w',
  '"-u"',
  "'-u'",
  'sshpass',
  ' -storepass',
  ' -keypass',
  ' pass:',
  'net use',
  'sudo -s',
  'chpasswd',
  '/p:',
  '/pass:',
  'sqlplus',
  'htpasswd',
  'mount -t cifs',
  'passwd --stdin',
  '--password-stdin',
  'rabbitmqctl ',
  ' -k ',
  'htdigest',
  'samba-tool',
  'smbpasswd',
  'pdbedit',
  'ssh-keygen',
  'mc alias',
  'mc config',
];

/** The first of the lines that a backslash at their end joins to the one at `lineStart`. */
export function commandStart(text: string, lineStart: number): number {
  let from = lineStart;
  const floor = Math.max(0, lineStart - 1000);
  while (from > floor && /\\\r?\n$/.test(text.slice(Math.max(0, from - 3), from)))
    from = floor + text.slice(floor, from - 1).lastIndexOf('\n') + 1;
  return from;
}

const COMMAND_WORDS =
  /\b(?:curl|wget|http|https|xh|httpie|aria2c|smbclient|rpcclient|crackmapexec|sshpass|svn|git|ab|hey|wrk|mysql|mysqldump|mysqladmin|mariadb|psql|mongo|mongosh|mongodump|mongorestore|redis-cli|docker|podman|helm|az|ldapsearch|ldapadd|ldapmodify|ldappasswd|sqlcmd|osql|bcp|zip|unzip|7z|7za|rar|unrar|openssl|keytool|jarsigner|gpg|htpasswd|net|psexec(?:64)?(?:\.exe)?|wmic|cmdkey|xfreerdp|rdesktop|sqlplus|isql|clickhouse-client|cqlsh|influx|elastic|snmpwalk|snmpget|ipmitool|ftp|lftp|ncftp|sftp|rsync|expect|plink|pscp|winscp|mosquitto_pub|mosquitto_sub|mqtt|kinit|oc|nuget|twine|mvn|vault|nmcli|wpa_passphrase|chpasswd|usermod|useradd|passwd|jira|heroku|expo|op|rclone|restic|borg|duplicity|mount|cifs|skopeo|crane|oras|aws|gcloud|kubectl|sudo|echo|printf|rabbitmqctl|mc|samba-tool|saslpasswd2|ssh-keygen|pdftk|qpdf|hdiutil|security|dsmadmc|rman|impdp|expdp|exp|imp|sqlldr|imapsync|offlineimap|fetchmail|mosquitto_passwd|kadmin(?:\.local)?|isql|mssql-cli|pgcli|mycli|usql|virsh|vncviewer|x11vnc)\b/i;
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
      /(?:^|\s|["',\[(])(?:-u|--user|--proxy-user|-U|--basic|--login)(?:["'],?)?[= ]{0,3}["']?([^\s"':$<{]{0,80}:(?:[^\s"']{2,200}|'[^'\s]{2,200}|"[^"\s]{2,200}))/g,
    form: 'pair',
    commands:
      /\b(?:curl|wget|http|https|xh|httpie|aria2c|influx|elastic|mosquitto_\w+|ab|ftp|lftp|hey|wrk)\b/i,
  },
  // A key in the user's place: `-u KEY:`.
  {
    marks: ['-u', '--user'],
    pattern: /\s(?:-u|--user)[= ]{0,3}["']?([^\s"':$<{]{10,200}):["']?(?=\s|$)/g,
    form: 'password',
    commands: /\b(?:curl|http|https|httpie|xh)\b/i,
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
    marks: ['rabbitmqctl'],
    pattern:
      /\brabbitmqctl\s+(?:-\w+\s+\S+\s+)?(?:add_user|change_password|authenticate_user)\s+\S+\s+["']?([^\s"'$]{3,100})/g,
    form: 'password',
  },
  {
    marks: ['mc '],
    pattern: /\bmc\s+(?:alias\s+set|config\s+host\s+add)\s+\S+\s+\S+\s+\S+\s+["']?([^\s"'$]{3,100})/g,
    form: 'password',
  },
  {
    marks: ['-k'],
    pattern: /\s-k\s?(?:'([^']{3,100})'|"([^"]{3,100})"|([^\s"'-][^\s"']{2,100}))/g,
    form: 'password',
    commands: /\bopenssl\s+(?:enc|aes|des|bf|rc|camellia)/,
  },
  {
    marks: ['-u'],
    pattern: /\s-u\s*["']?[^\s"',$]{1,60},([^\s"'$]{3,100})/g,
    form: 'password',
    commands: /\b(?:lftp|mirror)\b/,
  },
  {
    marks: ['-N', '-P'],
    pattern: /\s-[NP]\s+(?:'([^']{3,100})'|"([^"]{3,100})"|([^\s"'-][^\s"']{2,100}))/g,
    form: 'password',
    commands: /\bssh-keygen\b/,
  },
  {
    marks: ['user_pw', 'owner_pw', '-opw', '-upw'],
    pattern: /\s(?:user_pw|owner_pw|-opw|-upw)\s+["']?([^\s"'$-][^\s"']{2,100})/g,
    form: 'password',
  },
  {
    marks: ['rman', 'impdp', 'expdp', 'sqlldr', 'exp ', 'imp '],
    pattern:
      /\b(?:rman|impdp|expdp|sqlldr|exp|imp)\s+(?:\w+=)?["']?[A-Za-z]\w{1,29}\/([^\s"'@$/]{3,60})(?:@|\s)/g,
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
    if (/^(?:\d{1,5}|[$%{<].*|.{0,4}pass(?:word)?|secret|-.*)$/i.test(raw)) continue;
    const from = lineStart + match.index + match[0].lastIndexOf(raw);
    scene.report('command_password', from, from + raw.length, 'certain');
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
  const quoted = mark !== -1 && /["']/.test(raw.charAt(mark + 1)) ? 1 : 0;
  const value = raw.slice(mark + 1 + quoted);
  if (
    /^[${<]|^%(?:\w*%|[sd(]|\{)|^\/|^(?:[\d.]{7,15}:)?\d{1,5}(?:[:-]\d{1,5}){0,2}(?:\/\w{3})?$|^--/.test(
      value,
    )
  )
    return;
  if (!isSecretValue(value, { strength: 3, kind: 'password' }, { quoted: true, config: true })) {
    if (mark === -1 || !looksRandom(raw.slice(0, mark), 16)) return;
    scene.report('command_password', at, at + mark, 'certain');
    return;
  }
  scene.report('command_password', at + mark + 1 + quoted, at + raw.length, 'certain');
  if (mark > 0 && looksRandom(raw.slice(0, mark), 20))
    scene.report('command_password', at, at + mark, 'certain');
}
