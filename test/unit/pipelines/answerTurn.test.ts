import { describe, expect, test } from 'vitest';

import { none, some } from '../../../src/core/base/outcome.ts';
import type { CloudPreview } from '../../../src/core/cloud/cloudDoor.ts';
import { applyEvent, emptyConversation, type JournalEvent } from '../../../src/core/conversation/journal.ts';
import type { Answer } from '../../../src/core/conversation/conversation.ts';
import type { Verdict } from '../../../src/core/gate/verdict.ts';
import { ModelError } from '../../../src/core/model/modelError.ts';
import type { ChatRequest, StreamEvent } from '../../../src/core/model/stream.ts';
import type { AnswerStages, RouteFacts, TurnToAnswer } from '../../../src/core/pipelines/answerStages.ts';
import { answerTurn } from '../../../src/core/pipelines/answerTurn.ts';
import type { Route } from '../../../src/core/router/route.ts';
import type { AuditEntry } from '../../../src/core/usage/auditEntry.ts';

const passed: Verdict = { passed: true, results: [], failed: [] };
const refusal = { name: 'refusal', passed: false, ms: 1, evidence: { message: 'The model declined.' } };
const failed: Verdict = { passed: false, results: [refusal], failed: [refusal] };

interface Rig extends AnswerStages {
  readonly asked: ChatRequest[];
  readonly recorded: AuditEntry[];
  readonly facts: RouteFacts[];
  readonly sent: string[];
  hungUp: number;
}

function rig(options: {
  readonly answers: readonly (readonly (StreamEvent | Error)[])[];
  readonly verdicts?: readonly Verdict[];
  readonly routes?: readonly Route[];
  readonly cloud?: readonly StreamEvent[];
}): Rig {
  const asked: ChatRequest[] = [];
  const recorded: AuditEntry[] = [];
  const facts: RouteFacts[] = [];
  const sent: string[] = [];
  let judged = 0;
  let ids = 0;
  let time = 0;
  async function* play(events: readonly (StreamEvent | Error)[], signal?: AbortSignal) {
    try {
      for (const event of events) {
        if (signal?.aborted === true) throw new Error('aborted');
        if (event instanceof Error) throw event;
        yield event;
      }
    } finally {
      made.hungUp++;
    }
  }
  const made: Rig = {
    asked,
    recorded,
    facts,
    sent,
    hungUp: 0,
    models: {
      chat: async () =>
        some({
          model: 'devstral',
          family: 'devstral',
          host: 'gpu:8000',
          contextTokens: 8000,
          isDemo: false,
          callsTools: true,
          client: {
            chat: (request, signal) => {
              asked.push(request);
              return play(options.answers[asked.length - 1] ?? [], signal);
            },
          },
        }),
      estimateTokens: (text) => Math.ceil(text.length / 4),
    },
    judge: async () => options.verdicts?.[judged++] ?? passed,
    route: (each) => {
      facts.push(each);
      return options.routes?.[facts.length - 1] ?? { decision: 'stay', reason: 'passed' };
    },
    repairInstruction: () => 'REPAIR',
    askCloud: async (request, { agree, judge }, signal) => {
      sent.push(request.reason);
      const preview = { id: 'p', model: 'frontier', host: 'cloud', tokensIn: 5 } as CloudPreview;
      if (!(await agree(preview, signal))) return none('declined');
      await judge?.({ text: 'x', finishReason: 'stop' });
      return some({ preview, stream: play(options.cloud ?? []) });
    },
    priceUsd: () => 0.01,
    audit: { record: async (entry) => void recorded.push(entry) },
    clock: { now: () => ++time, monotonicMs: () => ++time, after: () => ({ dispose() {} }) },
    newId: () => `id-${++ids}`,
  };
  return made;
}

const text = (part: string): StreamEvent => ({ type: 'text', text: part });
const end: StreamEvent = { type: 'end', finishReason: 'stop', usage: { tokensIn: 10, tokensOut: 2 } };

function turn(changes: Partial<TurnToAnswer> = {}): TurnToAnswer {
  return {
    conversationId: 'c',
    turnId: 't',
    question: { text: 'why?', attachments: [], askCloud: false },
    history: [],
    rules: [],
    start: 'local',
    consented: false,
    agree: () => Promise.resolve(true),
    ...changes,
  };
}

async function answers(
  stages: AnswerStages,
  toAnswer = turn(),
  signal = new AbortController().signal,
): Promise<readonly Answer[]> {
  const first: JournalEvent = {
    type: 'asked',
    time: 0,
    turnId: 't',
    parentId: null,
    question: toAnswer.question,
  };
  let conversation = applyEvent(emptyConversation('c'), first);
  for await (const event of answerTurn(stages, toAnswer, signal))
    conversation = applyEvent(conversation, event);
  return conversation.turns[0]?.answers ?? [];
}

describe('a chat turn', () => {
  test('is answered here and recorded as shown', async () => {
    const stages = rig({ answers: [[text('be'), text('cause'), end]] });
    expect(await answers(stages)).toMatchObject([
      { route: 'local', text: 'because', status: 'done', tokensIn: 10, tokensOut: 2, costUsd: 0 },
    ]);
    expect(stages.recorded).toMatchObject([
      { task: 'chat', route: 'local', outcome: 'shown', reason: 'default' },
    ]);
  });

  test('folds reasoning apart from the answer', async () => {
    const stages = rig({ answers: [[{ type: 'reasoning', text: 'hmm' }, text('yes'), end]] });
    expect(await answers(stages)).toMatchObject([{ text: 'yes', reasoning: 'hmm' }]);
  });

  test('gets one repair with the evidence, and both answers stay', async () => {
    const stages = rig({
      answers: [
        [text('no'), end],
        [text('yes'), end],
      ],
      verdicts: [failed, passed],
      routes: [
        { decision: 'repair', reason: 'refusal', check: 'refusal' },
        { decision: 'stay', reason: 'passed' },
      ],
    });
    expect(await answers(stages)).toMatchObject([
      { text: 'no', failedChecks: [{ name: 'refusal', message: 'The model declined.' }] },
      { text: 'yes', reason: 'repair:refusal', failedChecks: [] },
    ]);
    expect(stages.asked[1]?.messages.at(-1)?.content).toBe('REPAIR');
    expect(stages.asked[1]?.messages.at(-2)).toEqual({ role: 'assistant', content: 'no' });
    expect(stages.facts.map((each) => each.repairs)).toEqual([0, 1]);
    expect(stages.recorded.map((entry) => entry.outcome)).toEqual(['withheld', 'shown']);
  });

  test('waits for the person where the router says ask, and sends nothing', async () => {
    const stages = rig({
      answers: [[text('no'), end]],
      verdicts: [failed],
      routes: [{ decision: 'ask', reason: 'refusal', check: 'refusal' }],
    });
    expect(await answers(stages)).toMatchObject([{ awaitsDecision: true, status: 'done' }]);
    expect(stages.sent).toEqual([]);
  });

  test('escalates with the failed check as reason', async () => {
    const stages = rig({
      answers: [[text('no'), end]],
      verdicts: [failed],
      routes: [{ decision: 'escalate', reason: 'refusal', check: 'refusal' }],
      cloud: [text('better'), end],
    });
    expect(await answers(stages)).toMatchObject([
      { route: 'local', text: 'no' },
      { route: 'cloud', text: 'better', model: 'frontier', reason: 'refusal', costUsd: 0.01 },
    ]);
    expect(stages.recorded).toHaveLength(1);
  });

  test('shows no cloud answer where the person declines', async () => {
    const stages = rig({ answers: [] });
    const declined = turn({ start: 'cloud', agree: () => Promise.resolve(false) });
    expect(await answers(stages, declined)).toEqual([]);
  });

  test('names a refusal of the door in place of an answer', async () => {
    const stages: AnswerStages = {
      ...rig({ answers: [] }),
      askCloud: async () => none('localOnlyFile', 'a.env'),
    };
    expect(await answers(stages, turn({ start: 'cloud' }))).toMatchObject([
      { route: 'cloud', status: 'failed', problem: 'localOnlyFile', problemDetail: 'a.env' },
    ]);
  });

  test('keeps what came before a failure and names its kind', async () => {
    const stages = rig({ answers: [[text('half'), new ModelError('unreachable', { host: 'gpu:8000' })]] });
    expect(await answers(stages)).toMatchObject([{ text: 'half', status: 'failed', problem: 'unreachable' }]);
    expect(stages.recorded).toMatchObject([{ outcome: 'failed' }]);
  });

  test('names the reason where there is no model', async () => {
    const base = rig({ answers: [] });
    const stages: AnswerStages = { ...base, models: { ...base.models, chat: async () => none('noServer') } };
    expect(await answers(stages)).toMatchObject([{ status: 'failed', problem: 'noServer' }]);
  });

  test('is stopped in mid-answer, keeps the text and closes the connection', async () => {
    const stop = new AbortController();
    const stages = rig({ answers: [[text('one'), text('two'), text('three'), end]] });
    const seen: string[] = [];
    for await (const event of answerTurn(stages, turn(), stop.signal)) {
      if (event.type === 'answerText') seen.push(event.text);
      if (event.type === 'answerText') stop.abort();
      if (event.type === 'answerEnded') expect(event.end.status).toBe('stopped');
    }
    expect(seen).toEqual(['one']);
    expect(stages.hungUp).toBe(1);
    expect(stages.recorded).toMatchObject([{ outcome: 'cancelled' }]);
  });

  test('cuts an answer that does not end and closes the connection', async () => {
    const stages = rig({ answers: [Array.from({ length: 100 }, () => text('x'.repeat(100_000)))] });
    expect(await answers(stages)).toMatchObject([{ status: 'failed', problem: 'answerTooLong' }]);
    expect(stages.hungUp).toBe(1);
  });

  test('that is asked here stays here, though its question was once meant for the cloud', async () => {
    const stages = rig({ answers: [[text('a'), end]], verdicts: [failed] });
    await answers(stages, turn({ question: { text: 'q', attachments: [], askCloud: true } }));
    expect(stages.facts.map(({ userAsksCloud }) => userAsksCloud)).toEqual([false]);
  });

  test('tells the router of files that stay here', async () => {
    const stages = rig({ answers: [[text('a'), end]], verdicts: [failed] });
    await answers(
      stages,
      turn({
        question: {
          text: 'q',
          askCloud: false,
          attachments: [
            { id: '1', kind: 'file', label: '.env', paths: ['.env'], text: 'A=1', staysLocal: true },
          ],
        },
      }),
    );
    expect(stages.facts[0]?.localOnlyPaths).toEqual(['.env']);
  });
});
