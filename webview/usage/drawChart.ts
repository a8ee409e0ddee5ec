/** How are figures by day drawn, with nothing but the theme's colors? */

import uPlot from 'uplot';

import type { ChartData, ChartSeries, DrawChart } from './chart.ts';

const themeColors: Readonly<Record<ChartSeries['color'], string>> = {
  local: '--vscode-charts-blue',
  cloud: '--cloud',
  compared: '--vscode-charts-purple',
};
const heightPx = 180;
const daySeconds = 86_400;
/** Whole days only: a label in the middle of a day would name it twice. */
const dayIncrements = [1, 2, 3, 7, 14, 30, 61, 91, 182, 365].map((days) => days * daySeconds);
/** Half a request is none. */
const wholeIncrements = Array.from({ length: 13 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();

/** Draws with uPlot; the same figures stand in a table beside it, so the picture itself is hidden from screen readers. */
export const drawChart: DrawChart = (into) => {
  let plot: uPlot | undefined;
  let last: ChartData | undefined;
  const draw = (): void => {
    if (last === undefined || into.clientWidth === 0) return;
    plot?.destroy();
    plot = new uPlot(options(last, into.clientWidth), aligned(last), into);
  };
  new ResizeObserver(() => {
    if (plot !== undefined && plot.width === into.clientWidth) return;
    draw();
  }).observe(into);
  return {
    show(data) {
      last = data;
      draw();
    },
    recolor: draw,
  };
};

/** A bar that stands on others is drawn first, at their joint height: what is in front of it belongs to them. */
function aligned({ days, series }: ChartData): uPlot.AlignedData {
  const bars = series.filter(({ shape }) => shape === 'bar');
  const stacked = bars.map((_, index) =>
    days.map((_day, at) => bars.slice(0, index + 1).reduce((sum, { values }) => sum + (values[at] ?? 0), 0)),
  );
  // Nothing is no bar, not a line at the bottom.
  const drawn = stacked.map((values) => values.map((value) => (value === 0 ? null : value)));
  const lines = series.filter(({ shape }) => shape === 'line').map(({ values }) => [...values]);
  return [days.map((day) => Date.parse(`${day}T00:00:00Z`) / 1000), ...drawn.reverse(), ...lines];
}

function options(data: ChartData, width: number): uPlot.Options {
  const text = color('--vscode-descriptionForeground');
  const grid = color('--vscode-editorWidget-border', color('--vscode-panel-border'));
  const axis = {
    stroke: text,
    font: `11px ${color('--vscode-font-family', 'sans-serif')}`,
    grid: { stroke: grid, width: 0.5 },
    ticks: { show: false },
  };
  const ordered = [
    ...data.series.filter(({ shape }) => shape === 'bar').reverse(),
    ...data.series.filter(({ shape }) => shape === 'line'),
  ];
  return {
    width,
    height: heightPx,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
    cursor: { show: false },
    legend: { show: false },
    padding: [8, 12, 0, 0],
    scales: {
      // Half a day on either side, so that the first and the last bar are whole.
      x: { range: (_plot, low, high) => [low - daySeconds / 2, high + daySeconds / 2] },
      y: { range: (_plot, _low, high) => [0, high > 0 ? high * 1.1 : 1] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        incrs: dayIncrements,
        values: (_plot, times) => times.map(shortDay),
      },
      {
        ...axis,
        size: 64,
        ...(data.isWhole ? { incrs: wholeIncrements } : {}),
        values: (_plot, values) => values.map((value) => data.format(value)),
      },
    ],
    series: [{}, ...ordered.map((one) => seriesOptions(one))],
  };
}

function seriesOptions({ label, color: name, shape }: ChartSeries): uPlot.Series {
  const stroke = color(themeColors[name]);
  if (shape === 'line') return { label, stroke, width: 2, points: { size: 5, fill: stroke } };
  const bars = uPlot.paths.bars?.({ size: [0.7, 28] });
  return {
    label,
    fill: stroke,
    stroke: color('--vscode-contrastBorder', stroke),
    width: 1,
    points: { show: false },
    ...(bars === undefined ? {} : { paths: bars }),
  };
}

function color(name: string, fallback = ''): string {
  const value = getComputedStyle(document.body).getPropertyValue(name).trim();
  return value === '' ? fallback || getComputedStyle(document.body).color : value;
}

function shortDay(seconds: number): string {
  return new Date(seconds * 1000).toLocaleDateString(document.documentElement.lang || undefined, {
    month: 'numeric',
    day: 'numeric',
    timeZone: 'UTC',
  });
}
