/** What happened day by day? Three charts, each with the same figures as a table. */

import { usageCommands, type UsageState } from '../../src/protocol/usage.ts';
import type { UsageWords } from '../../src/protocol/usageWords.ts';
import { element } from '../shared/dom.ts';
import { filled, type Host } from '../shared/host.ts';
import type { Chart, ChartSeries, DrawChart } from './chart.ts';
import type { Format } from './format.ts';
import { section, table } from './tables.ts';

class DayChart {
  readonly element: HTMLElement;
  private readonly chart: Chart;
  private readonly title: string;
  private readonly words: UsageWords;
  private readonly legend = element('p', { className: 'legend' });
  private readonly note = element('p', { className: 'quiet' });
  private readonly figures = element('div');

  constructor(title: string, words: UsageWords, draw: DrawChart, extra: Node | null = null) {
    this.title = title;
    this.words = words;
    const canvas = element('div', { className: 'chart', attributes: { 'aria-hidden': 'true' } });
    this.chart = draw(canvas);
    this.element = section(title, [
      extra,
      this.legend,
      canvas,
      this.note,
      element('details', {}, [element('summary', { text: words.showTable }), this.figures]),
    ]);
  }

  show(
    days: readonly string[],
    series: readonly ChartSeries[],
    texts: {
      format: (value: number) => string;
      day: (day: string) => string;
      isWhole: boolean;
      note?: string;
    },
  ): void {
    this.chart.show({ days, series, isWhole: texts.isWhole, format: texts.format });
    this.note.textContent = texts.note ?? '';
    this.note.hidden = texts.note === undefined;
    this.legend.replaceChildren(
      ...series.map(({ label, color }) =>
        element('span', {}, [element('span', { className: `swatch ${color}` }), label]),
      ),
    );
    const rows = days
      .map((day, at) => [
        texts.day(day),
        ...series.map(({ values }) => {
          const value = values[at];
          return value === null || value === undefined ? this.words.unknownPrice : texts.format(value);
        }),
      ])
      .reverse();
    const columns = series.map(({ label }) => ({ label, isFigure: true }));
    this.figures.replaceChildren(table(this.title, [{ label: this.words.day }, ...columns], rows));
  }

  recolor(): void {
    this.chart.recolor();
  }
}

export class DayCharts {
  readonly elements: readonly HTMLElement[];
  private readonly words: UsageWords;
  private readonly format: Format;
  private readonly requests: DayChart;
  private readonly tokens: DayChart;
  private readonly cost: DayChart;
  private readonly compared: HTMLSelectElement;

  constructor(host: Host, words: UsageWords, format: Format, draw: DrawChart) {
    this.words = words;
    this.format = format;
    this.compared = element('select', { attributes: { id: 'compared' } });
    this.compared.addEventListener('change', () => {
      host.tell(usageCommands.compare, { model: this.compared.value });
    });
    const choice = element('p', {}, [
      element('label', { text: `${words.compareWith} `, attributes: { for: 'compared' } }),
      this.compared,
    ]);
    this.requests = new DayChart(words.requestsByDay, words, draw);
    this.tokens = new DayChart(words.tokensByDay, words, draw);
    this.cost = new DayChart(words.costByDay, words, draw, choice);
    this.elements = [this.requests.element, this.tokens.element, this.cost.element];
  }

  show({ report, comparedModel, comparedModels, pricesAsOf }: UsageState): void {
    const { words, format } = this;
    const days = report.days.map(({ day }) => day);
    const texts = { format: format.short, day: format.day, isWhole: true };
    const bars = (local: (number | null)[], cloud: (number | null)[]): ChartSeries[] => [
      { label: words.local, color: 'local', shape: 'bar', values: local },
      { label: words.cloud, color: 'cloud', shape: 'bar', values: cloud },
    ];
    this.requests.show(
      days,
      bars(
        report.days.map(({ localRequests }) => localRequests),
        report.days.map(({ cloudRequests }) => cloudRequests),
      ),
      texts,
    );
    this.tokens.show(
      days,
      bars(
        report.days.map(({ localTokens }) => localTokens),
        report.days.map(({ cloudTokens }) => cloudTokens),
      ),
      texts,
    );
    const paid = report.days.map(({ costUsd }) => costUsd);
    const same = report.days.map(({ sameInCloudUsd }) => sameInCloudUsd);
    const unpriced = report.total.unpriced;
    this.cost.show(
      days,
      [
        { label: words.cloudCost, color: 'cloud', shape: 'bar', values: paid },
        {
          label: filled(words.sameInCloud, comparedModel),
          color: 'compared',
          shape: 'line',
          values: same,
        },
      ],
      {
        format: format.usd,
        isWhole: false,
        day: format.day,
        note: [
          filled(words.pricesAsOf, pricesAsOf),
          unpriced > 0 ? filled(words.someUnknown, format.whole(unpriced)) : '',
        ].join(' '),
      },
    );
    this.compared.replaceChildren(
      ...comparedModels.map((model) => element('option', { text: model, attributes: { value: model } })),
    );
    this.compared.value = comparedModel;
  }

  recolor(): void {
    for (const chart of [this.requests, this.tokens, this.cost]) chart.recolor();
  }
}
