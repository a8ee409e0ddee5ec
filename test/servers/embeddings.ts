/** A stand-in's embedding model: words of one meaning share a direction, so that a test can tell meaning from letters. */

import type { Exchange } from './exchange.ts';
import type { Json } from './standIn.ts';

const meanings = [
  ['price', 'cost', 'expensive', 'fee', 'charge'],
  ['parcel', 'delivery', 'shipment', 'package'],
  ['login', 'session', 'authenticate', 'signin'],
  ['file', 'disk', 'store', 'persist'],
];
const dimensions = 32;

/** Of length 1; the same text always gives the same vector. */
function vectorOf(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0.001);
  for (const [word] of text.toLowerCase().matchAll(/[a-z]+/g)) {
    const meaning = meanings.findIndex((words) => words.some((each) => word.includes(each)));
    const direction = meaning === -1 ? meanings.length + (word.length % 20) : meaning;
    vector[direction] = (vector[direction] ?? 0) + (meaning === -1 ? 0.1 : 1);
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function textsOf(body: Json): string[] {
  const input = body['input'];
  return (Array.isArray(input) ? input : [input]).map(String);
}

/** OpenAI's `POST /v1/embeddings`. */
export function openAiEmbeddings(exchange: Exchange): void {
  const texts = textsOf(exchange.body);
  const tokens = texts.join(' ').split(/\s+/).length;
  exchange.json(200, {
    object: 'list',
    model: exchange.body['model'],
    data: texts.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

/** Ollama's `POST /api/embed`. */
export function ollamaEmbed(exchange: Exchange): void {
  const texts = textsOf(exchange.body);
  exchange.json(200, {
    model: exchange.body['model'],
    embeddings: texts.map(vectorOf),
    total_duration: 1_000_000,
    load_duration: 1_000,
    prompt_eval_count: texts.join(' ').split(/\s+/).length,
  });
}
