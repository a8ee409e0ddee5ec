/** Which tokens show what they are only within or behind their first part? */

import type { EncodedRun } from '../shadows/encodedRuns.ts';
import type { Found, Scene } from './found.ts';

const TELEGRAM_TAIL = /:AA[A-Za-z0-9_-]{32,34}(?![A-Za-z0-9_-])/y;

/** Telegram (Bot API, "Authorizing your bot"): `<8 to 10 digits>:AA<33>`; `:AA` lies at `start`..`end`. */
export function telegramAt(scene: Scene, start: number, end: number): void {
  const { text } = scene;
  let from = start;
  while (from > 0 && start - from < 12 && isDigit(text.charCodeAt(from - 1))) from--;
  if (start - from < 7 || end <= start) return;
  TELEGRAM_TAIL.lastIndex = start;
  if (TELEGRAM_TAIL.test(text)) scene.report('telegram_token', from, TELEGRAM_TAIL.lastIndex);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

const DISCORD_REST = /\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}/y;

/** Discord: base64 of the bot's id (24 to 28 characters, beginning M, N or O), a time stamp, a signature. */
export function discordTokens(text: string, runs: readonly EncodedRun[]): Found[] {
  const found: Found[] = [];
  for (const run of runs) {
    const length = run.end - run.start;
    if (length < 23 || length > 29 || !/^[MNO]/.test(text.charAt(run.start))) continue;
    DISCORD_REST.lastIndex = run.end;
    if (DISCORD_REST.test(text))
      found.push({
        kind: 'discord_token',
        start: run.start,
        end: DISCORD_REST.lastIndex,
        sureness: 'certain',
      });
  }
  return found;
}

// Azure keys carry a mark of their service some characters before the end
// (Microsoft, "Identifiable secrets": https://github.com/microsoft/security-utilities).
const AZURE_MARKED =
  /^[A-Za-z0-9+/]{32,82}(?:\+ASt|\+AMC|\+ABa|\+ACR|\+ARm|\+AEh|ACDb|ASbE|AEhS|AIoT|APIM|AzFu|AzSe|AzCa|ACR)[A-Za-z0-9+/]{5,7}={0,2}$/;
const MARK_AND_REST = /(?:ASt|AMC|ABa|ACR|ARm|AEh|CDb|SbE|EhS|IoT|PIM|zFu|zSe|zCa)[A-Za-z0-9+/]{5,7}={0,2}$/;
/** Longest that this can be. */
const MARK_REACH = 12;
// Atlassian's data center: base64 of a twelve-digit id, a colon and twenty random bytes.
const ATLASSIAN_PAT = /^[MNO][A-Za-z0-9+/]{15}O[g-v][A-Za-z0-9+/]{26}$/;

// Z.ai and Ollama: 32 hexadecimal digits, a dot, 16 or 24 characters. Tableau: 22 characters of base64, `==:`, 32 more.
const HEX_DOT_REST = /\.[A-Za-z0-9_-]{16,24}(?![A-Za-z0-9_.-])/y;
const COLON_REST = /:[A-Za-z0-9]{32}(?![A-Za-z0-9])/y;

/** Tokens of two runs, told by their lengths and what stands between. */
export function twoPartTokens(text: string, runs: readonly EncodedRun[]): Found[] {
  const found: Found[] = [];
  for (const { start, end } of runs) {
    const length = end - start;
    const rest = length === 32 ? HEX_DOT_REST : length === 24 ? COLON_REST : undefined;
    if (rest === undefined) continue;
    const value = text.slice(start, end);
    if (!(length === 32 ? /^[0-9a-f]{32}$/.test(value) : /^[A-Za-z0-9+/]{22}==$/.test(value))) continue;
    rest.lastIndex = end;
    if (rest.test(text) && /[A-Z]/.test(text.slice(end, rest.lastIndex)))
      found.push({ kind: 'two_part_token', start, end: rest.lastIndex, sureness: 'certain' });
  }
  return found;
}

/** Runs of 40 to 92 characters with such a mark. */
export function markedKeys(text: string, runs: readonly EncodedRun[]): Found[] {
  const found: Found[] = [];
  for (const run of runs) {
    if (run.end - run.start < 40 || run.end - run.start > 140) continue;
    const whole = text.slice(run.start, run.end);
    const value = whole.slice(whole.slice(0, -3).lastIndexOf('=') + 1);
    const kind =
      MARK_AND_REST.test(value.slice(-MARK_REACH)) && AZURE_MARKED.test(value)
        ? 'azure_key'
        : ATLASSIAN_PAT.test(value) && /\d/.test(value)
          ? 'atlassian_token'
          : undefined;
    if (kind !== undefined)
      found.push({ kind, start: run.end - value.length, end: run.end, sureness: 'certain' });
  }
  return found;
}
