// @vitest-environment jsdom
import axe from 'axe-core';
import { beforeEach, describe, expect, it } from 'vitest';

import { usageState, type UsageState } from '../../src/protocol/usage.ts';
import type { Host } from '../../webview/shared/host.ts';
import type { ChartData, DrawChart } from '../../webview/usage/chart.ts';
import { startUsage } from '../../webview/usage/startUsage.ts';

const state: UsageState = {
  range: { first: '2026-03-01', last: '2026-03-02' },
  today: '2026-03-02',
  report: {
    days: [
      {
        day: '2026-03-01',
        localRequests: 40,
        cloudRequests: 2,
        localTokens: 9000,
        cloudTokens: 800,
        costUsd: 0.5,
        unpriced: 0,
        sameInCloudUsd: 0.9,
      },
      {
        day: '2026-03-02',
        localRequests: 60,
        cloudRequests: 1,
        localTokens: 12_000,
        cloudTokens: 400,
        costUsd: 0,
        unpriced: 1,
        sameInCloudUsd: 1.2,
      },
    ],
    total: {
      localRequests: 100,
      cloudRequests: 3,
      localTokens: 21_000,
      cloudTokens: 1200,
      costUsd: 0.5,
      unpriced: 1,
      sameInCloudUsd: 2.1,
    },
    escalations: [{ name: 'truncated', count: 3 }],
    redactions: [{ name: 'awsKey', count: 2 }],
    failedChecks: [],
    acceptance: [{ model: 'codestral', language: 'python', offered: 10, accepted: 5, kept: 4 }],
    latency: [
      { route: 'local', p50Ms: 180, p95Ms: 420, firstTokenP50Ms: 60, firstTokenP95Ms: 110 },
      { route: 'cloud', p50Ms: null, p95Ms: null, firstTokenP50Ms: null, firstTokenP95Ms: null },
    ],
  },
  comparedModel: 'big',
  comparedModels: ['big', 'small'],
  pricesAsOf: '2026-11-20',
  budget: { todayUsd: 4.5, monthUsd: 9, dailyUsd: 5, monthlyUsd: 50, leftUsd: 0.5, level: 'warned' },
  servers: [
    {
      host: 'models:8000',
      kind: 'vllm',
      version: '0.12',
      isDemo: false,
      models: ['codestral'],
      load: { running: 2, waiting: 7 },
      problems: [],
    },
  ],
  serverState: 'ready',
  breakEven: {
    costs: { hardwareUsd: 6000, months: 36, watts: 350, hoursPerDay: 10, usdPerKwh: 0.3, operationsUsd: 0 },
    fixedUsdPerMonth: 200,
    cloudUsdPerMonth: 60,
    savedUsdPerMonth: -140,
    requestsPerDay: 320,
  },
  counting: null,
  unreadableLines: 0,
  auditProblem: '',
  auditFolder: '/audit',
};

interface Told {
  readonly name: string;
  readonly params: unknown;
}

let told: Told[];
let drawn: ChartData[];
let show: (state: UsageState) => void;

beforeEach(() => {
  document.body.replaceChildren();
  document.documentElement.lang = 'en';
  told = [];
  drawn = [];
  const host: Host = {
    tell: (type, params) => told.push({ name: type.name, params: type.params.parse(params) }),
    ask: () => Promise.reject(new Error('nothing is asked')),
    hear: (_type, listener) => {
      show = (next) => (listener as (params: unknown) => void)(usageState.parse(next));
    },
    recall: () => ({ first: '2026-02-01', last: '2026-02-28' }),
    keep: () => undefined,
  };
  const draw: DrawChart = () => ({ show: (data) => drawn.push(data), recolor: () => undefined });
  startUsage(host, document, draw);
});

function figure(name: string): string | undefined {
  const term = [...document.querySelectorAll('dt')].find(({ textContent }) => textContent === name);
  return term?.nextElementSibling?.textContent.replaceAll('\u00a0', ' ');
}

function tableNamed(caption: string): string[][] {
  const found = [...document.querySelectorAll('table')].find((one) => one.caption?.textContent === caption);
  if (found === undefined) throw new Error(`no table ${caption}`);
  return [...found.rows].map((row) =>
    [...row.cells].map((cell) => cell.textContent.replaceAll('\u00a0', ' ')),
  );
}

describe('the usage view', () => {
  it('asks for the range it showed last', () => {
    expect(told).toEqual([{ name: 'usageReady', params: { first: '2026-02-01', last: '2026-02-28' } }]);
  });

  it('shows every chart as a table too, newest day first', () => {
    show(state);
    expect(tableNamed('Requests by day')).toEqual([
      ['Day', 'Local', 'Cloud'],
      ['Mar 2, 2026', '60', '1'],
      ['Mar 1, 2026', '40', '2'],
    ]);
    expect(drawn).toHaveLength(3);
    expect(drawn[0]?.series.map(({ values }) => values)).toEqual([
      [40, 60],
      [2, 1],
    ]);
  });

  it('tells of an unknown price instead of counting it as zero', () => {
    show(state);
    expect(document.body.textContent).toContain('1 requests of unknown price are not in it');
    const { report } = state;
    const days = report.days.map((day) => ({ ...day, sameInCloudUsd: null }));
    show({ ...state, report: { ...report, days, total: { ...report.total, sameInCloudUsd: null } } });
    expect(tableNamed('Cost by day, US dollars')[1]?.[2]).toBe('unknown price');
    expect(figure('Cloud cost avoided')).toBe('unknown price');
  });

  it('shows acceptance, waiting time, queue and reasons', () => {
    show(state);
    expect(tableNamed('Suggestions')[1]).toEqual(['codestral', 'python', '10', '5 (50%)', '4 (80%)']);
    expect(tableNamed('Waiting time').slice(1)).toEqual([
      ['Local', '180 ms', '420 ms', '60 ms', '110 ms'],
      ['Cloud', '–', '–', '–', '–'],
    ]);
    expect(tableNamed('Servers')[1]).toEqual(['models:8000', 'vllm 0.12', 'ready', '2', '7']);
    expect(tableNamed('Why the cloud was asked')[1]).toEqual(['truncated', '3']);
    expect(tableNamed('Masked before sending')[1]).toEqual(['awsKey', '2']);
  });

  it('warns when the budget is nearly used up', () => {
    show(state);
    expect(document.querySelector('[role=status].warning')?.textContent).toContain('four fifths');
  });

  it('asks for another range', () => {
    show(state);
    const choice = document.querySelector('select[aria-label=Range]') as HTMLSelectElement;
    choice.value = '7';
    choice.dispatchEvent(new Event('change'));
    expect(told.at(-1)).toEqual({ name: 'usageRange', params: { first: '2026-02-24', last: '2026-03-02' } });
  });

  it('hands on changed costs and refuses what is no cost', () => {
    show(state);
    const watts = document.getElementById('cost-watts') as HTMLInputElement;
    watts.value = '500';
    watts.dispatchEvent(new Event('change'));
    expect(told.at(-1)).toMatchObject({ name: 'usageCosts', params: { watts: 500, months: 36 } });
    const before = told.length;
    watts.value = '-1';
    watts.dispatchEvent(new Event('change'));
    expect(told).toHaveLength(before);
    expect(watts.getAttribute('aria-invalid')).toBe('true');
  });

  it('says from how many requests a day the own server pays', () => {
    show(state);
    expect(document.querySelector('.verdict')?.textContent).toBe(
      'At this pace the cloud would be cheaper by $140.00 a month.',
    );
    expect(figure('Break-even, requests a day')).toBe('320');
    show({ ...state, breakEven: { ...state.breakEven, savedUsdPerMonth: 12 } });
    expect(document.querySelector('.verdict')?.textContent).toBe(
      'Your own server is cheaper by $12.00 a month.',
    );
  });

  it('says how far the counting is as long as figures are missing', () => {
    show({ ...state, counting: 0.62 });
    const line = document.querySelector<HTMLElement>('.counting');
    expect([line?.hidden, line?.textContent]).toEqual([false, 'Counting older entries: 62%']);
    show(state);
    expect(line?.hidden).toBe(true);
  });

  it('says at the top how much was answered here, accepted and waited for', () => {
    show(state);
    expect(['Answered locally', 'Suggestions accepted', 'Median wait, local'].map(figure)).toEqual([
      '97%',
      '50%',
      '180 ms',
    ]);
  });

  it('says nothing of figures before the first have come', () => {
    expect(document.querySelectorAll('section:not([hidden])')).toHaveLength(0);
    expect(document.querySelector<HTMLElement>('.empty')?.hidden).toBe(true);
    expect(document.querySelector('h1')?.textContent).toBe('Usage');
  });

  it('says that nothing was asked instead of drawing empty charts', () => {
    const { report } = state;
    const total = { ...report.total, localRequests: 0, cloudRequests: 0 };
    const empty = { ...state, report: { ...report, days: [], total } };
    const visible = (): string[] =>
      [...document.querySelectorAll<HTMLElement>('section:not([hidden]) h2')].map(
        ({ textContent }) => textContent,
      );
    show(empty);
    expect(document.querySelector<HTMLElement>('.empty')?.hidden).toBe(false);
    expect(visible()).toEqual(['Cloud budget', 'Servers']);
    show({ ...empty, counting: 0.1 });
    expect(document.querySelector<HTMLElement>('.empty')?.hidden).toBe(true);
    show(state);
    expect(document.querySelector<HTMLElement>('.empty')?.hidden).toBe(true);
    expect(visible()).toContain('Requests by day');
  });

  it('takes names from servers for text, never for markup', () => {
    const { report } = state;
    const acceptance = [{ ...report.acceptance[0]!, model: '<img src=x onerror=alert(1)>' }];
    show({ ...state, report: { ...report, acceptance } });
    expect(document.querySelector('img')).toBeNull();
    expect(tableNamed('Suggestions')[1]?.[0]).toBe('<img src=x onerror=alert(1)>');
  });

  it('has nothing that a screen reader or a keyboard stumbles over', async () => {
    show(state);
    // Colors need a browser; the journeys look at those.
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
