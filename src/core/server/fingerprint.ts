/** What is a fingerprint? All that is particular to one server kind: how it is known, what it tells, how it is asked. */

import type { FimDialect } from '../model/fimDialect.ts';
import type { WireTraits } from '../model/connection.ts';

/** A GET that was answered. */
export interface ProbeAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Undefined where the body is no JSON. */
  readonly json: unknown;
  readonly text: string;
}

export interface ProbeAnswers {
  /** The answer to GET `path`; undefined where none came. */
  get(path: string): ProbeAnswer | undefined;
  /** The JSON of a 200; undefined otherwise. */
  json(path: string): unknown;
  all(): readonly ProbeAnswer[];
}

export interface ServedModel {
  readonly id: string;
  /** Names to tell its family by, beside the id: the backend's model, the file, the architecture. */
  readonly otherNames?: readonly string[];
  readonly contextTokens?: number;
  /** The server itself says that it takes a suffix for this model. */
  readonly takesSuffix?: boolean;
  /** The server says that it is (not) for chat. */
  readonly chats?: boolean;
  /** The server says that its template can(not) call tools; undefined: not told. */
  readonly callsTools?: boolean;
  /** In memory now; undefined: not told. */
  readonly loaded?: boolean;
}

/** One more request to the server that was recognized: JSON of a 2xx, undefined otherwise. */
export type Ask = (
  method: 'GET' | 'POST',
  path: string,
  body?: Readonly<Record<string, unknown>>,
) => Promise<unknown>;

export interface DialectQuestion {
  /** FIM family by name; undefined: not known. */
  readonly family: string | undefined;
  readonly model: ServedModel;
  readonly ask: Ask;
}

export interface Fingerprint {
  readonly kind: string;
  /** For sentences: `Ollama`, `llama.cpp`. */
  readonly title: string;
  /** Where it listens by default. */
  readonly ports: readonly number[];
  /** Recognized by host name alone, and then never probed. */
  readonly isHost?: (host: string) => boolean;
  /** What is asked by GET in the one round. Nothing that costs money. */
  readonly paths: readonly string[];
  recognizes(answers: ProbeAnswers): boolean;
  version(answers: ProbeAnswers): string;
  models(answers: ProbeAnswers): readonly ServedModel[];
  /** More about one model, asked once for the chosen ones: the real context length, suffix support, whether it is loaded. */
  examine?(model: ServedModel, ask: Ask): Promise<ServedModel>;
  /** Ways to ask FIM, best first. Empty: this server can't. */
  dialects(question: DialectQuestion): readonly FimDialect[] | Promise<readonly FimDialect[]>;
  /** It answers 500 instead of 401 where a key is missing. */
  readonly failsWithoutKey?: boolean;
  readonly chatDialect: 'openAi' | 'ollama';
  readonly traits: WireTraits;
  /** Loads a model without making it answer. */
  readonly warmUp?: (modelId: string) => {
    readonly path: string;
    readonly body: Readonly<Record<string, unknown>>;
  };
  /** GET that answers 200 once the model is loaded. */
  readonly readyPath?: string;
  /** Requests that one model answers at the same time. Default 4. */
  slots?(answers: ProbeAnswers): number;
  /** The server's own count, where it has a tokenizer. */
  countTokens?(model: ServedModel, text: string, ask: Ask): Promise<number | undefined>;
  /** Never to be shown as a model. */
  readonly isDemo?: boolean;
}

/** Where nothing tells the context length: what every supported model can take. In tokens. */
export const cautiousContextTokens = 4096;
