/** Which texts are wrapped in base64 or hexadecimal? */

import { characterSet } from '../detect/runEnd.ts';
import type { Range } from '../detect/found.ts';
import type { CodedText } from '../detect/codedText.ts';
import { decodeBase64, holdsText, isTextByte } from './base64Text.ts';
import { LETTERS, ShadowWriter, textOf, type Shadow } from './shadow.ts';

/** Fewest characters of a run. */
const SHORTEST = 20;
const PROBE = 96;

const IN_RUN = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=');

/** A long word of the base64 alphabet. */
export interface EncodedRun {
  readonly start: number;
  readonly end: number;
}

/**
 * All runs of at least SHORTEST characters that touch `ranges`, save those within one of `opaque` (both sorted and
 * disjoint). Looks back from where the next one would be long enough, so that of ordinary text few characters are read.
 */
export function longRuns(
  { text, codes }: CodedText,
  ranges: readonly Range[],
  opaque: readonly Range[],
): EncodedRun[] {
  const runs: EncodedRun[] = [];
  let passed = 0;
  let nextOpaque = 0;
  for (const range of ranges) {
    const last = Math.min(text.length, range.end + SHORTEST - 1);
    let at = Math.max(passed, range.start) + SHORTEST - 1;
    while (at < last) {
      let start = at + 1;
      const floor = start - SHORTEST;
      while (start > floor && IN_RUN[codes[start - 1] as number] === 1) start--;
      if (start > floor) {
        at = start + SHORTEST - 1;
        continue;
      }
      while (start > passed && IN_RUN[codes[start - 1] as number] === 1) start--;
      let end = at + 1;
      while (IN_RUN[codes[end] as number] === 1) end++;
      while (nextOpaque < opaque.length && (opaque[nextOpaque] as Range).end < end) nextOpaque++;
      const isOpaque = nextOpaque < opaque.length && (opaque[nextOpaque] as Range).start <= start;
      if (!isOpaque) runs.push({ start, end });
      passed = end;
      at = end + SHORTEST;
    }
  }
  return runs;
}

/** What the runs decode to, where that is text; `undefined` where none does. Finds cover the whole run. */
export function decodedRuns(text: string, runs: readonly EncodedRun[]): Shadow | undefined {
  const writer = new ShadowWriter();
  for (let index = 0; index < runs.length; index++) {
    const first = runs[index];
    if (first === undefined) continue;
    let end = first.end;
    // Base64 of more than one line: full lines of equal length, and a last one. Padding ends it.
    while (
      end - first.start >= 56 &&
      index + 1 < runs.length &&
      text.charCodeAt(end - 1) !== 61 &&
      isNextLine(text, end, runs[index + 1])
    ) {
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
  let breaks = 0;
  for (let at = end; at < next.start; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) breaks++;
    else if (code === 92) {
      const escaped = text.charCodeAt(at + 1);
      if ((escaped !== 110 && escaped !== 114) || at + 1 >= next.start) return false;
      breaks++;
      at++;
    } else if (BETWEEN_LINES[code] !== 1) return false;
  }
  return breaks > 0;
}

const BETWEEN_LINES = characterSet(' \t\r\v\f"\'+,>|');

/** The last line may be too short to be a run of its own. */
function withLastLine(text: string, start: number, end: number): number {
  if (end - start < 56) return end;
  const tail = /^(?:\r?\n[ \t]{0,40})([A-Za-z0-9+/]{1,19}={0,2})(?=\s|$|["'])/.exec(
    text.slice(end, end + 70),
  );
  return tail === null ? end : end + tail[0].length;
}

function decodeRun(writer: ShadowWriter, text: string, start: number, end: number): void {
  const hexStart =
    text.charCodeAt(start) === 48 && (text.charCodeAt(start + 1) | 32) === 120 ? start + 2 : start;
  if ((end - start) % 2 === 0 && isHexRun(text, hexStart, end)) {
    addIfText(writer, fromHex(text, hexStart, end), start, end);
    return;
  }
  // Words joined by `-`, `_`, `/` or `=` are paths, flags and names; each part may be a run of its own.
  const equals = equalsWithin(text, start, end);
  for (const from of equals === undefined ? [start] : [start, equals + 1]) {
    if (!holdsText(text, from, Math.min(end, from + PROBE))) continue;
    addIfText(writer, decodeBase64(text.slice(from, end)), from, end);
    return;
  }
}

function isHexRun(text: string, start: number, end: number): boolean {
  if (end - start < 8) return false;
  for (let at = start; at < end; at++) if (IS_HEX[text.charCodeAt(at)] !== 1) return false;
  return true;
}

const IS_HEX = characterSet('0123456789abcdefABCDEF');

/** `data=…` and `name/…` push the beginning of the base64 out of step. */
function equalsWithin(text: string, start: number, end: number): number | undefined {
  for (let at = start; at < end - SHORTEST; at++)
    if (text.charCodeAt(at) === 61) return at > start ? at : undefined;
  return undefined;
}

function addIfText(writer: ShadowWriter, decoded: string, start: number, end: number): void {
  if (decoded.length < 8) return;
  const plain = decoded.includes('\u0000') ? decoded.replaceAll('\u0000', '') : decoded;
  if (textShare(plain) < 0.9) return;
  writer.separate(start);
  writer.put(plain, start, end);
}

/** Of the first 400 characters. */
function textShare(decoded: string): number {
  const length = Math.min(decoded.length, 400);
  if (length === 0) return 0;
  let printable = 0;
  for (let at = 0; at < length; at++) if (isTextByte(decoded.charCodeAt(at))) printable++;
  return printable / length;
}

const MOST_HEX = 20_000;

function fromHex(text: string, start: number, end: number): string {
  let decoded = '';
  const limit = Math.min(end - 1, start + MOST_HEX);
  for (let from = start; from < limit; from += 2 * LETTERS) {
    const bytes = new Uint8Array(Math.min(LETTERS, (limit - from + 1) >> 1));
    for (let index = 0; index < bytes.length; index++) {
      const at = from + 2 * index;
      bytes[index] = (hexValue(text.charCodeAt(at)) << 4) | hexValue(text.charCodeAt(at + 1));
    }
    decoded += textOf(bytes);
  }
  return decoded;
}

function hexValue(code: number): number {
  return code <= 57 ? code - 48 : (code | 32) - 87;
}
