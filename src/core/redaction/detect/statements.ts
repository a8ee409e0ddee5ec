/** Which statements of SQL, shells and chat clients set or give a password? */

import { isPairedPassword } from './besideUser.ts';
import { isSecretValue } from './judgeValue.ts';
import { isStandIn } from './placeholderValues.ts';
import { readName } from './secretNames.ts';
import type { Scene } from './found.ts';

const AFTER_BY =
  /\s{1,4}(?:(?:with\s+)?[\w'"]{3,40}\s+(?:by|as)\s+)?(?:password\s+|values\s+)?(?:(['"])((?:(?!\1)[^\n\\]|\\.){3,200})\1|([^\s;'"<$]{4,100}))/iy;

/** `IDENTIFIED BY` or `IDENTIFIED WITH` ends at `end`. */
export function statementPasswordAt(scene: Scene, end: number): void {
  AFTER_BY.lastIndex = end;
  const match = AFTER_BY.exec(scene.text);
  const value = match?.[2] ?? match?.[3];
  if (
    value === undefined ||
    isStandIn(value) ||
    /^(?:password|externally|globally|values)$|^\(|\\/i.test(value)
  )
    return;
  // Without quotes only Oracle writes it so, and only in such a statement.
  if (
    match?.[2] === undefined &&
    !/\b(?:create|alter)\s+(?:user|role)\b/i.test(scene.text.slice(Math.max(0, end - 160), end))
  )
    return;
  const to = AFTER_BY.lastIndex - (match?.[2] === undefined ? 0 : 1);
  scene.report('password', to - value.length, to, 'certain');
}

const SECURE_STRING = /(?:\s+-(?:AsPlainText|Force|String)){0,3}\s+(?:\(\s*)?(["'])([^"'\n$]{4,200})\1/iy;

/** `ConvertTo-SecureString` ends at `end`. */
export function secureStringAt(scene: Scene, end: number): void {
  SECURE_STRING.lastIndex = end;
  const value = SECURE_STRING.exec(scene.text)?.[2];
  if (value === undefined || isStandIn(value)) return;
  scene.report(
    'password',
    SECURE_STRING.lastIndex - 1 - value.length,
    SECURE_STRING.lastIndex - 1,
    'certain',
  );
}

const ORACLE_LOGIN = /[A-Za-z][\w$#]{1,29}\/(["']?)([^\s"'@\/;]{3,60})\1@[\w/.:-]+/y;

/** SQL*Plus: `connect scott/tiger@ORCL`; `connect ` ends at `end`. */
export function oracleConnectAt(scene: Scene, end: number): void {
  ORACLE_LOGIN.lastIndex = end;
  const match = ORACLE_LOGIN.exec(scene.text);
  const value = match?.[2];
  if (match === null || value === undefined || isStandIn(value)) return;
  const start = end + match[0].indexOf('/') + 1 + (match[1] ?? '').length;
  scene.report('password', start, start + value.length, 'likely');
}

const IDENTIFY = /(?:[\w-]{1,30} )?([^\s"'`;,<>$[{]{4,64})(?=["'`;\s]|$)/y;

/** IRC: `/msg nickserv identify account password`; `identify ` ends at `end`. */
export function identifyAt(scene: Scene, end: number): void {
  const { text } = scene;
  if (!/(?:nickserv|userserv|authserv|\bns|\bq)\b[^\n]{0,30}$/i.test(text.slice(Math.max(0, end - 50), end)))
    return;
  IDENTIFY.lastIndex = end;
  const value = IDENTIFY.exec(text)?.[1];
  if (value === undefined || isStandIn(value)) return;
  scene.report('password', IDENTIFY.lastIndex - value.length, IDENTIFY.lastIndex, 'likely');
}

const COLUMNS = /^[^(]{4,160}\(([^()]{3,2000})\)\s*(?:values|select)\b/i;
const TUPLE = /\(((?:[^()'"]|'(?:[^'\\]|''|\\.){0,400}'|"(?:[^"\\]|\\.){0,400}"|\([^()]{0,80}\)){2,6000})\)/g;
const CELL = /(?:[^,'"()]|'(?:[^'\\]|''|\\.){0,400}'|"(?:[^"\\]|\\.){0,400}"|\([^()]{0,80}\)){1,900}/g;

const CREATED =
  /^create table (?:if not exists )?[`"[]?([\w.]{1,80})[`"\]]?\s{0,20}\(([\s\S]{3,6000}?)\n\s{0,8}\)[^()\n]{0,200};/i;
const ROWS = /^insert into [`"[]?([\w.]{1,80})[`"\]]? values\b/i;

/** The columns of `CREATE TABLE t (…)`, for `INSERT INTO t VALUES (…)`, where `create table` last began at `tableAt`. */
function createdColumns(
  text: string,
  statement: string,
  tableAt: number,
): { names: string[]; after: number } | undefined {
  const rows = ROWS.exec(statement);
  const created = rows === null || tableAt < 0 ? null : CREATED.exec(text.slice(tableAt, tableAt + 6400));
  if (rows === null || created === null || created[1] !== rows[1]) return undefined;
  const names = (created[2] ?? '')
    .split('\n')
    .map((line) => /^\s{0,12}[`"[]?(\w+)/.exec(line)?.[1] ?? '')
    .filter(
      (name) =>
        name !== '' && !/^(?:primary|unique|key|index|constraint|foreign|check|fulltext)$/i.test(name),
    );
  return { names, after: rows[0].length };
}

const NAMED_ROW =
  /\(\s{0,4}(?:\d{1,9}\s{0,2},\s{0,2})?N?(['"])([\w.-]{3,60})\1\s{0,4},\s{0,4}N?(['"])((?:(?!\3)[^\n\\]){4,200})\3/g;
const MOST_ROWS = 400;

/** `INSERT INTO settings VALUES ('smtp_password', 'x')`: the name is a value, too. */
function namedRows(scene: Scene, statement: string, start: number): void {
  let rows = 0;
  for (const match of statement.slice(0, 20_000).matchAll(NAMED_ROW)) {
    if (rows++ > MOST_ROWS) return;
    const value = match[4] ?? '';
    const reading = readName(match[2] ?? '');
    if (reading.strength < 3 || !isSecretValue(value, reading, { quoted: true, config: true })) continue;
    const from = start + match.index + match[0].length - 1 - value.length;
    scene.report(reading.kind, from, from + value.length, 'likely');
  }
}

/** Passwords in the rows of `INSERT INTO t (a, password) VALUES (…)`, by the names of the columns. */
export function insertedPasswords(scene: Scene, start: number, end: number, tableAt: number): void {
  const statement = scene.text.slice(start, end);
  namedRows(scene, statement, start);
  const listed = COLUMNS.exec(statement);
  const columns =
    listed === null
      ? createdColumns(scene.text, statement, tableAt)
      : { names: (listed[1] ?? '').split(','), after: listed[0].length };
  if (columns === undefined) return;
  const wanted = columns.names
    .map((column, index) => (readName(column.replace(/["'`[\]\s]/g, '')).strength === 3 ? index : -1))
    .filter((index) => index !== -1);
  if (wanted.length === 0) return;
  for (const tuple of statement.slice(columns.after).matchAll(TUPLE)) {
    scene.checkTime();
    const base = start + columns.after + tuple.index + 1;
    const cells = [...(tuple[1] ?? '').matchAll(CELL)];
    for (const index of wanted) {
      const cell = cells[index];
      const value = cell === undefined ? undefined : /^\s*N?(["'])(.*)\1\s*$/s.exec(cell[0])?.[2];
      if (cell === undefined || value === undefined || !isPairedPassword(value)) continue;
      const from = base + cell.index + cell[0].indexOf(value);
      scene.report('password', from, from + value.length, 'likely');
    }
  }
}

const COPY = /\bcopy [`"\w.]{1,100} \(([^()\n]{3,1000})\)$/i;
const MAX_COPIED = 2000;

/** PostgreSQL: `COPY t (a, password) FROM stdin;` and the rows up to `\.`; ` from stdin` begins at `start`. */
export function copiedPasswords(scene: Scene, start: number): void {
  const { text } = scene;
  const columns = COPY.exec(text.slice(Math.max(0, start - 1100), start))?.[1]?.split(',') ?? [];
  const wanted = columns.flatMap((column, index) =>
    readName(column.replace(/["\s]/g, '')).strength === 3 ? [index] : [],
  );
  let at = text.indexOf('\n', start) + 1;
  if (wanted.length === 0 || at === 0) return;
  for (let row = 0; row < MAX_COPIED && at < text.length; row++) {
    scene.checkTime();
    const newline = text.indexOf('\n', at);
    const line = text.slice(at, Math.min(newline === -1 ? text.length : newline, at + 4000));
    const cells = line.split('\t');
    if (cells.length !== columns.length) return;
    for (const index of wanted) {
      const value = cells[index] ?? '';
      const from = at + cells.slice(0, index).reduce((sum, cell) => sum + cell.length + 1, 0);
      if (isPairedPassword(value) && value !== '\\N')
        scene.report('password', from, from + value.length, 'likely');
    }
    if (newline === -1) return;
    at = newline + 1;
  }
}
