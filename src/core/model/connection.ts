/** Over what is a model server asked? Address, network, key and patience, handed in by whoever knows them. */

import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Fetch } from '../base/ports.ts';

export interface Patience {
  /** From the request to the first byte of the answer's text. */
  readonly firstTokenMs: number;
  /** Between two reads of the stream. */
  readonly idleMs: number;
}

/** What this server takes in an OpenAI-like body; found by its kind. */
export interface WireTraits {
  readonly logprobs?: boolean;
  /** Takes `stream_options: {include_usage: true}`. */
  readonly streamUsage?: boolean;
  /** Most stop strings it takes. */
  readonly maxStops?: number;
  readonly completionsPath?: string;
  readonly chatPath?: string;
  /** Has vLLM's `POST /tokenize`. */
  readonly tokenizes?: boolean;
  /** Takes `keep_alive` (Ollama). */
  readonly keepAlive?: string;
}

export interface Connection {
  /** Without trailing slash and without `/v1`. */
  readonly baseUrl: string;
  /** Host and port, for messages. */
  readonly host: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
  /** Headers that carry the key of this origin; empty where there is none. */
  headers(): Promise<Record<string, string>>;
  readonly traits: WireTraits;
  /** Body fields that this server refused before, by path; kept for the life of the connection. */
  readonly refusedFields: Map<string, Set<string>>;
}

export const completionPatience: Patience = { firstTokenMs: 10_000, idleMs: 5_000 };
export const chatPatience: Patience = { firstTokenMs: 180_000, idleMs: 45_000 };
