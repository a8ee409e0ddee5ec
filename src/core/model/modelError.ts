/** Why did a model not answer? Told by `kind`, never by message text. */

export type ModelErrorKind =
  | 'unreachable'
  | 'unauthorized'
  | 'rateLimited'
  | 'timedOut'
  | 'tooLong'
  | 'modelMissing'
  | 'loading'
  | 'protocol';

/** What lies behind the kind, where it is known. */
export type FailureCause =
  | 'refused'
  | 'noSuchHost'
  | 'noRoute'
  | 'reset'
  | 'certificate'
  | 'proxy'
  | 'proxyLogin'
  | 'webPage'
  | 'hostHeader'
  | 'inBand'
  | 'garbled'
  | 'endedEarly'
  | 'firstToken'
  | 'idle'
  | 'overloaded'
  | 'fimUnsupported'
  | 'toolsUnsupported'
  | 'fieldRejected'
  | 'forbidden'
  | 'serverFault';

export interface ModelErrorFacts {
  /** Host and port that was asked. */
  readonly host: string;
  readonly status?: number;
  /** The server's own wish, from Retry-After. */
  readonly retryAfterMs?: number;
  /** One sentence for a person; holds no key, prompt or code. */
  readonly detail?: string;
  /** For `tooLong`: the server's context length in tokens, where it told it. */
  readonly contextTokens?: number;
  readonly cause?: FailureCause;
  /** For `fieldRejected`: the names of the body's fields the server refused. */
  readonly fields?: readonly string[];
  /** For `certificate`: the code the TLS layer gave. */
  readonly code?: string;
}

export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly kind: ModelErrorKind;
  readonly facts: ModelErrorFacts;

  constructor(kind: ModelErrorKind, facts: ModelErrorFacts) {
    super(`${kind}: ${facts.host}${facts.detail === undefined ? '' : `: ${facts.detail}`}`);
    this.kind = kind;
    this.facts = facts;
  }
}

/** Also true for a ModelError made in another bundle. */
export function isModelError(failure: unknown): failure is ModelError {
  return failure instanceof Error && failure.name === 'ModelError' && 'kind' in failure;
}
