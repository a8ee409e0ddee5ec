/** How does the cloud answer a turn? Through the door alone: preview, consent, send, check. */

import type { CloudPreview, CloudRequest } from '../cloud/cloudDoor.ts';
import type { JournalEvent } from '../conversation/journal.ts';
import type { Verdict } from '../gate/verdict.ts';
import type { TokenUsage } from '../model/stream.ts';
import type { AnswerStages, TurnToAnswer } from './answerStages.ts';
import { failedChecks, gateCase } from './judgeAnswer.ts';
import { missingAnswer } from './missingAnswer.ts';
import { streamAnswer } from './streamAnswer.ts';
import { turnPrompt } from './turnPrompt.ts';

/** Through the door: preview, send, check. The door keeps the audit entry of what it sent. */
export async function* cloudAnswer(
  stages: AnswerStages,
  turn: TurnToAnswer,
  verdict: Verdict | undefined,
  signal: AbortSignal,
): AsyncGenerator<JournalEvent> {
  const request = cloudRequestFor(stages, turn, verdict);
  const startedMs = stages.clock.monotonicMs();
  let judged: Verdict | undefined;
  const asked = await stages.askCloud(
    request,
    {
      agree: turn.agree,
      judge: async ({ text, finishReason }) => {
        judged = await stages.judge(gateCase(turn.question, { text, finishReason }), signal);
        return judged.passed ? 'shown' : 'withheld';
      },
    },
    signal,
  );
  if (!asked.ok) {
    if (asked.reason !== 'declined')
      yield* missingAnswer(stages, turn, { reason: request.reason, route: 'cloud' }, asked);
    return;
  }
  const { preview } = asked.value;
  const answerId = stages.newId();
  yield cloudStarted(stages, turn, answerId, preview, request.reason);
  const answer = yield* streamAnswer(asked.value.stream, answerId, signal);
  const usage: TokenUsage = {
    ...answer.usage,
    tokensIn: answer.usage.tokensIn ?? preview.tokensIn,
    tokensOut: answer.usage.tokensOut ?? stages.models.estimateTokens(answer.text),
  };
  yield {
    type: 'answerEnded',
    time: stages.clock.now(),
    answerId,
    end: {
      awaitsDecision: false,
      status: answer.status,
      ...answer.problem,
      failedChecks: judged === undefined ? [] : failedChecks(judged),
      tokensIn: usage.tokensIn ?? 0,
      tokensOut: usage.tokensOut ?? 0,
      costUsd: stages.priceUsd(preview.model, usage),
      ms: stages.clock.monotonicMs() - startedMs,
    },
  };
}

function cloudStarted(
  stages: AnswerStages,
  turn: TurnToAnswer,
  answerId: string,
  preview: CloudPreview,
  reason: string,
): JournalEvent {
  return {
    type: 'answerStarted',
    time: stages.clock.now(),
    turnId: turn.turnId,
    answerId,
    route: 'cloud',
    model: preview.model,
    host: preview.host,
    isDemo: false,
    reason,
    leftOut: [],
  };
}

/** The request the cloud would get for this turn; its preview is what the person is shown. */
function cloudRequestFor(
  stages: Pick<AnswerStages, 'models'>,
  turn: TurnToAnswer,
  verdict: Verdict | undefined,
): CloudRequest {
  const prompt = turnPrompt(stages, turn, 'cloud', cloudContextTokens);
  return {
    task: 'chat',
    reason: turn.reason ?? verdict?.failed[0]?.name ?? 'userOptIn',
    checks: verdict?.results ?? turn.checks ?? [],
    messages: prompt.messages,
    paths: prompt.paths,
    maxTokens: prompt.maxTokens,
    conversationId: turn.conversationId,
  };
}

/** Frontier models take at least this; a longer prompt costs more than a chat turn should. */
const cloudContextTokens = 64_000;
