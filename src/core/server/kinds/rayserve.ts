/** Is it Ray Serve LLM? vLLM's engine behind an ingress that hides `/version` and `/tokenize`. */

import type { Fingerprint } from '../fingerprint.ts';
import { modelCards, servedModels } from '../openAiModels.ts';

export const rayserve = {
  kind: 'rayserve',
  title: 'Ray Serve LLM',
  ports: [8000],
  paths: ['/-/healthz', '/-/routes', '/v1/models'],
  recognizes: (answers) =>
    answers.get('/-/healthz')?.text.trim() === 'success' ||
    modelCards(answers).some((card) => card['owned_by'] === 'vllm' && card['max_model_len'] !== undefined),
  version: () => '',
  models: (answers) => servedModels(modelCards(answers)),
  // Which tokenizer runs can't be asked here: the probe decides.
  dialects: ({ family }) => (family === undefined ? [] : ['completionsText']),
  chatDialect: 'openAi',
  traits: { logprobs: true, streamUsage: true },
} as const satisfies Fingerprint;
