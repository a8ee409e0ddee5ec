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
  /** What `fetch` threw, where nothing answered at all. */
  readonly failure: unknown;
  /** Paths that were not answered within the limit. */
  readonly late: readonly string[];
}

const usualLimitMs = 2000;
const bodyLimit = 4_000_000;

/** GETs all paths at the same time, at most 2 s; follows no redirect. Never rejects. */
export async function probeRound(
  baseUrl: string,
  paths: readonly string[],
  ports: ProbePorts,
  limitMs = usualLimitMs,
): Promise<ProbeRound> {
  const failures: unknown[] = [];
  const late: string[] = [];
  const entries = await Promise.all(
    [...new Set(paths)].map(async (path): Promise<[string, ProbeAnswer | undefined]> => {
      const limit = new AbortController();
      const timer = ports.clock.after(limitMs, () => {
        late.push(path);
        limit.abort(new Error('timed out'));
      });
      try {
        const response = await ports.fetch(baseUrl + path, {
          method: 'GET',
          headers: { accept: 'application/json, text/plain, */*', ...ports.headers },
          signal: limit.signal,
          redirect: 'manual',
        });
        const text = (await response.text()).slice(0, bodyLimit);
        return [path, { status: response.status, headers: response.headers, text, json: parse(text) }];
      } catch (failure) {
        failures.push(failure);
        return [path, undefined];
      } finally {
        timer.dispose();
      }
    }),
  );
  const byPath = new Map(entries.filter((entry): entry is [string, ProbeAnswer] => entry[1] !== undefined));
  return {
    answers: {
      get: (path) => byPath.get(path),
      json: (path) => {
        const answer = byPath.get(path);
        return answer?.status === 200 ? answer.json : undefined;
      },
      all: () => [...byPath.values()],
    },
    failure: failures[0],
    late,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
