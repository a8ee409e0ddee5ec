/** Does a URL of any scheme carry credentials? */

import { isMadeOfStandIns, isStandIn } from './placeholderValues.ts';
import { looksRandom } from './randomness.ts';
import type { Scene } from './found.ts';

const MAX_USERINFO = 600;
const HOST =
  /^(?:\[[0-9a-fA-F:.]{2,45}\]|[\w.$%{}-]{1,253}|\$\{[^}]{1,80}\})(?::(?:\d{1,5}|\$\{?\w+\}?))?(?=[/?#,;\s"'`)\]}<>\\|&]|$)/;

/** Finds credentials behind each `://`; keeps the place of the next `@` so that many schemes stay cheap. */
export class UrlScanner {
  private readonly scene: Scene;
  private nextAt = -1;

  constructor(scene: Scene) {
    this.scene = scene;
  }

  /** `://` ends at `end`. */
  at(end: number): void {
    const { text } = this.scene;
    if (this.nextAt < end) {
      this.nextAt = text.indexOf('@', end);
      if (this.nextAt === -1) this.nextAt = text.length;
    }
    if (this.nextAt >= text.length || this.nextAt - end > MAX_USERINFO) return;
    const stop = regionEnd(text, end);
    if (this.nextAt >= stop) return;
    const userEnd = lastUserinfoEnd(text, end, stop);
    if (userEnd === undefined) return;
    this.scene.checkTime();
    this.judge(end, userEnd);
  }

  private judge(start: number, userEnd: number): void {
    const { scene } = this;
    const { text, file } = scene;
    const colon = text.indexOf(':', start);
    const isCredentialStore = /git-credentials|\.netrc|credentials|\.npmrc|\.pypirc/.test(file.name);
    if (colon === -1 || colon >= userEnd) {
      const user = text.slice(start, userEnd);
      if (!/[/?#]/.test(user) && looksRandom(user, 16) && !isStandIn(user))
        scene.report('url_credential', start, userEnd, 'certain');
      return;
    }
    const user = text.slice(start, colon);
    const password = text.slice(colon + 1, userEnd);
    if (/[/?#\s]/.test(user) || /^\d{1,5}[/?]/.test(password)) return;
    if (password.length < 2 || isReference(password)) return;
    if (!isCredentialStore) {
      const strict = file.style !== 'config' && !isRealHost(text.slice(userEnd + 1, userEnd + 120));
      if (isStandInPassword(user, password, strict)) return;
    }
    // The token may stand in the user's place: https://TOKEN:x-oauth-basic@host
    if (looksRandom(user, 20) && !isStandIn(user)) scene.report('url_credential', start, colon, 'certain');
    scene.report('url_credential', colon + 1, userEnd, 'certain');
  }
}

/** A machine of a provider or with a number in its name, no example. */
function isRealHost(rest: string): boolean {
  const host = /^[\w.-]+/.exec(rest)?.[0] ?? '';
  return (
    /\d[\w-]*\.[\w-]+\.[a-z]{2,}$|\.(?:amazonaws|azure|mongodb|mongolab|mlab|heroku\w*|ondigitalocean|supabase|neon|aivencloud|rds|cloudamqp|redislabs|redis-cloud|elephantsql|planetscale|render|railway)\.\w+/i.test(
      host,
    ) && !/example|localhost|\.test$|\.invalid$/.test(host)
  );
}

function isReference(password: string): boolean {
  return (
    /^[$%{<[]|^\*+$|^\.{2,}$|\$\{|\{\{|^%[sdv]|^x{3,}$|^_+$/i.test(password) && !looksRandom(password, 16)
  );
}

function isStandInPassword(user: string, password: string, strict: boolean): boolean {
  if (/^(?:x-oauth-basic|x-token-auth|oauth2)$/i.test(password)) return true;
  if (isStandIn(password) && !/\d{3,}[^\w]|[!@#$^&*]/.test(password))
    return (
      strict || /[<>{}$*]|xxx|example|your|changeme|placeholder/i.test(password) || isMadeOfStandIns(password)
    );
  if (password === user || (user === 'scott' && password === 'tiger')) return true;
  return (
    strict &&
    /^(?:p|pw|pwd|pass|mypass|mypassword|foo|bar|[a-z]{1,3}|\d{1,3}|(?:some|your|the|any|user|test)(?:pass(?:word)?|secret))$/i.test(
      password,
    )
  );
}

/** Where whitespace, a quote or a bracket ends the URL at the latest. */
function regionEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_USERINFO + 260);
  let at = start;
  for (; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 34 || code === 39 || code === 96 || code === 60 || code === 62) break;
    if (code === 92 && (text.charCodeAt(at + 1) === 34 || text.charCodeAt(at + 1) === 110)) break;
    if (code === 58 && text.charCodeAt(at + 1) === 47 && text.charCodeAt(at + 2) === 47) break;
  }
  return at;
}

/** The last `@` that a host follows: passwords may hold `@`, `/`, `#` and `:`. */
function lastUserinfoEnd(text: string, start: number, stop: number): number | undefined {
  const firstSlash = text.slice(start, stop).search(/[/?#]/);
  for (let at = text.lastIndexOf('@', stop - 1); at >= start; at = text.lastIndexOf('@', at - 1)) {
    if (at - start > MAX_USERINFO || !HOST.test(text.slice(at + 1, Math.min(stop, at + 260)))) continue;
    const hasColon = text.slice(start, at).includes(':');
    if (firstSlash !== -1 && start + firstSlash < at && !hasColon) continue;
    return at;
  }
  return undefined;
}

const ORACLE = /[a-z0-9]{2,8}:[\w.$#-]{1,64}\/("?)([^@\s"'/]{2,128})\1@/iy;

/** `jdbc:oracle:thin:user/password@host`; `jdbc:oracle:` ends at `end`. */
export function oracleUrlAt(scene: Scene, end: number): void {
  ORACLE.lastIndex = end;
  const match = ORACLE.exec(scene.text);
  const password = match?.[2];
  if (password === undefined || isReference(password) || isStandIn(password)) return;
  const to = ORACLE.lastIndex - 1 - (match?.[1] ?? '').length;
  scene.report('url_credential', to - password.length, to, 'certain');
}
