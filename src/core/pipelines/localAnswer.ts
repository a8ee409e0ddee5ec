/** How does the team's own model answer a turn? Streamed, then judged; every answer gets its line in the audit log. */

import type { AnswerEnd, JournalEvent } from '../conversation/journal.ts';
import type { Verdict } from '../gate/verdict.ts';
import type { ChatMessage } from '../model/stream.ts';
import type { ChatPrompt } from '../prompt/chatPrompt.ts';
import type { Route } from '../router/route.ts';
import type { ChatModel } from '../server/localModels.ts';
import type { AuditOutcome } from '../usage/auditEntry.ts';
import type { AnswerStages, TurnToAnswer } from './answerStages.ts';
import { failedChecks, gateCase } from './judgeAnswer.ts';
import { streamAnswer } from './streamAnswer.ts';

export interface LocalAttempt {
  readonly model: ChatModel;
  readonly prompt: ChatPrompt;
  readonly messages: readonly ChatMessage[];
  readonly reason: string;
}

export interface Attempted {
  /** Absent: there was no whole answer and the end was yielded already. */
  readonly verdict?: Verdict;
  readonly text: string;
  readonly end: (route: Route) => JournalEvent;
}

export async function* localAnswer(
  stages: AnswerStages,
  turn: TurnToAnswer,
  attempt: LocalAttempt,
  signal: AbortSignal,
): AsyncGenerator<JournalEvent, Attempted> {
  const answerId = stages.newId();
  const { model, prompt } = attempt;
  const startedMs = stages.clock.monotonicMs();
  yield {
    type: 'answerStarted',
    time: stages.clock.now(),
    turnId: turn.turnId,
    answerId,
    route: 'local',
    model: model.model,
    host: model.host,
    isDemo: model.isDemo,
    reason: attempt.reason,
    leftOut: [...prompt.leftOut],
  };
  const answer = yield* streamAnswer(
    model.client.chat(
      { model: model.model, messages: attempt.messages, maxTokens: prompt.maxTokens },
      signal,
    ),
    answerId,
    signal,
  );
  const ms = stages.clock.monotonicMs() - startedMs;
  const tokensIn = answer.usage.tokensIn ?? prompt.tokens;
  const tokensOut = answer.usage.tokensOut ?? stages.models.estimateTokens(answer.text + answer.reasoning);
  const figures = { tokensIn, tokensOut, costUsd: 0, ms };
  const record = (outcome: AuditOutcome, checks: Verdict['results'] = []): Promise<void> =>
    stages.audit.record({
      time: new Date(stages.clock.now()).toISOString(),
      id: answerId,
      task: 'chat',
      route: 'local',
      host: model.host,
      model: model.model,
      reason: attempt.reason.replace(/^repair:/, ''),
      checks: checks.map(({ name, passed }) => ({ name, passed })),
      redactions: [],
      ...figures,
      ms: Math.round(ms),
      outcome,
    });
  const ended = (end: Omit<AnswerEnd, keyof typeof figures>): JournalEvent => ({
    type: 'answerEnded',
    time: stages.clock.now(),
    answerId,
    end: { ...end, ...figures },
  });

  if (answer.status !== 'done') {
    await record(answer.status === 'stopped' ? 'cancelled' : 'failed');
    yield ended({ ...notAwaiting, status: answer.status, ...answer.problem });
    return { text: answer.text, end: () => ended({ ...notAwaiting, status: 'done' }) };
  }
  const verdict = await stages.judge(gateCase(turn.question, answer), signal);
  await record(verdict.passed ? 'shown' : 'withheld', verdict.results);
  return {
    verdict,
    text: answer.text,
    end: (route) =>
      ended({
        status: 'done',
        failedChecks: failedChecks(verdict),
        awaitsDecision: route.decision === 'ask',
        ...(verdict.passed || route.decision !== 'stay' ? {} : { problem: route.reason }),
      }),
  };
}

const notAwaiting = { failedChecks: [], awaitsDecision: false };
