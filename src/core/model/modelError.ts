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
