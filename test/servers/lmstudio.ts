/** LM Studio: its own list of models with what is loaded, raw completions without a template; trait `api: 'v0'` for versions before 0.4. */

import { compatibleChat, compatibleCompletions, compatibleRefusals, modelList } from './openaiCompatible.ts';
import type { StandInKind } from './standIn.ts';

export const lmstudio: StandInKind = {
  name: 'lmstudio',
  models: [{ id: 'qwen2.5-coder-14b', fim: 'qwenCoder', contextTokens: 16384 }],
  routes: {
    'GET /api/v1/models': {
      run: (exchange) => {
        if (exchange.standIn.traits['api'] === 'v0')
          exchange.json(404, { error: 'Unexpected endpoint or method. (GET /api/v1/models)' });
        else {
          const loaded = exchange.standIn.traits['loaded'] !== 'no';
          exchange.json(200, {
            models: exchange.standIn.models.map(({ id, contextTokens, callsTools }) => ({
              type: 'llm',
              publisher: 'someone',
              key: id,
              architecture: 'qwen2',
              format: 'gguf',
              max_context_length: 131072,
              loaded_instances: loaded
                ? [{ id, config: { context_length: contextTokens ?? 16384, parallel: 4 } }]
                : [],
              capabilities: { vision: false, trained_for_tool_use: callsTools !== false },
            })),
          });
        }
      },
    },
    'GET /api/v0/models': {
      run: (exchange) =>
        exchange.json(200, {
          object: 'list',
          data: exchange.standIn.models.map(({ id, contextTokens }) => ({
            id,
            type: 'llm',
            arch: 'qwen2',
            state: 'loaded',
            max_context_length: 131072,
            loaded_context_length: contextTokens ?? 16384,
          })),
        }),
    },
    'GET /v1/models': modelList(({ id }) => ({ id, object: 'model', owned_by: 'organization_owner' })),
    'POST /v1/completions': {
      asks: true,
      run: (exchange) => compatibleCompletions(exchange, { suffix: 'dropped', flavor: {} }),
    },
    'POST /v1/chat/completions': {
      asks: true,
      run: (exchange) => compatibleChat(exchange, { reasoningField: 'reasoning' }),
    },
  },
  notFound: (exchange) =>
    exchange.json(200, {
      error: `Unexpected endpoint or method. (${exchange.request.method} ${exchange.request.path})`,
    }),
  refusals: {
    ...compatibleRefusals,
    serverError: (exchange) =>
      exchange.json(500, { error: 'The model has crashed without additional information.' }),
  },
};
