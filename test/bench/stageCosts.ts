/** What does a keystroke cost the extension host, by the size of the file, and what does memory do over many? */

import { randomUUID } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { silentLog } from '../../src/core/base/log.ts';
import { some } from '../../src/core/base/outcome.ts';
import { completionSources } from '../../src/core/context/completionSources.ts';
import type { DocumentSnapshot } from '../../src/core/context/document.ts';
import { gatherSnippets } from '../../src/core/context/gatherSnippets.ts';
import type { FimClient } from '../../src/core/model/stream.ts';
import { completeAtCursor } from '../../src/core/pipelines/completeAtCursor.ts';
import { completionStages, type CompletionStages } from '../../src/core/pipelines/completionStages.ts';
import { documentChanged } from '../../src/core/pipelines/followEditing.ts';
import { cleanAnswer, fitInsertion } from '../../src/core/polish/polish.ts';
import { sceneAt } from '../../src/core/polish/scene.ts';
import { phraseFim } from '../../src/core/prompt/fim/phraseFim.ts';
import type { FimModel } from '../../src/core/server/localModels.ts';
import { systemClock } from '../../src/editor/nodePorts.ts';

export const title = 'work of ours per keystroke, by file size; memory over 10,000 keystrokes';

const answer =
  'value.compute(first, second);\n  if (value.isReady) {\n    return value.finish();\n  }\n  next(value);\n';

export async function run(print: (line: string) => void): Promise<void> {
  print(
    'keystroke to answer with a model that answers at once in the same process: all of it is our own work',
  );
  await typeInto(20_000, 400);
  for (const size of [20_000, 100_000, 500_000, 1_200_000]) {
    const { times, lines } = await typeInto(size, 400);
    print(
      `  ${Math.round(size / 1000)} kB (${lines} lines): p50 ${at(times, 0.5)}, p99 ${at(times, 0.99)}, longest ${at(times, 1)} ms`,
    );
  }
  polishCosts(print);
  await contextCosts(print);
  await memory(print);
}

function fileOf(size: number): string {
  const line = '  const value = compute(first, second); // what it is\n';
  return `export function one() {\n${line.repeat(Math.ceil(size / line.length))}}\n`;
}

async function typeInto(size: number, keystrokes: number): Promise<{ times: number[]; lines: number }> {
  const text = fileOf(size);
  const typist = new Typist(inProcessStages(), text);
  const times: number[] = [];
  for (let index = 0; index < keystrokes; index++) {
    times.push(await typist.type(pieceAt(index)));
    // The rest of the stream is read between keystrokes, as in life.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return { times, lines: text.split('\n').length };
}

/** Half of the time what the suggestion says, half of the time something else. */
function pieceAt(index: number): string {
  return (
    ['\n  ', 'v', 'a', 'l', 'u', 'e', '.', 'c', 'o', 'x', ' ', '=', ' ', 'y', '(', ')', ';'][index % 17] ??
    ' '
  );
}

class Typist {
  private text: string;
  private offset: number;
  private version = 1;
  private readonly stages: CompletionStages;

  constructor(stages: CompletionStages, text: string) {
    this.stages = stages;
    this.text = text;
    this.offset = text.indexOf('\n', Math.floor(text.length / 2));
  }

  /** Types a piece; answers the milliseconds until the suggestion was there, or its absence was certain. */
  async type(piece: string): Promise<number> {
    const startedMs = performance.now();
    const { offset } = this;
    this.text = this.text.slice(0, offset) + piece + this.text.slice(offset);
    this.offset += piece.length;
    this.version++;
    const document: DocumentSnapshot = {
      uri: 'file:///big.ts',
      path: 'big.ts',
      languageId: 'typescript',
      version: this.version,
      text: this.text,
    };
    documentChanged(this.stages, document.uri, [{ offset, removedLength: 0, text: piece }]);
    const abort = new AbortController();
    const answered = completeAtCursor(
      this.stages,
      { document, offset: this.offset, cause: 'typed', permitted: 'yes' },
      abort.signal,
    );
    // A pause in typing is waited for by a timer; its length is no work of ours.
    const workedMs = performance.now() - startedMs;
    const waits = await Promise.race([
      answered.then(() => false),
      new Promise<boolean>((resolve) => setImmediate(() => resolve(true))),
    ]);
    const totalMs = waits ? workedMs : performance.now() - startedMs;
    abort.abort();
    await answered;
    return totalMs;
  }
}

function inProcessStages(): CompletionStages {
  const client: FimClient = {
    async *complete() {
      for (const text of answer.match(/\n|[^\n]{1,5}/g) ?? []) yield { type: 'text' as const, text };
      yield { type: 'end' as const, finishReason: 'stop' as const, usage: {} };
    },
  };
  const model: FimModel = {
    client,
    model: 'm',
    family: 'codestral',
    host: 'h',
    contextTokens: 32_768,
    isDemo: false,
  };
  return completionStages({
    clock: systemClock,
    log: silentLog,
    newId: () => randomUUID(),
    models: {
      fim: () => Promise.resolve(some(model)),
      chat: () => Promise.reject(new Error('no chat here')),
      state: 'ready',
      onDidChangeState: () => ({ dispose: () => undefined }),
      describe: () => [],
      estimateTokens: (text) => text.length / 3.5,
    },
    phrase: phraseFim,
    judge: () => ({ passed: true, results: [], failed: [] }),
    audit: { record: () => Promise.resolve() },
    sources: [],
    allows: () => true,
  });
}

function polishCosts(print: (line: string) => void): void {
  for (const lines of [100, 2_000, 20_000]) {
    const text = fileOf(lines * 53);
    const offset = text.indexOf('\n', Math.floor(text.length / 2));
    const times: number[] = [];
    for (let round = 0; round < 300; round++) {
      const startedMs = performance.now();
      const scene = sceneAt(text, offset, { languageId: 'typescript', family: 'codestral' });
      fitInsertion(cleanAnswer(answer, scene), scene, 'block');
      times.push(performance.now() - startedMs);
    }
    print(`polish of an answer in ${lines} lines: p50 ${at(times, 0.5)}, p99 ${at(times, 0.99)} ms`);
  }
}

async function contextCosts(print: (line: string) => void): Promise<void> {
  for (const lines of [100, 2_000, 20_000]) {
    const others = Array.from({ length: 20 }, (_, index) => ({
      uri: `file:///other${index}.ts`,
      path: `other${index}.ts`,
      languageId: 'typescript',
      version: 1,
      text: fileOf(14_000).replaceAll('compute', `compute${index}`),
    }));
    const text = fileOf(lines * 53);
    const document = { uri: 'file:///a.ts', path: 'a.ts', languageId: 'typescript', version: 1, text };
    const sources = completionSources({ recent: () => others, edits: () => [] });
    const ports = {
      clock: systemClock,
      sources,
      allows: () => true,
      estimateTokens: (piece: string) => piece.length / 3.5,
    };
    const offset = Math.floor(text.length / 2);
    const window = {
      document,
      offset,
      prefix: text.slice(Math.max(0, offset - 6_000), offset),
      suffix: text.slice(offset, offset + 2_000),
    };
    const times: number[] = [];
    const held: number[] = [];
    for (let round = 0; round < 30; round++) {
      const watch = new HeldThread();
      const startedMs = cpuMsNow();
      const edited = { ...window, document: { ...document, version: round } };
      await gatherSnippets(ports, edited, 1_400, new AbortController().signal);
      times.push(cpuMsNow() - startedMs);
      held.push(watch.longestMs());
    }
    print(
      `context of ${lines} lines beside 20 open files, in the background, of processor: first ${times[0]?.toFixed(1) ?? '-'}, after an edit p50 ${at(times.slice(1), 0.5)} ms; without a pause first ${held[0]?.toFixed(1) ?? '-'}, then p50 ${at(held.slice(1), 0.5)}, longest ${at(held.slice(1), 1)} ms`,
    );
  }
}

/** Of this thread: other programs on the machine do not count. */
function cpuMsNow(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Watches for how long nothing else could run: between two ticks at least one piece of work ran to its end. */
class HeldThread {
  private lastMs = cpuMsNow();
  private mostMs = 0;
  private readonly ticks = setInterval(() => this.tick(), 1);

  longestMs(): number {
    this.tick();
    clearInterval(this.ticks);
    return this.mostMs;
  }

  private tick(): void {
    const nowMs = cpuMsNow();
    this.mostMs = Math.max(this.mostMs, nowMs - this.lastMs);
    this.lastMs = nowMs;
  }
}

async function memory(print: (line: string) => void): Promise<void> {
  const stages = inProcessStages();
  const typist = new Typist(stages, fileOf(100_000));
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = async (): Promise<number> => {
    // Timers of aborted waits end first.
    await new Promise((resolve) => setTimeout(resolve, 500));
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1_048_576;
  };
  for (let index = 0; index < 500; index++) await typist.type(pieceAt(index));
  const before = await heap();
  for (let index = 0; index < 10_000; index++) await typist.type(pieceAt(index));
  print(
    `heap over 10,000 keystrokes: ${((await heap()) - before).toFixed(1)} MB more once garbage is collected (target 10); answers kept ${stages.cache.size}`,
  );
}

function at(values: readonly number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
