/** How does usage look in a spreadsheet? One row a day, route and model. */

import type { DaySummary } from './summary.ts';

const header = ['day', 'route', 'model', 'requests', 'tokensIn', 'tokensOut', 'costUsdOfDay'];

/** RFC 4180 with CRLF. The cost is that of the day's route, on its first row only: costs are not kept by model. */
export function usageCsv(days: readonly { readonly day: string; readonly figures: DaySummary }[]): string {
  const rows: (string | number)[][] = [header];
  for (const { day, figures } of days) {
    const priced = new Set<string>();
    for (const [key, { route, ...used }] of Object.entries(figures.tokensByModel)) {
      const model = key.slice(key.indexOf('\t') + 1);
      const { costUsd, unpriced } = figures[route];
      const cost = priced.has(route) ? '' : unpriced > 0 && costUsd === 0 ? 'unknown' : costUsd;
      priced.add(route);
      rows.push([day, route, model, used.requests, used.tokensIn, used.tokensOut, cost]);
    }
  }
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  // A model is named by a server: a spreadsheet must not take its name for a formula.
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
