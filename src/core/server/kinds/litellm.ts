/** Is it a LiteLLM proxy, and what stands behind it? Its `/health` makes paid calls and is never asked. */

import type { FimDialect } from '../../model/fimDialect.ts';
import type { Fingerprint, ServedModel } from '../fingerprint.ts';
import { cardsOf, countOf, modelCards, servedModels, textOf, within } from '../openAiModels.ts';

const fimBackend = /^text-completion-codestral\//;

export const litellm = {
  kind: 'litellm',
  title: 'LiteLLM',
  ports: [4000],
  paths: ['/health/liveliness', '/v1/models', '/v1/model/info'],
  recognizes: (answers) =>
    /I'm alive!/.test(answers.get('/health/liveliness')?.text ?? '') ||
    answers.all().some(({ headers }) => headers.get('x-litellm-version') !== null),
  version: (answers) =>
    answers
      .all()
      .map(({ headers }) => headers.get('x-litellm-version'))
      .find((version) => version !== null) ?? '',
  models: (answers) => {
    const details = new Map(
      cardsOf(answers.json('/v1/model/info'), 'data').map((card) => [textOf(card['model_name']), card]),
    );
    return servedModels(modelCards(answers)).map((model): ServedModel => {
      const detail = details.get(model.id);
      const backend = textOf(within(detail, 'litellm_params', 'model'));
      const contextTokens = countOf(within(detail, 'model_info', 'max_input_tokens'));
      return {
        ...model,
        ...(backend === undefined ? {} : { otherNames: [backend], takesSuffix: fimBackend.test(backend) }),
        ...(backend !== undefined && fimBackend.test(backend) ? { chats: false } : {}),
        ...(contextTokens === undefined ? {} : { contextTokens }),
      };
    });
  },
  dialects: ({ family, model }): readonly FimDialect[] => {
    if (model.takesSuffix === true) return ['completionsSuffix'];
    if (family === undefined) return [];
    // The backend is unknown where the admin hides it: it may be Mistral's API behind the suffix, or a server that takes raw text.
    return model.takesSuffix === false ? ['completionsText'] : ['completionsText', 'completionsSuffix'];
  },
  // Seen of a proxy with a master key and without a database.
  failsWithoutKey: true,
  chatDialect: 'openAi',
  traits: { streamUsage: true, maxStops: 4 },
} as const satisfies Fingerprint;
