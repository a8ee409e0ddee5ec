/** Is it Ollama, and what does it serve? */

import type { Fingerprint, ServedModel } from '../fingerprint.ts';
import { cardsOf, countOf, isCard, textOf, within } from '../openAiModels.ts';

export const ollama = {
  kind: 'ollama',
  title: 'Ollama',
  ports: [11434],
  paths: ['/', '/api/version', '/api/tags', '/api/ps'],
  // Others imitate /api/version: the root's sentence or the list of models must agree.
  recognizes: (answers) =>
    answers.get('/')?.text.startsWith('Ollama is running') === true ||
    (textOf(within(answers.json('/api/version'), 'version')) !== undefined &&
      Array.isArray(within(answers.json('/api/tags'), 'models'))),
  version: (answers) => textOf(within(answers.json('/api/version'), 'version')) ?? '',
  models: (answers) => {
    const running = new Map(
      cardsOf(answers.json('/api/ps'), 'models').map((card) => [
        textOf(card['model']) ?? textOf(card['name']),
        card,
      ]),
    );
    const knowsRunning = answers.json('/api/ps') !== undefined;
    return cardsOf(answers.json('/api/tags'), 'models').flatMap((card): ServedModel[] => {
      const id = textOf(card['model']) ?? textOf(card['name']);
      if (id === undefined) return [];
      const contextTokens = countOf(running.get(id)?.['context_length']);
      const capabilities = card['capabilities'];
      return [
        {
          id,
          ...(contextTokens === undefined ? {} : { contextTokens }),
          ...(knowsRunning ? { loaded: running.has(id) } : {}),
          ...told(capabilities),
          ...(Array.isArray(capabilities) && !capabilities.includes('completion') ? { chats: false } : {}),
        },
      ];
    });
  },
  examine: async (model, ask) => {
    const [show, running] = await Promise.all([
      ask('POST', '/api/show', { model: model.id }),
      ask('GET', '/api/ps'),
    ]);
    const capabilities = within(show, 'capabilities');
    const card = cardsOf(running, 'models').find(
      (entry) => entry['model'] === model.id || entry['name'] === model.id,
    );
    const info = within(show, 'model_info');
    const trained = isCard(info)
      ? countOf(Object.entries(info).find(([key]) => key.endsWith('.context_length'))?.[1])
      : undefined;
    // The default window is chosen by VRAM and is far below what the model was trained for: only a running model tells it.
    const contextTokens = countOf(card?.['context_length']) ?? Math.min(trained ?? 4096, 4096);
    return {
      ...model,
      contextTokens,
      ...(running === undefined ? {} : { loaded: card !== undefined }),
      ...told(capabilities),
    };
  },
  dialects: ({ family, model }) => [
    ...(family === undefined ? [] : (['ollamaRaw'] as const)),
    ...(model.takesSuffix === false ? [] : (['ollamaSuffix'] as const)),
  ],
  chatDialect: 'ollama',
  traits: { keepAlive: '30m', logprobs: true },
  warmUp: (model) => ({ path: '/api/generate', body: { model, keep_alive: '30m' } }),
  // OLLAMA_NUM_PARALLEL is 1 by default and can't be asked for.
  slots: () => 1,
} as const satisfies Fingerprint;

function told(capabilities: unknown): Pick<ServedModel, 'takesSuffix' | 'callsTools'> {
  if (!Array.isArray(capabilities)) return {};
  return { takesSuffix: capabilities.includes('insert'), callsTools: capabilities.includes('tools') };
}
