/** Which value does a sentence call a password, a few words before it or behind? */

import { isStandIn } from './placeholderValues.ts';
import { looksRandom } from './randomness.ts';
import type { Scene } from './found.ts';

const VALUE = '([^\\s"\'`«»„“”<>(){}\\[\\],;|]{6,60})';
const OPENING = '(?:["\'`*_«„“]{1,2}[ \\u00a0]?)?';
/** `for the server`, `für den Server`, `du serveur`. */
const WHOSE =
  '(?: (?:for|of|on|from|für|von|vom|der|des|zum|zur|beim|am|pour|du|de|del|para|per)[ ][^\\n.:;=!?]{1,40}?|[ ]?\\([^()\\n]{1,20}\\)|[ ](?!is|was|ist|est)\\p{L}{2,12}(?=[ ](?:is|ist|est|was|:)[ ]))?';
/** English, German, French, Spanish, Italian and Portuguese, with `to` and `auf` of what was changed. */
const VERB =
  '(?:is now|has been (?:changed|set|reset) to|was (?:changed|set|reset) to|(?:changed|set|reset) to|is|was|will be|would be|should be|to|ist jetzt|ist|lautet|war|wird|wurde auf|wurde zu|wäre|heißt|heisst|steht auf|auf|est|sera|serait|était|devient|en|à|es|será|era|è|é|sarà)';

const LINKED = new RegExp(
  `^["'*_\`]{0,2}${WHOSE}(?:[ \\u00a0]?(?:[:=]|->|→)|[ ]${VERB}(?=[ \\u00a0:])[ ]?:?)[ \\u00a0]{0,2}${OPENING}${VALUE}`,
  'iu',
);
/** `password Winter77#`, `root password (Winter77#)`, `mot de passe root (…)`. */
const BESIDE = new RegExp(
  `^(?: (?:(?:einfach|mal|just|simply|only|simplement) )?${OPENING}|(?: \\p{L}{2,12})?[ ]?\\()${VALUE}`,
  'iu',
);
/** `use Winter77# as the root password`; the word begins where this ends. */
const BEFORE = new RegExp(
  `(?:^|[\\s"'\`«„“(])${VALUE}["'\`»“”)]{0,2} (?:as|for|als|comme|como|come)(?: (?:the|my|a|our|your|das|dein|mein|ein|le|un|mon|votre))?(?: \\p{L}{2,12})? ?$`,
  'iu',
);

const AHEAD = 120;
const BACK = 90;

/** True where a value was found for the word for a password that lies at `start`..`end`. */
export function saidPasswordAt(scene: Scene, start: number, end: number): boolean {
  const { text } = scene;
  const window = text.slice(end, end + AHEAD);
  const newline = window.search(/[\r\n]/);
  const line = newline === -1 ? window : window.slice(0, newline);
  if (/\d/.test(line)) {
    const match = LINKED.exec(line) ?? BESIDE.exec(line);
    const value = withoutStop(match?.[1] ?? '');
    if (match !== null && isSaidPassword(value)) {
      const valueStart = end + match[0].length - (match[1] ?? '').length;
      scene.report('password', valueStart, valueStart + value.length, 'likely');
      return true;
    }
  }
  return saidBefore(scene, start);
}

/** True where a value was found that is said to be the password for which the word at `start` stands. */
export function saidBefore(scene: Scene, start: number): boolean {
  const { text } = scene;
  const before = text.slice(Math.max(0, start - BACK), start);
  const lead = before.slice(before.lastIndexOf('\n') + 1);
  const match = /\d/.test(lead) ? BEFORE.exec(lead) : null;
  const value = match?.[1] ?? '';
  if (match === null || !isSaidPassword(value)) return false;
  const valueStart = start - lead.length + match.index + match[0].indexOf(value);
  scene.report('password', valueStart, valueStart + value.length, 'likely');
  return true;
}

/** The sentence's own end is none of it; `!` and `?` may be. */
function withoutStop(value: string): string {
  return value.replace(/[.:]+$/, '');
}

/** Names of methods, formats and versions, and what counts something. */
const TECHNICAL =
  /^(?:sha|md|aes|utf|base|rsa|ec(?:dsa)?|ed|hmac|crc|bcrypt|scrypt|argon|pbkdf|oauth|tls|ssl|ipv|https?|rfc|iso|win(?:dows)?|blake|ripemd|user|test|port|error|code|rule|step|type|option|field|line|cve)[-_]?\d[\w.-]{0,6}$|^\d+[-–]?[a-zäöü]+$|^v?\d+(?:[.:/-]\d+)+\w{0,4}$/i;

/** Letters and digits as people mix them: at least two digits, or one beside a sign or in the middle; or as chance does. */
function isSaidPassword(value: string): boolean {
  if (value.length < 6 || isStandIn(value) || TECHNICAL.test(value)) return false;
  if (/:\/\/|@[\w-]+\.|^[$%@#-]\w|[\\…/=]|\.\w{1,4}$|^\W*\d[\d.,:%-]*\w{0,2}$/.test(value)) return false;
  const digits = value.replace(/\D/g, '').length;
  if (digits === 0 || !/[a-z]/i.test(value)) return false;
  return (
    digits >= 2 ||
    /[!#$%&*+?]/.test(value) ||
    /[a-z]\d[a-z]|^[A-Z][a-z]+_[A-Z][a-z]+\d$/i.test(value) ||
    looksRandom(value, 10)
  );
}
