/** Which snippets does the prompt carry? Every source in its time, the budget by priority, nothing twice. */

import type { Clock } from '../base/clock.ts';
import type { CursorWindow, Snippet } from './document.ts';
import type { SnippetSource, SourceReport } from './snippetSource.ts';

export interface GatheredSnippets {
  readonly snippets: readonly Snippet[];
  readonly reports: readonly SourceReport[];
}

export interface GatherPorts {
  readonly clock: Clock;
  readonly sources: readonly SnippetSource[];
  /** False for files that must not be shown to this model. */
  allows(path: string): boolean;
  estimateTokens(text: string): number;
}

/** Never rejects; a source that fails or is late contributes nothing. */
export async function gatherSnippets(
  ports: GatherPorts,
  window: CursorWindow,
  budgetTokens: number,
  signal: AbortSignal,
): Promise<GatheredSnippets> {
  const collected = await Promise.all(
    ports.sources.map((source) => collectInTime(ports, source, window, budgetTokens, signal)),
  );
  let spare = 0;
  const chosen: Snippet[] = [];
  const reports: SourceReport[] = [];
  for (const [index, source] of ports.sources.entries()) {
    const found = collected[index];
    if (found === undefined) continue;
    const room = budgetTokens * source.share + spare;
    const taken = fill(ports, found.snippets, chosen, window, room);
    spare = Math.max(0, room - taken.tokens);
    chosen.push(...taken.snippets);
    reports.push({
      name: source.name,
      snippets: taken.snippets.length,
      tokens: taken.tokens,
      ms: found.ms,
      timedOut: found.timedOut,
    });
  }
  return { snippets: chosen, reports };
}

interface Collected {
  readonly snippets: readonly Snippet[];
  readonly ms: number;
  readonly timedOut: boolean;
}

async function collectInTime(
  ports: GatherPorts,
  source: SnippetSource,
  window: CursorWindow,
  budgetTokens: number,
  signal: AbortSignal,
): Promise<Collected> {
  const startedMs = ports.clock.monotonicMs();
  const limit = new AbortController();
  let timedOut = false;
  const late = new Promise<readonly Snippet[]>((resolve) => {
    limit.signal.addEventListener('abort', () => resolve([]), { once: true });
  });
  const timer = ports.clock.after(source.timeLimitMs, () => {
    timedOut = true;
    limit.abort();
  });
  const stop = (): void => limit.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) limit.abort();
  try {
    const place = { window, budgetTokens, estimateTokens: (text: string) => ports.estimateTokens(text) };
    const asked = Promise.resolve()
      .then(() => source.collect(place, limit.signal))
      .catch((): readonly Snippet[] => []);
    const snippets = await Promise.race([asked, late]);
    return { snippets, ms: ports.clock.monotonicMs() - startedMs, timedOut };
  } finally {
    timer.dispose();
    signal.removeEventListener('abort', stop);
  }
}

function fill(
  ports: GatherPorts,
  found: readonly Snippet[],
  chosen: readonly Snippet[],
  window: CursorWindow,
  room: number,
): { snippets: Snippet[]; tokens: number } {
  const snippets: Snippet[] = [];
  let tokens = 0;
  for (const snippet of found) {
    if (!ports.allows(snippet.path) || snippet.text.trim() === '') continue;
    if (isSeen(snippet, [...chosen, ...snippets], window)) continue;
    const cost = ports.estimateTokens(snippet.text) + 12;
    if (tokens + cost > room) continue;
    snippets.push(snippet);
    tokens += cost;
  }
  return { snippets, tokens };
}

/** The model sees it anyway: in another snippet, or in the window of its own file. */
function isSeen(snippet: Snippet, chosen: readonly Snippet[], window: CursorWindow): boolean {
  const text = snippet.text.trim();
  if (chosen.some((other) => other.text.includes(text))) return true;
  if (snippet.path !== window.document.path) return false;
  return window.prefix.includes(text) || window.suffix.includes(text);
}
