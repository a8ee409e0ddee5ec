/** Is it the embedded demo server? It copies from the context and is never shown as a model. */

import type { Fingerprint } from '../fingerprint.ts';
import { modelCards, servedModels } from '../openAiModels.ts';

export const demo = {
  kind: 'demo',
  title: 'demo server',
  ports: [],
  paths: ['/v1/models'],
  recognizes: (answers) =>
    answers.all().some(({ headers }) => headers.get('server') === 'tandem-demo') ||
    modelCards(answers).some((card) => card['owned_by'] === 'tandem-demo'),
  version: () => '',
  models: (answers) =>
    servedModels(modelCards(answers)).map((model) => ({ ...model, takesSuffix: true, loaded: true })),
  dialects: () => ['completionsSuffix'],
  chatDialect: 'openAi',
  traits: { streamUsage: true },
  isDemo: true,
} as const satisfies Fingerprint;
