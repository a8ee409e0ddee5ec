/** Is it TabbyAPI, and what does it serve? */

import type { Fingerprint } from '../fingerprint.ts';
import { countOf, modelCards, servedModels, textOf, within } from '../openAiModels.ts';

export const tabbyapi = {
  kind: 'tabbyapi',
  title: 'TabbyAPI',
  ports: [5000],
  paths: ['/.well-known/serviceinfo', '/v1/models', '/v1/model'],
  recognizes: (answers) =>
    /tabbyapi/i.test(answers.get('/.well-known/serviceinfo')?.text ?? '') ||
    modelCards(answers).some((card) => card['owned_by'] === 'tabbyAPI'),
  version: (answers) => textOf(within(answers.json('/.well-known/serviceinfo'), 'software', 'version')) ?? '',
  models: (answers) => {
    const loaded = textOf(within(answers.json('/v1/model'), 'id'));
    const contextTokens = countOf(within(answers.json('/v1/model'), 'parameters', 'max_seq_len'));
    return servedModels(modelCards(answers)).map((model) => ({
      ...model,
      ...(loaded === undefined ? {} : { loaded: model.id === loaded }),
      ...(model.id === loaded && contextTokens !== undefined ? { contextTokens } : {}),
    }));
  },
  // It takes a suffix and silently ignores it.
  dialects: ({ family }) => (family === undefined ? [] : ['completionsText']),
  chatDialect: 'openAi',
  traits: { logprobs: true, streamUsage: true },
} as const satisfies Fingerprint;
