/** Is this value the secret that its name speaks of? */

import { characterMix, entropyBits, isHex, isUuid, looksRandom, wordShare } from './randomness.ts';
import { decodeBase64, holdsText } from '../shadows/base64Text.ts';
import { isMadeOfStandIns, isStandIn } from './placeholderValues.ts';
import type { NameReading } from './secretNames.ts';

/** How the value was written. `bare`: without quotes where code would need them. */
export interface ValueSetting {
  readonly quoted: boolean;
  /** Written where values need no quotes: env files, YAML, INI, shells. */
  readonly config: boolean;
  /** Code whose file holds settings: a plain word may be the password. */
  readonly settings?: boolean;
  /** Where people put what they really use: `admin123` counts. */
  readonly weak?: boolean;
  /** In a file that a running service reads: `admin` may well be the password there. */
  readonly live?: boolean;
}

/** BIP 39: twelve to twenty-four words of three to eight letters. */
const SEED_PHRASE = /^(?:[a-z]{3,8} ){11,23}[a-z]{3,8}$/;
const NATURAL_TEXT = /^[\p{L}'’,.:;!?()-]+(?: [\p{L}\d'’"“”,.:;!?()/-]+)+$/u;
const PATH_LIKE = /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\|[\w.-]+\/[\w./-]+\.[a-z]{2,5}$)/;
const DOTTED_NAME = /^[A-Za-z_$][\w$]*(?:[.:/-]+[A-Za-z_$][\w$]*)+$/;
const CALL_LIKE = /^[\w$.:>-]+\s*\(|\)$|^[[{(]|=>|\$\(/;
const PLAIN_URL = /^[a-z][a-z0-9+.-]*:\/\/[^@]*$/i;
// Several of the signs that structure code, in one value: it is a piece of program.
/** `gss_krb5_rfc1964_keydata`: an identifier of several parts. */
const SNAKE = /^[a-z][a-z0-9]{0,9}(?:[_-][a-z0-9]{1,9}){2,}$/;
const CODE_LIKE = /(?:[;{}()].*){4}|=>|\(\)|\}\)|\);|===|&&/;
const REGEX_LIKE = /\(\?[:=!<]|\[\^|\]\+\)|\\[zZA]$|\\[dwsb][+*{]|\[[a-z]-[a-z]/i;
const HASH_PREFIX = /^(?:sha\d{1,3}[-:]|md5[-:]|integrity)|@sha256:|#[0-9a-f]{40}$/i;
/** Words of a language that writes without spaces: a label, not a password. */
const EAST_ASIAN = /[\u3000-\u9fff\uac00-\ud7af]{3}/;

/** True where `value` under a name of that strength is a secret. */
export function isSecretValue(value: string, name: NameReading, setting: ValueSetting): boolean {
  if (value.length < 4 || value.length > 8192 || name.strength === 0) return false;
  if (isLineNoise(value) && !REGEX_LIKE.test(value)) return true;
  if (setting.live === true && name.strength === 3 && isLiveValue(value)) return true;
  if (setting.weak === true && name.strength === 3 && name.kind === 'password' && WEAK_PASSWORD.test(value))
    return true;
  if (isStandIn(value) || HASH_PREFIX.test(value) || value.startsWith('<')) return false;
  if (PLAIN_URL.test(value) || isPath(value)) return false;
  if (isUserAndPassword(value)) return true;
  if (CODE_LIKE.test(value) || REGEX_LIKE.test(value) || EAST_ASIAN.test(value)) return false;
  if (name.strength < 3 && SNAKE.test(value) && !isUuid(value)) return false;
  if (/\s/.test(value)) return isSecretWithSpaces(value, name);
  if (!setting.quoted && CALL_LIKE.test(value) && !looksRandom(value, 16)) return false;
  if (name.kind === 'password' && name.strength === 3) return isPassword(value, setting);
  if (name.strength === 3) return isKeyValue(value, setting, 8);
  if (name.strength === 2) return isKeyValue(value, setting, 12) && !isPlainHash(value, name);
  return isStronglyRandom(value, name);
}

/** Anything but a blank, a reference, a path and the words that say there is none. */
function isLiveValue(value: string): boolean {
  return (
    /^[^\s$%<>{}()[\]\\]{4,80}$/.test(value) &&
    !/^(?:none|null|true|false|undefined|disabled?|enabled?|default|auto|prompt|password|secret|token|file|env)$/i.test(
      value,
    ) &&
    !/^(?:\/|\.{1,2}\/|~\/|https?:|file:|env:|vault:|[*.x_-]+$)|example|placeholder|change|your|replace|insert|xxx|\.{3}/i.test(
      value,
    )
  );
}

/** WordPress salts, generated passphrases: every class of character, changing all the time. */
function isLineNoise(value: string): boolean {
  if (value.length < 32 || value.length > 200) return false;
  const mix = characterMix(value);
  return (
    mix.others >= value.length / 6 &&
    mix.digits >= 3 &&
    mix.upper >= 3 &&
    mix.lower >= 3 &&
    mix.changes >= value.length * (mix.others >= value.length / 4 ? 0.45 : 0.55) &&
    (wordShare(value) ?? 0) < 0.6
  );
}

/** A word and a number, as people make them up. */
const WEAK_PASSWORD =
  /^(?!x+\d|your|example|change|placeholder|replace|insert)[A-Za-z]{3,20}[-_@.!#$]?\d{1,6}[!@#$.]?$/i;

/** Base64 of `user:password`, as registries and headers take it. */
export function isUserAndPassword(value: string): boolean {
  // The first bytes tell of nearly every other word.
  if (!holdsText(value, 0, Math.min(8, value.length)) || !/^[A-Za-z0-9+/]{8,400}={0,2}$/.test(value))
    return false;
  const decoded = decodeBase64(value);
  return /^[\w.@$+-]{1,80}:[\x21-\x7e]{3,200}$/.test(decoded);
}

/** Base64 may begin with a slash, too. */
function isPath(value: string): boolean {
  if (!PATH_LIKE.test(value)) return false;
  return !(
    value.length >= 32 &&
    !value.includes('.') &&
    looksRandom(value, 32) &&
    (wordShare(value) ?? 1) < 0.56
  );
}

/** Passphrases and WordPress salts hold spaces; sentences and labels do too. */
function isSecretWithSpaces(value: string, name: NameReading): boolean {
  if (/mnemonic|seed|phrase|password/.test(name.kind) && SEED_PHRASE.test(value)) return true;
  if (name.strength < 1 || NATURAL_TEXT.test(value)) return false;
  const mix = characterMix(value);
  if (name.strength < 2)
    return value.length >= 32 && mix.others >= 8 && mix.digits >= 3 && mix.changes >= value.length / 2;
  return (
    mix.digits >= 1 &&
    mix.others >= 3 &&
    value.length >= 10 &&
    mix.changes >= value.length / 2.5 &&
    !CALL_LIKE.test(value)
  );
}

function isPassword(value: string, setting: ValueSetting): boolean {
  const mix = characterMix(value);
  if (/^[~^v]?\d{1,4}(?:\.\d{1,4}){1,3}$/.test(value)) return false; // a version
  // `auth/weak-password`: the name of a message.
  if (mix.digits === 0 && /[-_/. ]/.test(value) && /^[\w/. -]+$/.test(value) && /pass|pwd/i.test(value))
    return false;
  if (mix.lower + mix.upper === 0) {
    if (mix.others > 0 && mix.digits === 0) return false;
    return setting.config ? value.length >= 4 : setting.quoted && value.length >= 6;
  }
  if (looksRandom(value, 10)) return true;
  if (setting.config || (setting.settings === true && setting.quoted))
    return !/^[A-Z_]+$/.test(value) || !value.includes('_');
  if (DOTTED_NAME.test(value))
    return (
      isDottedPassword(value) ||
      (mix.digits >= 2 && wordShare(value) !== undefined && (wordShare(value) ?? 1) < 0.6)
    );
  if (!setting.quoted && !/[\d!@#$%^&*+?~]/.test(value)) return false;
  if (mix.digits + mix.others === 0) return value.length >= 6 && isNoWord(value);
  const hasSpecial = /[!@#$%^&*+=?~,;|]/.test(value);
  if (mix.digits > 0) return value.length >= 6 || hasSpecial;
  // Words only: `hunter!two` may be one, `password!` and `:checked` are not.
  return (
    hasSpecial &&
    value.length >= 8 &&
    /^[\w!@#$%^&*+=?~.-]+$/.test(value) &&
    /[A-Za-z0-9]{3}/.test(value) &&
    !/^[#.@$%*:&?]|[?!:=*,;]$/.test(value)
  );
}

/** `velvet.paris32`: two words and a number, as people make them up; not `login.password2`. */
const DOTTED_PASSWORD = /^[A-Za-z]{3,14}[.-][A-Za-z]{3,14}\d{2,4}[!?#*$]?$/;
const OF_A_PROGRAM =
  /pass|pwd|user|login|secret|token|(?:^|[.-])(?:auth|form|field|label|text|error|message|config|setting|key|step|page|item|data|test|input|value|state|props|param|col|row|version|node|host|server|sha|utf|base|int|uint|float|arg|this|self|args|env|module|vars?|local|res|req|ctx|obj)(?:[.-]|\d|$)/i;

function isDottedPassword(value: string): boolean {
  return DOTTED_PASSWORD.test(value) && !OF_A_PROGRAM.test(value);
}

/** `wombatzinc70`, `copper-735-delta`: typed, not drawn by chance. */
function isWordsAndNumber(value: string): boolean {
  return (
    value.length >= 10 &&
    /^[a-z]{4,24}(?:\d{2,4}|[-_]\d{2,4}[-_][a-z]{3,20})[!?#*$]?$/i.test(value) &&
    !OF_A_PROGRAM.test(value) &&
    !isMadeOfStandIns(value)
  );
}

/** `vmcxsd`: letters that no language puts side by side. */
function isNoWord(value: string): boolean {
  const share = wordShare(value);
  return share !== undefined ? share < 0.3 : value.length >= 6 && !/[aeiouy]/i.test(value);
}

/** `ak_` and hexadecimal digits, or those with a data center's name behind. */
const KEY_SHAPE = /^(?:[a-z]{1,8}\d{0,10}[_-])?(?=[a-f]*\d)[0-9a-f]{20,80}(?:-[a-z]{2}\d{1,2})?$/i;

function isKeyValue(value: string, setting: ValueSetting, minLength: number): boolean {
  // `red-token`, `Jobs[-1].JobId`: what a test calls it, or where it is read from.
  if (value.length < minLength || /^[a-z]+[-_](?:token|secret|key|pass(?:word)?)$|\[-?\d*\]/i.test(value))
    return false;
  const mix = characterMix(value);
  if (looksRandom(value, minLength) || KEY_SHAPE.test(value)) return true;
  if (mix.lower + mix.upper === 0) return mix.digits >= 10 && entropyBits(value) > 2.2;
  if (DOTTED_NAME.test(value) && mix.digits < 3 && !(minLength <= 8 && isDottedPassword(value))) return false;
  if (setting.config)
    return (
      mix.digits >= 1 &&
      value.length >= minLength &&
      !isMadeOfStandIns(value) &&
      (value.length >= 9 || !/^[a-z]+[-_.]?v?\d{1,2}$/i.test(value))
    );
  if (setting.quoted && minLength <= 8 && (isDottedPassword(value) || isWordsAndNumber(value))) return true;
  if (setting.quoted && minLength <= 8 && mix.digits >= 2 && mix.changes >= 3 && isHex(value)) return true;
  if (
    setting.quoted &&
    minLength <= 8 &&
    value.length >= 10 &&
    mix.digits >= 1 &&
    mix.lower > 0 &&
    mix.upper > 0 &&
    !isMadeOfStandIns(value) &&
    !/[ ./]/.test(value)
  )
    return true;
  return (
    mix.digits >= 3 &&
    mix.changes >= 4 &&
    value.length >= Math.max(10, minLength) &&
    (wordShare(value) ?? 0) < 0.7
  );
}

/** Under a weak name a lower-case hash or a UUID proves nothing. */
function isPlainHash(value: string, name: NameReading): boolean {
  return name.kind === 'key' && (isUuid(value) || (isHex(value) && value.length < 32));
}

function isStronglyRandom(value: string, name: NameReading): boolean {
  if (name.kind === 'provider_key' && isUuid(value)) return true;
  if (value.length < 16 || isUuid(value)) return false;
  if (!looksRandom(value, 16)) return false;
  const mix = characterMix(value);
  if (mix.digits < 2)
    return (
      mix.upper >= 4 &&
      mix.lower >= 4 &&
      mix.changes >= value.length / 3 &&
      entropyBits(value) >= 3.6 &&
      (wordShare(value) ?? 1) < 0.42
    );
  if (isHex(value))
    return (
      name.kind !== 'key' &&
      name.kind !== 'signature' &&
      value.length >= (name.kind === 'named_key' ? 32 : 24)
    );
  // The path of something that the service keeps: `org/repo/commit`.
  if (
    name.kind === 'provider_key' &&
    /^[\w.:-]+(?:\/[\w.-]+)+$/.test(value) &&
    (/:\d{2,5}\/|\/[0-9a-f]{7,40}$/.test(value) || (wordShare(value) ?? 0) > 0.56)
  )
    return false;
  if (name.kind === 'provider_key') return entropyBits(value) >= 3 && mix.changes >= 4 && mix.others <= 4;
  return entropyBits(value) >= 3.4 && mix.changes >= 5 && (wordShare(value) ?? 0) < 0.56;
}
