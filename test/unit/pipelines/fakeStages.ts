/** Completion stages around a scripted model and a clock that is told when to go on. */

import { sleep } from '../../../src/core/base/clock.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { some } from '../../../src/core/base/outcome.ts';
import type { Verdict } from '../../../src/core/gate/verdict.ts';
import { ModelError } from '../../../src/core/model/modelError.ts';
import type { AnswerStream, FimClient, FimRequest, StreamEvent } from '../../../src/core/model/stream.ts';
import {
  completionStages,
  type CompletionParts,
  type CompletionStages,
} from '../../../src/core/pipelines/completionStages.ts';
import type { FimModel, LocalModels } from '../../../src/core/server/localModels.ts';
import type { AuditEntry } from '../../../src/core/usage/auditEntry.ts';
import { FakeClock } from '../trigger/fakeClock.ts';

export interface Scripted {
  readonly clock: FakeClock;
  readonly stages: CompletionStages;
  readonly requests: FimRequest[];
  readonly aborted: number[];
  readonly audited: AuditEntry[];
  /** What the model writes, by what it is asked. */
  answer: (request: FimRequest) => string | Error;
  firstTokenMs: number;
  tokenMs: number;
}

export const passed: Verdict = { passed: true, results: [], failed: [] };

export function scripted(answer: Scripted['answer'], parts: Partial<CompletionParts> = {}): Scripted {
  const clock = new FakeClock();
  const requests: FimRequest[] = [];
  const aborted: number[] = [];
  const audited: AuditEntry[] = [];
  const script = { answer, firstTokenMs: 100, tokenMs: 20 };
  const client: FimClient = { complete: (request, signal) => stream(request, signal) };
  async function* stream(request: FimRequest, signal: AbortSignal): AsyncGenerator<StreamEvent> {
    const index = requests.push(request) - 1;
    signal.addEventListener('abort', () => aborted.push(index));
    const whole = script.answer(request);
    if (whole instanceof Error) throw whole;
    await sleep(clock, script.firstTokenMs, signal);
    for (const text of whole.match(/\n|[^\n]{1,4}/g) ?? []) {
      yield { type: 'text', text };
      await sleep(clock, script.tokenMs, signal);
    }
    yield { type: 'end', finishReason: 'stop', usage: { tokensIn: 100, tokensOut: 10 } };
  }
  const model: FimModel = {
    client: client satisfies { complete(request: FimRequest, signal: AbortSignal): AnswerStream },
    model: 'codestral',
    family: 'codestral',
    host: '127.0.0.1:1',
    contextTokens: 8_192,
    isDemo: false,
  };
  const models: LocalModels = {
    fim: () => Promise.resolve(some(model)),
    chat: () => Promise.reject(new Error('no chat here')),
    state: 'ready',
    onDidChangeState: () => ({ dispose: () => undefined }),
    describe: () => [],
    estimateTokens: (text) => text.length / 3.5,
  };
  let id = 0;
  const stages = completionStages({
    clock,
    log: silentLog,
    newId: () => `request-${++id}`,
    models,
    phrase: (family, window, snippets) => ({
      family,
      segments: [{ text: window.prefix }],
      prefix: window.prefix,
      suffix: window.suffix,
      snippets: snippets.map(({ path, text }) => ({ path, text })),
      stop: [],
    }),
    judge: () => passed,
    audit: {
      record: (entry) => {
        audited.push(entry);
        return Promise.resolve();
      },
    },
    sources: [],
    allows: () => true,
    ...parts,
  });
  return Object.assign(script, { clock, stages, requests, aborted, audited });
}

export function modelError(): ModelError {
  return new ModelError('timedOut', { host: '127.0.0.1:1', detail: 'no first token within 10 s' });
}
