import { describe, expect, it } from 'vitest';

import { none, some } from '../../../src/core/base/outcome.ts';
import type { CloudPreview, CloudRequest } from '../../../src/core/cloud/cloudDoor.ts';
import type { Verdict } from '../../../src/core/gate/verdict.ts';
import { ModelError } from '../../../src/core/model/modelError.ts';
import type { ChatRequest, FinishReason, StreamEvent } from '../../../src/core/model/stream.ts';
import type { EditEvent, EditStages, EditTask } from '../../../src/core/pipelines/editTask.ts';
import { proposeEdit } from '../../../src/core/pipelines/proposeEdit.ts';
import type { Redacted } from '../../../src/core/redaction/redacted.ts';
import { decideRoute } from '../../../src/core/router/decideRoute.ts';
import type { EscalationPolicy } from '../../../src/core/router/route.ts';
import type { AuditEntry } from '../../../src/core/usage/auditEntry.ts';
import { FakeClock } from '../trigger/fakeClock.ts';

const text = 'function one() {\n  return 1;\n}\n\nfunction two() {\n  return 2;\n}\n';
const good = '```ts\nfunction two() {\n  return 22;\n}\n```\n';
const broken = '```ts\nfunction two() {\n  return 22;\n```\n';
const wanted = text.replace('return 2;', 'return 22;');

interface Script {
  readonly answers: readonly (string | Error)[];
  readonly finish?: FinishReason;
  readonly policy?: EscalationPolicy;
  readonly cloudAnswer?: string;
  readonly agrees?: boolean;
  /** The door says no before anyone is asked. */
  readonly doorRefuses?: 'dailyBudget' | 'hourlyCeiling';
  readonly start?: EditTask['start'];
  readonly abortAfter?: number;
  readonly contextTokens?: number;
}

interface Played {
  readonly events: EditEvent[];
  readonly last: EditEvent | undefined;
  readonly requests: ChatRequest[];
  readonly cloudRequests: CloudRequest[];
  readonly audited: AuditEntry[];
}

/** A verdict that looks at nothing but whether the braces of the text are balanced. */
function judge(after: string): Verdict {
  const balance = [...after].reduce((sum, sign) => sum + (sign === '{' ? 1 : sign === '}' ? -1 : 0), 0);
  const check = {
    name: 'brackets',
    passed: balance === 0,
    ms: 0,
    evidence: { message: 'a brace is missing' },
  };
  return { passed: check.passed, results: [check], failed: check.passed ? [] : [check] };
}

async function* stream(
  answer: string | Error,
  finish: FinishReason,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  await Promise.resolve();
  if (answer instanceof Error) throw answer;
  for (const piece of answer.match(/[^\n]*\n|[^\n]+/g) ?? []) {
    if (signal.aborted) throw new DOMException('aborted', 'AbortError');
    yield { type: 'text', text: piece };
  }
  yield { type: 'end', finishReason: finish, usage: { tokensIn: 50, tokensOut: 20 } };
}

async function play(script: Script): Promise<Played> {
  const requests: ChatRequest[] = [];
  const cloudRequests: CloudRequest[] = [];
  const audited: AuditEntry[] = [];
  const clock = new FakeClock();
  const preview = { id: 'p', model: 'frontier', host: 'cloud:443', body: '{}' as Redacted } as CloudPreview;
  let id = 0;
  const client = {
    chat: (request: ChatRequest, signal: AbortSignal) => {
      const answer = script.answers[requests.push(request) - 1] ?? '';
      return stream(answer, script.finish ?? 'stop', signal);
    },
  };
  const stages: EditStages = {
    models: {
      chat: () =>
        Promise.resolve(
          some({
            client,
            model: 'devstral',
            family: 'devstral',
            host: 'local:8000',
            contextTokens: script.contextTokens ?? 16_000,
            isDemo: false,
            callsTools: true,
          }),
        ),
      estimateTokens: (of) => Math.ceil(of.length / 3.5),
    },
    judge: (edit) => Promise.resolve(judge(edit.after)),
    route: (facts) =>
      decideRoute({
        task: 'edit',
        ...facts,
        policy: script.policy ?? 'ask',
        policyLocked: false,
        cloud: 'available',
        budget: 'ok',
        exploratory: false,
        trustedWorkspace: true,
        refused: false,
      }),
    repairInstruction: (verdict) => `failed: ${verdict.failed.map(({ name }) => name).join(', ')}`,
    askCloud: async (request, options, signal) => {
      cloudRequests.push(request);
      if (script.doorRefuses !== undefined) return none(script.doorRefuses);
      if (!(await options.agree(preview, signal))) return none('declined');
      return some({ preview, stream: stream(script.cloudAnswer ?? good, 'stop', signal) });
    },
    audit: {
      record: (entry) => {
        audited.push(entry);
        return Promise.resolve();
      },
    },
    clock,
    newId: () => `id-${++id}`,
  };
  const controller = new AbortController();
  const events: EditEvent[] = [];
  const task: EditTask = {
    editId: 'edit',
    path: 'src/a.ts',
    languageId: 'typescript',
    text,
    region: { start: text.indexOf('function two'), end: text.length },
    instruction: 'return 22',
    context: [],
    staysLocal: false,
    start: script.start ?? 'local',
    agree: () => Promise.resolve(script.agrees ?? true),
  };
  for await (const event of proposeEdit(stages, task, controller.signal)) {
    events.push(event);
    if (script.abortAfter === events.length) controller.abort();
  }
  return { events, last: events.at(-1), requests, cloudRequests, audited };
}

describe('an edit', () => {
  it('that passes is proposed as the whole text, after its lines were shown as they came', async () => {
    const { events, last, audited, requests } = await play({ answers: [good] });
    expect(events.filter(({ type }) => type === 'lines').length).toBeGreaterThan(0);
    expect(last).toMatchObject({
      type: 'proposed',
      proposal: { after: wanted, route: 'local' },
      next: { decision: 'stay' },
    });
    expect(requests).toHaveLength(1);
    expect(audited).toMatchObject([
      { task: 'edit', route: 'local', outcome: 'shown', tokensIn: 50, costUsd: 0 },
    ]);
  });

  it('that cannot be applied is asked for once more as a whole region', async () => {
    const nowhere = '<<<<<<< SEARCH\nno such line\n=======\nelse\n>>>>>>> REPLACE\n';
    const { last, requests, audited } = await play({ answers: [nowhere, good] });
    expect(last).toMatchObject({ type: 'proposed', proposal: { after: wanted } });
    expect(requests).toHaveLength(2);
    expect(requests[1]?.messages.at(-1)?.content).toContain('editFormat');
    expect(audited.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['withheld', 'default'],
      ['shown', 'editFormat'],
    ]);
  });

  it('that fails a check is repaired here once, with the evidence', async () => {
    const { last, requests } = await play({ answers: [broken, good] });
    expect(last).toMatchObject({ type: 'proposed', proposal: { after: wanted } });
    expect(requests[1]?.messages.at(-2)).toEqual({ role: 'assistant', content: broken });
    expect(requests[1]?.messages.at(-1)?.content).toContain('brackets');
  });

  it('that fails again is shown with what failed, and waits for the person', async () => {
    const { last, requests, cloudRequests } = await play({ answers: [broken, broken] });
    expect(last).toMatchObject({
      type: 'proposed',
      proposal: { verdict: { passed: false } },
      next: { decision: 'ask', reason: 'brackets' },
    });
    expect(requests).toHaveLength(2);
    expect(cloudRequests).toEqual([]);
  });

  it('that fails stays here under never', async () => {
    const { last, cloudRequests } = await play({ answers: [broken, broken], policy: 'never' });
    expect(last).toMatchObject({ type: 'proposed', next: { decision: 'stay', reason: 'policyNever' } });
    expect(cloudRequests).toEqual([]);
  });

  it('that fails goes to the cloud under automatic, and is checked there too', async () => {
    const { last, cloudRequests } = await play({
      answers: [broken, broken],
      policy: 'automatic',
      agrees: false,
    });
    expect(cloudRequests).toMatchObject([{ task: 'edit', reason: 'brackets', paths: ['src/a.ts'] }]);
    expect(last).toMatchObject({
      type: 'proposed',
      proposal: { after: wanted, route: 'cloud', model: 'frontier' },
    });
  });

  it.each(['ask', 'automatic'] as const)(
    'that fails in the cloud too is shown with what failed, and nobody is asked again under %s',
    async (policy) => {
      const { last, requests, cloudRequests } = await play({
        answers: [],
        start: 'cloud',
        agrees: true,
        policy,
        cloudAnswer: broken,
      });
      expect(last).toMatchObject({
        type: 'proposed',
        proposal: { route: 'cloud', verdict: { passed: false } },
        next: { decision: 'stop', reason: 'cloudAnswerFailed', check: 'brackets' },
      });
      expect([requests.length, cloudRequests.length]).toEqual([0, 1]);
    },
  );

  it.each(['dailyBudget', 'hourlyCeiling'] as const)(
    'that fails keeps its local proposal when %s closes the cloud',
    async (doorRefuses) => {
      const { last } = await play({ answers: [broken, broken], policy: 'automatic', doorRefuses });
      expect(last).toMatchObject({
        type: 'proposed',
        proposal: { route: 'local', verdict: { passed: false } },
        next: { decision: 'stay', reason: doorRefuses },
      });
    },
  );

  it('asked of the cloud is not sent when the person declines', async () => {
    const { last } = await play({ answers: [], start: 'cloud', agrees: false });
    expect(last).toEqual({ type: 'failed', reason: 'declined' });
  });

  it('whose answer broke off is not proposed as good', async () => {
    const cut = '```ts\nfunction two() {\n  return';
    const { last } = await play({ answers: [cut, cut], finish: 'length' });
    expect(last).toMatchObject({ type: 'failed', reason: 'truncated', next: { decision: 'ask' } });
  });

  it.each(['unreachable', 'unauthorized', 'timedOut', 'rateLimited'] as const)(
    'says that the server was %s, and where',
    async (kind) => {
      const { last, audited } = await play({ answers: [new ModelError(kind, { host: 'local:8000' })] });
      expect(last).toMatchObject({ type: 'failed', reason: kind, host: 'local:8000' });
      expect(audited).toMatchObject([{ outcome: 'failed' }]);
    },
  );

  it('that is cancelled ends at once and is in the audit log', async () => {
    const { last, audited, requests } = await play({ answers: [good], abortAfter: 2 });
    expect(last).toEqual({ type: 'cancelled' });
    expect(audited).toMatchObject([{ outcome: 'cancelled' }]);
    expect(requests).toHaveLength(1);
  });

  it('that does not fit the model is not asked', async () => {
    const { last, requests } = await play({ answers: [good], contextTokens: 300 });
    expect(last).toMatchObject({ type: 'failed', reason: 'tooLong' });
    expect(requests).toEqual([]);
  });
});
