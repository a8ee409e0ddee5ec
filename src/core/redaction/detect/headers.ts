/** Which header lines and cookies carry credentials? */

import { isStandIn } from './placeholderValues.ts';
import { looksRandom } from './randomness.ts';
import { decodeBase64 } from '../shadows/base64Text.ts';
import type { Scene } from './found.ts';

const AUTHORIZATION =
  /\\*["'`]?\]?\s{0,4}(?:[:=,]|=>)\s{0,4}\\*[bfru$]{0,2}["'`]?\s{0,2}(?:(bearer|basic|token|apikey|api-key|key|digest|ssws|bot|jwt|negotiate|oauth|genie[kK]ey|aws4-hmac-sha256|sso-key|splunk|pat|zoho-oauthtoken|aivenv1|[A-Za-z][\w.-]{1,24}(?= [A-Za-z0-9+/=_.-]{24}))[ :]\s{0,4}(?:token=\\*"?)?)?/iy;
const CREDENTIAL = /[A-Za-z0-9._~+/%!*:;,|=$@&-]{6,4000}/y;

/** `authorization` ends at `end`. */
export function authorizationAt(scene: Scene, end: number): void {
  const { text } = scene;
  AUTHORIZATION.lastIndex = end;
  const lead = AUTHORIZATION.exec(text);
  if (lead === null) return;
  const scheme = (lead[1] ?? '').toLowerCase();
  credentialAt(scene, AUTHORIZATION.lastIndex, scheme, true);
}

/** `bearer ` or `basic ` ends at `end`, outside a header too. */
export function schemeAt(scene: Scene, end: number, scheme: string): void {
  credentialAt(scene, end, scheme === 'basic' ? 'basic' : 'anywhere', false);
}

function credentialAt(scene: Scene, at: number, scheme: string, inHeader: boolean): void {
  const { text } = scene;
  CREDENTIAL.lastIndex = at;
  const match = CREDENTIAL.exec(text);
  if (match === null) return;
  // Without a scheme, commas and colons belong to the program around it.
  const whole = scheme === '' ? match[0].replace(/[,;:|!$&].*$/s, '') : match[0];
  const value = whole.replace(/[.,;:!]+$/, '');
  if (value === '') return;
  if (scheme === 'anywhere' && !(looksRandom(value, 16) && /\d/.test(value))) return;
  if (/^[$%{<]|^https?:/.test(value) || isStandIn(value)) return;
  if (scheme === 'basic') {
    const plain = /^[A-Za-z0-9+/_-]{6,}={0,2}$/.test(value) ? decodeBase64(value) : undefined;
    if (plain !== undefined && /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(plain)) {
      const password = plain.slice(plain.indexOf(':') + 1);
      if (/^aladdin:open ?sesame$/i.test(plain)) return; // the example of RFC 7617
      if (!isStandIn(password) || password.length >= 10)
        scene.report('basic_auth', at, at + value.length, 'certain');
      return;
    }
    if (!inHeader) return;
  }
  const known = scheme !== '' && scheme !== 'anywhere';
  if (
    scheme === 'anywhere' ||
    (known ? looksLikeCredential(value) : looksRandom(value, 12) && /\d/.test(value))
  ) {
    scene.report('authorization', at, at + value.length, 'certain');
  }
}

function looksLikeCredential(value: string): boolean {
  if (value.length < 8) return false;
  if (looksRandom(value, 10)) return true;
  return /\d/.test(value) && /[a-z]/i.test(value) && !/^[a-z]+[-_.]?\d{1,2}$/i.test(value);
}

const COOKIE = /\\*["'`]?\s{0,4}(?:[:=,]|=>)\s{0,4}\\*["'`]?([^\r\n"'`]{6,4000})/y;

/** `cookie` ends at `end`: each pair's value that chance made. Returns how far it looked. */
export function cookieAt(scene: Scene, end: number): number {
  const { text } = scene;
  COOKIE.lastIndex = end;
  const match = COOKIE.exec(text);
  const pairs = match?.[1];
  if (match === null || pairs === undefined) return end;
  const base = COOKIE.lastIndex - pairs.length;
  if (!pairs.includes('=')) return base + pairs.length;
  for (const pair of pairs.matchAll(/([\w.$-]{1,80})=([^;\s\]},]{8,3000})/g)) {
    const name = pair[1] ?? '';
    const value = pair[2] ?? '';
    if (/^(?:path|domain|expires|max-age|samesite|_ga|_gid|_fbp|utm)/i.test(name) || isStandIn(value))
      continue;
    const speaks = /sess|sid|auth|token|jwt|csrf|xsrf|login|remember|user|id$|key|secret/i.test(name);
    if (!/^[\w.%~+/=:|!-]+$/.test(value) || !looksRandom(value, speaks ? 10 : 20)) continue;
    const start = base + pair.index + pair[0].length - value.length;
    scene.report('cookie', start, start + value.length, 'certain');
  }
  return base + pairs.length;
}
