/** DeepSeek's own API: FIM under `/beta/completions`, chat under `/v1`. */

import { compatibleChat, compatibleCompletions, compatibleRefusals, modelList } from './openaiCompatible.ts';
import type { StandInKind } from './standIn.ts';

export const deepseek: StandInKind = {
  name: 'deepseek',
  models: [
    { id: 'deepseek-chat', fim: 'deepseekCoder', contextTokens: 65536 },
    { id: 'deepseek-reasoner', contextTokens: 65536 },
  ],
  routes: {
    'GET /v1/models': modelList(({ id }) => ({ id, object: 'model', owned_by: 'deepseek' })),
    'POST /beta/completions': {
      asks: true,
      run: (exchange) => compatibleCompletions(exchange, { suffix: 'honored', flavor: {} }),
    },
    'POST /v1/chat/completions': { asks: true, run: (exchange) => compatibleChat(exchange) },
  },
  refusals: {
    ...compatibleRefusals,
    unauthorized: (exchange) =>
      exchange.json(401, {
        error: {
          message: 'Authentication Fails (governor)',
          type: 'authentication_error',
          param: null,
          code: 'invalid_request_error',
        },
      }),
    modelMissing: (exchange) =>
      exchange.json(400, {
        error: {
          message: 'Model Not Exist',
          type: 'invalid_request_error',
          param: null,
          code: 'invalid_request_error',
        },
      }),
  },
};
