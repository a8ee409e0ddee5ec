/** Which call passes a password as a literal that no name announces? */

import { isSecretValue } from './judgeValue.ts';
import { isMadeOfStandIns, isStandIn } from './placeholderValues.ts';
import type { Scene } from './found.ts';

/** Keyword before the argument list, which literal is the password, and whether any word there is one. */
export const CALLS: readonly (readonly [string, CallShape])[] = [
  ['login(', { literal: 1, anyWord: false }],
  ['authenticate(', { literal: 1, anyWord: false }],
  ['auth=(', { literal: 1, anyWord: false }],
  ['basicauth(', { literal: 1, anyWord: false }],
  ['basic_auth(', { literal: 1, anyWord: false }],
  ['httpbasicauth(', { literal: 1, anyWord: true }],
  ['httpdigestauth(', { literal: 1, anyWord: true }],
  ['credential(', { literal: 1, anyWord: false }],
  ['credentials(', { literal: 1, anyWord: false }],
  ['signin(', { literal: 1, anyWord: false }],
  ['sign_in(', { literal: 1, anyWord: false }],
  ['login_user(', { literal: 1, anyWord: false }],
  ['passwordauthentication(', { literal: 1, anyWord: true }],
  ['getconnection(', { literal: 2, anyWord: true }],
  ['mysqli_connect(', { literal: 2, anyWord: true }],
  ['mysql_connect(', { literal: 2, anyWord: true }],
  ['mysql_pconnect(', { literal: 2, anyWord: true }],
  ['new mysqli(', { literal: 2, anyWord: true }],
  ['new pdo(', { literal: 2, anyWord: true }],
  ['mysqldb.connect(', { literal: 2, anyWord: true }],
  ['pymysql.connect(', { literal: 2, anyWord: true }],
  ['oci_connect(', { literal: 1, anyWord: true }],
  ['cx_oracle.connect(', { literal: 1, anyWord: true }],
  ['ftp_login(', { literal: 1, anyWord: true }],
  ['ldap_bind(', { literal: 1, anyWord: true }],
  ['ssh2_auth_password(', { literal: 1, anyWord: true }],
  ['convertto-securestring', { literal: 0, anyWord: true }],
  ['networkcredential(', { literal: 1, anyWord: true }],
  ['directoryentry(', { literal: 2, anyWord: true }],
  ['new-object system.net.networkcredential', { literal: 1, anyWord: true }],
];

interface CallShape {
  readonly literal: number;
  readonly anyWord: boolean;
}

const LITERALS = /(["'])((?:(?!\1)[^\n\\]|\\.){0,200})\1/g;

/** The argument list begins at `at`. */
export function callAt(scene: Scene, at: number, shape: CallShape): void {
  const list = argumentList(scene.text.slice(at, at + 320));
  let number = 0;
  for (const match of list.matchAll(LITERALS)) {
    const value = match[2] ?? '';
    if (number++ !== shape.literal) continue;
    if (value.length < 4 || /\s/.test(value) || isStandIn(value) || isMadeOfStandIns(value)) return;
    if (
      !shape.anyWord &&
      !isSecretValue(value, { strength: 3, kind: 'password' }, { quoted: true, config: false })
    )
      return;
    const start = at + match.index + 1;
    scene.report('password', start, start + value.length, 'likely');
    return;
  }
}

/** Up to the parenthesis that closes the call. */
function argumentList(window: string): string {
  let depth = 1;
  for (let at = 0; at < window.length; at++) {
    const char = window.charAt(at);
    if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return window.slice(0, at);
    else if (char === '{' || char === ';') return window.slice(0, at);
  }
  return window;
}

/** Go's database names: `user:password@tcp(host)`; `@tcp(` begins at `at`. */
export function goDataSourceAt(scene: Scene, at: number): void {
  const lead = /[\w.-]{1,60}:([^\s"'`:/]{2,120})$/.exec(scene.text.slice(Math.max(0, at - 190), at));
  const password = lead?.[1];
  if (password !== undefined && !isStandIn(password))
    scene.report('url_credential', at - password.length, at, 'certain');
}
