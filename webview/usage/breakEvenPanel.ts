/** Is a server of one's own worth it, by the team's own figures? */

import { ownCosts, usageCommands, type OwnCostsView, type UsageState } from '../../src/protocol/usage.ts';
import type { UsageWords } from '../../src/protocol/usageWords.ts';
import { element } from '../shared/dom.ts';
import { filled, type Host } from '../shared/host.ts';
import type { Format } from './format.ts';
import { section } from './tables.ts';

const fields = ['hardwareUsd', 'months', 'watts', 'hoursPerDay', 'usdPerKwh', 'operationsUsd'] as const;

export class BreakEvenPanel {
  readonly element: HTMLElement;
  private readonly words: UsageWords;
  private readonly format: Format;
  private readonly inputs: Readonly<Record<(typeof fields)[number], HTMLInputElement>>;
  private readonly result = element('div', { attributes: { 'aria-live': 'polite' } });

  constructor(host: Host, words: UsageWords, format: Format) {
    this.words = words;
    this.format = format;
    const input = (name: (typeof fields)[number]): HTMLInputElement => {
      const made = element('input', {
        attributes: { type: 'number', min: name === 'months' ? '1' : '0', step: 'any', id: `cost-${name}` },
      });
      made.addEventListener('change', () => {
        const costs = ownCosts.safeParse(this.read());
        made.setAttribute('aria-invalid', String(!costs.success));
        if (costs.success) host.tell(usageCommands.costs, costs.data);
      });
      return made;
    };
    this.inputs = {
      hardwareUsd: input('hardwareUsd'),
      months: input('months'),
      watts: input('watts'),
      hoursPerDay: input('hoursPerDay'),
      usdPerKwh: input('usdPerKwh'),
      operationsUsd: input('operationsUsd'),
    };
    const form = element(
      'div',
      { className: 'costs' },
      fields.map((name) =>
        element('label', { attributes: { for: `cost-${name}` } }, [words[name], this.inputs[name]]),
      ),
    );
    this.element = section(words.breakEven, [
      element('p', { className: 'quiet', text: words.breakEvenLine }),
      form,
      this.result,
    ]);
  }

  show({ breakEven, comparedModel }: UsageState): void {
    for (const name of fields) {
      const input = this.inputs[name];
      if (input.ownerDocument.activeElement !== input) input.value = String(breakEven.costs[name]);
    }
    const { words, format } = this;
    const rows = [[words.fixedCost, format.usd(breakEven.fixedUsdPerMonth)]];
    if (breakEven.cloudUsdPerMonth !== null) {
      rows.push([`${words.cloudForSame} (${comparedModel})`, format.usd(breakEven.cloudUsdPerMonth)]);
    }
    if (breakEven.requestsPerDay !== null) {
      rows.push([words.breakEvenAt, format.whole(breakEven.requestsPerDay)]);
    }
    this.result.replaceChildren(
      element('p', { className: 'verdict', text: this.verdict(breakEven) }),
      element(
        'dl',
        { className: 'figures' },
        rows.map(([name = '', value = '']) =>
          element('div', {}, [
            element('dt', { text: name }),
            element('dd', { className: 'value', text: value }),
          ]),
        ),
      ),
    );
  }

  private verdict({ savedUsdPerMonth, requestsPerDay }: UsageState['breakEven']): string {
    const { words, format } = this;
    if (savedUsdPerMonth === null || requestsPerDay === null) return words.notEnough;
    const which = savedUsdPerMonth >= 0 ? words.cheaperOwn : words.cheaperCloud;
    return filled(which, format.usd(Math.abs(savedUsdPerMonth)));
  }

  private read(): OwnCostsView {
    const value = (name: (typeof fields)[number]): number => this.inputs[name].valueAsNumber;
    return {
      hardwareUsd: value('hardwareUsd'),
      months: value('months'),
      watts: value('watts'),
      hoursPerDay: value('hoursPerDay'),
      usdPerKwh: value('usdPerKwh'),
      operationsUsd: value('operationsUsd'),
    };
  }
}
