/** Which long words did chance make, with no name and no prefix to tell so? */

import type { EncodedRun } from '../shadows/encodedRuns.ts';
import { holdsOnlyText } from '../shadows/base64Text.ts';
import { isTokenPlaceholder } from './tokens.ts';
import { characterMix, entropyBits, wordShare } from './randomness.ts';
import type { Crowd } from './crowd.ts';
import type { Found } from './found.ts';
import { characterSet } from './runEnd.ts';

const SHORTEST = 24;
const LONGEST = 128;

// What makes a random word harmless: digests, embedded data, addresses, identifiers of builds.
const HARMLESS_LEAD =
  /(?:sha\d{1,3}|md5|integrity|digest|checksum|hash|base64|etag|nonce|data|fingerprint|thumbprint|sourcemap\w*|mappings|\w*name|jti|kid|path|commit|rev|revision|build|chunk|version|uuid|guid|cert\w*|public\w*|signature|sri|cid)["'`]?\s{0,2}[-:=,(/ ]\s{0,2}["'`]?$/i;

/** `"jobId": "…"`: a name of something, unless it is the name of a key or a client. */
const IDENTIFIER_LEAD = /([A-Za-z_]{0,40})[iI][dD]["'`]?\s{0,2}[:=]\s{0,2}["'`]?$/;
const KEY_WORDS = /key|token|secret|private|client|access|app|session|account|auth|cred/i;

/** Words of mixed letters and digits, 24 to 128 long: keys without a prefix, such as Mistral's. */
export function bareTokens(text: string, runs: readonly EncodedRun[], crowd?: Crowd): Found[] {
  const found: Found[] = [];
  crowd?.begin();
  const report = (start: number, end: number): void => {
    found.push({ kind: 'random_token', start, end, sureness: 'likely' });
  };
  for (const run of runs) {
    if (run.end - run.start < SHORTEST || run.end - run.start > LONGEST + 40) continue;
    const { start, end } = trimmed(text, run);
    if (end - start < SHORTEST || end - start > LONGEST) continue;
    if (crowd?.holds(start) === true) {
      report(start, end);
      continue;
    }
    // The text that it holds is looked through instead.
    if (holdsOnlyText(text, start, end)) continue;
    if (!standsAlone(text, start, end) || isLineOfBlock(text, start, end)) continue;
    const value = text.slice(start, end);
    if (
      !(isChance(value) || isPrefixedChance(value) || isQuotedKey(text, start, end)) ||
      isTokenPlaceholder(value)
    )
      continue;
    const lead = text.slice(Math.max(0, start - 40), start);
    if (HARMLESS_LEAD.test(lead)) continue;
    const named = IDENTIFIER_LEAD.exec(lead)?.[1];
    if (named !== undefined && named !== '' && !KEY_WORDS.test(named)) continue;
    report(start, end);
    crowd?.add(start);
  }
  return found;
}

/** Without `NAME=` in front and padding or dashes at the ends. */
function trimmed(text: string, run: EncodedRun): EncodedRun {
  let { start, end } = run;
  const equals = text.slice(start, end - 4).lastIndexOf('=');
  if (equals !== -1) start += equals + 1;
  while (end > start && '=-_/+'.includes(text.charAt(end - 1))) end--;
  while (start < end && '=-_/+'.includes(text.charAt(start))) start++;
  return { start, end };
}

function standsAlone(text: string, start: number, end: number): boolean {
  const before = text[start - 1] ?? '\n';
  const after = text[end] ?? '\n';
  return /[\s"'`=:,([{<>|]/.test(before) && /[\s"'`,;)\]}<>&|\\]/.test(after);
}

/** A line of a certificate, a public key or any other base64 of several lines. */
function isLineOfBlock(text: string, start: number, end: number): boolean {
  if (end - start < 48) return false;
  const from = Math.max(0, start - 120);
  const before = text.slice(from, start);
  const after = text.slice(end, end + 120);
  return (
    endsBlockLine(text, from, start) ||
    (holdsBlockLine(text, end, end + 120) &&
      /^[=]{0,2}(?:\\n)?["',]?\s{0,2}[+.]?\s{1,40}["'+]{0,2}[A-Za-z0-9+/]{36,}/.test(after)) ||
    (after.includes('-----END ') &&
      /^[^\n]{0,40}\n?.{0,20}-----END (?:CERT|PUBLIC|PGP (?:PUBLIC|SIG|MESS)|SSH2)/.test(after)) ||
    (before.includes('-----BEGIN ') &&
      /-----BEGIN (?:CERT|PUBLIC|PGP (?:PUBLIC|SIG|MESS))[^\n]*\n[^\n]{0,20}$/.test(before))
  );
}

const IN_BLOCK = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const BLOCK_LINE = 36;

const BLOCK_LINE_THEN = /^[A-Za-z0-9+/]{36,}(?:\\n)?["',]?\s{0,2}[+.]?\s{1,40}["'+]{0,2}$/;

/** True where so many stand right before what parts them from `start`. */
function endsBlockLine(text: string, from: number, start: number): boolean {
  let end = start;
  while (end > from && (IN_BLOCK[text.charCodeAt(end - 1)] !== 1 || text.charCodeAt(end - 1) === 43)) end--;
  if (text.charCodeAt(end - 1) === 110 && text.charCodeAt(end - 2) === 92) end -= 2;
  let first = end;
  while (first > from && IN_BLOCK[text.charCodeAt(first - 1)] === 1) first--;
  return end - first >= BLOCK_LINE - 4 && BLOCK_LINE_THEN.test(text.slice(first, start));
}

/** True where so many characters of base64 stand side by side within `from`..`to`; looks at few of them. */
function holdsBlockLine(text: string, from: number, to: number): boolean {
  for (let probe = from + BLOCK_LINE - 1; probe < to; probe += BLOCK_LINE) {
    let start = probe;
    while (start >= from && IN_BLOCK[text.charCodeAt(start)] === 1) start--;
    let end = probe;
    while (end < to && IN_BLOCK[text.charCodeAt(end)] === 1) end++;
    if (end - start > BLOCK_LINE) return true;
  }
  return false;
}

// Identifiers of things, builds and digests, which are written like tokens and are none.
const IDENTIFIER_PREFIX =
  /^(?:mrk|awseb|lock|0x\w*|sha\d*|md\d|hash|chunk|vendors?|commit|rev|ref|build|version|v\d*|css|style|img|icon|font|file|files|git|node|cache|index|main|app|bundle|module|id|uuid|guid|group|arn|sg|subnet|vpc|ami|i|snap|vol|eni|rtb|acl|igw|nat|pkg|trace|span|req|request|run|job|task|step|evt|event|cus|sub|si|ch|pi|in|ii|il|price|prod|prod_test|plan|acct|txn|re|po|tr|ba|src|pm|seti|cs|ftjob|ft|asst|thread|msg|resp|rs|fc|call|toolu|chatcmpl|cmpl|vs|batch|org|proj|user|usr|team|doc|page|block|item|row|node|blob|tree|object|layer|image|digest|sig|pub|pk|public|publishable|test|mock|temp|tmp|x|h1|go|rustc|lib|py|cp|linux|win|mac|darwin|amd|arm|x86)$/i;
const PREFIXED = /^([A-Za-z][A-Za-z0-9]{1,23})((?:[_-][A-Za-z0-9]{1,10}){0,3})[_-]([A-Za-z0-9]{24,})$/;

/** Mailchimp's keys: the data center's name behind. */
const WITH_DATA_CENTER = /^[0-9a-f]{32}-us\d{1,2}$/;

/** `zpka_…`, `cog_…`: a short name of the giver, then chance. */
function isPrefixedChance(value: string): boolean {
  if (value.length < 38 && value.length > 35 && WITH_DATA_CENTER.test(value)) return true;
  const parts = PREFIXED.exec(value);
  const body = parts?.[3] ?? '';
  if (parts === null || IDENTIFIER_PREFIX.test(parts[1] ?? '')) return false;
  if ((parts[1] ?? '').length > 12 && !KEY_WORDS.test(parts[1] ?? '')) return false;
  const mix = characterMix(body);
  if (mix.digits < 4 || mix.changes < body.length / 4 || entropyBits(body) < 3.2) return false;
  if (/^[0-9a-fA-F]+$/.test(body)) return body.length >= 32 && !/\d/.test(parts[1] ?? '');
  const share = wordShare(body);
  return share === undefined || share < 0.5;
}

/** 32 small letters and digits, in quotes: what many smaller services give out. */
function isQuotedKey(text: string, start: number, end: number): boolean {
  if (
    end - start !== 32 ||
    !/["']/.test(text.charAt(start - 1)) ||
    text.charAt(start - 1) !== text.charAt(end)
  )
    return false;
  const value = text.slice(start, end);
  const mix = characterMix(value);
  return (
    /^[a-z0-9]+$/.test(value) &&
    /[g-z]/.test(value) &&
    mix.digits >= 7 &&
    mix.digits <= 20 &&
    mix.changes >= 10 &&
    entropyBits(value) >= 3.6 &&
    (wordShare(value) ?? 0) < 0.45
  );
}

function isChance(value: string): boolean {
  const mix = characterMix(value);
  if (mix.digits < 3 || mix.upper < 3 || mix.lower < 3 || mix.others > value.length / 8) return false;
  if (mix.changes < value.length / 3.6 || entropyBits(value) < 3.7) return false;
  if (/^0x[0-9a-fA-F]+$|^Qm[1-9A-HJ-NP-Za-km-z]{44}$/.test(value)) return false;
  if (mix.others > 0) {
    if (!/^[A-Za-z0-9_-]+$/.test(value)) return false;
    if (IDENTIFIER_PREFIX.test(/^([A-Za-z0-9]{1,12})[_-]/.exec(value)?.[1] ?? '')) return false;
  }
  const share = wordShare(value);
  return share === undefined || share < 0.58;
}
