/** What does a client get, and what does it hand back? */

import type { FinishReason, TokenUsage } from '../model/stream.ts';
import type { Redacted } from '../redaction/redacted.ts';

/** One request, ready to leave. The body is sent byte for byte. */
export interface CloudCall {
  readonly url: string;
  /** Host and port, for errors. */
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Redacted;
}

export interface CloudUsage extends TokenUsage {
  /** Part of `tokensIn` that was written to the provider's prompt cache, at a surcharge. */
  readonly tokensCacheWritten?: number;
  /** The bill itself, where the provider tells it. */
  readonly costUsd?: number;
}

/** `usage` may come more than once; each part replaces the one before. */
export type CloudEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'usage'; readonly usage: CloudUsage }
  | { readonly type: 'finish'; readonly finishReason: FinishReason };
