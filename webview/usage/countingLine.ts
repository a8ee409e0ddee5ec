/** Are these all the figures? While older entries are counted, a line says how far that is. */

import type { UsageState } from '../../src/protocol/usage.ts';
import type { UsageWords } from '../../src/protocol/usageWords.ts';
import { element } from '../shared/dom.ts';
import { filled } from '../shared/host.ts';
import type { Format } from './format.ts';

export class CountingLine {
  private readonly bar = element('progress', { attributes: { max: '1' } });
  private readonly text = element('span', {});
  readonly element = element('p', { className: 'counting quiet' }, [this.bar, this.text]);
  private readonly words: UsageWords;
  private readonly format: Format;

  constructor(words: UsageWords, format: Format) {
    this.words = words;
    this.format = format;
    this.element.hidden = true;
  }

  show({ counting }: Pick<UsageState, 'counting'>): void {
    this.element.hidden = counting === null;
    this.bar.value = counting ?? 1;
    this.text.textContent = filled(this.words.counting, this.format.percent(counting ?? 1, 1));
    this.bar.setAttribute('aria-label', this.text.textContent);
  }
}
