/** How is an instruction model asked over `/v1/chat/completions`? */

import { at, listAt, textAt, type Json } from '../json.ts';
import type { ChatRequest } from '../stream.ts';
import { finishReason, type Delta, type Wire } from '../wire.ts';
import { readUsage } from './completions.ts';
import { openAiTools, readToolCalls, safeRequest } from './toolFields.ts';

/** What the family of a chat model asks for. */
export interface ChatManner {
  readonly temperature: number;
  /** Strings its template turns into control tokens: text must hold none. */
  readonly controls: readonly string[];
}

export function readChat(frame: Json): Delta {
  if (frame['error'] !== undefined && frame['error'] !== null) return { error: frame['error'] };
  if (frame['object'] === 'error') return { error: frame['message'] };
  const choice = at(frame, 'choices', 0);
  const text = contentText(at(choice, 'delta', 'content')) ?? contentText(at(choice, 'message', 'content'));
  if (text?.startsWith('Internal error: ') === true) return { error: { message: text.slice(0, 200) } };
  // The field was renamed and both names are in the field (vllm#27755).
  const reasoning =
    textAt(choice, 'delta', 'reasoning') ??
    textAt(choice, 'delta', 'reasoning_content') ??
    textAt(choice, 'message', 'reasoning') ??
    textAt(choice, 'message', 'reasoning_content');
  const called = [...readToolCalls(at(choice, 'delta')), ...readToolCalls(at(choice, 'message'))];
  const finish = finishReason(at(choice, 'finish_reason'));
  const usage = readUsage(frame);
  return {
    ...(text === undefined ? {} : { text }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(called.length === 0 ? {} : { toolCalls: called }),
    ...(usage === undefined ? {} : { usage }),
    ...(finish === undefined ? {} : { finish }),
  };
}

/** Content is a string, or a list of parts of which only text counts here. */
function contentText(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  return listAt({ content }, 'content')
    .map((part) => textAt(part, 'text') ?? '')
    .join('');
}

export function openAiChat(manner: ChatManner): Wire<ChatRequest> {
  return {
    framing: 'sse',
    prepare: (request, { traits }) => {
      const { messages, tools, broken } = safeRequest(request, manner.controls, openAiTools);
      const stop = request.stop?.slice(0, traits.maxStops ?? request.stop.length);
      return {
        path: traits.chatPath ?? '/v1/chat/completions',
        body: {
          model: request.model,
          messages,
          max_tokens: request.maxTokens,
          temperature: request.temperature ?? manner.temperature,
          stream: true,
          ...(traits.streamUsage === true ? { stream_options: { include_usage: true } } : {}),
          ...(stop === undefined || stop.length === 0 ? {} : { stop }),
          ...(tools.length === 0 ? {} : { tools }),
          ...(tools.length > 0 && request.mustCallTool === true ? { tool_choice: 'required' } : {}),
        },
        broken,
        stops: request.stop ?? [],
      };
    },
    read: readChat,
  };
}
