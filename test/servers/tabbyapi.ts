/** TabbyAPI: names itself under `/.well-known/serviceinfo`, takes a suffix and ignores it. */

import { compatibleChat, compatibleCompletions, compatibleRefusals, modelList } from './openaiCompatible.ts';
import type { StandInKind } from './standIn.ts';

function failure(message: string): unknown {
  return { error: { message, trace: null } };
}

export const tabbyapi: StandInKind = {
  name: 'tabbyapi',
  models: [{ id: 'Codestral-22B-v0.1-exl3', fim: 'codestral', contextTokens: 16384 }],
  routes: {
    'GET /.well-known/serviceinfo': {
      open: true,
      run: (exchange) =>
        exchange.json(200, {
          version: 0.1,
          software: {
            name: 'TabbyAPI',
            repository: 'https://github.com/theroyallab/tabbyAPI',
            homepage: 'https://github.com/theroyallab/tabbyAPI',
          },
          api: { openai: { name: 'OpenAI API', relative_url: '/v1', version: 1 } },
        }),
    },
    'GET /health': { open: true, run: (exchange) => exchange.json(200, { status: 'healthy', issues: [] }) },
    'GET /v1/models': modelList(({ id }) => ({ id, object: 'model', created: 1, owned_by: 'tabbyAPI' })),
    'GET /v1/model': {
      run: (exchange) => {
        const model = exchange.standIn.models[0];
        exchange.json(200, {
          id: model?.id,
          object: 'model',
          owned_by: 'tabbyAPI',
          parameters: { max_seq_len: model?.contextTokens ?? 16384 },
        });
      },
    },
    'POST /v1/completions': {
      asks: true,
      run: (exchange) => compatibleCompletions(exchange, { suffix: 'dropped', flavor: { logprobs: true } }),
    },
    'POST /v1/chat/completions': { asks: true, run: (exchange) => compatibleChat(exchange) },
  },
  holdsKey: (request, key) =>
    request.headers['authorization'] === `Bearer ${key}` || request.headers['x-api-key'] === key,
  refusals: {
    ...compatibleRefusals,
    unauthorized: (exchange) => exchange.json(401, { detail: 'Invalid API key' }),
    serverError: (exchange) =>
      exchange.json(500, failure('Completion aborted. Please check the server console.')),
  },
};
