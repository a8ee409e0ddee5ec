import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { breakEven } from '../../../src/core/usage/breakEven.ts';
import { budgetState } from '../../../src/core/usage/budget.ts';
import { usageCsv } from '../../../src/core/usage/csv.ts';
import { createPriceList } from '../../../src/core/usage/prices.ts';
import { parseServerLoad } from '../../../src/core/usage/serverLoad.ts';
import { statusLine } from '../../../src/core/usage/statusLine.ts';
import {
  addEntry,
  emptyDay,
  mergeDay,
  quantileMs,
  type DaySummary,
} from '../../../src/core/usage/summary.ts';
import { daysBetween, usageReport } from '../../../src/core/usage/usageReport.ts';
import type { AuditEntry } from '../../../src/core/usage/auditEntry.ts';
import { cloudEntry, entry } from './entries.ts';

function dayWith(...entries: AuditEntry[]): DaySummary {
  const day = emptyDay();
  for (const one of entries) addEntry(day, one);
  return day;
}

const prices = createPriceList(
  () => ({ big: { in: 10, out: 100 } }),
  () => '2026-03-10',
);

describe('figures of a day', () => {
  it('do not depend on where the entries were split for counting', () => {
    const outcomes = ['shown', 'withheld', 'accepted', 'failed', 'cancelled'] as const;
    const anyEntry = fc
      .record({
        isCloud: fc.boolean(),
        outcome: fc.constantFrom(...outcomes),
        tokensIn: fc.nat(5000),
        ms: fc.nat(90_000),
        language: fc.constantFrom('python', 'go', '__proto__', 'constructor'),
      })
      .map(({ isCloud, ...rest }) => (isCloud ? cloudEntry(rest) : entry(rest)));
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 30 }), fc.nat(30), (entries, at) => {
        const whole = dayWith(...entries);
        const joined = dayWith(...entries.slice(0, at));
        mergeDay(joined, dayWith(...entries.slice(at)));
        expect(joined).toEqual(whole);
      }),
    );
  });

  it('keep an unknown price apart from the cost', () => {
    const { cloud } = dayWith(cloudEntry({ costUsd: null }), cloudEntry({ costUsd: 0.25 }));
    expect(cloud).toMatchObject({ costUsd: 0.25, unpriced: 1, requests: 2 });
  });

  it('count as offered what was shown, not what was withheld, failed or cancelled', () => {
    const day = dayWith(
      entry(),
      entry({ outcome: 'withheld' }),
      entry({ outcome: 'failed' }),
      entry({ outcome: 'cancelled' }),
      entry({ task: 'chat' }),
      entry({ outcome: 'accepted', followUp: true }),
      entry({ outcome: 'accepted', followUp: true, kept: false }),
    );
    expect(Object.values(day.acceptance)).toEqual([
      { model: 'codestral', language: 'typescript', offered: 1, accepted: 1, kept: 0 },
    ]);
  });

  it('tell quantiles within five percent', () => {
    const day = emptyDay();
    for (let ms = 1; ms <= 1000; ms++) addEntry(day, entry({ ms }));
    expect(Math.abs((quantileMs(day.local.ms, 0.5) ?? 0) - 500)).toBeLessThan(25);
    expect(Math.abs((quantileMs(day.local.ms, 0.95) ?? 0) - 950)).toBeLessThan(48);
    expect(quantileMs({}, 0.5)).toBeUndefined();
  });
});

describe('the report', () => {
  const range = { first: '2026-02-27', last: '2026-03-02' };

  it('has every day of its range, also the empty ones', () => {
    expect(daysBetween(range)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
    const days = [{ day: '2026-03-01', figures: dayWith(entry(), cloudEntry()) }];
    const report = usageReport(days, range, prices, 'big');
    expect(report.days.map(({ localRequests }) => localRequests)).toEqual([0, 0, 1, 0]);
    expect(report.total.sameInCloudUsd).toBeCloseTo((100 * 10 + 10 * 100) / 1e6);
    expect(report.escalations).toEqual([{ name: 'truncated', count: 1 }]);
  });

  it('tells null, not zero, where the compared price is unknown', () => {
    const days = [{ day: '2026-03-01', figures: dayWith(entry()) }];
    expect(usageReport(days, range, prices, 'nobody').total.sameInCloudUsd).toBeNull();
  });
});

describe('the budget', () => {
  it.each([
    [{ today: 0, month: 0 }, 'free', 5],
    [{ today: 4, month: 4 }, 'warned', 1],
    [{ today: 0, month: 49.5 }, 'warned', 0.5],
    [{ today: 5, month: 5 }, 'reached', 0],
    [{ today: 0, month: 60 }, 'reached', 0],
  ] as const)('%o is %s', (spent, level, leftUsd) => {
    expect(budgetState(spent, { dailyUsd: 5, monthlyUsd: 50 })).toMatchObject({ level, leftUsd });
  });

  it('of zero lets nothing through', () => {
    expect(budgetState({ today: 0, month: 0 }, { dailyUsd: 0, monthlyUsd: 50 }).level).toBe('reached');
  });
});

describe('the status bar', () => {
  const today = dayWith(entry(), entry(), entry(), cloudEntry({ costUsd: 0.123 }));

  it('names local, cloud, cost and state in the words that scripts read', () => {
    const line = statusLine({ today, state: 'ready', isDemo: false });
    expect(line.accessibleName).toBe('Tandem: local 3, cloud 1, $0.12 today, ready');
    expect(line.isTrouble).toBe(false);
  });

  it('says demo where a demo server answers', () => {
    const line = statusLine({ today: emptyDay(), state: 'ready', isDemo: true });
    expect(line.text).toContain('demo');
    expect(line.accessibleName).toBe('Tandem: local 0, cloud 0, $0.00 today, ready, demo');
  });

  it.each([
    ['ready', false, false],
    ['working', false, true],
    ['loading model', false, true],
    ['unreachable', true, false],
    ['unauthorized', true, false],
    ['paused', false, false],
    ['offline', false, false],
  ] as const)('in state %s: trouble %s, spinner %s', (state, isTrouble, spins) => {
    const line = statusLine({ today, state, isDemo: false });
    expect(line.isTrouble).toBe(isTrouble);
    expect(line.text.includes('~spin')).toBe(spins);
    expect(line.accessibleName.endsWith(`, ${state}`)).toBe(true);
    expect(line.text.match(/\$\([\w~-]+\)/g)).toHaveLength(1);
  });

  it('shows an unknown cost as unknown', () => {
    const unknown = dayWith(cloudEntry({ costUsd: null }));
    expect(statusLine({ today: unknown, state: 'ready', isDemo: false }).accessibleName).toContain(
      '$? today',
    );
    const partly = dayWith(cloudEntry({ costUsd: null }), cloudEntry({ costUsd: 1 }));
    expect(statusLine({ today: partly, state: 'ready', isDemo: false }).accessibleName).toContain(
      '$1.00+ today',
    );
  });

  it('warns of a log that cannot be written and of a budget that is used up', () => {
    expect(statusLine({ today, state: 'ready', isDemo: false, auditProblem: true }).isTrouble).toBe(true);
    expect(statusLine({ today, state: 'ready', isDemo: false, budget: 'reached' }).isTrouble).toBe(true);
    expect(statusLine({ today, state: 'ready', isDemo: false, budget: 'warned' }).isTrouble).toBe(false);
  });
});

describe('CSV', () => {
  it('has a row for each day, route and model, and the cost of a route once', () => {
    const figures = dayWith(entry(), cloudEntry(), cloudEntry({ model: 'small' }));
    expect(usageCsv([{ day: '2026-03-01', figures }]).split('\r\n')).toEqual([
      'day,route,model,requests,tokensIn,tokensOut,costUsdOfDay',
      '2026-03-01,local,codestral,1,100,10,0',
      '2026-03-01,cloud,big,1,100,10,0.5',
      '2026-03-01,cloud,small,1,100,10,',
      '',
    ]);
  });

  it('quotes, and lets no model name act as a formula', () => {
    const figures = dayWith(entry({ model: '=HYPERLINK("http://x","y")' }));
    expect(usageCsv([{ day: '2026-03-01', figures }])).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
  });
});

describe('break-even', () => {
  const costs = {
    hardwareUsd: 3650,
    months: 12,
    watts: 0,
    hoursPerDay: 10,
    usdPerKwh: 0.3,
    operationsUsd: 0,
  };

  it('is where the fixed cost of a day meets the price of so many requests', () => {
    const result = breakEven(costs, { requests: 1000, sameInCloudUsd: 10, days: 10 });
    expect(result.fixedUsdPerMonth).toBeCloseTo(304.17, 1);
    expect(result.requestsPerDay).toBe(1000);
    expect(result.cloudUsdPerMonth).toBeCloseTo(30.4, 1);
    expect(result.savedUsdPerMonth).toBeCloseTo(-273.75, 1);
  });

  it('counts power', () => {
    const result = breakEven(
      { ...costs, hardwareUsd: 0, watts: 1000 },
      { requests: 0, sameInCloudUsd: 0, days: 1 },
    );
    expect(result.fixedUsdPerMonth).toBeCloseTo(10 * (365 / 12) * 0.3);
    expect(result.requestsPerDay).toBeNull();
  });

  it('tells nothing where the price is unknown', () => {
    const result = breakEven(costs, { requests: 5, sameInCloudUsd: null, days: 1 });
    expect(result).toMatchObject({ cloudUsdPerMonth: null, savedUsdPerMonth: null, requestsPerDay: null });
  });
});

describe("a server's own metrics", () => {
  it.each([
    ['vLLM', 'vllm:num_requests_running{model_name="a"} 2.0\nvllm:num_requests_waiting{model_name="a"} 5.0'],
    ['llama.cpp', '# TYPE x gauge\nllamacpp:requests_processing 2\nllamacpp:requests_deferred 5\n'],
    ['TGI', 'tgi_batch_current_size 2\ntgi_queue_size 5'],
    [
      'two models of vLLM',
      'vllm:num_requests_running{m="a"} 1\nvllm:num_requests_running{m="b"} 1\nvllm:num_requests_waiting{m="a"} 5',
    ],
  ])('of %s tell what runs and what waits', (_kind, text) => {
    expect(parseServerLoad(text)).toEqual({ running: 2, waiting: 5 });
  });

  it('that are something else tell nothing', () => {
    expect(parseServerLoad('<html></html>')).toBeUndefined();
    expect(parseServerLoad('go_goroutines 7')).toBeUndefined();
  });
});
