/** Is it llama.cpp's server, and what does it serve? */

import type { FimDialect } from '../../model/fimDialect.ts';
import type { Fingerprint } from '../fingerprint.ts';
import { countOf, modelCards, servedModels, textOf, within } from '../openAiModels.ts';

/** Families whose FIM tokens the server finds by their text, and lays out in the right order. */
const infillFamilies = new Set([
  'qwenCoder',
  'deepseekCoder',
  'starcoder2',
  'codeGemma',
  'granite',
  'stableCode',
  'codeLlama',
]);

export const llamacpp = {
  kind: 'llamacpp',
  title: 'llama.cpp',
  ports: [9931, 8080],
  paths: ['/props', '/v1/models'],
  recognizes: (answers) =>
    answers.all().some(({ headers }) => /llama\.cpp/i.test(headers.get('server') ?? '')) ||
    (within(answers.json('/props'), 'build_info') !== undefined &&
      within(answers.json('/props'), 'default_generation_settings') !== undefined),
  version: (answers) => textOf(within(answers.json('/props'), 'build_info')) ?? '',
  models: (answers) => {
    const props = answers.json('/props');
    // Per slot: what one request really has.
    const contextTokens = countOf(within(props, 'default_generation_settings', 'n_ctx'));
    const path = textOf(within(props, 'model_path'));
    const models = servedModels(modelCards(answers));
    // With one model loaded /props speaks of it; in router mode the cards speak for themselves.
    if (models.length !== 1) return models;
    return models.map((model) => ({
      ...model,
      ...(contextTokens === undefined ? {} : { contextTokens }),
      ...(path === undefined ? {} : { otherNames: [path] }),
    }));
  },
  dialects: ({ family }): readonly FimDialect[] => {
    // A model we do not know may still be one whose tokens the server knows.
    if (family === undefined) return ['llamacppInfill'];
    return infillFamilies.has(family) ? ['llamacppInfill', 'llamacppCompletion'] : ['llamacppCompletion'];
  },
  chatDialect: 'openAi',
  traits: { logprobs: true, streamUsage: true },
  readyPath: '/health',
  countTokens: async (model, text, ask) => {
    const tokens = within(await ask('POST', '/tokenize', { model: model.id, content: text }), 'tokens');
    return Array.isArray(tokens) ? tokens.length : undefined;
  },
  slots: (answers) => countOf(within(answers.json('/props'), 'total_slots')) ?? 1,
} as const satisfies Fingerprint;
