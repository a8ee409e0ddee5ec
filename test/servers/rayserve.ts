/** Ray Serve LLM: vLLM's engine behind an ingress that has neither `/version` nor `/tokenize`. */

import { compatibleChat } from './openaiCompatible.ts';
import { modelList } from './openaiCompatible.ts';
import type { StandInKind } from './standIn.ts';
import { card, vllm, vllmCompletions } from './vllm.ts';

export const rayserve: StandInKind = {
  name: 'rayserve',
  headers: { server: 'uvicorn' },
  models: [{ id: 'codestral', fim: 'codestral', contextTokens: 32768 }],
  routes: {
    'GET /-/healthz': { open: true, run: (exchange) => exchange.text(200, 'success') },
    'GET /-/routes': { open: true, run: (exchange) => exchange.json(200, { '/': 'LLMRouter' }) },
    'GET /v1/models': modelList(card),
    'POST /v1/completions': { asks: true, run: vllmCompletions },
    'POST /v1/chat/completions': {
      asks: true,
      run: (exchange) => compatibleChat(exchange, { reasoningField: 'reasoning' }),
    },
  },
  refusals: vllm.refusals,
};
