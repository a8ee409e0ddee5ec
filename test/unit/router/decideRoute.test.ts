import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/core/gate/verdict.ts';
import { decideRoute } from '../../../src/core/router/decideRoute.ts';
import type {
  BudgetState,
  CloudAvailability,
  EscalationPolicy,
  Route,
  RouteInput,
} from '../../../src/core/router/route.ts';

const passed: Verdict = { passed: true, results: [], failed: [] };
const lazy = { name: 'lazyElision', passed: false, ms: 0 };
const broken: Verdict = { passed: false, results: [lazy], failed: [lazy] };

const failedOnce: RouteInput = {
  task: 'edit',
  verdict: broken,
  answeredBy: 'local',
  userAsksCloud: false,
  policy: 'ask',
  policyLocked: false,
  cloud: 'available',
  budget: 'ok',
  exploratory: false,
  localOnlyPaths: [],
  trustedWorkspace: true,
  repairs: 0,
  canRepair: true,
  refused: false,
  consented: false,
};
const repaired: RouteInput = { ...failedOnce, repairs: 1 };

test.each<[string, Partial<RouteInput>, Route]>([
  ['a good answer stays', { verdict: passed }, { decision: 'stay', reason: 'passed' }],
  [
    'a failed one is repaired here first',
    { repairs: 0 },
    { decision: 'repair', reason: 'lazyElision', check: 'lazyElision' },
  ],
  [
    'also when the cloud would be automatic',
    { repairs: 0, policy: 'automatic' },
    { decision: 'repair', reason: 'lazyElision', check: 'lazyElision' },
  ],
  [
    'without a local model there is no repair',
    { repairs: 0, canRepair: false },
    { decision: 'ask', reason: 'lazyElision', check: 'lazyElision' },
  ],
  [
    'a failed repair leads to the question',
    {},
    { decision: 'ask', reason: 'lazyElision', check: 'lazyElision' },
  ],
  [
    'or to the cloud where that is automatic',
    { policy: 'automatic' },
    { decision: 'escalate', reason: 'lazyElision', check: 'lazyElision' },
  ],
  [
    'or where the person agreed for the conversation',
    { consented: true },
    { decision: 'escalate', reason: 'lazyElision', check: 'lazyElision' },
  ],
  [
    'a refusal is remembered',
    { refused: true },
    { decision: 'stay', reason: 'refused', check: 'lazyElision' },
  ],
  [
    'also under automatic',
    { refused: true, policy: 'automatic' },
    { decision: 'stay', reason: 'refused', check: 'lazyElision' },
  ],
  ['never stays', { policy: 'never' }, { decision: 'stay', reason: 'policyNever', check: 'lazyElision' }],
  [
    'never stays in spite of consent',
    { policy: 'never', consented: true },
    { decision: 'stay', reason: 'policyNever', check: 'lazyElision' },
  ],
  [
    'never still lets the person ask',
    { policy: 'never', userAsksCloud: true },
    { decision: 'escalate', reason: 'userOptIn', check: 'lazyElision' },
  ],
  [
    'but not when the team fixed it',
    { policy: 'never', policyLocked: true, userAsksCloud: true },
    { decision: 'stay', reason: 'policyNever', check: 'lazyElision' },
  ],
  [
    'the person may ask before any answer',
    { verdict: undefined as never, userAsksCloud: true },
    { decision: 'escalate', reason: 'userOptIn' },
  ],
  [
    'no answer is no reason to escalate',
    { verdict: undefined as never, policy: 'automatic' },
    { decision: 'stop', reason: 'noAnswer' },
  ],
  [
    'a good cloud answer stays',
    { answeredBy: 'cloud', verdict: passed },
    { decision: 'stay', reason: 'passed' },
  ],
  [
    'a failed cloud answer is not asked again',
    { answeredBy: 'cloud', policy: 'automatic', userAsksCloud: true },
    { decision: 'stop', reason: 'cloudAnswerFailed', check: 'lazyElision' },
  ],
  [
    'a failed suggestion is withheld',
    { task: 'completion', policy: 'automatic', repairs: 0 },
    { decision: 'stop', reason: 'lazyElision', check: 'lazyElision' },
  ],
  [
    'a suggestion goes out by the own command',
    { task: 'completion', userAsksCloud: true },
    { decision: 'escalate', reason: 'userOptIn', check: 'lazyElision' },
  ],
  [
    'local-only files stay and are named',
    { localOnlyPaths: ['.env'], policy: 'automatic' },
    { decision: 'stay', reason: 'localOnlyFile', check: 'lazyElision', paths: ['.env'] },
  ],
  [
    'also when the person asks',
    { localOnlyPaths: ['.env'], userAsksCloud: true },
    { decision: 'stay', reason: 'localOnlyFile', check: 'lazyElision', paths: ['.env'] },
  ],
  [
    'the medium guardrail keeps questions here',
    { budget: 'medium', exploratory: true, policy: 'automatic' },
    { decision: 'stay', reason: 'exploratoryStaysLocal', check: 'lazyElision' },
  ],
  [
    'but not changes',
    { budget: 'medium', exploratory: false },
    { decision: 'ask', reason: 'lazyElision', check: 'lazyElision' },
  ],
  [
    'a warning stops nothing',
    { budget: 'warned', policy: 'automatic' },
    { decision: 'escalate', reason: 'lazyElision', check: 'lazyElision' },
  ],
])('%s', (_what, change, route) => {
  expect(decideRoute(withoutAbsent({ ...repaired, ...change }))).toEqual(route);
});

function withoutAbsent(input: RouteInput): RouteInput {
  const { verdict, ...rest } = input;
  return verdict === undefined ? rest : { ...rest, verdict };
}

const policies: readonly EscalationPolicy[] = ['never', 'ask', 'automatic'];
const clouds: readonly CloudAvailability[] = ['none', 'noKey', 'unreachable', 'available'];
const budgets: readonly BudgetState[] = [
  'ok',
  'warned',
  'medium',
  'dailyBudget',
  'monthlyBudget',
  'conversationCeiling',
  'hourlyCeiling',
];
const both = [false, true];

function* allInputs(): Generator<RouteInput> {
  for (const task of ['completion', 'edit', 'chat'] as const)
    for (const verdict of [undefined, passed, broken])
      for (const answeredBy of ['local', 'cloud'] as const)
        for (const userAsksCloud of both)
          for (const policy of policies)
            for (const policyLocked of both)
              for (const cloud of clouds)
                for (const budget of budgets)
                  for (const exploratory of both)
                    for (const localOnlyPaths of [[], ['a.key']])
                      for (const trustedWorkspace of both)
                        for (const repairs of [0, 1])
                          for (const refused of both)
                            for (const consented of both) {
                              yield withoutAbsent({
                                task,
                                answeredBy,
                                userAsksCloud,
                                policy,
                                policyLocked,
                                cloud,
                                budget,
                                exploratory,
                                localOnlyPaths,
                                trustedWorkspace,
                                repairs,
                                canRepair: true,
                                refused,
                                consented,
                                ...(verdict === undefined ? {} : { verdict }),
                              });
                            }
}

const hard: ReadonlySet<BudgetState> = new Set([
  'dailyBudget',
  'monthlyBudget',
  'conversationCeiling',
  'hourlyCeiling',
]);

/** What must hold whatever else is the case. Each answers whether the route breaks it. */
const laws: Readonly<Record<string, (input: RouteInput, route: Route) => boolean>> = {
  'nothing goes out without a cloud': ({ cloud }, { decision }) => cloud !== 'available' && goesOut(decision),
  'local-only files never go out': ({ localOnlyPaths }, { decision }) =>
    localOnlyPaths.length > 0 && goesOut(decision),
  'an untrusted workspace sends nothing': ({ trustedWorkspace }, { decision }) =>
    !trustedWorkspace && goesOut(decision),
  'a hard ceiling stops the cloud': ({ budget }, { decision }) => hard.has(budget) && goesOut(decision),
  'under never only the person sends': ({ policy, userAsksCloud }, { decision }) =>
    policy === 'never' && !userAsksCloud && goesOut(decision),
  'a locked never binds the person': ({ policy, policyLocked }, { decision }) =>
    policy === 'never' && policyLocked && goesOut(decision),
  'under ask only consent sends': ({ policy, userAsksCloud, consented }, { decision }) =>
    policy === 'ask' && !userAsksCloud && !consented && decision === 'escalate',
  'nobody is asked under automatic': ({ policy }, { decision }) =>
    policy === 'automatic' && decision === 'ask',
  'a refusal ends the turn': ({ refused, userAsksCloud }, { decision }) =>
    refused && !userAsksCloud && goesOut(decision),
  'a cloud answer is never asked again': ({ answeredBy }, { decision }) =>
    answeredBy === 'cloud' && decision !== 'stay' && decision !== 'stop',
  'suggestions go out by command only': ({ task, userAsksCloud }, { decision }) =>
    task === 'completion' && !userAsksCloud && decision !== 'stay' && decision !== 'stop',
  'a good answer stays unless the person wants more': ({ verdict, userAsksCloud }, { decision }) =>
    verdict?.passed === true && !userAsksCloud && decision !== 'stay',
  'there is one repair at most': ({ repairs }, { decision }) => repairs > 0 && decision === 'repair',
  'every route has a reason': (_input, { reason }) => reason === '',
};

function goesOut(decision: Route['decision']): boolean {
  return decision === 'escalate' || decision === 'ask';
}

describe('over all combinations', () => {
  test.each(Object.entries(laws))('%s', (_law, breaks) => {
    let count = 0;
    for (const input of allInputs()) {
      count++;
      const route = decideRoute(input);
      if (breaks(input, route)) expect.unreachable(JSON.stringify({ input, route }));
    }
    expect(count).toBe(3 * 3 * 2 * 2 * 3 * 2 * 4 * 7 * 2 * 2 * 2 * 2 * 2 * 2);
  });
});
