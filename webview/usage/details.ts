/** Why, which, how fast, how much is left? Everything that is a table from the start. */

import type { UsageState } from '../../src/protocol/usage.ts';
import type { UsageWords } from '../../src/protocol/usageWords.ts';
import { element } from '../shared/dom.ts';
import type { Format } from './format.ts';
import { countTable, section, table } from './tables.ts';

/** All of it anew: the view is told its whole state. */
export function details(
  state: UsageState,
  words: UsageWords,
  format: Format,
  changeBudget: () => void,
): HTMLElement[] {
  const { report } = state;
  const counts = (title: string, name: string, rows: typeof report.escalations): HTMLElement =>
    section(title, [
      rows.length === 0
        ? element('p', { className: 'quiet', text: words.none })
        : countTable(
            title,
            [name, words.count],
            rows.map((row) => ({ ...row, text: format.whole(row.count) })),
          ),
    ]);
  const status = [budgetSection(state, words, format, changeBudget), serversSection(state, words, format)];
  if (report.total.localRequests + report.total.cloudRequests === 0) return status;
  return [
    ...status,
    acceptanceSection(state, words, format),
    latencySection(state, words, format),
    counts(words.escalations, words.reason, report.escalations),
    counts(words.redactions, words.kind, report.redactions),
    counts(words.failedChecks, words.check, report.failedChecks),
  ];
}

function budgetSection(
  { budget }: UsageState,
  words: UsageWords,
  format: Format,
  changeBudget: () => void,
): HTMLElement {
  if (budget === null) {
    return section(words.budget, [element('p', { className: 'quiet', text: words.noCloud })]);
  }
  const meter = (label: string, spent: number, limit: number): HTMLElement => {
    const of = `${format.usd(spent)} / ${format.usd(limit)}`;
    const bar = element('meter', {
      attributes: {
        min: '0',
        max: String(Math.max(limit, 0.0001)),
        high: String(limit * 0.8),
        optimum: '0',
        value: String(Math.min(spent, limit)),
        'aria-label': `${label}: ${of}`,
      },
    });
    return element('p', { className: 'meter' }, [
      element('span', { text: label }),
      bar,
      element('span', { text: of }),
    ]);
  };
  const word =
    budget.level === 'reached' ? words.budgetReached : budget.level === 'warned' ? words.budgetWarned : '';
  return section(words.budget, [
    meter(words.budgetToday, budget.todayUsd, budget.dailyUsd),
    meter(words.budgetMonth, budget.monthUsd, budget.monthlyUsd),
    word === '' ? null : element('p', { className: 'warning', text: word, attributes: { role: 'status' } }),
    element('p', {}, [
      element('button', {
        className: 'plain',
        text: words.changeBudget,
        attributes: { type: 'button' },
        onClick: changeBudget,
      }),
    ]),
  ]);
}

function serversSection(state: UsageState, words: UsageWords, format: Format): HTMLElement {
  if (state.servers.length === 0) {
    return section(words.servers, [element('p', { className: 'quiet', text: words.noServer })]);
  }
  const rows = state.servers.map((server) => [
    server.host,
    server.isDemo ? words.demo : `${server.kind} ${server.version}`.trim(),
    state.serverState,
    server.load === null ? words.noFigure : format.whole(server.load.running),
    server.load === null ? words.noFigure : format.whole(server.load.waiting),
  ]);
  const problems = state.servers.flatMap((server) => server.problems);
  return section(words.servers, [
    table(
      words.servers,
      [
        { label: words.server },
        { label: words.kind },
        { label: words.state },
        { label: words.running, isFigure: true },
        { label: words.waiting, isFigure: true },
      ],
      rows,
    ),
    ...problems.map((problem) => element('p', { className: 'warning', text: problem })),
  ]);
}

function acceptanceSection({ report }: UsageState, words: UsageWords, format: Format): HTMLElement {
  if (report.acceptance.length === 0) {
    return section(words.acceptance, [element('p', { className: 'quiet', text: words.none })]);
  }
  const share = (part: number, of: number): string => `${format.whole(part)} (${format.percent(part, of)})`;
  return section(words.acceptance, [
    table(
      words.acceptance,
      [
        { label: words.model },
        { label: words.language },
        { label: words.offered, isFigure: true },
        { label: words.accepted, isFigure: true },
        { label: words.kept, isFigure: true },
      ],
      report.acceptance.map((row) => [
        row.model,
        row.language,
        format.whole(row.offered),
        share(row.accepted, row.offered),
        share(row.kept, row.accepted),
      ]),
    ),
  ]);
}

function latencySection({ report }: UsageState, words: UsageWords, format: Format): HTMLElement {
  return section(words.latency, [
    table(
      words.latency,
      [
        { label: words.route },
        { label: words.median, isFigure: true },
        { label: words.slowest, isFigure: true },
        { label: words.firstToken, isFigure: true },
        { label: words.firstTokenSlowest, isFigure: true },
      ],
      report.latency.map((row) => [
        row.route === 'local' ? words.local : words.cloud,
        format.duration(row.p50Ms),
        format.duration(row.p95Ms),
        format.duration(row.firstTokenP50Ms),
        format.duration(row.firstTokenP95Ms),
      ]),
    ),
  ]);
}
