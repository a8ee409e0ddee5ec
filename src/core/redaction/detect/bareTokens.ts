/** Which long words did chance make, with no name and no prefix to tell so? */

import type { EncodedRun } from '../shadows/encodedRuns.ts';
import { isTokenPlaceholder } from './tokens.ts';
import { characterMix, entropyBits, wordShare } from './randomness.ts';
import type { Found } from './found.ts';

const SHORTEST = 24;
const LONGEST = 128;

// What makes a random word harmless: digests, embedded data, addresses, identifiers of builds.
const HARMLESS_LEAD =
  /(?:sha\d{1,3}|md5|integrity|digest|checksum|hash|base64|etag|nonce|data|fingerprint|thumbprint|sourcemap\w*|mappings|commit|rev|revision|build|chunk|version|uuid|guid|cert\w*|public\w*|signature|sri|cid)["'`]?\s{0,2}[-:=,(/ ]\s{0,2}["'`]?$/i;

/** Words of mixed letters and digits, 24 to 128 long: keys without a prefix, such as Mistral's. */
export function bareTokens(text: string, runs: readonly EncodedRun[]): Found[] {
  const found: Found[] = [];
  for (const run of runs) {
    if (run.end - run.start < SHORTEST || run.end - run.start > LONGEST + 40) continue;
    const { start, end } = trimmed(text, run);
    if (end - start < SHORTEST || end - start > LONGEST) continue;
    if (!standsAlone(text, start, end) || isLineOfBlock(text, start, end)) continue;
    const value = text.slice(start, end);
    if (!isChance(value) || isTokenPlaceholder(value)) continue;
    if (HARMLESS_LEAD.test(text.slice(Math.max(0, start - 40), start))) continue;
    found.push({ kind: 'random_token', start, end, sureness: 'likely' });
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
  const before = text.slice(Math.max(0, start - 90), start);
  const after = text.slice(end, end + 90);
  return (
    /[A-Za-z0-9+/]{40,}["',]?\s{1,12}["'+]{0,2}$/.test(before) ||
    /^[=]{0,2}["',]?\s{1,12}["'+]{0,2}[A-Za-z0-9+/]{40,}/.test(after) ||
    /^[^\n]{0,40}\n?.{0,20}-----END (?:CERT|PUBLIC|PGP (?:PUBLIC|SIG|MESS)|SSH2)/.test(after) ||
    /-----BEGIN (?:CERT|PUBLIC|PGP (?:PUBLIC|SIG|MESS))[^\n]*\n[^\n]{0,20}$/.test(before)
  );
}

function isChance(value: string): boolean {
  if (!/^[A-Za-z0-9_-]+$/.test(value)) return false;
  const mix = characterMix(value);
  if (mix.digits < 3 || mix.upper < 3 || mix.lower < 3 || mix.others > value.length / 8) return false;
  if (mix.changes < value.length / 3.6 || entropyBits(value) < 3.7) return false;
  const share = wordShare(value);
  return share === undefined || share < 0.58;
}
