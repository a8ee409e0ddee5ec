/** How is Mistral's own FIM API asked? Only the fields of its schema: any other is refused. */

import type { FimRequest } from '../stream.ts';
import type { Wire } from '../wire.ts';
import { readChat } from './openAiChat.ts';
import { stopsBesideCode } from './promptText.ts';

export const mistralFim: Wire<FimRequest> = {
  framing: 'sse',
  prepare: (request) => {
    const stops = stopsBesideCode(request.prompt);
    return {
      path: '/v1/fim/completions',
      body: {
        model: request.model,
        prompt: request.prompt.prefixWithSnippets ?? request.prompt.prefix,
        suffix: request.prompt.suffix,
        max_tokens: request.maxTokens,
        temperature: request.temperature,
        stream: true,
        ...(stops.length === 0 ? {} : { stop: stops }),
      },
      broken: new Map(),
      stops,
    };
  },
  // Chat-shaped, although it is a completion.
  read: readChat,
};
