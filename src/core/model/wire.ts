/** What is one dialect on the wire? Where it is posted, what the body is, how a frame is read. */

import type { Connection } from './connection.ts';
import type { Json } from './json.ts';
import type { FinishReason, TokenUsage } from './stream.ts';
import type { ToolCallPart } from './tools.ts';

/** What one frame of a streamed answer tells. */
export interface Delta {
  readonly text?: string;
  readonly reasoning?: string;
  readonly logprobs?: readonly number[];
  readonly finish?: FinishReason;
  readonly usage?: TokenUsage;
  readonly toolCalls?: readonly ToolCallPart[];
  /** An error object that came instead of an answer. */
  readonly error?: unknown;
  /** Nothing follows. */
  readonly done?: boolean;
}

export interface Posted {
  readonly path: string;
  readonly body: Json;
  /** Broken control strings in the prompt, to be put back in the answer. */
  readonly broken: ReadonlyMap<string, string>;
  /** Where the answer ends, whatever the server does about it. */
  readonly stops: readonly string[];
}

export interface Wire<Request> {
  readonly framing: 'sse' | 'ndjson';
  prepare(request: Request, connection: Connection, signal: AbortSignal): Posted | Promise<Posted>;
  read(frame: Json): Delta;
}

/** Servers name the end of an answer differently. */
export function finishReason(told: unknown): FinishReason | undefined {
  if (typeof told !== 'string' || told === '') return undefined;
  switch (told) {
    case 'stop':
    case 'eos':
    case 'eos_token':
    case 'stop_sequence':
    case 'word':
    case 'end_turn':
      return 'stop';
    case 'length':
    case 'limit':
    case 'max_tokens':
    case 'model_length':
      return 'length';
    case 'content_filter':
      return 'contentFilter';
    case 'tool_calls':
    case 'function_call':
      return 'toolCalls';
    default:
      return 'unknown';
  }
}

export function usageOf(
  tokensIn: number | undefined,
  tokensOut: number | undefined,
  tokensCached?: number,
): TokenUsage | undefined {
  if (tokensIn === undefined && tokensOut === undefined) return undefined;
  return {
    ...(tokensIn === undefined ? {} : { tokensIn }),
    ...(tokensOut === undefined ? {} : { tokensOut }),
    ...(tokensCached === undefined ? {} : { tokensCached }),
  };
}
