/** Which base address does a typed URL mean? */

export interface NormalizedUrl {
  /** To be tried in order, each without trailing slash and without `/v1`. */
  readonly candidates: readonly string[];
  /** Where it is no address: one sentence. */
  readonly problem?: string;
}

/** Path ends that belong to a route, not to the server; the longest first. */
const routeEnds = [
  '/v1/chat/completions',
  '/v1/fim/completions',
  '/v1/completions',
  '/v1/models',
  '/openai/v1',
  '/api/generate',
  '/api/chat',
  '/api/tags',
  '/v1',
  '/api',
];

/** Accepts `host`, `host:port`, `[::1]:port` and any http(s) URL; drops query, fragment and login. */
export function normalizeUrl(typed: string): NormalizedUrl {
  const trimmed = typed.trim();
  if (trimmed === '') return { candidates: [], problem: 'No address was given.' };
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
  const schemes = hasScheme
    ? ['']
    : isNear(hostOf(`http://${trimmed}`))
      ? ['http://', 'https://']
      : ['https://', 'http://'];
  const candidates: string[] = [];
  for (const scheme of schemes) {
    const url = parse(scheme + trimmed);
    if (url === undefined)
      return { candidates: [], problem: `"${withoutLogin(trimmed)}" is no web address.` };
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      return { candidates: [], problem: `"${url.protocol}//" is not supported; use http:// or https://.` };
    }
    candidates.push(url.origin + withoutRoute(url.pathname));
  }
  return { candidates };
}

/** Splits a list of servers, `http://a, http://b`; order is preference. */
export function splitUrls(setting: string): string[] {
  return setting
    .split(/[,\s]+/)
    .map((url) => url.trim())
    .filter((url) => url !== '');
}

/** Loopback, private networks, bare names and `.local`: where plain http is the habit. */
export function isNear(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (isLoopback(bare)) return true;
  if (
    /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      bare,
    )
  )
    return true;
  if (/^(fd|fe80)/.test(bare) && bare.includes(':')) return true;
  return !bare.includes('.') || /\.(local|lan|internal|home\.arpa|test)$/.test(bare);
}

export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    bare === '::1' ||
    bare === '0.0.0.0' ||
    /^127\./.test(bare)
  );
}

/** Host without port; empty where it is no URL. */
export function hostOf(url: string): string {
  return parse(url)?.hostname ?? '';
}

/** Host and port as a person writes them. */
export function hostAndPort(url: string): string {
  const parsed = parse(url);
  return parsed === undefined ? url : parsed.host;
}

/** Scheme, host and port: what a key is bound to. */
export function originOf(url: string): string {
  return parse(url)?.origin ?? '';
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

function withoutLogin(typed: string): string {
  return typed.replace(/\/\/[^/@]*@/, '//');
}

function withoutRoute(pathname: string): string {
  let path = pathname.replace(/\/+$/, '');
  const end = routeEnds.find((route) => path.toLowerCase().endsWith(route));
  if (end !== undefined) path = path.slice(0, path.length - end.length);
  return path.replace(/\/+$/, '');
}
