/** What must be known of a cloud provider before it can be asked? One file in `providers/` each. */

import type { ChatMessage } from '../model/stream.ts';
import type { Settings } from '../settings/settings.ts';

export type CloudProviderName = Exclude<Settings['cloud.provider'], 'none'>;

/** How the request is phrased and the answer read. */
export type CloudDialect = 'chatCompletions' | 'messages';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What a body is made from. */
export interface BodyContent {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  /** Names the conversation to the provider's prompt cache; tells nothing else. */
  readonly cacheKey: string;
  /** Fields that this endpoint refused before. */
  readonly refused: ReadonlySet<string>;
}

export interface CloudProvider {
  readonly name: CloudProviderName;
  /** Where it stands when `tandem.cloud.url` is empty; absent: the address must be given. */
  readonly defaultUrl?: string;
  /** Added to an address that has no path of its own. */
  readonly basePath: (origin: string) => string;
  /** Reads a shorter way to say the address, e.g. a region. */
  readonly expandUrl?: (text: string) => string | undefined;
  readonly needsKey: boolean;
  dialect(model: string): CloudDialect;
  /** The address the body goes to, from the base without trailing slash. */
  askUrl(base: string, model: string): string;
  modelsUrl(base: string): string;
  /** Tells whether a key is good, where the list of models does not. */
  readonly keyUrl?: (base: string) => string;
  headers(key: string | undefined, model: string): Readonly<Record<string, string>>;
  /** The order of members is the order on the wire. */
  body(content: BodyContent): JsonObject;
  /** Tokens the provider may bill beyond the answer's ceiling for the same body, as a ceiling of all tokens out. */
  tokensOutCeiling(model: string, maxTokens: number): number;
  /** Closing the connection stops the bill; where it does not, a cancelled request is counted at its ceiling. */
  cancelStopsBilling(model: string): boolean;
}
