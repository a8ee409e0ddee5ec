/** How do tools, calls and their results stand in a request? The OpenAI form, and Ollama's where it differs. */

import { isJson, listAt, numberAt, parseJson, textAt, type Json } from '../json.ts';
import { breakControls } from '../outputFilter.ts';
import type { ChatRequest } from '../stream.ts';
import { callId, type RequestMessage, type ToolCallPart } from '../tools.ts';

export interface ToolForm {
  /** A call within an assistant message. */
  readonly call: (call: { id: string; name: string; arguments: string }) => Json;
  readonly result: (result: { id: string; name: string; content: string }) => Json;
}

export const openAiTools: ToolForm = {
  call: ({ id, name, arguments: text }) => ({ id, type: 'function', function: { name, arguments: text } }),
  result: ({ id, content }) => ({ role: 'tool', tool_call_id: id, content }),
};

/** Ollama takes arguments as an object and knows a result by the name of its tool. */
export const ollamaTools: ToolForm = {
  call: ({ name, arguments: text }) => {
    const parsed = parseJson(text);
    return { function: { name, arguments: isJson(parsed) ? parsed : {} } };
  },
  result: ({ name, content }) => ({ role: 'tool', tool_name: name, content }),
};

export interface SafeMessages {
  readonly messages: readonly Json[];
  readonly tools: readonly Json[];
  /** What was broken so that no text acts as a control token, with its original. */
  readonly broken: ReadonlyMap<string, string>;
}

/** Messages and tools for the wire, in which no text can act as a control token. */
export function safeRequest(request: ChatRequest, controls: readonly string[], form: ToolForm): SafeMessages {
  const broken = new Map<string, string>();
  const safe = (text: string): string => {
    const result = breakControls(text, controls);
    for (const [shape, original] of result.broken) broken.set(shape, original);
    return result.text;
  };
  const names = new Map<string, string>();
  const messages = request.messages.map((message) => wireMessage(message, form, safe, names));
  const tools = (request.tools ?? []).map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description: safe(description), parameters: safeJson(parameters, safe) },
  }));
  return { messages, tools, broken };
}

function wireMessage(
  message: RequestMessage,
  form: ToolForm,
  safe: (text: string) => string,
  names: Map<string, string>,
): Json {
  const content = safe(message.content);
  if (message.role === 'tool') {
    const id = callId(message.callId);
    return form.result({ id, name: names.get(id) ?? '', content });
  }
  if (!('toolCalls' in message)) return { role: message.role, content };
  const calls = message.toolCalls.map((call) => {
    const id = callId(call.id);
    names.set(id, call.name);
    return form.call({ id, name: call.name, arguments: safe(call.arguments) });
  });
  return { role: message.role, content, tool_calls: calls };
}

function safeJson(value: Json, safe: (text: string) => string): Json {
  const parsed = parseJson(safe(JSON.stringify(value)));
  return isJson(parsed) ? parsed : value;
}

/** The calls of one frame: `delta.tool_calls` of a stream, `message.tool_calls` of a whole answer or of Ollama. */
export function readToolCalls(holder: unknown): readonly ToolCallPart[] {
  return listAt(holder, 'tool_calls').map((call) => {
    const id = textAt(call, 'id');
    const name = textAt(call, 'function', 'name');
    const text = argumentsText(call);
    const index = numberAt(call, 'index') ?? numberAt(call, 'function', 'index');
    return {
      ...(index === undefined ? {} : { index }),
      ...(id === undefined ? {} : { id }),
      ...(name === undefined ? {} : { name }),
      ...(text === undefined ? {} : { arguments: text }),
    };
  });
}

function argumentsText(call: unknown): string | undefined {
  if (!isJson(call) || !isJson(call['function'])) return undefined;
  const given = call['function']['arguments'];
  if (typeof given === 'string') return given;
  return given === undefined || given === null ? undefined : JSON.stringify(given);
}
