/** Is it Mistral's own API? Known by host name, asked only for its list of models. */

import type { Fingerprint, ServedModel } from '../fingerprint.ts';
import { modelCards, servedModels, within } from '../openAiModels.ts';

export const mistral = {
  kind: 'mistral',
  title: 'Mistral API',
  ports: [],
  isHost: (host) => /^(api(\.[a-z]{2})?|codestral)\.mistral\.ai$/.test(host),
  paths: ['/v1/models'],
  recognizes: (answers) =>
    modelCards(answers).some((card) => typeof within(card, 'capabilities', 'completion_fim') === 'boolean'),
  version: () => '',
  models: (answers) => {
    const cards = modelCards(answers);
    return servedModels(cards).map((model): ServedModel => {
      const card = cards.find(({ id }) => id === model.id);
      return {
        ...model,
        takesSuffix: within(card, 'capabilities', 'completion_fim') === true,
        chats: within(card, 'capabilities', 'completion_chat') !== false,
      };
    });
  },
  dialects: ({ model }) => (model.takesSuffix === true ? ['mistralFim'] : []),
  chatDialect: 'openAi',
  // No stream_options: an unknown field is refused, and usage comes in the last chunk anyway.
  traits: {},
} as const satisfies Fingerprint;
