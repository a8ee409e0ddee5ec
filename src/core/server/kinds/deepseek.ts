/** Is it DeepSeek's own API? FIM is under `/beta`. */

import type { Fingerprint } from '../fingerprint.ts';
import { modelCards, servedModels } from '../openAiModels.ts';

export const deepseek = {
  kind: 'deepseek',
  title: 'DeepSeek API',
  ports: [],
  isHost: (host) => host === 'api.deepseek.com',
  paths: ['/v1/models'],
  recognizes: (answers) => modelCards(answers).some((card) => card['owned_by'] === 'deepseek'),
  version: () => '',
  models: (answers) =>
    servedModels(modelCards(answers)).map((model) => ({
      contextTokens: 65_536,
      ...model,
      takesSuffix: model.id === 'deepseek-chat' || /coder/.test(model.id),
    })),
  dialects: ({ model }) => (model.takesSuffix === true ? ['completionsSuffix'] : []),
  chatDialect: 'openAi',
  traits: { streamUsage: true, completionsPath: '/beta/completions', maxStops: 16 },
} as const satisfies Fingerprint;
