/** What does the local model make of the edit in one try? Asked, read, judged, written down. */

import type { CheckResult, Verdict } from '../gate/verdict.ts';
import type { ChatMessage } from '../model/stream.ts';
import type { EditPrompt } from '../prompt/editPrompt.ts';
import type { Route } from '../router/route.ts';
import type { ChatModel } from '../server/localModels.ts';
import type { AuditOutcome } from '../usage/auditEntry.ts';
import type { EditEvent, EditStages, EditTask } from './editTask.ts';
import { judgedEvent, judgeEdit } from './judgeEdit.ts';
import { readEdit } from './readEdit.ts';

export interface LocalAsk {
  readonly model: ChatModel;
  readonly prompt: EditPrompt;
  readonly messages: readonly ChatMessage[];
  readonly reason: string;
}

export interface Attempt {
  readonly verdict: Verdict;
  readonly answer: string;
  readonly event: (next: Route) => EditEvent;
}

/** Undefined where it was cancelled or broke off; that event is yielded then. */
export async function* attemptEdit(
  stages: EditStages,
  task: EditTask,
  ask: LocalAsk,
  signal: AbortSignal,
): AsyncGenerator<EditEvent, Attempt | undefined> {
  const auditId = stages.newId();
  const startedMs = stages.clock.monotonicMs();
  const { model, prompt } = ask;
  const stream = model.client.chat(
    { model: model.model, messages: ask.messages, maxTokens: prompt.maxTokens },
    signal,
  );
  const read = yield* readEdit(stream, task, stages.clock, signal);
  const ms = stages.clock.monotonicMs() - startedMs;
  const record = (outcome: AuditOutcome, checks: readonly CheckResult[] = []): Promise<void> =>
    stages.audit.record({
      time: new Date(stages.clock.now()).toISOString(),
      id: auditId,
      task: 'edit',
      route: 'local',
      host: model.host,
      model: model.model,
      reason: ask.reason,
      checks: checks.map(({ name, passed }) => ({ name, passed })),
      redactions: [],
      tokensIn: read.usage.tokensIn ?? prompt.tokens,
      tokensOut: read.usage.tokensOut ?? stages.models.estimateTokens(read.text),
      costUsd: 0,
      ms: Math.round(ms),
      outcome,
      language: task.languageId,
      ...(read.firstTextMs === undefined ? {} : { firstTokenMs: Math.round(read.firstTextMs - startedMs) }),
    });
  if (signal.aborted || read.finishReason === 'cancelled') {
    await record('cancelled');
    yield { type: 'cancelled' };
    return undefined;
  }
  if (read.problem !== undefined) {
    await record('failed');
    yield { ...read.problem, host: model.host };
    return undefined;
  }
  const proposal = {
    auditId,
    route: 'local',
    model: model.model,
    host: model.host,
    isDemo: model.isDemo,
  } as const;
  const judged = await judgeEdit(stages, task, read, signal);
  await record(judged.verdict.passed ? 'shown' : 'withheld', judged.verdict.results);
  return {
    verdict: judged.verdict,
    answer: read.text,
    event: (next) => judgedEvent(judged, read.text, proposal, next),
  };
}
