/** How does a staged diff become a commit message? Local model, gate, and the cloud only by consent. */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { Verdict } from '../gate/verdict.ts';
import { isModelError, type ModelErrorKind } from '../model/modelError.ts';
import type { AnswerStream, FinishReason, TokenUsage } from '../model/stream.ts';
import { cleanCommitMessage, commitPrompt } from '../prompt/commitPrompt.ts';
import type { NoModelReason } from '../server/localModels.ts';
import type { AuditOutcome } from '../usage/auditEntry.ts';
import type { Agree } from './answerStages.ts';
import type { AskCloudRefusal } from './askCloud.ts';
import type { EditStages } from './editTask.ts';

export interface CommitTask {
  readonly id: string;
  readonly diff: string;
  readonly paths: readonly string[];
  readonly localOnlyPaths: readonly string[];
  readonly earlier: readonly string[];
  readonly agree: Agree;
}

export interface CommitMessage {
  readonly message: string;
  readonly verdict: Verdict;
  readonly route: 'local' | 'cloud';
  readonly host: string;
}

export type CommitFailure =
  NoModelReason | ModelErrorKind | AskCloudRefusal | 'nothingStaged' | 'noAnswer' | 'cancelled';

/** A message that failed its checks is handed over with its verdict unless the cloud was asked instead. */
export async function writeCommitMessage(
  stages: EditStages,
  task: CommitTask,
  signal: AbortSignal,
): Promise<Outcome<CommitMessage, CommitFailure>> {
  if (task.diff.trim() === '') return none('nothingStaged');
  const local = await localMessage(stages, task, signal);
  if (!local.ok) return local;
  const route = await stages.route({
    conversationId: task.id,
    verdict: local.value.verdict,
    answeredBy: 'local',
    userAsksCloud: false,
    localOnlyPaths: task.localOnlyPaths,
    repairs: 1,
    canRepair: false,
    consented: false,
  });
  if (route.decision !== 'ask' && route.decision !== 'escalate') return local;
  const agree: Agree = route.decision === 'escalate' ? () => Promise.resolve(true) : task.agree;
  const cloud = await cloudMessage(stages, { ...task, agree }, local.value.verdict, signal);
  return cloud.ok ? cloud : local;
}

async function localMessage(
  stages: EditStages,
  task: CommitTask,
  signal: AbortSignal,
): Promise<Outcome<CommitMessage, CommitFailure>> {
  const model = await stages.models.chat();
  if (!model.ok) return model;
  const { host, family, contextTokens, client } = model.value;
  const prompt = commitPrompt({
    family,
    diff: task.diff,
    earlier: task.earlier,
    contextTokens,
    estimateTokens: (text) => stages.models.estimateTokens(text),
  });
  const startedMs = stages.clock.monotonicMs();
  const read = await readAll(
    client.chat({ model: model.value.model, messages: prompt.messages, maxTokens: prompt.maxTokens }, signal),
    signal,
  );
  const record = (outcome: AuditOutcome, verdict?: Verdict): Promise<void> =>
    stages.audit.record({
      time: new Date(stages.clock.now()).toISOString(),
      id: task.id,
      task: 'other',
      route: 'local',
      host,
      model: model.value.model,
      reason: 'default',
      checks: (verdict?.results ?? []).map(({ name, passed }) => ({ name, passed })),
      redactions: [],
      tokensIn: read.usage.tokensIn ?? prompt.tokens,
      tokensOut: read.usage.tokensOut ?? stages.models.estimateTokens(read.text),
      costUsd: 0,
      ms: Math.round(stages.clock.monotonicMs() - startedMs),
      outcome,
    });
  if (read.failure !== undefined) {
    await record(read.failure === 'cancelled' ? 'cancelled' : 'failed');
    return none(read.failure, host);
  }
  const verdict = await judge(stages, read.text, read.finishReason, signal);
  await record(verdict.passed ? 'shown' : 'withheld', verdict);
  const message = cleanCommitMessage(read.text);
  return message === '' ? none('noAnswer', host) : some({ message, verdict, route: 'local', host });
}

async function cloudMessage(
  stages: EditStages,
  task: CommitTask,
  failed: Verdict,
  signal: AbortSignal,
): Promise<Outcome<CommitMessage, CommitFailure>> {
  const prompt = commitPrompt({
    family: 'cloud',
    diff: task.diff,
    earlier: task.earlier,
    contextTokens: 32_000,
    estimateTokens: (text) => stages.models.estimateTokens(text),
  });
  const request = {
    task: 'other',
    reason: failed.failed[0]?.name ?? 'userOptIn',
    checks: failed.results,
    messages: prompt.messages,
    paths: task.paths,
    maxTokens: prompt.maxTokens,
    conversationId: task.id,
  } as const;
  const asked = await stages.askCloud(request, { agree: task.agree }, signal);
  if (!asked.ok) return asked;
  const read = await readAll(asked.value.stream, signal);
  const { host } = asked.value.preview;
  if (read.failure !== undefined) return none(read.failure, host);
  const verdict = await judge(stages, read.text, read.finishReason, signal);
  return some({ message: cleanCommitMessage(read.text), verdict, route: 'cloud', host });
}

function judge(
  stages: EditStages,
  after: string,
  finishReason: FinishReason,
  signal: AbortSignal,
): Promise<Verdict> {
  return stages.judge(
    {
      task: 'chat',
      path: '',
      languageId: '',
      before: '',
      after,
      finishReason,
      instruction: 'commit message',
    },
    signal,
  );
}

interface Read {
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly usage: TokenUsage;
  readonly failure?: ModelErrorKind | 'cancelled';
}

async function readAll(stream: AnswerStream, signal: AbortSignal): Promise<Read> {
  const texts: string[] = [];
  let finishReason: FinishReason = 'unknown';
  let usage: TokenUsage = {};
  try {
    for await (const event of stream) {
      if (event.type === 'text') texts.push(event.text);
      if (event.type === 'end') ({ finishReason, usage } = event);
    }
  } catch (failure) {
    if (signal.aborted) return { text: '', finishReason, usage, failure: 'cancelled' };
    if (!isModelError(failure)) throw failure;
    return { text: texts.join(''), finishReason, usage, failure: failure.kind };
  }
  const cancelled = signal.aborted || finishReason === 'cancelled';
  return {
    text: texts.join(''),
    finishReason,
    usage,
    ...(cancelled ? { failure: 'cancelled' as const } : {}),
  };
}
