/** How does an answer stream back, whatever the dialect? */

import type { RequestMessage, ToolCall, ToolDescription } from './tools.ts';

export type FinishReason = 'stop' | 'length' | 'contentFilter' | 'toolCalls' | 'cancelled' | 'unknown';

/** Tokens as the server counted them; a part it did not tell is absent. */
export interface TokenUsage {
  readonly tokensIn?: number;
  readonly tokensOut?: number;
  /** Part of `tokensIn` that came from the server's prefix cache. */
  readonly tokensCached?: number;
}

export type StreamEvent =
  | { readonly type: 'text'; readonly text: string; readonly logprobs?: readonly number[] }
  | { readonly type: 'reasoning'; readonly text: string }
  | {
      readonly type: 'end';
      readonly finishReason: FinishReason;
      readonly usage: TokenUsage;
      /** Only where tools were offered and the model called some. */
      readonly toolCalls?: readonly ToolCall[];
    };

/** The last event is `end`; a failure rejects with ModelError instead. Leaving the loop closes the connection. */
export type AnswerStream = AsyncIterable<StreamEvent>;

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly RequestMessage[];
  readonly maxTokens: number;
  /** Absent: the model family's recommendation decides. */
  readonly temperature?: number;
  readonly stop?: readonly string[];
  /** The model may call them; whoever asked runs them and asks again with the results. */
  readonly tools?: readonly ToolDescription[];
  /** It must call one. Servers without `tool_choice` take this for may. */
  readonly mustCallTool?: boolean;
}

/** An instruction model on the team's own server. */
export interface ChatClient {
  chat(request: ChatRequest, signal: AbortSignal): AnswerStream;
}

/** A FIM prompt in the three forms servers take; the client of the server's dialect picks one. */
export interface FimPrompt {
  /** The model family, e.g. `codestral`. */
  readonly family: string;
  /** The prompt in order. Control strings act as tokens; text must never do so. */
  readonly segments: readonly FimSegment[];
  /** For servers that apply the family's template themselves. */
  readonly prefix: string;
  readonly suffix: string;
  /** The end of `prefix` that stands behind the middle token in `segments`, so that what is before it stays the same while one types. */
  readonly written?: string;
  readonly snippets: readonly { readonly path: string; readonly text: string }[];
  /** Stops beside the end-of-text token, most likely first (TGI takes four). */
  readonly stop: readonly string[];
  /** Every string that the family's tokenizer would turn into a control token, template or not: text must be kept from holding one. */
  readonly controls?: readonly string[];
  /** The prefix with the snippets in front of it as text, for servers that apply the template but take no other files. */
  readonly prefixWithSnippets?: string;
  /** For servers that take token ids. */
  readonly tokenIds?: FimTokenIds;
}

export interface FimTokenIds {
  readonly beginOfText: number;
  readonly controls: Readonly<Record<string, number>>;
}

/** `glued`: no SentencePiece dummy space in front of the text. */
export type FimSegment = { readonly control: string } | { readonly text: string; readonly glued?: boolean };

export interface FimRequest {
  readonly model: string;
  readonly prompt: FimPrompt;
  readonly maxTokens: number;
  readonly temperature: number;
}

/** A FIM model on the team's own server, asked in the dialect that was verified for it. */
export interface FimClient {
  complete(request: FimRequest, signal: AbortSignal): AnswerStream;
}
