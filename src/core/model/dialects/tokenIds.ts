/** Which token ids make this prompt? Texts are tokenized by the server, control tokens come from the family. */

import { postJson } from '../postJson.ts';
import { completionPatience, type Connection } from '../connection.ts';
import { listAt, parseJson } from '../json.ts';
import { ModelError } from '../modelError.ts';
import type { FimPrompt } from '../stream.ts';

/** SentencePiece puts a dummy space before a text; behind this sign it does not. The sign is the first two tokens. */
const glue = '\u263A';
const glueTokens = 2;

/** Suffix and snippets stay while one types: their ids are kept, per connection. Newest last. */
const kept = new WeakMap<Connection, Map<string, readonly number[]>>();
const keptTexts = 16;

/** Begin-of-text, control tokens and the tokenized texts in order. Guarantees: text never becomes a control token, because only a tokenizer that does not parse them is asked. */
export async function tokenizeForIds(
  connection: Connection,
  model: string,
  prompt: FimPrompt,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const { tokenIds } = prompt;
  if (tokenIds === undefined) return [];
  const parts = await Promise.all(
    prompt.segments.map((segment) =>
      'control' in segment
        ? Promise.resolve([tokenIds.controls[segment.control] ?? tokenIds.beginOfText])
        : idsOf(connection, model, segment, signal),
    ),
  );
  return [tokenIds.beginOfText, ...parts.flat()];
}

async function idsOf(
  connection: Connection,
  model: string,
  segment: { readonly text: string; readonly glued?: boolean },
  signal: AbortSignal,
): Promise<readonly number[]> {
  const cache = kept.get(connection) ?? new Map<string, readonly number[]>();
  kept.set(connection, cache);
  const text = segment.glued === true ? glue + segment.text : segment.text;
  const key = `${model}\n${text}`;
  const known = cache.get(key);
  if (known !== undefined) {
    cache.delete(key);
    cache.set(key, known);
    return known;
  }
  const ids = await askTokenizer(connection, model, text, signal);
  const own = segment.glued === true ? ids.slice(glueTokens) : ids;
  cache.set(key, own);
  for (const oldest of cache.keys()) {
    if (cache.size <= keptTexts) break;
    cache.delete(oldest);
  }
  return own;
}

/** vLLM's `POST /tokenize`, without special tokens. Rejects with ModelError. */
export async function askTokenizer(
  connection: Connection,
  model: string,
  text: string,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const body = { model, prompt: text, add_special_tokens: false };
  const posted = await postJson(
    connection,
    { path: '/tokenize', body, patience: completionPatience },
    signal,
  );
  try {
    const ids = listAt(parseJson(await posted.response.text()), 'tokens');
    if (ids.every((id): id is number => typeof id === 'number')) return ids;
  } finally {
    posted.close();
  }
  throw new ModelError('protocol', {
    host: connection.host,
    cause: 'garbled',
    detail: 'the tokenizer gave no ids',
  });
}
