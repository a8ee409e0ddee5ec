/** Is it vLLM, with which tokenizer, and what does it serve? */

import type { FimDialect } from '../../model/fimDialect.ts';
import type { Fingerprint } from '../fingerprint.ts';
import { countOf, modelCards, servedModels, textOf, within } from '../openAiModels.ts';

export const vllm = {
  kind: 'vllm',
  title: 'vLLM',
  ports: [8000],
  paths: ['/version', '/v1/models'],
  recognizes: (answers) => {
    const version = textOf(within(answers.json('/version'), 'version'));
    if (version === undefined) return false;
    const models = answers.get('/v1/models');
    const refusedAsVllm = models?.status === 401 && within(models.json, 'error') === 'Unauthorized';
    return (
      refusedAsVllm ||
      modelCards(answers).some((card) => card['owned_by'] === 'vllm' || card['max_model_len'] !== undefined)
    );
  },
  version: (answers) => textOf(within(answers.json('/version'), 'version')) ?? '',
  models: (answers) => servedModels(modelCards(answers)),
  dialects: async ({ family, model, ask }): Promise<readonly FimDialect[]> => {
    if (family === undefined) return [];
    if (family !== 'codestral') return ['completionsText'];
    // The Mistral tokenizer does not parse control strings: there the text prompt is silently wrong.
    const reply = await ask('POST', '/tokenize', {
      model: model.id,
      prompt: '[SUFFIX]',
      add_special_tokens: false,
    });
    const count = within(reply, 'count');
    if (count === 1) return ['completionsText', 'completionsTokenIds'];
    if (typeof count === 'number') return ['completionsTokenIds'];
    return ['completionsText'];
  },
  chatDialect: 'openAi',
  traits: { logprobs: true, streamUsage: true, tokenizes: true },
  readyPath: '/health',
  countTokens: async (model, text, ask) => {
    const reply = await ask('POST', '/tokenize', {
      model: model.id,
      prompt: text,
      add_special_tokens: false,
    });
    return countOf(within(reply, 'count'));
  },
} as const satisfies Fingerprint;
