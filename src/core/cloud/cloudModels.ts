/** Which models does the provider offer, and does it take this key? Its own list answers both. */

import type { Clock } from '../base/clock.ts';
import type { Fetch } from '../base/ports.ts';
import type { CloudAddress } from './cloudTarget.ts';
import { cloudError, failureOf } from './cloudError.ts';
import { guarded } from './postExactly.ts';

export interface OfferedModel {
  readonly id: string;
  readonly contextTokens?: number;
}

export interface ListingParts {
  readonly fetch: Fetch;
  readonly clock: Clock;
}

const timeoutMs = 20_000;

/**
 * Rejects with ModelError: `unauthorized` where the key is refused. Sends nothing but the key, to the address it is
 * for. Ids come sorted; models that can't chat are left out where the list tells.
 */
export async function cloudModels(
  address: CloudAddress,
  key: string | undefined,
  parts: ListingParts,
  signal: AbortSignal,
): Promise<readonly OfferedModel[]> {
  const { provider, base } = address;
  // OpenRouter shows its models to anyone: its key is checked on an address of its own.
  if (provider.keyUrl !== undefined) await getJson(address, provider.keyUrl(base), key, parts, signal);
  const list = modelsOf(await getJson(address, provider.modelsUrl(base), key, parts, signal));
  return list.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function getJson(
  { host, provider }: CloudAddress,
  url: string,
  key: string | undefined,
  { fetch, clock }: ListingParts,
  signal: AbortSignal,
): Promise<unknown> {
  const own = new AbortController();
  const timer = clock.after(timeoutMs, () =>
    own.abort(cloudError('timedOut', { host, detail: 'no list of models within 20 s; try again' })),
  );
  const either = AbortSignal.any([signal, own.signal]);
  try {
    const headers = { ...provider.headers(key, ''), accept: 'application/json' };
    const response = await guarded(host, either, () =>
      fetch(url, { method: 'GET', headers, signal: either, redirect: 'manual' }),
    );
    const body = await guarded(host, either, () => response.text());
    if (!response.ok) {
      const status = response.status === 0 ? 302 : response.status;
      throw failureOf({ host, status, body, header: (name) => response.headers.get(name) });
    }
    return parsed(host, body);
  } finally {
    timer.dispose();
  }
}

function parsed(host: string, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw cloudError('protocol', { host, detail: 'the list of models is no JSON; check tandem.cloud.url' });
  }
}

const notForChat =
  /embed|whisper|tts|dall-e|moderation|transcri|realtime|image|audio|rerank|ocr|guard|speech|veo|imagen|sora|davinci|babbage/i;

function modelsOf(list: unknown): OfferedModel[] {
  const data = asObject(list)['data'];
  const rows = Array.isArray(data) ? (data as unknown[]) : Array.isArray(list) ? (list as unknown[]) : [];
  return rows.flatMap((row) => {
    const { id, capabilities, context_length, max_context_length, max_input_tokens } = asObject(row);
    if (typeof id !== 'string' || notForChat.test(id)) return [];
    if (asObject(capabilities)['completion_chat'] === false) return [];
    const contextTokens = [context_length, max_context_length, max_input_tokens].find(
      (value): value is number => typeof value === 'number',
    );
    return [contextTokens === undefined ? { id } : { id, contextTokens }];
  });
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
