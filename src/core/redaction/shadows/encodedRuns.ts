/** Which texts are wrapped in base64 or hexadecimal? */

import { decodeBase64 } from './base64Text.ts';
import { ShadowWriter, type Shadow } from './shadow.ts';

/** Fewest characters of a run; also the stride at which the text is sampled for one. */
const SHORTEST = 20;
const PROBE = 96;

const IS_RUN = new Uint8Array(128);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=')
  IS_RUN[char.charCodeAt(0)] = 1;

/** A long word of the base64 alphabet. */
export interface EncodedRun {
  readonly start: number;
  readonly end: number;
}

/** All runs of at least SHORTEST characters; touches every SHORTEST-th character of ordinary text only. */
export function longRuns(text: string): EncodedRun[] {
  const runs: EncodedRun[] = [];
  let at = SHORTEST - 1;
  while (at < text.length) {
    if (!isRun(text.charCodeAt(at))) {
      at += SHORTEST;
      continue;
    }
    let start = at;
    while (start > 0 && isRun(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && isRun(text.charCodeAt(end))) end++;
    if (end - start >= SHORTEST) runs.push({ start, end });
    at = end + SHORTEST;
  }
  return runs;
}

function isRun(code: number): boolean {
  return code < 128 && IS_RUN[code] === 1;
}

/** What the runs decode to, where that is text; `undefined` where none does. Finds cover the whole run. */
export function decodedRuns(text: string, runs: readonly EncodedRun[]): Shadow | undefined {
  const writer = new ShadowWriter();
  for (let index = 0; index < runs.length; index++) {
    const first = runs[index];
    if (first === undefined) continue;
    let end = first.end;
    // Base64 of more than one line: full lines of equal length, and a last one.
    while (end - first.start >= 56 && index + 1 < runs.length && isNextLine(text, end, runs[index + 1])) {
      index++;
      end = runs[index]?.end ?? end;
    }
    end = withLastLine(text, first.start, end);
    decodeRun(writer, text, first.start, end);
  }
  return writer.size === 0 ? undefined : writer.finish();
}

function isNextLine(text: string, end: number, next: EncodedRun | undefined): boolean {
  if (next === undefined || next.start - end > 60) return false;
  return (
    /^(?:\\n|\\r|[\s"'+,>|])+$/.test(text.slice(end, next.start)) &&
    /[\n\\]/.test(text.slice(end, next.start))
  );
}

/** The last line may be too short to be a run of its own. */
function withLastLine(text: string, start: number, end: number): number {
  if (end - start < 56) return end;
  const tail = /^(?:\r?\n[ \t]{0,40})([A-Za-z0-9+/]{1,19}={0,2})(?=\s|$|["'])/.exec(
    text.slice(end, end + 70),
  );
  return tail === null ? end : end + tail[0].length;
}

function decodeRun(writer: ShadowWriter, text: string, start: number, end: number): void {
  const run = text.slice(start, end);
  const hexStart = /^0x/i.test(run) ? 2 : 0;
  if (
    /^[0-9a-fA-F]{8}/.test(run.slice(hexStart, hexStart + 8)) &&
    (end - start) % 2 === 0 &&
    /^[0-9a-fA-F]+$/.test(run.slice(hexStart))
  ) {
    addIfText(writer, fromHex(run.slice(hexStart)), start, end);
    return;
  }
  // Words joined by `-`, `_`, `/` or `=` are paths, flags and names; each part may be a run of its own.
  for (const skip of startsOf(run)) {
    const probe = decodeBase64(run.slice(skip, skip + PROBE));
    if (textShare(probe) < 0.9) continue;
    addIfText(writer, decodeBase64(run.slice(skip)), start + skip, end);
    return;
  }
}

/** `data=…` and `name/…` push the beginning of the base64 out of step. */
function startsOf(run: string): number[] {
  const starts = [0];
  const equals = run.indexOf('=');
  if (equals > 0 && equals < run.length - SHORTEST) starts.push(equals + 1);
  return starts;
}

function addIfText(writer: ShadowWriter, decoded: string, start: number, end: number): void {
  if (decoded.length < 8) return;
  const plain = decoded.includes('\u0000') ? decoded.replaceAll('\u0000', '') : decoded;
  if (textShare(plain.slice(0, 400)) < 0.9) return;
  writer.separate(start);
  writer.put(plain, start, end);
}

function textShare(decoded: string): number {
  if (decoded === '') return 0;
  let printable = 0;
  for (let at = 0; at < decoded.length; at++) {
    const code = decoded.charCodeAt(at);
    // NUL counts: UTF-16 text has one for every letter.
    if ((code >= 32 && code < 127) || code === 10 || code === 13 || code === 9 || code === 0) printable++;
  }
  return printable / decoded.length;
}

function fromHex(hex: string): string {
  let decoded = '';
  for (let at = 0; at + 1 < hex.length && at < 20_000; at += 2)
    decoded += String.fromCharCode(parseInt(hex.slice(at, at + 2), 16));
  return decoded;
}
