/** Is it Hugging Face TGI, and what does it serve? */

import type { Fingerprint } from '../fingerprint.ts';
import { countOf, textOf, within } from '../openAiModels.ts';

export const tgi = {
  kind: 'tgi',
  title: 'TGI',
  ports: [3000],
  paths: ['/info'],
  recognizes: (answers) => within(answers.json('/info'), 'router') === 'text-generation-router',
  version: (answers) => textOf(within(answers.json('/info'), 'version')) ?? '',
  models: (answers) => {
    const info = answers.json('/info');
    const id = textOf(within(info, 'model_id'));
    const contextTokens = countOf(within(info, 'max_total_tokens'));
    if (id === undefined) return [];
    return [{ id, loaded: true, ...(contextTokens === undefined ? {} : { contextTokens }) }];
  },
  dialects: ({ family }) => (family === undefined ? [] : ['tgiGenerate', 'completionsText']),
  chatDialect: 'openAi',
  traits: { maxStops: 4, streamUsage: true },
  readyPath: '/health',
} as const satisfies Fingerprint;
