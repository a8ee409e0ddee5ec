/** How are messages of another chat in the editor answered, with our gate and our ledger? Here only: nothing is escalated. */

import { none, some, type Outcome } from '../base/outcome.ts';
import { ModelError } from '../model/modelError.ts';
import type { ChatMessage } from '../model/stream.ts';
import { answerRoom } from '../prompt/chatPrompt.ts';
import type { NoModelReason } from '../server/localModels.ts';
import type { AnswerStages } from './answerStages.ts';
import { streamAnswer } from './streamAnswer.ts';

export type MessageStages = Pick<AnswerStages, 'models' | 'judge' | 'audit' | 'clock' | 'newId'>;

/** The answer piece by piece. The audit line says what the gate found. Rejects with ModelError where the model failed. */
export async function answerMessages(
  stages: MessageStages,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
): Promise<Outcome<AsyncIterable<string>, NoModelReason>> {
  const model = await stages.models.chat();
  if (!model.ok) return none(model.reason, model.detail);
  return some(pieces(stages, model.value, messages, signal));
}

async function* pieces(
  stages: MessageStages,
  model: Extract<Awaited<ReturnType<MessageStages['models']['chat']>>, { ok: true }>['value'],
  messages: readonly ChatMessage[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  const id = stages.newId();
  const startedMs = stages.clock.monotonicMs();
  const request = { model: model.model, messages, maxTokens: answerRoom(model.contextTokens) };
  const events = streamAnswer(model.client.chat(request, signal), id, signal);
  let next = await events.next();
  for (; next.done !== true; next = await events.next()) {
    if (next.value.type === 'answerText' && next.value.text !== '') yield next.value.text;
  }
  const answer = next.value;
  const question = messages.findLast((message) => message.role === 'user')?.content ?? '';
  const verdict =
    answer.status === 'done'
      ? await stages.judge(
          {
            task: 'chat',
            path: '',
            languageId: '',
            before: '',
            after: answer.text,
            instruction: question,
            finishReason: answer.finishReason,
          },
          signal,
        )
      : undefined;
  const outcomes = { done: 'shown', stopped: 'cancelled', failed: 'failed' } as const;
  await stages.audit.record({
    time: new Date(stages.clock.now()).toISOString(),
    id,
    task: 'chat',
    route: 'local',
    host: model.host,
    model: model.model,
    reason: 'default',
    checks: (verdict?.results ?? []).map(({ name, passed }) => ({ name, passed })),
    redactions: [],
    tokensIn:
      answer.usage.tokensIn ??
      stages.models.estimateTokens(messages.map(({ content }) => content).join('\n')),
    tokensOut: answer.usage.tokensOut ?? stages.models.estimateTokens(answer.text),
    costUsd: 0,
    ms: Math.round(stages.clock.monotonicMs() - startedMs),
    outcome: outcomes[answer.status],
  });
  if (answer.status === 'failed')
    throw new ModelError('protocol', { host: model.host, detail: answer.problem.problem ?? '' });
}
