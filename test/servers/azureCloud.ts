/** Azure OpenAI: the v1 address, `api-key`, filter reports in a first chunk without choices. Trait `ending`. */

import { answerChat, cloudChatFormat, endingOf, modelList, openAiRefusals } from './cloudWire.ts';
import type { AnswerFormat, Exchange } from './exchange.ts';
import { openAiError, sse } from './openaiWire.ts';
import type { StandInKind } from './standIn.ts';

function azureFormat(exchange: Exchange): AnswerFormat {
  const plain = cloudChatFormat(exchange);
  let isFirst = true;
  return {
    ...plain,
    chunk: (chunk) => {
      const report = isFirst
        ? sse({
            id: '',
            object: '',
            created: 0,
            model: '',
            choices: [],
            prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
          })
        : '';
      isFirst = false;
      return report + plain.chunk(chunk);
    },
  };
}

export const azureCloud: StandInKind = {
  name: 'azure',
  models: [{ id: 'team-deployment' }],
  holdsKey: (request, key) => request.headers['api-key'] === key,
  refusals: {
    ...openAiRefusals,
    unauthorized: (exchange) =>
      exchange.json(401, {
        error: {
          code: '401',
          message: 'Access denied due to invalid subscription key or wrong API endpoint.',
        },
      }),
    modelMissing: (exchange) =>
      exchange.json(404, {
        error: {
          code: 'DeploymentNotFound',
          message: 'The API deployment for this resource does not exist.',
        },
      }),
  },
  routes: {
    'GET /openai/v1/models': {
      run: (exchange) => exchange.json(200, modelList(exchange.standIn.models, 'azure')),
    },
    'POST /openai/v1/chat/completions': {
      asks: true,
      run: async (exchange) => {
        if (endingOf(exchange) === 'promptFilter') {
          exchange.json(400, {
            error: {
              message: 'The response was filtered',
              type: null,
              param: 'prompt',
              code: 'content_filter',
              status: 400,
            },
          });
          return;
        }
        if (exchange.body['max_tokens'] !== undefined) {
          const message = "Unsupported parameter: 'max_tokens' is not supported with this model.";
          exchange.json(400, openAiError(message, 'invalid_request_error', 'unsupported_parameter'));
          return;
        }
        await answerChat(exchange, azureFormat(exchange));
      },
    },
  },
};
