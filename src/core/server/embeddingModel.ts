/** Which of the server's models turns text into vectors, and how does it want its texts? */

import type { ServedModel } from './fingerprint.ts';

const embeds = /embed|(?:^|[/:_-])(?:bge|gte|e5)-|minilm/i;
const reranks = /rerank|cross-?encoder/i;

/** One for code before the others; `undefined` where the server has none. */
export function embeddingModel(models: readonly ServedModel[]): ServedModel | undefined {
  const able = models.filter((model) => {
    const names = [model.id, ...(model.otherNames ?? [])];
    return names.some((name) => embeds.test(name)) && !names.some((name) => reranks.test(name));
  });
  return able.find(({ id }) => /code/i.test(id)) ?? able[0];
}

export type EmbeddedAs = 'question' | 'piece';

/** Some models were trained with a word in front that says what a text is (their model cards). */
export function asEmbedded(model: string, text: string, as: EmbeddedAs): string {
  if (/nomic/i.test(model)) return `${as === 'question' ? 'search_query' : 'search_document'}: ${text}`;
  if (/(?:^|[/:_-])e5-/i.test(model)) return `${as === 'question' ? 'query' : 'passage'}: ${text}`;
  return text;
}
