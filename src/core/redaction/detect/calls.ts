/** Which call passes a password as a literal that no name announces? */

import { isSecretValue } from './judgeValue.ts';
import { isMadeOfStandIns, isStandIn } from './placeholderValues.ts';
import type { Scene } from './found.ts';

/** Keyword before the argument list, which argument is the password, and whether any word there is one. */
export const CALLS: readonly (readonly [string, CallShape])[] = [
  ['login(', { argument: 1, anyWord: false }],
  ['authenticate(', { argument: 1, anyWord: false }],
  ['auth=(', { argument: 1, anyWord: false }],
  ['basicauth(', { argument: 1, anyWord: false }],
  ['basic_auth(', { argument: 1, anyWord: false }],
  ['httpbasicauth(', { argument: 1, anyWord: true }],
  ['httpdigestauth(', { argument: 1, anyWord: true }],
  ['credential(', { argument: 1, anyWord: false }],
  ['credentials(', { argument: 1, anyWord: false }],
  ['signin(', { argument: 1, anyWord: false }],
  ['sign_in(', { argument: 1, anyWord: false }],
  ['login_user(', { argument: 1, anyWord: false }],
  ['passwordauthentication(', { argument: 1, anyWord: true }],
  ['getconnection(', { argument: 2, anyWord: true }],
  ['mysqli_connect(', { argument: 2, anyWord: true }],
  ['mysql_connect(', { argument: 2, anyWord: true }],
  ['mysql_pconnect(', { argument: 2, anyWord: true }],
  ['new mysqli(', { argument: 2, anyWord: true }],
  ['new pdo(', { argument: 2, anyWord: true }],
  ['mysqldb.connect(', { argument: 2, anyWord: true }],
  ['pymysql.connect(', { argument: 2, anyWord: true }],
  ['oci_connect(', { argument: 1, anyWord: true }],
  ['cx_oracle.connect(', { argument: 1, anyWord: true }],
  ['ftp_login(', { argument: 2, anyWord: true }],
  ['ldap_bind(', { argument: 1, anyWord: true }],
  ['ssh2_auth_password(', { argument: 1, anyWord: true }],
  ['smtp.plainauth(', { argument: 2, anyWord: true }],
  ['smtp.crammd5auth(', { argument: 1, anyWord: true }],
  ['setbasicauth(', { argument: 1, anyWord: true }],
  ['usernamepasswordcredentials(', { argument: 1, anyWord: true }],
  ['usernamepasswordauthenticationtoken(', { argument: 1, anyWord: false }],
  ['dbi->connect(', { argument: 2, anyWord: true }],
  ['psycopg2.connect(', { argument: 3, anyWord: true }],
  ['imap_open(', { argument: 2, anyWord: true }],
  ['setcredentials(', { argument: 1, anyWord: false }],
  ['withcredentials(', { argument: 1, anyWord: false }],
  ['userpassword(', { argument: 1, anyWord: false }],
  ['createuser(', { argument: 1, anyWord: false }],
  ['create_user(', { argument: 1, anyWord: false }],
  ['networkcredential(', { argument: 1, anyWord: true }],
  ['directoryentry(', { argument: 2, anyWord: true }],
  ['ftp(', { argument: 2, anyWord: true }],
  ['ftp_tls(', { argument: 2, anyWord: true }],
  ['sequelize(', { argument: 2, anyWord: true }],
  ['jwt.sign(', { argument: 1, anyWord: true }],
  ['jwt.verify(', { argument: 1, anyWord: true }],
  ['jwt.encode(', { argument: 1, anyWord: true }],
  ['jwt.decode(', { argument: 1, anyWord: true }],
  ['jwt::encode(', { argument: 1, anyWord: true }],
  ['jwt::decode(', { argument: 1, anyWord: true }],
  ['createhmac(', { argument: 1, anyWord: true }],
  ['hash_hmac(', { argument: 2, anyWord: true }],
  ['hmac.new(', { argument: 0, anyWord: true }],
  ['signwith(', { argument: 1, anyWord: true }],
  ['setsigningkey(', { argument: 0, anyWord: true }],
  ['algorithm.hmac256(', { argument: 0, anyWord: true }],
  ['algorithm.hmac512(', { argument: 0, anyWord: true }],
  ['createcipher(', { argument: 1, anyWord: true }],
  ['createcipheriv(', { argument: 1, anyWord: true }],
  ['createdecipheriv(', { argument: 1, anyWord: true }],
  ['aes.encrypt(', { argument: 1, anyWord: true }],
  ['aes.decrypt(', { argument: 1, anyWord: true }],
  ['secretkeyspec(', { argument: 0, anyWord: true }],
  ['fernet(', { argument: 0, anyWord: true }],
  ['add_password(', { argument: 3, anyWord: true }],
  ['mongocredential.createcredential(', { argument: 2, anyWord: true }],
  ['sshclient.connect(', { argument: 3, anyWord: true }],
  ['credentials.basic(', { argument: 1, anyWord: true }],
  ['newcookiestore(', { argument: 0, anyWord: true }],
  ['cookieparser(', { argument: 0, anyWord: true }],
  ['cookiesession(', { argument: 0, anyWord: true }],
  ['ssh.connect(', { argument: 3, anyWord: true }],
  ['sendline(', { argument: 0, anyWord: false }],
  ['rest::client.new(', { argument: 1, anyWord: true }],
  ['twilio(', { argument: 1, anyWord: true }],
  ['wifi.begin(', { argument: 1, anyWord: true }],
  ['client.connect(', { argument: 2, anyWord: false }],
  ['database(', { argument: 2, anyWord: false }],
  ['db.auth(', { argument: 1, anyWord: true }],
  ['addidentity(', { argument: 1, anyWord: true }],
  ['ssh.password(', { argument: 0, anyWord: true }],
  ['pulumi.secret(', { argument: 0, anyWord: true }],
  ['symmetricsecuritykey(', { argument: 0, anyWord: true }],
  ['hmacsha256(', { argument: 0, anyWord: true }],
  ['hmacsha512(', { argument: 0, anyWord: true }],
  ['hmacsha1(', { argument: 0, anyWord: true }],
  ['openssl_encrypt(', { argument: 2, anyWord: true }],
  ['openssl_decrypt(', { argument: 2, anyWord: true }],
  ['basic_auth ', { argument: 1, anyWord: true }],
  ['omniauth ', { argument: 2, anyWord: false }],
  ['provider :', { argument: 2, anyWord: false }],
];

interface CallShape {
  readonly argument: number;
  readonly anyWord: boolean;
}

/** A literal, as it is or turned into bytes or characters: `"x".toCharArray()`, `b"x"`, `Buffer.from("x")`. */
const LITERAL =
  /^(?:\s{0,6}(?:new )?(?:[\w.]{1,40}\(|\[\]byte\()?[@$bruN]?)(["'])((?:(?!\1)[^\n\\]|\\.){0,200})\1(?:\.(?:toCharArray|getBytes|encode|bytes|to_bytes|into)\([^()]{0,40}\))?(?:,[^()]{0,20})?\)?\s*$/;

const CHARACTERS_OF = /(["'])([^"'\n\\\s]{5,100})\1$/;
const OPENS = /pass|pwd|secret|load|key_?store|trust|getKey|PBE|protect|init|unlock|login|auth|cred|chars/i;

/** Java keeps passwords in arrays of characters: `keyStore.load(file, "x".toCharArray())`; `.toCharArray` begins at `at`. */
export function charactersOfAt(scene: Scene, at: number): void {
  const lead = scene.text.slice(Math.max(0, at - 160), at);
  const match = CHARACTERS_OF.exec(lead);
  const value = match?.[2];
  if (match === null || value === undefined) return;
  if (!OPENS.test(lead.slice(lead.lastIndexOf('\n', match.index) + 1, match.index))) return;
  if (isStandIn(value) || isMadeOfStandIns(value) || /abcdef|012345/i.test(value)) return;
  report(scene, at - 1 - value.length, value);
}

const PAIR = /\s?[@bruN]?(["'])[^"':\n]{1,60}:([^"'\n\\\s]{4,100})\1/y;

/** `btoa('user:password')`; the argument begins at `at`. */
export function encodedPairAt(scene: Scene, at: number): void {
  PAIR.lastIndex = at;
  const value = PAIR.exec(scene.text)?.[2];
  if (value !== undefined && !isStandIn(value) && !isMadeOfStandIns(value) && !/[${]/.test(value))
    report(scene, PAIR.lastIndex - 1 - value.length, value);
}

/** The argument list begins at `at`. */
export function callAt(scene: Scene, at: number, shape: CallShape): void {
  if (scene.nextQuote(at) > at + 400) return;
  let from = at;
  let number = 0;
  let user = '';
  const window = scene.text.slice(at, at + 400);
  // Ruby's `basic_auth user, password` ends with its line.
  const given = argumentsOf(scene.text.charCodeAt(at - 1) === 32 ? window.replace(/\n[^]*/, '') : window);
  // sbt: realm, host, user, password.
  const last =
    given.length === 4 && shape.argument === 1 && given.every((each) => LITERAL.test(each))
      ? 3
      : shape.argument;
  for (const argument of given) {
    if (number++ === last) {
      const value = LITERAL.exec(argument)?.[2];
      if (value !== undefined && isPassedPassword(value, shape, user))
        report(scene, from + argument.lastIndexOf(value), value);
      return;
    }
    user = LITERAL.exec(argument)?.[2] ?? '';
    from += argument.length + 1;
  }
}

/** Behind a literal that is a person's or an account's name any word counts. */
function isPassedPassword(value: string, shape: CallShape, user: string): boolean {
  if (value.length < 4 || /\s/.test(value) || isStandIn(value) || isMadeOfStandIns(value)) return false;
  if (shape.anyWord || /^[\w.+-]+@[\w-]+\.|^(?:admin|administrator|root|sa|postgres)$/i.test(user))
    return true;
  return isSecretValue(value, { strength: 3, kind: 'password' }, { quoted: true, config: false });
}

function report(scene: Scene, start: number, value: string): void {
  scene.report('password', start, start + value.length, 'likely');
}

/** The arguments up to the parenthesis that closes the call; commas in literals and inner calls divide nothing. */
function argumentsOf(window: string): string[] {
  const found: string[] = [];
  let depth = 1;
  let from = 0;
  let quote = '';
  for (let at = 0; at < window.length; at++) {
    const char = window.charAt(at);
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote || char === '\n') quote = '';
    } else if (char === '"' || char === "'" || char === '`') quote = char;
    else if (char === '(' || char === '[') depth++;
    else if (char === '{' || char === ';') return [...found, window.slice(from, at)];
    else if (char === ')' || char === ']') {
      if (--depth === 0) return [...found, window.slice(from, at)];
    } else if (char === ',' && depth === 1) {
      found.push(window.slice(from, at));
      from = at + 1;
    }
  }
  return [...found, window.slice(from)];
}

/** Go's database names: `user:password@tcp(host)`; `@tcp(` begins at `at`. */
export function goDataSourceAt(scene: Scene, at: number): void {
  const { text } = scene;
  const floor = Math.max(0, at - 120);
  let from = at;
  while (from > floor && !/[\s"'`:/]/.test(text.charAt(from - 1))) from--;
  if (at - from < 2 || text.charCodeAt(from - 1) !== 58 || !/[\w.-]/.test(text.charAt(from - 2))) return;
  if (!isStandIn(text.slice(from, at))) scene.report('url_credential', from, at, 'certain');
}
