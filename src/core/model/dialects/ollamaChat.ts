/** How is an instruction model asked over Ollama's own `/api/chat`? */

import type { ChatRequest } from '../stream.ts';
import type { Wire } from '../wire.ts';
import { readOllama } from './ollamaGenerate.ts';
import type { ChatManner } from './openAiChat.ts';
import { ollamaTools, safeRequest } from './toolFields.ts';

export function ollamaChat(manner: ChatManner): Wire<ChatRequest> {
  return {
    framing: 'ndjson',
    prepare: (request, { traits }) => {
      const { messages, tools, broken } = safeRequest(request, manner.controls, ollamaTools);
      return {
        path: '/api/chat',
        body: {
          model: request.model,
          messages,
          ...(tools.length === 0 ? {} : { tools }),
          stream: true,
          ...(traits.keepAlive === undefined ? {} : { keep_alive: traits.keepAlive }),
          options: {
            temperature: request.temperature ?? manner.temperature,
            num_predict: request.maxTokens,
            ...(request.stop === undefined ? {} : { stop: request.stop }),
          },
        },
        broken,
        stops: request.stop ?? [],
      };
    },
    read: readOllama,
  };
}
