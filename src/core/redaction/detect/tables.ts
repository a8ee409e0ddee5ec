/** Which cells of a table stand under a heading that speaks of a secret? */

import { characterSet } from './runEnd.ts';
import { isStandIn } from './placeholderValues.ts';
import { readName } from './secretNames.ts';
import type { Scene } from './found.ts';

const HEADING = /^[^\n,|;\t]{0,60}(?:[,|;\t][^\n,|;\t]{0,60}){0,20}$/;
const SECRET_HEADING =
  /^(?:password|passwd|pwd|passphrase|secret|secret[ _-]?key|token|api[ _-]?key|access[ _-]?key|secret[ _-]?access[ _-]?key|totp|otp|.{0,24}[ _-]password)$/i;
const MAX_ROWS = 5000;

/** CSV, TSV and Markdown tables; the first line that looks like a heading decides. */
export function tableSecrets(scene: Scene, wordStart: number): number {
  const { text } = scene;
  const unlike = firstOutsideHeading(text, wordStart);
  if (unlike !== -1) return unlike;
  const floor = Math.max(0, wordStart - 400);
  const lineStart = floor + text.slice(floor, wordStart).lastIndexOf('\n') + 1;
  const heading = lineAt(text, lineStart);
  const end = lineStart + heading.length;
  const mark = ['|', '\t', ';', ','].find((each) => heading.includes(each));
  if (mark === undefined || !HEADING.test(heading) || (text[end] !== '\n' && text[end] !== '\r')) return end;
  const cells = heading.split(mark);
  const columns = cells
    .map((cell, index) => (SECRET_HEADING.test(bare(cell)) || isPasswordWord(bare(cell)) ? index : -1))
    .filter((index) => index !== -1);
  // A list of words is no heading: the other cells are names of columns, too.
  if (
    columns.length === 0 ||
    cells.length < 2 ||
    !cells.every((cell) => /^[\p{L}\d_ .-]{0,40}$/u.test(bare(cell)))
  )
    return end;
  const isOfLogins = cells.some((cell) =>
    /^(?:user ?name|user|login|e-?mail|account|benutzer(?:name)?|utilisateur|usuario)$/i.test(bare(cell)),
  );
  let at = text.indexOf('\n', end) + 1;
  for (let row = 0; row < MAX_ROWS && at > 0 && at < text.length; row++) {
    scene.checkTime();
    const line = lineAt(text, at);
    const parts = line.split(mark);
    if (parts.length !== cells.length) break;
    for (const column of columns) reportCell(scene, at, { parts, column, isOfLogins });
    const newline = text.indexOf('\n', at + line.length);
    if (newline === -1) break;
    at = newline + 1;
  }
  return Math.max(end, at);
}

const IN_HEADING = characterSet(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_ .-"\'`,|;\t\v\f',
);

/** The first character of the line from `start` on that no heading holds; -1 where it may be one. */
function firstOutsideHeading(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return -1;
    if (code < 128 && IN_HEADING[code] !== 1) return at;
  }
  return -1;
}

/** `Passwort`, `contraseña`: one word, in any language that names are read in. */
function isPasswordWord(cell: string): boolean {
  if (/\s/.test(cell) && !/^mot de passe$/i.test(cell)) return false;
  const { strength, kind } = readName(cell.replace(/\s/g, ''));
  return strength === 3 && kind === 'password';
}

interface Row {
  readonly parts: readonly string[];
  readonly column: number;
  /** Names of users stand beside: what the column holds is theirs, whatever it looks like. */
  readonly isOfLogins: boolean;
}

function reportCell(scene: Scene, lineStart: number, { parts, column, isOfLogins }: Row): void {
  const cell = parts[column] ?? '';
  const value = bare(cell);
  if (
    value.length < 4 ||
    /\s/.test(value) ||
    isStandIn(value) ||
    /^[:-]+$/.test(value) ||
    !(
      /\d|[!@#$%^&*+=?]/.test(value) ||
      (isOfLogins && value.length >= 8 && /[a-z][A-Z]|[A-Z].*[a-z].*[A-Z]/.test(value))
    )
  )
    return;
  const before = parts.slice(0, column).reduce((sum, part) => sum + part.length + 1, 0);
  const start = lineStart + before + cell.indexOf(value);
  scene.report('password', start, start + value.length, 'likely');
}

function bare(cell: string): string {
  return cell.trim().replace(/^["'`]|["'`]$/g, '');
}

function lineAt(text: string, start: number): string {
  const rest = text.slice(start, start + 2000);
  const newline = rest.search(/[\r\n]/);
  return newline === -1 ? rest : rest.slice(0, newline);
}
