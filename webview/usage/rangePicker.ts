/** Which days does the person want to see? */

import { usageCommands, type UsageState } from '../../src/protocol/usage.ts';
import type { UsageWords } from '../../src/protocol/usageWords.ts';
import { element } from '../shared/dom.ts';
import { filled, type Host } from '../shared/host.ts';

const lengths = [7, 30, 90, 365] as const;
const dayMs = 86_400_000;

export class RangePicker {
  readonly element: HTMLElement;
  private readonly host: Host;
  private readonly choice: HTMLSelectElement;
  private readonly first: HTMLInputElement;
  private readonly last: HTMLInputElement;
  private today = '';

  constructor(host: Host, words: UsageWords) {
    this.host = host;
    this.choice = element('select', { attributes: { 'aria-label': words.range } }, [
      ...lengths.map((days) =>
        element('option', {
          text: days === 365 ? words.lastYear : filled(words.lastDays, days),
          attributes: { value: String(days) },
        }),
      ),
      element('option', { text: words.chosenDays, attributes: { value: 'chosen' } }),
    ]);
    this.first = element('input', { attributes: { type: 'date', 'aria-label': words.from } });
    this.last = element('input', { attributes: { type: 'date', 'aria-label': words.to } });
    this.choice.addEventListener('change', () => this.chooseLength());
    for (const input of [this.first, this.last]) input.addEventListener('change', () => this.chooseDays());
    this.element = element('div', { className: 'range', attributes: { role: 'group' } }, [
      this.choice,
      this.first,
      this.last,
    ]);
  }

  show({ range, today }: UsageState): void {
    this.today = today;
    this.first.value = range.first;
    this.last.value = range.last;
    this.first.max = today;
    this.last.max = today;
    const days = Math.round((Date.parse(range.last) - Date.parse(range.first)) / dayMs) + 1;
    const isCommon = range.last === today && lengths.some((length) => length === days);
    this.choice.value = isCommon ? String(days) : 'chosen';
  }

  private chooseLength(): void {
    const days = Number(this.choice.value);
    if (Number.isNaN(days)) {
      this.first.focus();
      return;
    }
    const first = new Date(Date.parse(this.today) - (days - 1) * dayMs).toISOString().slice(0, 10);
    this.tell(first, this.today);
  }

  private chooseDays(): void {
    if (this.first.value !== '' && this.last.value !== '') this.tell(this.first.value, this.last.value);
  }

  private tell(first: string, last: string): void {
    this.host.keep({ first, last });
    this.host.tell(usageCommands.range, { first, last });
  }
}
