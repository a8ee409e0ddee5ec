/** What does this address answer to one round of cheap questions? */

import type { Clock } from '../base/clock.ts';
import type { Fetch } from '../base/ports.ts';
import type { ProbeAnswer, ProbeAnswers } from './fingerprint.ts';

export interface ProbePorts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** For this origin only. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface ProbeRound {
  readonly answers: ProbeAnswers;
  /** What `fetch` threw by itself; undefined where it only took too long. */
  readonly failure: unknown;
  /** Paths that were not answered within the limit. */
  readonly late: readonly string[];
}

const usualLimitMs = 2000;
/** The editor's `fetch` reads the system's certificates before the first handshake, just when a window opens. */
const limitOfTlsMs = 6000;
const bodyLimit = 4_000_000;
/** A handshake reads every trusted certificate anew: few connections that are used again are faster than one each. */
const connectionsOfTls = 4;

/**
 * GETs all paths at the same time (over TLS a few at a time), at most 2 s in all (6 s over TLS); follows no redirect. Ends at once where
 * the first connection can't be made. Never rejects.
 */
export async function probeRound(
  baseUrl: string,
  paths: readonly string[],
  ports: ProbePorts,
  limitMs = baseUrl.startsWith('https:') ? limitOfTlsMs : usualLimitMs,
): Promise<ProbeRound> {
  const waiting = [...new Set(paths)];
  const connections = baseUrl.startsWith('https:') ? connectionsOfTls : waiting.length;
  const byPath = new Map<string, ProbeAnswer>();
  const late: string[] = [];
  let failure: unknown;
  const limit = new AbortController();
  const timer = ports.clock.after(limitMs, () => limit.abort(new Error('timed out')));
  const askInTurn = async (): Promise<void> => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      try {
        byPath.set(path, await probe(baseUrl + path, ports, limit.signal));
      } catch (reason) {
        if (limit.signal.aborted) late.push(path);
        else failure ??= reason;
        if (byPath.size === 0) return;
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, askInTurn));
  timer.dispose();
  if (limit.signal.aborted) late.push(...waiting);
  return {
    answers: {
      get: (path) => byPath.get(path),
      json: (path) => {
        const answer = byPath.get(path);
        return answer?.status === 200 ? answer.json : undefined;
      },
      all: () => [...byPath.values()],
    },
    failure,
    late,
  };
}

async function probe(url: string, { fetch, headers }: ProbePorts, signal: AbortSignal): Promise<ProbeAnswer> {
  const response = await fetch(url, {
    method: 'GET',
    headers: { accept: 'application/json, text/plain, */*', ...headers },
    signal,
    redirect: 'manual',
  });
  const text = (await response.text()).slice(0, bodyLimit);
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
