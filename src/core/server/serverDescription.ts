/** Which server is this, and what can it do? The answer of detection. */

import type { FimDialect } from '../model/fimDialect.ts';
import type { KnownKind } from './fingerprints.ts';

export type ServerKind = KnownKind;

export type { FimDialect } from '../model/fimDialect.ts';

export interface ModelDescription {
  readonly id: string;
  /** Model family by name or architecture, e.g. `codestral`, `qwenCoder`, `devstral`; absent where unknown. */
  readonly family?: string;
  readonly canFim: boolean;
  readonly canChat: boolean;
  readonly contextTokens?: number;
  /** Absent: the server does not tell. */
  readonly callsTools?: boolean;
}

export interface ServerDescription {
  /** Base without trailing slash and without `/v1`. */
  readonly url: string;
  /** Host and port. */
  readonly host: string;
  readonly kind: ServerKind;
  /** The kind's name for people, e.g. `llama.cpp`. */
  readonly title?: string;
  readonly version: string;
  readonly models: readonly ModelDescription[];
  readonly completion?: {
    readonly model: string;
    readonly family: string;
    readonly dialect: FimDialect;
    /** The behavioural probe saw the middle filled. */
    readonly verified: boolean;
    readonly contextTokens: number;
    /** One sentence: why this model and dialect. */
    readonly why: string;
  };
  readonly chat?: {
    readonly model: string;
    readonly family: string;
    readonly contextTokens: number;
    readonly why: string;
  };
  /** Each one sentence for a person: what is wrong, on which host, what to do. */
  readonly problems: readonly string[];
}

export type ServerState =
  'ready' | 'working' | 'loading model' | 'unreachable' | 'unauthorized' | 'paused' | 'offline';
