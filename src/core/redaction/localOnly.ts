/** Which files' text never goes to the cloud? */

import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';

/** Ignore files that people keep for assistants; each holds for its own folder and those below. */
export const IGNORE_FILE_NAMES: readonly string[] = [
  '.tandemignore',
  '.aiexclude',
  '.cursorignore',
  '.codeiumignore',
  '.copilotignore',
];

/** Files that hold secrets by their nature. Globs without `/` match at any depth; case does not matter. */
export const DEFAULT_LOCAL_ONLY: readonly string[] = [
  ...['.env', '.env.*', '*.env', '.envrc', '.flaskenv'],
  ...[
    '*.pem',
    '*.key',
    '*.p12',
    '*.pfx',
    '*.pkcs12',
    '*.p8',
    '*.ppk',
    '*.jks',
    '*.keystore',
    '*.bcfks',
    '*.kdb',
    '*.kdbx',
    '*.asc',
    '*.gpg',
    '*.pgp',
    '*.age',
  ],
  ...[
    'id_rsa*',
    'id_dsa*',
    'id_ecdsa*',
    'id_ed25519*',
    'id_xmss*',
    '*_rsa',
    '*_ed25519',
    '*_ecdsa',
    'ssh_host_*_key',
  ],
  ...[
    '.ssh/**',
    '.aws/**',
    '.azure/**',
    '.kube/**',
    '.docker/config.json',
    '.dockercfg',
    '.dockerconfigjson',
    '.gnupg/**',
    '.gcloud/**',
    '.config/gcloud/**',
    '.oci/**',
    '.terraform.d/credentials.tfrc.json',
    '.password-store/**',
    '.vault-token',
    '.fly/**',
    '.config/gh/hosts.yml',
    '.config/hub',
    '.config/doctl/**',
    '.config/rclone/**',
  ],
  ...[
    '.netrc',
    '_netrc',
    '.authinfo*',
    '.pgpass',
    'pgpass.conf',
    '.my.cnf',
    '.mylogin.cnf',
    '.npmrc',
    '.yarnrc.yml',
    '.pypirc',
    '.git-credentials',
    '.htpasswd*',
    '.htdigest',
    '.esmtprc',
    '.msmtprc',
    '.fetchmailrc',
    '.s3cfg',
    '.boto',
    '.tugboat',
    '.gem/credentials',
    '.cargo/credentials*',
    '.composer/auth.json',
    'auth.json',
    '.m2/settings.xml',
    'nuget.config',
    '.passwd-s3fs',
    '.rediscli_auth',
  ],
  ...[
    'shadow',
    'shadow-',
    'gshadow',
    'master.passwd',
    'proftpd*passwd',
    '*.secret',
    '*.secrets',
    '*-secrets',
    'ipsec.secrets',
    'chap-secrets',
    'pap-secrets',
    'wpa_supplicant.conf',
  ],
  ...[
    'secrets/**',
    '.secrets/**',
    'secrets.y?(a)ml',
    'secrets.json',
    'secrets.toml',
    'secrets.properties',
    'secrets.*.y?(a)ml',
    'credentials',
    'credentials.json',
    'credentials.y?(a)ml',
    'credentials.xml',
    'credentials.db',
    '*credentials*.json',
    'service-account*.json',
    'service_account*.json',
    'gcp-key*.json',
    'firebase-adminsdk*.json',
    '*-firebase-adminsdk-*.json',
    'client_secret*.json',
  ],
  ...[
    '*.tfvars',
    '*.tfvars.json',
    '*.auto.tfvars',
    '*.tfstate',
    '*.tfstate.*',
    'master.key',
    'production.key',
    'credentials/*.key',
    'kubeconfig',
    '*.kubeconfig',
    'kubeconfig.y?(a)ml',
    '.vault_pass*',
    'vault_password*',
    '.vault-password*',
  ],
  ...[
    'recentservers.xml',
    'sitemanager.xml',
    'filezilla.xml',
    'sftp-config.json',
    'sftp.json',
    '.ftpconfig',
    '.remote-sync.json',
    'WebServers.xml',
    'dataSources.local.xml',
    'logins.json',
    'key3.db',
    'key4.db',
    'robomongo.json',
    'wp-config.php',
    'local_settings.py',
    '.bash_history',
    '.zsh_history',
    '.mysql_history',
    '.psql_history',
    '.sh_history',
    '.python_history',
    '.node_repl_history',
    '*.rdp',
    '*.ovpn',
    'unattend.xml',
    'sysprep.inf',
    'Groups.xml',
    'hudson.util.Secret',
    'jenkins.plugins.publish_over_ssh.BapSshPublisherPlugin.xml',
  ],
];

/** Exceptions to the defaults: templates that show the names without the values. */
const DEFAULT_EXCEPTIONS: readonly string[] = [
  '.env.example',
  '.env.sample',
  '.env.template',
  '.env.dist',
  '.env.defaults',
  '*.env.example',
  '*.env.sample',
  '*.env.template',
  '*.pub',
];

/** An ignore file as found: its folder (workspace-relative, `''` for the root, `/` between) and its text. */
export interface IgnoreFile {
  readonly folder: string;
  readonly text: string;
}

export type LocalOnlyReason = 'default' | 'neverSend' | 'ignoreFile';

export interface LocalOnlyRules {
  /** Why this file is local-only; `undefined`: it is not. `path` workspace-relative or absolute. */
  reason(path: string): LocalOnlyReason | undefined;
}

/**
 * All levels are added together: nothing takes a file out again that the defaults or `neverSend`
 * name; an ignore file's `!` rules count only within its own list, as git's do.
 */
export function localOnlyRules(options: {
  readonly neverSend?: readonly string[];
  readonly ignoreFiles?: readonly IgnoreFile[];
}): LocalOnlyRules {
  const isDefault = matcher(DEFAULT_LOCAL_ONLY);
  const isException = matcher(DEFAULT_EXCEPTIONS);
  const isNeverSend = matcher(options.neverSend ?? []);
  const lists = (options.ignoreFiles ?? []).map((file) => ({
    folder: tidy(file.folder),
    rules: ignore({ ignorecase: true }).add(file.text.replace(/^\uFEFF/, '')),
  }));
  return {
    reason(path) {
      const tidied = tidy(path);
      if (tidied === '') return undefined;
      if (isDefault(tidied) && !isException(tidied)) return 'default';
      if (isNeverSend(tidied)) return 'neverSend';
      return lists.some((list) => isIgnored(list, tidied)) ? 'ignoreFile' : undefined;
    },
  };
}

function isIgnored(list: { readonly folder: string; readonly rules: Ignore }, path: string): boolean {
  const inside =
    list.folder === ''
      ? path
      : path.startsWith(`${list.folder}/`)
        ? path.slice(list.folder.length + 1)
        : undefined;
  if (inside === undefined || inside === '' || inside.startsWith('../')) return false;
  return list.rules.ignores(inside.replace(/^\/+/, ''));
}

function matcher(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs
    .map((glob) => glob.trim().replaceAll('\\', '/'))
    .filter((glob) => glob !== '')
    .flatMap(spread);
  if (patterns.length === 0) return () => false;
  const matches = picomatch(patterns, { dot: true, nocase: true });
  return (path) => matches(path);
}

/** A glob holds at any depth, and a folder's name holds for what is in it. */
function spread(glob: string): string[] {
  const rooted = glob.replace(/^\.?\/+/, '');
  const base = rooted.endsWith('/') ? `${rooted}**` : rooted;
  const anywhere = base.startsWith('**/') ? base : `**/${base}`;
  return base.endsWith('**') ? [anywhere] : [anywhere, `${anywhere}/**`];
}

function tidy(path: string): string {
  return path
    .replace(/^file:\/\//, '')
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+|^\/+/, '')
    .replace(/\/+$/, '');
}
