/** What is wrong, on which host, and what to do? One sentence for a person. */

import type { ModelError } from '../model/modelError.ts';
import { hostOf, isLoopback } from './normalizeUrl.ts';

/** Where the extension runs, as seen from the person. */
export type Whereabouts = 'here' | 'ssh-remote' | 'wsl' | 'dev-container' | 'otherRemote';

export interface SentenceContext {
  /** The address that was asked. */
  readonly url: string;
  readonly whereabouts: Whereabouts;
  /** Server kind for advice, where it is known. */
  readonly kind?: string;
  readonly model?: string;
  /** Models that are there, for `modelMissing`. */
  readonly available?: readonly string[];
}

/** Covers every ModelErrorKind. */
export function problemSentence(failure: ModelError, context: SentenceContext): string {
  const { host } = failure.facts;
  switch (failure.kind) {
    case 'unreachable':
      return unreachable(failure, context);
    case 'unauthorized':
      return unauthorized(failure, context);
    case 'modelMissing':
      return modelMissing(host, context);
    case 'rateLimited':
      return `${host} is busy${retry(failure)}; suggestions pause until then.`;
    case 'timedOut':
      return failure.facts.cause === 'idle'
        ? `${host} stopped in the middle of an answer; it may be overloaded.`
        : `${host} took the request but did not begin to answer in time; it may still be loading the model.`;
    case 'tooLong':
      return `The prompt is longer than the model's context on ${host}${failure.facts.contextTokens === undefined ? '' : ` (${failure.facts.contextTokens} tokens)`}; start the server with a larger context or attach less.`;
    case 'loading':
      return `${host} is still loading the model; suggestions begin when it is ready.`;
    case 'protocol':
      return protocol(failure, context);
  }
}

function unreachable({ facts }: ModelError, context: SentenceContext): string {
  const { url } = context;
  switch (facts.cause) {
    case 'certificate':
      return `The certificate of ${facts.host} is not trusted (${facts.code ?? 'TLS error'}); add your organization's CA to the system's store and keep the setting "http.systemCertificates" on.`;
    case 'proxyLogin':
      return `The proxy in front of ${facts.host} asks for a login; set "http.proxyAuthorization" or except the host with "http.noProxy".`;
    case 'proxy':
      return `A proxy could not reach ${facts.host}; check the settings "http.proxy" and "http.noProxy".`;
    case 'noSuchHost':
      return `The name ${hostOf(url)} is not known ${from(context)}; check the address or the VPN.`;
    case 'reset':
      return `${facts.host} closed the connection; look at the server's log, it may have crashed or run out of memory.`;
    case 'serverFault':
      return `${facts.host} answers but what stands behind it does not (status ${facts.status ?? 503}); look at the server or its gateway.`;
    default:
      return `Nothing answers at ${url} ${from(context)}; start the server there or change "tandem.server.url".${localhostHint(context)}`;
  }
}

function from({ whereabouts }: SentenceContext): string {
  switch (whereabouts) {
    case 'here':
      return 'from this machine';
    case 'ssh-remote':
      return 'from the remote machine (SSH) where this window runs';
    case 'wsl':
      return 'from inside WSL';
    case 'dev-container':
      return 'from inside the container';
    case 'otherRemote':
      return 'from the remote machine where this window runs';
  }
}

function localhostHint({ url, whereabouts }: SentenceContext): string {
  const host = hostOf(url);
  if (!isLoopback(host)) return '';
  const v6 =
    host === 'localhost'
      ? ' Some servers listen on 127.0.0.1 only while "localhost" may mean ::1; try http://127.0.0.1 with the same port.'
      : '';
  switch (whereabouts) {
    case 'here':
      return v6;
    case 'dev-container':
      return ` Inside a container "${host}" is the container itself; a server on the host is often reached as host.docker.internal.`;
    case 'wsl':
      return ` Inside WSL "${host}" is the Linux side; a server on Windows needs mirrored networking or the Windows address.`;
    default:
      return ` Here "${host}" is the remote machine, not the one you sit at; forward the port or use the server's own name.`;
  }
}

function unauthorized({ facts }: ModelError, { kind }: SentenceContext): string {
  if (facts.cause === 'hostHeader') {
    return kind === undefined || kind === 'ollama'
      ? `${facts.host} refuses requests under this host name (403); Ollama bound to loopback accepts only local names, so set OLLAMA_HOST=0.0.0.0 there or use its IP address.`
      : `${facts.host} refuses requests under this host name (403); check the gateway's allowed hosts.`;
  }
  if (facts.cause === 'forbidden')
    return `${facts.host} forbids this request (403); check the key's rights or the gateway.`;
  return `${facts.host} wants a key, or another than the one given; run "Tandem: Set Server Key".`;
}

function modelMissing(host: string, { model, available, kind }: SentenceContext): string {
  const name = model === undefined || model === '' ? 'the model' : `the model "${model}"`;
  const there =
    available === undefined || available.length === 0
      ? ''
      : ` It has: ${available.slice(0, 8).join(', ')}${available.length > 8 ? ', …' : ''}.`;
  const advice =
    kind === 'ollama'
      ? 'pull it with "Tandem: Connect to a Server" or choose another'
      : 'choose another in the settings';
  return `${host} does not have ${name}; ${advice}.${there}`;
}

function retry({ facts }: ModelError): string {
  return facts.retryAfterMs === undefined
    ? ''
    : ` and asks to wait ${Math.ceil(facts.retryAfterMs / 1000)} s`;
}

function protocol({ facts }: ModelError, { url }: SentenceContext): string {
  switch (facts.cause) {
    case 'webPage':
      return `${facts.host} answered with a web page; the address ${url} is not a model server's, or a proxy with a login stands in between ("http.proxy").`;
    case 'inBand':
      return `${facts.host} failed in the middle of an answer; look at the server's log.`;
    case 'endedEarly':
      return `${facts.host} broke off its answer; look at the server's log or the gateway's timeout.`;
    case 'fimUnsupported':
      return `${facts.host} can't fill in the middle with this model; choose a FIM model for "tandem.completion.model".`;
    case 'serverFault':
      return `${facts.host} failed${facts.status === undefined ? '' : ` with status ${facts.status}`}; look at the server's log.`;
    default:
      return `${facts.host} answered in a form that is not understood${facts.detail === undefined ? '' : ` (${facts.detail})`}; check that ${url} is a model server.`;
  }
}
