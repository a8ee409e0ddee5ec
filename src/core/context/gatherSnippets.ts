/** Which snippets does the prompt carry? Every source in its time, the budget by priority, nothing twice. */

import type { Clock } from '../base/clock.ts';
import type { CursorWindow, Snippet } from './document.ts';
import {
  framingTokens,
  furtherTokens,
  type SnippetPlace,
  type SnippetSource,
  type SourceReport,
} from './snippetSource.ts';

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
  let left = budgetTokens;
  const chosen: Snippet[] = [];
  const reports: SourceReport[] = [];
  for (const [index, source] of ports.sources.entries()) {
    const found = collected[index];
    if (found === undefined) continue;
    const room = Math.min(left, budgetTokens * source.share + spare);
    const taken = fill(ports, found.snippets, chosen, window, room);
    spare = Math.max(0, room - taken.tokens);
    left -= taken.tokens;
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
    const place: SnippetPlace = {
      window,
      budgetTokens,
      estimateTokens: (text) => ports.estimateTokens(text),
      pause: () => new Promise((resolve) => void ports.clock.after(0, resolve)),
    };
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
  for (const whole of found) {
    if (!ports.allows(whole.path) || whole.text.trim() === '') continue;
    if (isSeen(whole, [...chosen, ...snippets], window)) continue;
    // A further piece of the same file needs no path of its own.
    const framing = snippets.some(({ path }) => path === whole.path) ? furtherTokens : framingTokens;
    const snippet = cutToRoom(ports, whole, room - tokens, framing);
    if (snippet === undefined) continue;
    snippets.push(snippet);
    tokens += ports.estimateTokens(snippet.text) + framing;
  }
  return { snippets: joinedByFile(snippets), tokens };
}

/** One snippet for each file, its pieces in the order of the file, where the first of them stood. */
function joinedByFile(snippets: readonly Snippet[]): Snippet[] {
  const files = new Map<string, Snippet[]>();
  for (const snippet of snippets) files.set(snippet.path, [...(files.get(snippet.path) ?? []), snippet]);
  return [...files.values()].flatMap((own) => {
    const [first, ...others] = own.toSorted((a, b) => (a.startLine ?? 0) - (b.startLine ?? 0));
    return first === undefined ? [] : [others.reduce(joined, first)];
  });
}

function joined(a: Snippet, b: Snippet): Snippet {
  const isNext = (a.startLine ?? 0) + a.text.split('\n').length === b.startLine;
  return { ...a, text: `${a.text}${isNext ? '\n' : '\n\n'}${b.text}` };
}

/** A smaller rest of a snippet is not worth its path. */
const leastTokens = 40;

/** The snippet's first lines, as many as there is room for. */
function cutToRoom(ports: GatherPorts, snippet: Snippet, room: number, framing: number): Snippet | undefined {
  const tokens = ports.estimateTokens(snippet.text);
  if (tokens + framing <= room) return snippet;
  if (room < leastTokens + framing) return undefined;
  const length = Math.floor((snippet.text.length * (room - framing)) / tokens);
  const newline = snippet.text.lastIndexOf('\n', length);
  return newline <= 0 ? undefined : { ...snippet, text: snippet.text.slice(0, newline) };
}

/** The model sees it anyway: in another snippet, or in the window of its own file. */
function isSeen(snippet: Snippet, chosen: readonly Snippet[], window: CursorWindow): boolean {
  const text = snippet.text.trim();
  if (chosen.some((other) => other.text.includes(text))) return true;
  if (snippet.path !== window.document.path) return false;
  return window.prefix.includes(text) || window.suffix.includes(text);
}
