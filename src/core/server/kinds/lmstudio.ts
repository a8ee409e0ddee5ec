/** Is it LM Studio, and what does it serve? */

import type { Fingerprint, ServedModel } from '../fingerprint.ts';
import { cardsOf, countOf, textOf, within } from '../openAiModels.ts';

export const lmstudio = {
  kind: 'lmstudio',
  title: 'LM Studio',
  ports: [1234],
  paths: ['/api/v1/models', '/api/v0/models', '/v1/models'],
  recognizes: (answers) =>
    cardsOf(answers.json('/api/v1/models'), 'models').some((card) =>
      Array.isArray(card['loaded_instances']),
    ) || cardsOf(answers.json('/api/v0/models'), 'data').some((card) => card['state'] !== undefined),
  version: (answers) => (answers.json('/api/v1/models') === undefined ? 'before 0.4' : '0.4 or newer'),
  models: (answers) => {
    const current = cardsOf(answers.json('/api/v1/models'), 'models').flatMap((card): ServedModel[] => {
      const key = textOf(card['key']);
      if (key === undefined) return [];
      const loaded = cardsOf(card, 'loaded_instances');
      const contextTokens = countOf(within(loaded[0], 'config', 'context_length'));
      const architecture = textOf(card['architecture']);
      const callsTools = within(card, 'capabilities', 'trained_for_tool_use');
      return [
        {
          id: textOf(loaded[0]?.['id']) ?? key,
          otherNames: [key, ...(architecture === undefined ? [] : [architecture])],
          loaded: loaded.length > 0,
          ...(contextTokens === undefined ? {} : { contextTokens }),
          ...(card['type'] === 'embedding' ? { chats: false } : {}),
          ...(typeof callsTools === 'boolean' ? { callsTools } : {}),
        },
      ];
    });
    if (current.length > 0) return current;
    return cardsOf(answers.json('/api/v0/models'), 'data').flatMap((card): ServedModel[] => {
      const id = textOf(card['id']);
      if (id === undefined) return [];
      const contextTokens = countOf(card['loaded_context_length']);
      return [
        {
          id,
          loaded: card['state'] === 'loaded',
          ...(contextTokens === undefined ? {} : { contextTokens }),
          ...(card['type'] === 'embeddings' ? { chats: false } : {}),
        },
      ];
    });
  },
  dialects: ({ family }) => (family === undefined ? [] : ['completionsText']),
  chatDialect: 'openAi',
  traits: { streamUsage: true },
} as const satisfies Fingerprint;
