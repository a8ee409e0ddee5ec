/** What does a chart by day take? */

export interface ChartSeries {
  readonly label: string;
  readonly color: 'local' | 'cloud' | 'compared';
  readonly values: readonly (number | null)[];
  readonly shape: 'bar' | 'line';
}

export interface ChartData {
  /** YYYY-MM-DD. */
  readonly days: readonly string[];
  /** Bars stand on each other, the first at the bottom. */
  readonly series: readonly ChartSeries[];
  /** There are no fractions of what is counted. */
  readonly isWhole: boolean;
  readonly format: (value: number) => string;
}

export interface Chart {
  show(data: ChartData): void;
  /** The theme changed. */
  recolor(): void;
}

export type DrawChart = (into: HTMLElement) => Chart;
