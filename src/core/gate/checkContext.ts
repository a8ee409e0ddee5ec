/** What do the checks of one verdict look at, computed once and freed together? */

import type { CheckContext } from './check.ts';
import type { CommandOutcome, GatePorts, NewDiagnostic } from './gatePorts.ts';
import { languageOf } from './language/languages.ts';
import { lineChange, splitLines, type LineChange } from './language/lineChange.ts';
import { projectAfter } from './project/projectAfter.ts';
import type { KeptTrees } from './syntax/keptTrees.ts';
import { parsePair } from './syntax/parsePair.ts';
import type { ParsedText } from './syntax/syntax.ts';
import type { GateCase } from './verdict.ts';

export interface OwnedContext {
  readonly context: CheckContext;
  /** The same with the project read anew; `undefined` where there is no project or nothing of it is remembered. */
  withProjectAnew(): CheckContext | undefined;
  dispose(): void;
}

/** What a context is made with. */
export interface ContextPorts {
  readonly ports: GatePorts;
  readonly kept: KeptTrees;
}

/** The context of one judged answer. The caller disposes it when the verdict is made. */
export function openContext(
  asked: GateCase,
  { ports, kept }: ContextPorts,
  signal: AbortSignal,
): OwnedContext {
  const owned: { dispose(): void }[] = [];
  const alone = asked.project ?? ports.project?.(asked);
  const project =
    alone === undefined || asked.together === undefined ? alone : projectAfter(alone, asked.together);
  const judged: GateCase = project === undefined ? asked : { ...asked, project };
  const keep = (parsed: ParsedText | undefined): ParsedText | undefined => {
    if (parsed !== undefined) owned.push(parsed);
    return parsed;
  };
  const completion = judged.task === 'completion';
  const suffix = judged.suffix ?? '';
  const language = judged.task === 'chat' ? undefined : languageOf(judged.path, judged.languageId);
  const before = completion ? judged.before + suffix : judged.task === 'chat' ? '' : judged.before;
  const after = completion ? judged.before + judged.after + suffix : judged.after;
  const change = once(() => (completion ? insertionChange(judged) : lineChange(before, after)));
  const diagnostics = once(() => ports.diagnostics?.(judged, signal) ?? absent<readonly NewDiagnostic[]>());
  const command = once(() => ports.command?.(judged, signal) ?? absent<CommandOutcome>());
  const trees = once(() => {
    const parsed = parsePair({ judged, language, before, after }, ports.syntax, kept);
    if (parsed !== undefined) owned.push(parsed);
    return parsed?.pair;
  });
  const contextOf = (one: GateCase): CheckContext => ({
    judged: one,
    language,
    before,
    after,
    answer: judged.after,
    get change() {
      return change();
    },
    get trees() {
      return trees();
    },
    diagnostics,
    command,
    async parseAside(grammar, text) {
      return (await ports.syntax.load(grammar)) ? keep(ports.syntax.parse(grammar, text)) : undefined;
    },
  });
  return {
    context: contextOf(judged),
    withProjectAnew() {
      const fresh = project?.anew?.();
      return fresh === undefined ? undefined : contextOf({ ...judged, project: fresh });
    },
    dispose() {
      for (const parsed of owned) parsed.dispose();
    },
  };
}

function absent<T>(): Promise<T | undefined> {
  return Promise.resolve(undefined);
}

function once<T>(compute: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => (kept ??= { value: compute() }).value;
}

/** The insertion as a change of lines, without a diff. */
function insertionChange(judged: GateCase): LineChange {
  const suffix = judged.suffix ?? '';
  const above = splitLines(judged.before);
  const below = splitLines(suffix);
  const line = above.length - 1;
  const last = above.pop() ?? '';
  const [first = '', ...rest] = below;
  const beforeLines = [...above, last + first, ...rest];
  const written = splitLines(last + judged.after + first);
  const afterLines = [...above, ...written, ...rest];
  const added = written.length - 1;
  if (judged.after === '') return { beforeLines, afterLines, hunks: [] };
  const hunk = { beforeStart: line, beforeEnd: line + 1, afterStart: line, afterEnd: line + 1 + added };
  return { beforeLines, afterLines, hunks: [hunk] };
}
