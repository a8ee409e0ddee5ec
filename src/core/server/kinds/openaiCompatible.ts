/** Is it some other server that speaks OpenAI's routes? What nobody else recognized. */

import type { Fingerprint } from '../fingerprint.ts';
import { modelCards, servedModels } from '../openAiModels.ts';

export const openaiCompatible = {
  kind: 'openaiCompatible',
  title: 'OpenAI-compatible server',
  ports: [],
  paths: ['/v1/models'],
  recognizes: (answers) => {
    const models = answers.get('/v1/models');
    if (models === undefined) return false;
    return (
      modelCards(answers).length > 0 ||
      Array.isArray((models.json as { data?: unknown } | undefined)?.data) ||
      models.status === 401
    );
  },
  version: () => '',
  models: (answers) => servedModels(modelCards(answers)),
  // Neither a 200 nor the name says anything about FIM: both forms are proved by the probe.
  dialects: ({ family }) =>
    family === undefined ? ['completionsSuffix'] : ['completionsText', 'completionsSuffix'],
  chatDialect: 'openAi',
  traits: { maxStops: 4 },
} as const satisfies Fingerprint;
