/** How does a model call tools that someone else runs? What is offered, what it calls, what comes back. */

import type { Json } from './json.ts';
import type { ChatMessage, ChatRequest } from './stream.ts';

export interface ToolDescription {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the parameters. */
  readonly parameters: Json;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** As the model wrote it: JSON text, or what it took for that. */
  readonly arguments: string;
}

/** What the assistant said, with the tools it called. */
export interface ToolCallsMessage {
  readonly role: 'assistant';
  readonly content: string;
  readonly toolCalls: readonly ToolCall[];
}

export interface ToolResultMessage {
  readonly role: 'tool';
  readonly callId: string;
  readonly content: string;
}

export type RequestMessage = ChatMessage | ToolCallsMessage | ToolResultMessage;

/** A part of one call; parts of one call have the same index. Without one, a name begins a new call. */
export interface ToolCallPart {
  readonly index?: number;
  readonly id?: string;
  readonly name?: string;
  readonly arguments?: string;
}

/** Puts calls together whose arguments stream in pieces. */
export class ToolCallCollector {
  private readonly calls = new Map<number, { id: string; name: string; pieces: string[] }>();

  push(parts: readonly ToolCallPart[]): void {
    for (const part of parts) {
      const index = part.index ?? this.indexFor(part);
      const call = this.calls.get(index) ?? { id: '', name: '', pieces: [] };
      // Later pieces repeat the id, leave it out or send it empty.
      if (part.id !== undefined && part.id !== '') call.id = part.id;
      if (part.name !== undefined && part.name !== '') call.name = part.name;
      if (part.arguments !== undefined) call.pieces.push(part.arguments);
      this.calls.set(index, call);
    }
  }

  private indexFor({ name }: ToolCallPart): number {
    const last = Math.max(-1, ...this.calls.keys());
    return name === undefined || name === '' ? Math.max(last, 0) : last + 1;
  }

  /** The calls in order; those without a name are none. */
  finished(): readonly ToolCall[] {
    return [...this.calls]
      .sort(([left], [right]) => left - right)
      .filter(([, { name }]) => name !== '')
      .map(([index, { id, name, pieces }]) => ({
        id: id === '' ? callId(`${name}${index}${pieces.join('')}`) : id,
        name,
        arguments: pieces.join('').trim() === '' ? '{}' : pieces.join(''),
      }));
  }
}

/** Mistral's templates take ids of nine letters and digits only, so every other id becomes one: the same one each time. */
export function callId(id: string): string {
  if (/^[A-Za-z0-9]{9}$/.test(id)) return id;
  // FNV-1a in 32 bits, twice with different starts.
  const digits = [0x811c9dc5, 0x01000193].map((start) => {
    let hash = start;
    for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
    return (hash >>> 0).toString(36).padStart(7, '0');
  });
  return digits.join('').slice(-9);
}

/** All that a request says to the model, for counting. */
export function requestText({ messages, tools }: Pick<ChatRequest, 'messages' | 'tools'>): string {
  const said = messages.flatMap((message) => [
    message.content,
    ...('toolCalls' in message ? message.toolCalls.map((call) => `${call.name} ${call.arguments}`) : []),
  ]);
  return [...said, ...(tools ?? []).map((tool) => JSON.stringify(tool))].join('\n');
}
