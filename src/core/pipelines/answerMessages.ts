/** How are messages of another chat in the editor answered, with our gate and our ledger? Here only: nothing is escalated. */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { ChatRequest } from '../model/stream.ts';
import { requestText, type ToolCall } from '../model/tools.ts';
import { answerRoom } from '../prompt/chatPrompt.ts';
import type { ChatModel, NoModelReason } from '../server/localModels.ts';
import type { AnswerStages } from './answerStages.ts';
import { streamAnswer, type Streamed } from './streamAnswer.ts';

export type MessageStages = Pick<AnswerStages, 'models' | 'judge' | 'audit' | 'clock' | 'newId'>;

/** What is asked: the tools belong to whoever asks, who runs them too. */
export type MessagesRequest = Pick<ChatRequest, 'messages' | 'tools' | 'mustCallTool'>;

/** Why there is no whole answer, in the names of {@link Streamed.problem}. */
export class AnswerFailed extends Error {
  override readonly name = 'AnswerFailed';
  readonly problem: string;
  readonly host: string;
  readonly detail: string;

  constructor(host: string, { problem = 'protocol', problemDetail = '' }: Streamed['problem']) {
    super(`${problem}: ${host}`);
    this.problem = problem;
    this.host = host;
    this.detail = problemDetail;
  }
}

export type AnswerPiece = { readonly text: string } | { readonly toolCall: ToolCall };

/**
 * The answer piece by piece, calls of tools last. The audit line says what the gate found; a call is no text and
 * is not judged. Rejects with AnswerFailed where the model failed.
 */
export async function answerMessages(
  stages: MessageStages,
  asked: MessagesRequest,
  signal: AbortSignal,
): Promise<Outcome<AsyncIterable<AnswerPiece>, NoModelReason>> {
  const model = await stages.models.chat();
  if (!model.ok) return none(model.reason, model.detail);
  return some(pieces(stages, model.value, asked, signal));
}

async function* pieces(
  stages: MessageStages,
  model: ChatModel,
  asked: MessagesRequest,
  signal: AbortSignal,
): AsyncGenerator<AnswerPiece> {
  const id = stages.newId();
  const startedMs = stages.clock.monotonicMs();
  const request = { ...asked, model: model.model, maxTokens: answerRoom(model.contextTokens) };
  const events = streamAnswer(model.client.chat(request, signal), id, signal);
  let next = await events.next();
  for (; next.done !== true; next = await events.next()) {
    if (next.value.type === 'answerText' && next.value.text !== '') yield { text: next.value.text };
  }
  const answer = next.value;
  const question = asked.messages.findLast((message) => message.role === 'user')?.content ?? '';
  const verdict =
    answer.status === 'done' && answer.toolCalls.length === 0
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
    tokensIn: answer.usage.tokensIn ?? stages.models.estimateTokens(requestText(asked)),
    tokensOut:
      answer.usage.tokensOut ?? stages.models.estimateTokens(answer.text + callsText(answer.toolCalls)),
    costUsd: 0,
    ms: Math.round(stages.clock.monotonicMs() - startedMs),
    outcome: outcomes[answer.status],
  });
  if (answer.status === 'failed') throw new AnswerFailed(model.host, answer.problem);
  for (const toolCall of answer.toolCalls) yield { toolCall };
}

function callsText(calls: readonly ToolCall[]): string {
  return calls.map((call) => `${call.name}${call.arguments}`).join('');
}
