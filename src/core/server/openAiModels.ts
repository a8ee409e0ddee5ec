/** What does an OpenAI-like `/v1/models` tell? */

import type { ProbeAnswers, ServedModel } from './fingerprint.ts';

type Card = Readonly<Record<string, unknown>>;

/** The entries of `data`; empty where there is none. */
export function modelCards(answers: ProbeAnswers, path = '/v1/models'): readonly Card[] {
  return cardsOf(answers.json(path), 'data');
}

export function cardsOf(json: unknown, field: string): readonly Card[] {
  const list = isCard(json) ? json[field] : undefined;
  return Array.isArray(list) ? (list as unknown[]).filter(isCard) : [];
}

export function isCard(value: unknown): value is Card {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}

/** Value under a path of keys. */
export function within(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((here, key) => (isCard(here) ? here[key] : undefined), value);
}

/** Cards as models: id, and the context length where a card tells it. */
export function servedModels(cards: readonly Card[]): ServedModel[] {
  return cards.flatMap((card) => {
    const id = textOf(card['id']);
    if (id === undefined) return [];
    const contextTokens =
      countOf(card['max_model_len']) ??
      countOf(within(card, 'meta', 'n_ctx')) ??
      countOf(card['max_context_length']) ??
      countOf(card['context_length']) ??
      countOf(card['max_input_tokens']);
    const root = textOf(card['root']);
    return [
      {
        id,
        ...(contextTokens === undefined ? {} : { contextTokens }),
        ...(root === undefined || root === id ? {} : { otherNames: [root] }),
      },
    ];
  });
}
