/** What is wrong, on which host, and what to do? One sentence for a person. */

import type { Say } from '../base/say.ts';
import type { ModelError } from '../model/modelError.ts';
import { hostOf, isLoopback } from './normalizeUrl.ts';

/** Where the extension runs, as seen from the person. */
export type Whereabouts = 'here' | 'ssh-remote' | 'wsl' | 'dev-container' | 'otherRemote';

export interface SentenceContext {
  readonly say: Say;
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
  const { say } = context;
  const { host, cause, contextTokens, retryAfterMs } = failure.facts;
  switch (failure.kind) {
    case 'unreachable':
      return unreachable(failure, context);
    case 'unauthorized':
      return unauthorized(failure, context);
    case 'modelMissing':
      return modelMissing(host, context);
    case 'rateLimited':
      return retryAfterMs === undefined
        ? say('{0} is busy; suggestions pause until it has time.', host)
        : say(
            '{0} is busy and asks to wait {1} s; suggestions pause until then.',
            host,
            Math.ceil(retryAfterMs / 1000),
          );
    case 'timedOut':
      return cause === 'idle'
        ? say('{0} stopped in the middle of an answer; it may be overloaded.', host)
        : say(
            '{0} took the request but did not begin to answer in time; it may still be loading the model.',
            host,
          );
    case 'tooLong':
      return contextTokens === undefined
        ? say(
            "The prompt is longer than the model's context on {0}; start the server with a larger context or attach less.",
            host,
          )
        : say(
            "The prompt is longer than the model's context on {0} ({1} tokens); start the server with a larger context or attach less.",
            host,
            contextTokens,
          );
    case 'loading':
      return say('{0} is still loading the model; suggestions begin when it is ready.', host);
    case 'protocol':
      return protocol(failure, context);
  }
}

function unreachable({ facts }: ModelError, context: SentenceContext): string {
  const { say, url } = context;
  switch (facts.cause) {
    case 'certificate':
      return say(
        'The certificate of {0} is not trusted ({1}); add your organization\'s CA to the system\'s store and keep the setting "http.systemCertificates" on.',
        facts.host,
        facts.code ?? 'TLS',
      );
    case 'proxyLogin':
      return say(
        'The proxy in front of {0} asks for a login; set "http.proxyAuthorization" or except the host with "http.noProxy".',
        facts.host,
      );
    case 'proxy':
      return say(
        'A proxy could not reach {0}; check the settings "http.proxy" and "http.noProxy".',
        facts.host,
      );
    case 'noSuchHost':
      return say(
        'The name {0} is not known {1}; check the address or the VPN.',
        hostOf(url),
        whereFrom(context),
      );
    case 'reset':
      return say(
        "{0} closed the connection; look at the server's log, it may have crashed or run out of memory.",
        facts.host,
      );
    case 'serverFault':
      return say(
        '{0} answers but what stands behind it does not (status {1}); look at the server or its gateway.',
        facts.host,
        facts.status ?? 503,
      );
    default:
      return [
        say(
          'Nothing answers at {0} {1}; start the server there or change "tandem.server.url".',
          url,
          whereFrom(context),
        ),
        ...localhostHint(context),
      ].join(' ');
  }
}

function whereFrom({ say, whereabouts }: SentenceContext): string {
  switch (whereabouts) {
    case 'here':
      return say('from this machine');
    case 'ssh-remote':
      return say('from the remote machine (SSH) where this window runs');
    case 'wsl':
      return say('from inside WSL');
    case 'dev-container':
      return say('from inside the container');
    case 'otherRemote':
      return say('from the remote machine where this window runs');
  }
}

function localhostHint({ say, url, whereabouts }: SentenceContext): string[] {
  const host = hostOf(url);
  if (!isLoopback(host)) return [];
  switch (whereabouts) {
    case 'here':
      if (host !== 'localhost') return [];
      return [
        say(
          'Some servers listen on 127.0.0.1 only while "localhost" may mean ::1; try http://127.0.0.1 with the same port.',
        ),
      ];
    case 'dev-container':
      return [
        say(
          'Inside a container "{0}" is the container itself; a server on the host is often reached as host.docker.internal.',
          host,
        ),
      ];
    case 'wsl':
      return [
        say(
          'Inside WSL "{0}" is the Linux side; a server on Windows needs mirrored networking or the Windows address.',
          host,
        ),
      ];
    default:
      return [
        say(
          'Here "{0}" is the remote machine, not the one you sit at; forward the port or use the server\'s own name.',
          host,
        ),
      ];
  }
}

function unauthorized({ facts }: ModelError, { say, kind }: SentenceContext): string {
  const { host } = facts;
  if (facts.cause === 'hostHeader') {
    return kind === undefined || kind === 'ollama'
      ? say(
          '{0} refuses requests under this host name (403); Ollama bound to loopback accepts only local names, so set OLLAMA_HOST=0.0.0.0 there or use its IP address.',
          host,
        )
      : say("{0} refuses requests under this host name (403); check the gateway's allowed hosts.", host);
  }
  if (facts.cause === 'forbidden')
    return say("{0} forbids this request (403); check the key's rights or the gateway.", host);
  return say('{0} wants a key, or another than the one given; run "Tandem: Set Server Key".', host);
}

const modelsNamed = 8;

function modelMissing(host: string, { say, model, available, kind }: SentenceContext): string {
  const name = model ?? '';
  const sentence =
    kind === 'ollama'
      ? name === ''
        ? say(
            '{0} does not have the model; pull it with "Tandem: Connect to a Server" or choose another.',
            host,
          )
        : say(
            '{0} does not have the model "{1}"; pull it with "Tandem: Connect to a Server" or choose another.',
            host,
            name,
          )
      : name === ''
        ? say('{0} does not have the model; choose another in the settings.', host)
        : say('{0} does not have the model "{1}"; choose another in the settings.', host, name);
  if (available === undefined || available.length === 0) return sentence;
  const names = `${available.slice(0, modelsNamed).join(', ')}${available.length > modelsNamed ? ', …' : ''}`;
  return `${sentence} ${say('It has: {0}.', names)}`;
}

function protocol({ facts }: ModelError, { say, url }: SentenceContext): string {
  const { host, status, detail } = facts;
  switch (facts.cause) {
    case 'webPage':
      return say(
        '{0} answered with a web page; the address {1} is not a model server\'s, or a proxy with a login stands in between ("http.proxy").',
        host,
        url,
      );
    case 'inBand':
      return say("{0} failed in the middle of an answer; look at the server's log.", host);
    case 'endedEarly':
      return say("{0} broke off its answer; look at the server's log or the gateway's timeout.", host);
    case 'fimUnsupported':
      return say(
        '{0} can\'t fill in the middle with this model; choose a FIM model for "tandem.completion.model".',
        host,
      );
    case 'serverFault':
      return status === undefined
        ? say("{0} failed; look at the server's log.", host)
        : say("{0} failed with status {1}; look at the server's log.", host, status);
    default:
      return detail === undefined
        ? say('{0} answered in a form that is not understood; check that {1} is a model server.', host, url)
        : say(
            '{0} answered in a form that is not understood ({2}); check that {1} is a model server.',
            host,
            url,
            detail,
          );
  }
}
