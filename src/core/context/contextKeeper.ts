/** What did the model see last, and when may that change? Windows and snippets stay put while one types. */

import type { Clock } from '../base/clock.ts';
import { frameWindow, type WindowFrame } from './cursorWindow.ts';
import type { CursorWindow, DocumentSnapshot, Snippet } from './document.ts';
import { gatherSnippets, type GatheredSnippets, type GatherPorts } from './gatherSnippets.ts';
import type { SourceReport } from './snippetSource.ts';
import type { PromptBudget } from './windowBudget.ts';

export interface GatheredContext {
  readonly window: CursorWindow;
  /** In the order of the prompt; the same order until the window moves. */
  readonly snippets: readonly Snippet[];
  readonly reports: readonly SourceReport[];
  /** The server has not seen this prompt's beginning before. */
  readonly isCold: boolean;
}

interface KeptFile {
  frame: WindowFrame | undefined;
  used: GatheredSnippets;
  fresh: GatheredSnippets | undefined;
  usedAtMs: number;
  refreshing: AbortController | undefined;
  refreshedAtMs: number;
}

/** A pause after which other snippets may cost the server a new reading. */
const idleMs = 4_000;
/** Snippets older than this are gathered anew when a request is made. */
const staleMs = 5_000;
const mostFiles = 32;
const nothing: GatheredSnippets = { snippets: [], reports: [] };

/** Gathers ahead, in the background, so that a keystroke only takes what lies ready. */
export class ContextKeeper {
  private readonly ports: GatherPorts;
  private readonly clock: Clock;
  private readonly files = new Map<string, KeptFile>();

  constructor(ports: GatherPorts) {
    this.ports = ports;
    this.clock = ports.clock;
  }

  /** The context as it stands; waits for nothing. */
  take(document: DocumentSnapshot, offset: number, budget: PromptBudget): GatheredContext {
    const kept = this.kept(document.uri);
    const previousSuffix = kept.frame?.suffix;
    const { window, frame, isMoved } = frameWindow(kept.frame, document, offset, budget.window);
    const isCold = isMoved || (budget.window.layout === 'suffixFirst' && previousSuffix !== frame.suffix);
    const nowMs = this.clock.monotonicMs();
    const isIdle = nowMs - kept.usedAtMs > idleMs;
    if (kept.fresh !== undefined && (isCold || (isIdle && differs(kept.used, kept.fresh)))) {
      kept.used = kept.fresh;
      kept.fresh = undefined;
    }
    kept.frame = frame;
    kept.usedAtMs = nowMs;
    // Asked again: the server may be another by now.
    const snippets = kept.used.snippets.filter(({ path }) => this.ports.allows(path));
    return { window, snippets, reports: kept.used.reports, isCold };
  }

  /**
   * Gathers for this place in the background, for the next time the prompt is cold anyway. Resolves when it has;
   * never rejects. A newer call for the same file replaces an older one.
   */
  async refresh(document: DocumentSnapshot, offset: number, budget: PromptBudget): Promise<void> {
    const kept = this.kept(document.uri);
    kept.refreshing?.abort();
    const own = new AbortController();
    kept.refreshing = own;
    kept.refreshedAtMs = this.clock.monotonicMs();
    const { window } = frameWindow(kept.frame, document, offset, budget.window);
    const gathered = await gatherSnippets(this.ports, window, budget.snippetTokens, own.signal);
    if (own.signal.aborted) return;
    kept.refreshing = undefined;
    kept.fresh = gathered;
  }

  /** Refreshes where the last refresh of this file is some time ago: for every request, without a cost for every one. */
  refreshIfStale(document: DocumentSnapshot, offset: number, budget: PromptBudget): void {
    const kept = this.kept(document.uri);
    if (this.clock.monotonicMs() - kept.refreshedAtMs > staleMs) void this.refresh(document, offset, budget);
  }

  forget(uri: string): void {
    this.files.get(uri)?.refreshing?.abort();
    this.files.delete(uri);
  }

  private kept(uri: string): KeptFile {
    const known = this.files.get(uri);
    const kept = known ?? {
      frame: undefined,
      used: nothing,
      fresh: undefined,
      usedAtMs: Number.NEGATIVE_INFINITY,
      refreshing: undefined,
      refreshedAtMs: Number.NEGATIVE_INFINITY,
    };
    this.files.delete(uri);
    this.files.set(uri, kept);
    if (this.files.size > mostFiles) {
      for (const oldest of this.files.keys()) {
        this.forget(oldest);
        break;
      }
    }
    return kept;
  }
}

/** Fewer than half of the snippets are the same. */
function differs(used: GatheredSnippets, fresh: GatheredSnippets): boolean {
  if (fresh.snippets.length === 0) return false;
  const known = new Set(used.snippets.map(({ path, text }) => `${path}\n${text}`));
  const same = fresh.snippets.filter(({ path, text }) => known.has(`${path}\n${text}`)).length;
  return same * 2 < fresh.snippets.length;
}
