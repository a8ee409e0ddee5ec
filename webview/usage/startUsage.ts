/** What does the usage view consist of, and who shows what of its state? */

import { usageCommands, usageNotifications, type UsageState } from '../../src/protocol/usage.ts';
import { englishUsageWords, type UsageWords } from '../../src/protocol/usageWords.ts';
import { element, plainButton } from '../shared/dom.ts';
import { filled, wordsOf, type Host } from '../shared/host.ts';
import { BreakEvenPanel } from './breakEvenPanel.ts';
import type { DrawChart } from './chart.ts';
import { CountingLine } from './countingLine.ts';
import { DayCharts } from './dayCharts.ts';
import { details } from './details.ts';
import { figures } from './figures.ts';
import { formatFor, type Format } from './format.ts';
import { RangePicker } from './rangePicker.ts';

/** Builds the view into the page; tests bring a host and a chart of their own. */
export function startUsage(host: Host, page: Document, draw: DrawChart): void {
  const words: UsageWords = wordsOf<UsageWords>(englishUsageWords, page);
  const format = formatFor(page.documentElement.lang, words);
  const range = new RangePicker(host, words);
  const totals = element('dl', { className: 'figures' });
  const empty = element('div', { className: 'empty' }, [
    element('p', { className: 'value', text: words.nothingYet }),
    element('p', { className: 'quiet', text: words.nothingYetHint }),
  ]);
  const notes = element('div', { attributes: { role: 'status' } });
  const counting = new CountingLine(words, format);
  const charts = new DayCharts(host, words, format, draw);
  const more = element('div', { className: 'details' });
  const breakEven = new BreakEvenPanel(host, words, format);
  // "Nothing was asked" is not true before the first figures have come.
  for (const part of [totals, empty, ...charts.elements, more, breakEven.element]) part.hidden = true;
  page.body.append(
    element('main', {}, [
      element('header', {}, [
        element('h1', { text: words.title }),
        range.element,
        plainButton(words.exportCsv, () => host.tell(usageCommands.exportCsv, {})),
        plainButton(words.openAudit, () => host.tell(usageCommands.openAudit, {})),
      ]),
      element('p', { className: 'quiet', text: words.privacyLine }),
      notes,
      counting.element,
      totals,
      empty,
      ...charts.elements,
      more,
      breakEven.element,
    ]),
  );
  host.hear(usageNotifications.state, (state) => {
    range.show(state);
    counting.show(state);
    const isEmpty = state.report.total.localRequests + state.report.total.cloudRequests === 0;
    empty.hidden = !isEmpty || state.counting !== null;
    for (const part of [totals, ...charts.elements, breakEven.element]) part.hidden = isEmpty;
    more.hidden = false;
    totals.replaceChildren(...figures(state, words, format));
    notes.replaceChildren(...problems(state, words, format));
    charts.show(state);
    more.replaceChildren(...details(state, words, format, () => host.tell(usageCommands.openBudget, {})));
    breakEven.show(state);
  });
  // VS Code tells a theme change by the classes and the style of the page.
  const themed = new MutationObserver(() => charts.recolor());
  themed.observe(page.body, { attributes: true, attributeFilter: ['class'] });
  host.tell(usageCommands.ready, keptRange(host.recall()));
}

function problems(state: UsageState, words: UsageWords, format: Format): HTMLElement[] {
  const lines: string[] = [];
  if (state.auditProblem !== '') lines.push(filled(words.auditProblem, state.auditProblem));
  if (state.unreadableLines > 0) lines.push(filled(words.unreadable, format.whole(state.unreadableLines)));
  return lines.map((text) => element('p', { className: 'warning', text }));
}

function keptRange(kept: unknown): { first?: string; last?: string } {
  if (typeof kept !== 'object' || kept === null || !('first' in kept) || !('last' in kept)) return {};
  const { first, last } = kept;
  return isDay(first) && isDay(last) ? { first, last } : {};
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
}
