/** Is it LocalAI, and what does it serve? */

import type { Fingerprint } from '../fingerprint.ts';
import { isCard, modelCards, servedModels, textOf, within } from '../openAiModels.ts';

export const localai = {
  kind: 'localai',
  title: 'LocalAI',
  ports: [8080],
  paths: ['/.well-known/localai.json', '/version', '/v1/models'],
  recognizes: (answers) => {
    const told = answers.json('/.well-known/localai.json');
    // Some servers answer any path with 200 and an error.
    return isCard(told) && told['error'] === undefined;
  },
  version: (answers) =>
    textOf(within(answers.json('/version'), 'version')) ??
    textOf(within(answers.json('/.well-known/localai.json'), 'version')) ??
    '',
  models: (answers) => servedModels(modelCards(answers)),
  // A suffix is silently ignored, and a completion template in the model's configuration spoils the raw prompt: the probe decides.
  dialects: ({ family }) => (family === undefined ? [] : ['completionsText']),
  chatDialect: 'openAi',
  traits: { streamUsage: true },
  readyPath: '/readyz',
} as const satisfies Fingerprint;
