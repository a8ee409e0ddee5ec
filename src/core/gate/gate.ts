/** Is this answer good enough, or which check says why not? */

import type { Check } from './check.ts';
import { openContext } from './checkContext.ts';
import { checks } from './checks/checks.ts';
import type { GatePorts } from './gatePorts.ts';
import { languageOf } from './language/languages.ts';
import { createKeptTrees } from './syntax/keptTrees.ts';
import type { CheckResult, GateCase, Verdict } from './verdict.ts';

export interface Gate {
  /**
   * Runs every check of the task and answers with the evidence. Never rejects because of what it judges: a check that
   * breaks counts as passed and is logged. Costly checks (language server, team's command) are asked only when the
   * cheap ones passed. Rejects with the signal's reason when it is aborted.
   */
  judge(judged: GateCase, signal?: AbortSignal): Promise<Verdict>;
  /** Loads what judging this language needs, so that the first suggestion does not wait for it. */
  prepare(path: string, languageId: string): Promise<void>;
}

const neverAborted = new AbortController().signal;

export function createGate(ports: GatePorts): Gate {
  const kept = createKeptTrees();
  async function prepare(path: string, languageId: string): Promise<void> {
    const grammar = languageOf(path, languageId)?.grammar;
    if (grammar !== undefined && !ports.syntax.isLoaded(grammar)) await ports.syntax.load(grammar);
  }

  return {
    prepare,
    async judge(judged, signal = neverAborted) {
      signal.throwIfAborted();
      if (judged.task !== 'chat') await prepare(judged.path, judged.languageId);
      const owned = openContext(judged, { ports, kept }, signal);
      try {
        const results: CheckResult[] = [];
        const run = async (check: Check): Promise<void> => {
          const result = await runCheck(check, owned.context, ports);
          const anew = result.passed || check.ofProject !== true ? undefined : owned.withProjectAnew();
          results.push(anew === undefined ? result : await runCheck(check, anew, ports));
          signal.throwIfAborted();
        };
        const asked = checks.filter((check) => check.tasks.includes(judged.task));
        for (const check of asked) if (check.costly !== true) await run(check);
        if (judged.cheapOnly !== true && verdictOf(results).passed) {
          for (const check of asked) if (check.costly === true) await run(check);
        }
        return verdictOf(results);
      } finally {
        owned.dispose();
      }
    },
  };
}

async function runCheck(
  check: Check,
  context: Parameters<Check['run']>[0],
  ports: GatePorts,
): Promise<CheckResult> {
  const start = ports.clock.monotonicMs();
  const hint = check.hint === true ? { hint: true } : {};
  try {
    const pending = check.run(context);
    const evidence = pending instanceof Promise ? await pending : pending;
    const ms = ports.clock.monotonicMs() - start;
    if (evidence === undefined) return { name: check.name, passed: true, ...hint, ms };
    return { name: check.name, passed: false, ...hint, evidence, ms };
  } catch (failure) {
    // A defect of ours must not withhold an answer; it is told in the log, without the text that was judged.
    ports.log?.warn(`check ${check.name} broke: ${failure instanceof Error ? failure.name : 'unknown'}`);
    return { name: check.name, passed: true, ...hint, ms: ports.clock.monotonicMs() - start };
  }
}

/** A hint alone does not fail: it needs a second sign, which may be another hint. */
export function verdictOf(results: readonly CheckResult[]): Verdict {
  const failed = results.filter((result) => !result.passed);
  const firm = failed.filter((result) => result.hint !== true);
  if (firm.length === 0 && failed.length < 2) return { passed: true, results, failed: [] };
  return { passed: false, results, failed: [...firm, ...failed.filter((result) => result.hint === true)] };
}
