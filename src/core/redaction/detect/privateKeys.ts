/** Where does private key material lie, whole or cut off, in any carrier? */

import type { Scene } from './found.ts';
import { LINE_MARK } from './lineMarks.ts';
import { matchAt } from './place.ts';

const MAX_KEY = 65_536;
const BEGIN =
  /-{4,5} ?BEGIN[ -][A-Z0-9 -]{0,60}(?:PRIVATE|SECRET)[ _]KEY(?:[ -]BLOCK)?(?: FILE)?[ -]{0,2}-{3,5}/iy;
const END =
  /-{4,5} ?END[ -][A-Z0-9 -]{0,60}(?:PRIVATE|SECRET)[ _]KEY(?:[ -]BLOCK)?(?: FILE)?[ -]{0,2}-{3,5}/iy;
// What may stand in a key's body: base64, PEM headers, and what carriers add (quotes, escapes, diff and comment marks, line numbers).
const BODY_LINE =
  /[ \t]*(?:[+>|#*/-]|\d{1,6}[:\t-]|"|'|`|\\|\/\/)*[ \t"'`]*(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|Key-Derivation)[^\n]{0,200}|[A-Za-z0-9+/=_-]{0,2000}(?:\\{1,4}[rn])*[ \t"'`,;+.\\)&<>|]*)\r?(?:\n|$)/y;

const MARK = new RegExp(LINE_MARK, 'y');
const ONLY_MARK = new RegExp(String.raw`^[\s+>|#"'-]*(?:(?:${LINE_MARK})\s*)?$`);

/** `-----BEGIN` ends at `anchorEnd`: reports the block up to its END line, or as far as it goes. */
export function pemAt(scene: Scene, anchorEnd: number): void {
  const { text } = scene;
  const start = text.lastIndexOf('-----', anchorEnd - 1) === -1 ? anchorEnd : dashesBefore(text, anchorEnd);
  BEGIN.lastIndex = start;
  if (!BEGIN.test(text)) return;
  const bodyStart = BEGIN.lastIndex;
  const end = pemEnd(text, bodyStart);
  // The marks alone, as programs that look for keys have them, are no key.
  if (
    text.slice(bodyStart).trim() !== '' &&
    !/[A-Za-z0-9+/]{10,}={0,2}/.test(text.slice(bodyStart, end).replace(/-{3,}.*$/, ''))
  )
    return;
  scene.report('private_key', start, end, 'certain');
}

function dashesBefore(text: string, anchorEnd: number): number {
  let at = anchorEnd - 5;
  while (at > 0 && text.charCodeAt(at - 1) === 32) at--;
  while (at > 0 && text.charCodeAt(at - 1) === 45 && anchorEnd - at < 12) at--;
  return at;
}

function pemEnd(text: string, bodyStart: number): number {
  const limit = Math.min(text.length, bodyStart + MAX_KEY);
  const nextBegin = text.slice(bodyStart, limit).search(/-{4,5} ?BEGIN[ -]/i);
  const end = /-{4,5} ?END[ -]/i.exec(
    text.slice(bodyStart, nextBegin === -1 ? limit : bodyStart + nextBegin),
  );
  if (end !== null) {
    END.lastIndex = bodyStart + end.index;
    if (END.test(text)) return END.lastIndex;
    return bodyStart + end.index;
  }
  return truncatedEnd(text, bodyStart, nextBegin === -1 ? limit : bodyStart + nextBegin);
}

/** The last line that still looks like key material. */
function truncatedEnd(text: string, bodyStart: number, limit: number): number {
  // What comes behind the limit is another key: for this one it is the end of the text.
  const body = text.slice(bodyStart, limit);
  let at = 0;
  while (at < body.length) {
    BODY_LINE.lastIndex = matchAt(MARK, body, at) ?? at;
    if (!BODY_LINE.test(body) || BODY_LINE.lastIndex === at) break;
    at = BODY_LINE.lastIndex;
  }
  if (at === 0) {
    // A literal `\n` in one string: run on while the characters are those of base64 and escapes.
    const inline = /(?:\\{1,4}[rn]|[A-Za-z0-9+/=:, -]){0,8000}/y;
    if (inline.test(body)) at = inline.lastIndex;
  }
  while (at > 0 && /\s/.test(body[at - 1] ?? '')) at--;
  return bodyStart + at;
}

/** `-----END` of a key whose beginning is not in the text: the base64 lines above it. */
export function pemTailAt(scene: Scene, anchorEnd: number, alreadyFrom: number): void {
  const { text } = scene;
  const start = dashesBefore(text, anchorEnd);
  END.lastIndex = start;
  if (!END.test(text)) return;
  const end = END.lastIndex;
  const floor = Math.max(alreadyFrom, start - MAX_KEY);
  // The mark of its own line is no line above it.
  const ownLine = Math.max(floor, text.lastIndexOf('\n', start - 1) + 1);
  let from = start - ownLine < 200 && ONLY_MARK.test(text.slice(ownLine, start)) ? ownLine : start;
  while (from > floor) {
    const lineFrom = text.lastIndexOf('\n', from - 2) + 1;
    const whole = text.slice(Math.max(lineFrom, floor), from);
    const line = whole.slice(matchAt(MARK, whole, 0) ?? 0);
    if (!/^[\s+>|#"'-]*[A-Za-z0-9+/=]{16,}[\s"',;\\n+]*$/.test(line)) break;
    from = Math.max(lineFrom, floor);
  }
  if (from < start) scene.report('private_key', from, end, 'certain');
}

const PUTTY_PRIVATE = /Private-Lines: ?\d{1,4}\r?\n(?:[A-Za-z0-9+/=]{1,80}\r?\n?){1,400}/g;
const PUTTY_MAC = /Private-(?:MAC|Hash): ?([0-9a-f]{20,128})/g;

/** A PuTTY key file one of whose marks lies at `anchorEnd`. Returns how far it looked. */
export function puttyAt(scene: Scene, anchorEnd: number): number {
  const window = scene.text.slice(anchorEnd, anchorEnd + MAX_KEY);
  for (const match of window.matchAll(PUTTY_PRIVATE)) {
    const lines = match[0].indexOf('\n') + 1;
    const body = match[0].slice(lines).trimEnd();
    scene.report(
      'private_key',
      anchorEnd + match.index + lines,
      anchorEnd + match.index + lines + body.length,
      'certain',
    );
  }
  for (const match of window.matchAll(PUTTY_MAC)) {
    const end = anchorEnd + match.index + match[0].length;
    scene.report('private_key', end - (match[1] ?? '').length, end, 'certain');
  }
  return anchorEnd + window.length;
}

/** How unwrapped DER private keys begin in base64 (RFC 8017, 5915, 8410; OpenSSH's PROTOCOL.key). */
export const KEY_BODY_PREFIXES: readonly string[] = [
  'MIIEpAIBAAKCAQEA',
  'MIIEowIBAAKCAQEA',
  'MIIEogIBAAKCAQEA',
  'MIIEpQIBAAKCAQEA',
  'MIICXAIBAAKBgQ',
  'MIICXQIBAAKBgQ',
  'MIICWwIBAAKBgQ',
  'MIICXgIBAAKBgQ',
  'MIIEvgIBADANBgkqhkiG',
  'MIIEvQIBADANBgkqhkiG',
  'MIIEvwIBADANBgkqhkiG',
  'MIIEvAIBADANBgkqhkiG',
  'MIIJKQIBAAKCAgEA',
  'MIIJKAIBAAKCAgEA',
  'MIIJKgIBAAKCAgEA',
  'MIIJQgIBADANBgkqhkiG',
  'MIIJQwIBADANBgkqhkiG',
  'MIIJRAIBADANBgkqhkiG',
  'MIICdwIBADANBgkqhkiG',
  'MIICeAIBADANBgkqhkiG',
  'MIICdgIBADANBgkqhkiG',
  'MHcCAQEEI',
  'MIGHAgEAMBMGByqGSM49',
  'MIGkAgEBBD',
  'MC4CAQAwBQYDK2Vw',
  'MIIBOgIBAAJB',
  'MIIBOwIBAAJB',
  'b3BlbnNzaC1rZXktdjE',
  'lQHYBF',
  'lQOYBF',
  'lQPGBF',
  'lQVYBF',
  'lQcYBF',
  'lIYEX',
  'lFgEX',
  'xVgEX',
];

/** Key material without its BEGIN line; the prefix begins at `start`. */
export function keyBodyAt(scene: Scene, start: number, prefixEnd: number): void {
  const { text } = scene;
  const body = /[A-Za-z0-9+/=]{24,20000}(?:(?:\\n|["'\s+\\,]){1,40}[A-Za-z0-9+/=]{20,200}){0,200}/y;
  body.lastIndex = prefixEnd;
  if (body.test(text)) scene.report('private_key', start, body.lastIndex, 'certain');
}
