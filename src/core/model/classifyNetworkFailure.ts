/** Why did no answer come at all? What `fetch` threw to a ModelError. */

import { at, textAt } from './json.ts';
import { ModelError, type FailureCause, type ModelErrorKind } from './modelError.ts';

const certificateCodes =
  /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ERR_TLS|ERR_SSL|HOSTNAME_MISMATCH|certificate|EPROTO|wrong version number/i;

/** `fetch` rejects with `TypeError: fetch failed` whose `cause` carries Node's or undici's code; Electron's names `net::ERR_…`. */
export function classifyNetworkFailure(host: string, failure: unknown): ModelError {
  const text = [...causesOf(failure)].join(' ');
  const [kind, cause] = meaning(text);
  const code = /[A-Z][A-Z0-9_]{4,}/.exec(text)?.[0];
  return new ModelError(kind, { host, cause, ...(code === undefined ? {} : { code }) });
}

function meaning(text: string): [ModelErrorKind, FailureCause] {
  if (/ECONNREFUSED|ERR_CONNECTION_REFUSED/.test(text)) return ['unreachable', 'refused'];
  if (/ENOTFOUND|EAI_AGAIN|ERR_NAME_NOT_RESOLVED/.test(text)) return ['unreachable', 'noSuchHost'];
  if (
    /ECONNRESET|EPIPE|UND_ERR_SOCKET|other side closed|terminated|ERR_CONNECTION_(RESET|CLOSED)|ERR_EMPTY_RESPONSE/i.test(
      text,
    )
  ) {
    return ['unreachable', 'reset'];
  }
  if (/PROXY|TUNNEL/i.test(text)) return ['unreachable', 'proxy'];
  if (certificateCodes.test(text)) return ['unreachable', 'certificate'];
  if (/HPE_|UND_ERR_|ERR_INVALID_HTTP|Parse Error/i.test(text) && !/TIMEOUT/.test(text))
    return ['protocol', 'garbled'];
  return ['unreachable', 'noRoute'];
}

function* causesOf(failure: unknown): Generator<string> {
  let here = failure;
  for (let depth = 0; depth < 5 && here !== undefined && here !== null; depth++) {
    yield textAt(here, 'code') ?? '';
    if (here instanceof Error) yield here.message;
    // Happy eyeballs: an AggregateError holds one failure per address.
    if (here instanceof AggregateError) {
      for (const one of here.errors as unknown[]) yield textAt(one, 'code') ?? '';
    }
    here = here instanceof Error ? here.cause : at(here, 'cause');
  }
}
