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
  ['ftp_login(', { argument: 1, anyWord: true }],
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
];

interface CallShape {
  readonly argument: number;
  readonly anyWord: boolean;
}

const LITERAL = /^[\s@$bruN]{0,6}(["'])((?:(?!\1)[^\n\\]|\\.){0,200})\1\s*$/;

/** The argument list begins at `at`. */
export function callAt(scene: Scene, at: number, shape: CallShape): void {
  if (scene.nextQuote(at) > at + 400) return;
  let from = at;
  let number = 0;
  let user = '';
  for (const argument of argumentsOf(scene.text.slice(at, at + 400))) {
    if (number++ === shape.argument) {
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
