/** Which passwords do people write out in mails, wikis and chats, without any syntax? */

import { isStandIn } from './placeholderValues.ts';
import { characterMix } from './randomness.ts';
import { saidBefore, saidPasswordAt } from './saidPasswords.ts';
import type { Scene } from './found.ts';

/** Words for a password in sentences; the scanner looks behind each. */
export const SPOKEN_WORDS: readonly string[] = [
  'password',
  'passwd',
  'passcode',
  'passwort',
  'pwd',
  '/pw',
  '(pw',
  'login with',
  'log in with',
  'log in as',
  'login as',
  'credentials',
  'zugangsdaten',
  'identifiants',
  'kennwort',
  'mot de passe',
  'mdp',
  'contraseña',
  'wachtwoord',
  'passphrase',
  ' pw',
  '/pass',
  ' pass ',
  '비밀번호',
  '비번',
  '패스워드',
  'パスワード',
  '密码',
  '密碼',
  '口令',
  'пароль',
];

const REACH = 80;
/** `log in with admin / x`, `credentials: admin:x`. */
const INVITED =
  /^\)?[\s:=>-]{0,4}(?:are |is |sind |sont )?["'`]?[\w.@-]{2,40}["'`]?(?: ?\/ ?|:| and | und | et |[, ] ?)["'`]?([^\s(){}"'`<>,;|]{6,40})/i;
/** `ID/PW`, `user, password`, `login (pwd)`: what follows is a name and its password. */
const HEADS_PAIR =
  /(?:^|[^\p{L}])(?:id|user|username|user name|login|account|acct|계정|아이디)\)?\s{0,2}[/,&:(|+ ]\s{0,2}\(?$/iu;
const PAIR =
  /^\)?(?:\/port)?[\s:=>-]{0,6}\(?(?:[^\s(){}"'`<>,;=|]{1,40}?(?: ?\/{1,2} ?|[:,(|]| ))([^\s(){}"'`<>,;|]{4,40})/u;
/** `the password is 'x'`, `password for user "a" is "b"`. */
const QUOTED =
  /^(?: (?:for|of) (?:the )?(?:user|username|account|login)? ?["'`]?[\w.@-]{1,40}["'`]?)? (?:is|was|=):? {0,2}(["'])([^\s"'`]{4,60})\1/i;

/** `User admin, pass x`: elsewhere `pass` is a verb. */
const BEHIND_USER =
  /(?:user(?:name)?|login|account|id)(?:[ ]?[:=][ ]?[\w.@\\-]{2,40}[ ]?[,;/|]?|[ ][\w.@\\-]{2,40}[,;/|])$/i;

/** A word for a password ends at `end`. */
export function writtenOutAt(scene: Scene, start: number, end: number): void {
  const { text, file } = scene;
  if (file.style === 'code' || file.style === 'markup') return;
  let nextAt = end;
  while (text.charCodeAt(nextAt) === 92 && nextAt < end + 8) nextAt++;
  const next = text.charCodeAt(nextAt);
  // `password=`, `password": "`: the syntax of an assignment, which is read elsewhere.
  if (next === 61) return;
  if (next === 34 || next === 39) {
    // `use … as the password"}`: the end of a string of words.
    if (/^["'\\]{1,8}(?:[\s,;.)}\]]|$)/.test(text.slice(nextAt, nextAt + 9))) saidBefore(scene, start);
    return;
  }
  // `.password(`: a method is called.
  if (next === 40 && text.charCodeAt(start - 1) === 46) return;
  // Within a name or a run of base64 it is no word.
  if (/^[a-z]/i.test(text.charAt(start)) && !standsAlone(text, start, end)) return;
  // `modules/passwd/`: a part of a path.
  if (text.charAt(start - 1) === '/' && text.charAt(end) === '/') return;
  if (saidPasswordAt(scene, start, end)) return;
  const line = lineFrom(text, end);
  // What is sought holds a digit or stands in quotes; most lines need no further look.
  if (!/["'`\d]/.test(line)) return;
  if (text.charCodeAt(end - 1) === 32) {
    if (!BEHIND_USER.test(text.slice(Math.max(0, start - 60), start))) return;
    const given = /^["'`]?([^\s"'`<>,;(){}]{6,40})/.exec(line)?.[1]?.replace(/[.:]+$/, '');
    if (given !== undefined && isPickedPassword(given, false))
      report(scene, end + line.indexOf(given) + given.length, given);
    return;
  }
  if (line.startsWith('@') || /^\p{L}/u.test(line.replace(/^[A-Z]{2,8}/, ''))) return;
  const quoted = QUOTED.exec(line);
  if (quoted !== null && !isStandIn(quoted[2] ?? '')) {
    report(scene, end + quoted[0].length - 1, quoted[2] ?? '');
    return;
  }
  const isInvitation = /^(?:log ?in|credentials|zugangsdaten|identifiants)/i.test(text.slice(start, end));
  if (isInvitation) {
    const given = INVITED.exec(line)?.[1];
    if (given !== undefined && isPickedPassword(given, false))
      report(scene, end + line.indexOf(given) + given.length, given);
    return;
  }
  const before = text.slice(Math.max(0, start - 16), start + (/^[\p{L}]/u.test(text.charAt(start)) ? 0 : 1));
  const pair = HEADS_PAIR.test(before) ? PAIR.exec(line) : null;
  if (pair !== null) {
    const value = (pair[1] ?? '').replace(/\/\d{2,5}$/, '');
    if (isPickedPassword(value, false)) {
      report(scene, end + pair[0].length - (pair[1] ?? '').length + value.length, value);
      return;
    }
  }
  for (const word of line.matchAll(/[^\s()[\]{}"'`<>,;|/=：，。；、（）「」]{6,40}/g)) {
    const value = word[0].replace(/[.:!?]+$/, '').replace(/^[^:]{0,20}:(?=.{6})/, '');
    if (!isPickedPassword(value, true)) continue;
    report(scene, end + word.index + word[0].lastIndexOf(value) + value.length, value);
    return;
  }
}

/** `Datenbankpasswort`: the last part of a German word counts. */
function standsAlone(text: string, start: number, end: number): boolean {
  if (/\w/.test(text.charAt(end))) return false;
  return !/\w/.test(text.charAt(start - 1)) || /[a-z](?:passwort|kennwort)$/.test(text.slice(start - 1, end));
}

function report(scene: Scene, valueEnd: number, value: string): void {
  scene.report('password', valueEnd - value.length, valueEnd, 'likely');
}

function lineFrom(text: string, at: number): string {
  const limit = Math.min(text.length, at + REACH);
  let end = at;
  while (end < limit && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return text.slice(at, end);
}

/** Mixed as people mix passwords, without an ordinary word. `strict`: three classes of characters. */
function isPickedPassword(value: string, strict: boolean): boolean {
  if (
    value.length < 6 ||
    isStandIn(value) ||
    /^\W*\d[\d.,:%/-]*\w{0,2}$|:\/\/|@.*\.|^[$%@#-]\w|[\\…]/.test(value)
  )
    return false;
  const mix = characterMix(value);
  const specials = value.replace(/[\w.:/+-]/g, '').length;
  if (mix.digits === 0 || mix.lower + mix.upper < 2) return false;
  const classes = (mix.lower > 0 ? 1 : 0) + (mix.upper > 0 ? 1 : 0) + 1 + (specials > 0 ? 1 : 0);
  if (classes < (strict ? 3 : 2) || (strict && value.length < 8)) return false;
  return !strict || (!/[A-Z][a-z]{3}|[a-z]{4}/.test(value) && !/^[A-Z]{2,}[\d.-]*[a-z]?$/.test(value));
}
