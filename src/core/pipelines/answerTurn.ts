/** How does a chat turn become an answer? Local first, checked; the cloud only by consent. */

import type { Clock } from '../base/clock.ts';
import type { None, Outcome } from '../base/outcome.ts';
import type { AnswerEnd, JournalEvent } from '../conversation/journal.ts';
import type { Attachment, Question, Turn } from '../conversation/conversation.ts';
import type { CloudPreview, CloudRequest, JudgeAnswer } from '../cloud/cloudDoor.ts';
import type { CheckResult, GateCase, Verdict } from '../gate/verdict.ts';
import type { ChatMessage, TokenUsage } from '../model/stream.ts';
import { chatPrompt, type ChatPrompt } from '../prompt/chatPrompt.ts';
import type { Route } from '../router/route.ts';
import type { ChatModel, LocalModels } from '../server/localModels.ts';
import type { AuditLog, AuditOutcome } from '../usage/auditEntry.ts';
import type { AskCloudRefusal, CloudAnswer } from './askCloud.ts';
import { longestAnswer, streamAnswer, type Streamed } from './streamAnswer.ts';

export interface AnswerStages {
  readonly models: Pick<LocalModels, 'chat' | 'estimateTokens'>;
  /** The gate's verdict on an answer; quick, and without a network. */
  readonly judge: (answer: GateCase, signal: AbortSignal) => Promise<Verdict>;
  /** The router, with what it must know beside these facts already in place. */
  readonly route: (facts: RouteFacts) => Route | Promise<Route>;
  /** What the local model is told when its answer failed. */
  readonly repairInstruction: (verdict: Verdict) => string;
  /** The pipeline askCloud, with its door in place. */
  readonly askCloud: (
    request: CloudRequest,
    options: { readonly agree: Agree; readonly judge?: JudgeAnswer },
    signal: AbortSignal,
  ) => Promise<Outcome<CloudAnswer, AskCloudRefusal>>;
  /** Price of what the cloud counted; `null` where it is unknown. */
  readonly priceUsd: (model: string, usage: TokenUsage) => number | null;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Did the person agree to exactly this? At once true where consent was given by a click on it. */
export type Agree = (preview: CloudPreview, signal: AbortSignal) => Promise<boolean>;

export interface RouteFacts {
  readonly conversationId: string;
  readonly verdict?: Verdict;
  readonly answeredBy: 'local' | 'cloud';
  readonly userAsksCloud: boolean;
  readonly localOnlyPaths: readonly string[];
  readonly repairs: number;
  readonly canRepair: boolean;
  readonly consented: boolean;
  /** The person kept a failed answer of this turn rather than ask the cloud. */
  readonly refused?: boolean;
}

export interface TurnToAnswer {
  readonly conversationId: string;
  readonly turnId: string;
  readonly question: Question;
  readonly history: readonly Turn[];
  readonly rules: readonly Attachment[];
  /** `cloud`: the person asked for the cloud, at once or because of the check named in `reason`. */
  readonly start: 'local' | 'cloud';
  readonly reason?: string;
  /** What failed before, for a start in the cloud. */
  readonly checks?: readonly CheckResult[];
  readonly agree: Agree;
  /** "Always for this conversation" was answered. */
  readonly consented: boolean;
  /** A failed answer of this turn was kept: the cloud is not offered again for it. */
  readonly refused?: boolean;
}

/**
 * Yields what belongs into the conversation's journal, in order. A failure is an `answerEnded` with `problem`;
 * nothing is thrown but bugs. Leaving the loop or aborting closes the connection.
 */
export async function* answerTurn(
  stages: AnswerStages,
  turn: TurnToAnswer,
  signal: AbortSignal,
): AsyncGenerator<JournalEvent> {
  if (turn.start === 'cloud') {
    yield* cloudAnswer(stages, turn, undefined, signal);
    return;
  }
  const model = await stages.models.chat();
  if (!model.ok) {
    yield* emptyAnswer(stages, turn, { reason: 'default', route: 'local' }, model);
    return;
  }
  const prompt = promptFor(stages, turn, model.value.family, model.value.contextTokens);
  let messages = prompt.messages;
  let reason = 'default';
  for (let repairs = 0; ; repairs++) {
    const attempt = yield* localAnswer(
      stages,
      turn,
      { model: model.value, prompt, messages, reason },
      signal,
    );
    if (attempt.verdict === undefined) return;
    const route = await stages.route({
      conversationId: turn.conversationId,
      verdict: attempt.verdict,
      answeredBy: 'local',
      // What was once asked of the cloud is asked here now: only a word on this very request sends it out.
      userAsksCloud: false,
      localOnlyPaths: prompt.stayLocalPaths,
      repairs,
      canRepair: repairs === 0 && attempt.text.length < longestAnswer,
      consented: turn.consented,
      refused: turn.refused === true,
    });
    yield attempt.end(route);
    if (route.decision === 'repair') {
      reason = `repair:${route.check ?? route.reason}`;
      messages = [
        ...prompt.messages,
        { role: 'assistant', content: attempt.text },
        { role: 'user', content: stages.repairInstruction(attempt.verdict) },
      ];
      continue;
    }
    if (route.decision === 'escalate') yield* cloudAnswer(stages, turn, attempt.verdict, signal);
    return;
  }
}

/** The request the cloud would get for this turn; its preview is what the person is shown. */
export function cloudRequestFor(
  stages: Pick<AnswerStages, 'models'>,
  turn: TurnToAnswer,
  verdict: Verdict | undefined,
): CloudRequest {
  const prompt = promptFor(stages, turn, 'cloud', cloudContextTokens);
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

interface LocalAttempt {
  readonly model: ChatModel;
  readonly prompt: ChatPrompt;
  readonly messages: readonly ChatMessage[];
  readonly reason: string;
}

interface Attempted {
  /** Absent: there was no whole answer and the end was yielded already. */
  readonly verdict?: Verdict;
  readonly text: string;
  readonly end: (route: Route) => JournalEvent;
}

async function* localAnswer(
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

/** Through the door: preview, send, check. The door keeps the audit entry of what it sent. */
async function* cloudAnswer(
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
      yield* emptyAnswer(stages, turn, { reason: request.reason, route: 'cloud' }, asked);
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
      ...notAwaiting,
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

async function* emptyAnswer(
  stages: AnswerStages,
  turn: TurnToAnswer,
  asked: { readonly reason: string; readonly route: 'local' | 'cloud' },
  missing: None,
): AsyncGenerator<JournalEvent> {
  const answerId = stages.newId();
  const time = stages.clock.now();
  yield {
    type: 'answerStarted',
    time,
    turnId: turn.turnId,
    answerId,
    ...asked,
    model: '',
    host: '',
    isDemo: false,
    leftOut: [],
  };
  yield {
    type: 'answerEnded',
    time,
    answerId,
    end: {
      ...notAwaiting,
      status: 'failed',
      problem: missing.reason,
      ...(missing.detail === undefined ? {} : { problemDetail: missing.detail }),
      tokensIn: 0,
      tokensOut: 0,
      costUsd: 0,
      ms: 0,
    },
  };
}

const notAwaiting = { failedChecks: [], awaitsDecision: false };

function promptFor(
  stages: Pick<AnswerStages, 'models'>,
  turn: TurnToAnswer,
  family: string,
  contextTokens: number,
): ChatPrompt {
  return chatPrompt({
    family,
    question: turn.question,
    history: turn.history,
    rules: turn.rules,
    contextTokens,
    estimateTokens: (text) => stages.models.estimateTokens(text),
  });
}

function gateCase(
  question: Question,
  answer: Pick<Streamed, 'text' | 'finishReason'> & Partial<Streamed>,
): GateCase {
  const attachment = question.attachments.find((each) => each.paths.length === 1);
  return {
    task: 'chat',
    path: attachment?.paths[0] ?? '',
    languageId: attachment?.languageId ?? '',
    before: '',
    after: answer.text,
    instruction: [question.instruction ?? '', question.text].join('\n').trim(),
    finishReason: answer.finishReason,
    ...(answer.logprobs === undefined ? {} : { logprobs: answer.logprobs }),
  };
}

function failedChecks(verdict: Verdict): { name: string; message: string }[] {
  return verdict.failed.map((check) => ({ name: check.name, message: check.evidence?.message ?? '' }));
}
