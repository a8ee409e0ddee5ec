/** What do these texts mean, in numbers? Asked of an embedding model on the team's own server. */

import type { Connection, Patience } from './connection.ts';
import { listAt, numberAt, parseJson } from './json.ts';
import { ModelError } from './modelError.ts';
import { postJson } from './postJson.ts';

export type EmbeddingDialect = 'openAi' | 'ollama';

export interface Embedded {
  /** One for each text, in their order. */
  readonly vectors: readonly (readonly number[])[];
  /** As the server counted them; absent where it did not tell. */
  readonly tokensIn?: number;
}

/** The model may have to be loaded first. */
const patience: Patience = { firstTokenMs: 120_000, idleMs: 30_000 };

/** Rejects with ModelError, or with the signal's reason. */
export async function embedTexts(
  connection: Connection,
  asked: { readonly dialect: EmbeddingDialect; readonly model: string; readonly texts: readonly string[] },
  signal: AbortSignal,
): Promise<Embedded> {
  const { dialect, model, texts } = asked;
  const path = dialect === 'ollama' ? '/api/embed' : '/v1/embeddings';
  const body = { model, input: texts, ...(dialect === 'ollama' ? { truncate: true } : {}) };
  const posted = await postJson(connection, { path, body, patience }, signal);
  try {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of posted.chunks) text += decoder.decode(chunk, { stream: true });
    const answer = parseJson(text);
    const vectors =
      dialect === 'ollama'
        ? listAt(answer, 'embeddings').map(numbers)
        : listAt(answer, 'data').map((each) => numbers(listAt(each, 'embedding')));
    if (vectors.length !== texts.length || vectors.some(({ length }) => length === 0)) {
      throw new ModelError('protocol', {
        host: connection.host,
        cause: 'garbled',
        detail: 'not one vector for each text',
      });
    }
    const tokensIn = numberAt(answer, 'prompt_eval_count') ?? numberAt(answer, 'usage', 'prompt_tokens');
    return { vectors, ...(tokensIn === undefined ? {} : { tokensIn }) };
  } finally {
    posted.close();
  }
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'number') ? value : [];
}
