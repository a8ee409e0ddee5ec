/** What does a path tell about how values are written in the file? */

import type { FileKnowledge, Style } from './found.ts';
import { looksRandom } from './randomness.ts';

const BY_EXTENSION: readonly (readonly [Style, string])[] = [
  [
    'code',
    'ts tsx mts cts js jsx mjs cjs py pyi rb php phtml java kt kts scala go rs c h cc cpp cxx hpp hh m mm cs fs vb swift dart lua pl pm r jl ex exs erl hs clj cljs groovy vue svelte astro sol zig nim cr ml elm pas d coffee sql graphql proto ipynb map snap',
  ],
  [
    'config',
    'yml yaml json json5 jsonc toml ini cfg conf config cnf properties env tf tfvars tfstate hcl plist reg rc npmrc netrc pgpass htpasswd xml csproj settings prefs service desktop inf rdp ovpn nmconnection network netdev link unity3d ldif sls tfbackend jmx rsc',
  ],
  [
    'shell',
    'sh bash zsh fish ksh ps1 psm1 psd1 bat cmd bash_history zsh_history history dockerfile makefile mk',
  ],
  ['markup', 'html htm xhtml svg css scss less'],
  ['prose', 'md mdx rst txt log adoc tex'],
];

const STYLE_OF = new Map(
  BY_EXTENSION.flatMap(([style, list]) => list.split(' ').map((ext): [string, Style] => [ext, style])),
);

const CONFIG_NAME =
  /^(?:\.?env(?:\..*|rc)?|.*\.env(?:\..*)?|\.[a-z0-9_-]*rc|_netrc|config|credentials?|\.credentials|secrets?|\.?htpasswd|shadow-?|.*passwd-?|\.git-credentials|\.pgpass|\.dockercfg|\.s3cfg|\.boto|\.tugboat|\.gitconfig|hub|hosts|my\.cnf|\.authinfo|\.msmtprc|\.esmtprc|\.fetchmailrc|.*-secrets|ipsec\.secrets|authorized_keys|\.profile)$/;
const SHELL_NAME =
  /^(?:dockerfile.*|containerfile|makefile|gnumakefile|justfile|procfile|\.?bash(?:rc|_profile|_history|_aliases|_login)?|\.?zsh(?:rc|env|_history|_profile)?|\.?profile|\.history|\.sh_history|\.mysql_history|\.psql_history)$/;

const SETTINGS_NAME =
  /(?:^|[._-])(?:wp-config|config|configuration|settings?|secrets?|credentials?|local|database|db|conn|connect|connection|parameters|params|env|environment|application|auth|keys?|constants?|inc|prod|production)(?:[._-]|$)/;

/** What a service or a shell reads as it is. */
const LIVE_NAME =
  /^\.env(?:\.|$)|\.env$|\.(?:ini|cnf|tfvars|rdp|ovpn)$|^\.(?:bash|zsh|profile|my\.cnf|netrc|pgpass|ftpconfig|remote-sync|s3cfg)|^(?:wp-config|local_settings|config\.inc)\.\w+$|^(?:sftp|sftp-config|robomongo|deployment-config|recentservers|sitemanager|webservers|tomcat-users|(?:dbeaver-)?data-?sources(?:\.local)?)\.\w+$|^(?:config|hub|\.?credentials|\.dockercfg|\.esmtprc|\.msmtprc|\.tugboat|\.pypirc|\.npmrc)$/;
/** And what only shows how that would look. */
const MODEL_NAME =
  /example|sample|template|tmpl|dist|default|schema|fixture|mock|(?:^|[/._-])(?:tests?|docs?|spec|e2e|ci)(?:[/._-]|$)/;

/** Words of a program in a language: what follows `password` there is a label. */
const TRANSLATION =
  /(?:^|\/)(?:i18n|l10n|locales?|langs?|languages?|translations?|values-[a-z]{2}(?:-r[a-z]{2})?)\/|(?:^|\/)(?:messages|strings|labels|resources)[_.-][a-z]{2}(?:[_-][a-z]{2})?\.\w+$|\.(?:po|pot|arb|xlf|xliff|strings|lproj)$/;

/** True for a label in a translation. */
export function isTranslated(file: FileKnowledge, value: string): boolean {
  return file.isTranslation && (/\\u[0-9a-fA-F]{4}/.test(value) || !looksRandom(value, 16));
}

const unknownFile: FileKnowledge = {
  style: 'unknown',
  isSettings: false,
  isLive: false,
  isModel: false,
  isTranslation: false,
  name: '',
  path: '',
};

export function fileKnowledge(path: string | undefined): FileKnowledge {
  if (path === undefined || path === '') return unknownFile;
  const lowered = path.replaceAll('\\', '/').toLowerCase();
  const name = lowered.slice(lowered.lastIndexOf('/') + 1);
  return {
    style: styleOf(name),
    isSettings: SETTINGS_NAME.test(name),
    isLive: LIVE_NAME.test(name) && !MODEL_NAME.test(lowered),
    isModel: MODEL_NAME.test(lowered),
    isTranslation: TRANSLATION.test(lowered),
    name,
    path: lowered,
  };
}

function styleOf(name: string): Style {
  if (SHELL_NAME.test(name)) return 'shell';
  if (CONFIG_NAME.test(name)) return 'config';
  const bare = name
    .replace(
      /\.(?:bak|old|orig|backup|save|swp|dist|sample|example|template|tmpl|erb|j2|enc|local|prod|production|dev|development|staging|test|\d+)$/,
      '',
    )
    .replace(/~$/, '');
  const dot = bare.lastIndexOf('.');
  return STYLE_OF.get(dot === -1 ? bare : bare.slice(dot + 1)) ?? 'unknown';
}
