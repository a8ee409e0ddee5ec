/** A LiteLLM proxy; trait `backend`: `codestral` (Mistral's FIM behind `text-completion-codestral/`), `vllm` (default), or `hidden`. Its `/health` counts as a paid call. */

import { compatibleChat, compatibleCompletions, compatibleRefusals, modelList } from './openaiCompatible.ts';
import { openAiError } from './openaiWire.ts';
import type { StandInKind } from './standIn.ts';

export const litellm: StandInKind = {
  name: 'litellm',
  headers: { 'x-litellm-version': '1.80.0', 'x-litellm-call-id': '0123' },
  models: [{ id: 'codestral-fim', fim: 'codestral', contextTokens: 32768 }],
  routes: {
    'GET /health/liveliness': { open: true, run: (exchange) => exchange.json(200, "I'm alive!") },
    'GET /health/readiness': {
      open: true,
      run: (exchange) => exchange.json(200, { status: 'healthy', db: 'Not connected' }),
    },
    'GET /health': {
      asks: true,
      run: (exchange) => exchange.json(200, { healthy_endpoints: [], unhealthy_endpoints: [] }),
    },
    'GET /v1/models': modelList(({ id }) => ({ id, object: 'model', created: 1, owned_by: 'openai' })),
    'GET /v1/model/info': {
      run: (exchange) => {
        const prefix =
          exchange.standIn.traits['backend'] === 'codestral' ? 'text-completion-codestral' : 'hosted_vllm';
        if (exchange.standIn.traits['backend'] === 'hidden')
          exchange.json(403, openAiError('Not allowed to access model info', 'auth_error', 403));
        else {
          exchange.json(200, {
            data: exchange.standIn.models.map(({ id, contextTokens }) => ({
              model_name: id,
              litellm_params: { model: `${prefix}/${id === 'codestral-fim' ? 'codestral-2508' : id}` },
              model_info: { max_input_tokens: contextTokens ?? 32768 },
            })),
          });
        }
      },
    },
    'POST /v1/completions': {
      asks: true,
      run: (exchange) =>
        compatibleCompletions(exchange, {
          suffix: exchange.standIn.traits['backend'] === 'codestral' ? 'honored' : 'refused',
          flavor: {},
        }),
    },
    'POST /v1/chat/completions': { asks: true, run: (exchange) => compatibleChat(exchange) },
  },
  refusals: {
    ...compatibleRefusals,
    unauthorized: (exchange) =>
      exchange.json(
        401,
        openAiError('Authentication Error, Invalid proxy server token passed.', 'auth_error', '401'),
      ),
    modelMissing: (exchange) =>
      exchange.json(
        400,
        openAiError(
          'litellm.BadRequestError: Invalid model name passed in model=x. Call `/v1/models` to view available models for your key.',
          'None',
          '400',
        ),
      ),
  },
};
