/** How does a person ask? A box, what goes with the question, and how much of the model's window it takes. */

import { chatCommands, type ChatState, type ChipView } from '../../src/protocol/chat.ts';
import type { ChatWords } from '../../src/protocol/chatWords.ts';
import { element, iconButton, plainButton } from '../shared/dom.ts';
import { filled, type Host } from '../shared/host.ts';
import { toolkitButton } from '../shared/toolkit.ts';
import { Suggestions } from './suggestions.ts';

/** Of the box; long lines wrap within it. */
const fewestLines = 2;
const mostLines = 14;

/** A choice is with the host, and its answer back, within this time. */
const choiceTravelsMs = 1000;

export class Composer {
  readonly element: HTMLElement;
  private readonly host: Host;
  private readonly words: ChatWords;
  private readonly box: HTMLTextAreaElement;
  private readonly chips = element('div', { className: 'chips', attributes: { role: 'list' } });
  private readonly bar = element('div', { className: 'context-bar' });
  private readonly barFill = element('div', { className: 'context-fill' });
  private readonly barAnswer = element('div', { className: 'context-answer' });
  private readonly barText = element('span', { className: 'context-text' });
  private readonly leftOut = element('p', { className: 'note problem' });
  /** Why what was done had no effect; until something is written. */
  private readonly remark = element('p', { className: 'note quiet', attributes: { role: 'status' } });
  private readonly rules = element('p', { className: 'note quiet rules' });
  private readonly pending = element('div', { className: 'pending', attributes: { role: 'group' } });
  private readonly reading = element('div', { className: 'reading' });
  private readonly readingText = element('span');
  private readonly pauseButton: HTMLButtonElement;
  private readonly sendButton: HTMLElement;
  private readonly stopButton: HTMLElement;
  private readonly cloudRow: HTMLElement;
  private readonly cloudSwitch: HTMLInputElement;
  /** What the host last said, which counts once a choice made here has had the time to reach it. */
  private isCloudNext = false;
  private choiceTravels: ReturnType<typeof setTimeout> | undefined;
  private readonly cloudName = element('span', { className: 'quiet' });
  private readonly suggestions: Suggestions;
  private isWorking = false;

  constructor(host: Host, words: ChatWords) {
    this.host = host;
    this.words = words;
    this.box = element('textarea', {
      className: 'ask',
      attributes: {
        'aria-label': words.askTandem,
        placeholder: words.placeholder,
        rows: String(fewestLines),
      },
    });
    this.sendButton = toolkitButton(words.send, 'primary', () => this.send());
    this.stopButton = toolkitButton(words.stop, 'secondary', () => host.tell(chatCommands.stop, {}));
    this.cloudSwitch = element('input', { attributes: { type: 'checkbox', id: 'ask-cloud' } });
    this.cloudSwitch.addEventListener('change', () => {
      host.tell(chatCommands.askCloudNext, { on: this.cloudSwitch.checked });
      clearTimeout(this.choiceTravels);
      this.choiceTravels = setTimeout(() => {
        this.choiceTravels = undefined;
        this.showCloudChoice();
      }, choiceTravelsMs);
    });
    this.cloudRow = element('div', { className: 'cloud-row' }, [
      this.cloudSwitch,
      element('label', { text: words.askCloudNext, attributes: { for: 'ask-cloud' } }),
      this.cloudName,
    ]);
    this.pauseButton = plainButton(words.pauseReading, () =>
      host.tell(chatCommands.pauseIndex, { on: this.pauseButton.textContent === words.pauseReading }),
    );
    this.reading.append(this.readingText, this.pauseButton);
    this.suggestions = new Suggestions(host, words, this.box);
    this.bar.setAttribute('aria-hidden', 'true');
    this.bar.append(this.barFill, this.barAnswer);
    this.element = element('footer', { className: 'composer' }, [
      this.pending,
      this.reading,
      this.chips,
      this.leftOut,
      this.remark,
      element('div', { className: 'ask-place' }, [this.suggestions.element, this.box]),
      element('div', { className: 'send-row' }, [
        plainButton(`@ ${words.addContext}`, () => this.suggestions.begin('@')),
        element('span', { className: 'context' }, [this.bar, this.barText]),
        this.stopButton,
        this.sendButton,
      ]),
      this.cloudRow,
      this.rules,
    ]);
    this.box.addEventListener('keydown', (event) => this.onKey(event));
    this.remark.hidden = true;
    this.box.addEventListener('input', () => {
      this.remark.hidden = true;
      this.grow();
      host.keep({ draft: this.box.value });
    });
    this.listenForDrops();
  }

  focus(): void {
    this.box.focus();
  }

  setDraft(text: string): void {
    this.box.value = text;
    this.grow();
  }

  note(sentence: string): void {
    this.remark.textContent = sentence;
    this.remark.hidden = false;
  }

  /** A question that was not asked after all, before what was written since. */
  giveBack(text: string): void {
    const since = this.box.value.trim() === '' ? '' : `\n${this.box.value}`;
    this.setDraft(`${text}${since}`);
    this.host.keep({ draft: this.box.value });
    this.focus();
  }

  /** Puts words in front of what is written and lets the person go on. */
  begin(text: string): void {
    this.setDraft(`${text}${this.box.value}`);
    this.host.keep({ draft: this.box.value });
    this.focus();
  }

  show(state: ChatState): void {
    this.isWorking = state.isWorking;
    this.sendButton.hidden = state.isWorking;
    this.stopButton.hidden = !state.isWorking;
    this.suggestions.slashCommands = state.slashCommands;
    this.chips.replaceChildren(...state.chips.map((chip) => this.chip(chip)));
    this.chips.hidden = state.chips.length === 0;
    this.cloudRow.hidden = !state.cloud.isConfigured;
    this.isCloudNext = state.cloud.askNext;
    this.showCloudChoice();
    this.cloudName.textContent = state.cloud.name;
    this.cloudName.title = state.cloud.name;
    this.showReading(state);
    this.showPending(state);
    this.rules.hidden = state.rules.length === 0;
    this.rules.textContent = filled(this.words.rules, state.rules.join(', '));
    this.showContext(state);
  }

  /** What waits for the person's word is asked once, not drawn anew under the keyboard. */
  private showPending({ pending }: ChatState): void {
    this.pending.hidden = pending === null;
    const sentence = pending?.sentence ?? '';
    if (this.pending.getAttribute('aria-label') === sentence) return;
    this.pending.setAttribute('aria-label', sentence);
    if (pending === null) return;
    const { words, host } = this;
    const decide = (send: boolean) => () => host.tell(chatCommands.decidePending, { send });
    this.pending.replaceChildren(
      element('p', { className: 'note problem', text: sentence }),
      element('div', { className: 'decision' }, [
        toolkitButton(words.sendToCloud, 'primary', decide(true)),
        toolkitButton(words.cancel, 'secondary', decide(false)),
        plainButton(words.seeWhatWouldBeSent, () =>
          host.tell(chatCommands.preview, { turnId: pending.turnId }),
        ),
      ]),
    );
  }

  /** A state that was on its way when the box was ticked must not untick it. */
  private showCloudChoice(): void {
    if (this.choiceTravels === undefined) this.cloudSwitch.checked = this.isCloudNext;
  }

  private showReading({ index }: ChatState): void {
    this.reading.hidden = index === null;
    if (index === null) return;
    const { words } = this;
    this.readingText.textContent = filled(words.reading, shortNumber(index.done), shortNumber(index.total));
    this.pauseButton.textContent = index.isPaused ? words.resumeReading : words.pauseReading;
  }

  private showContext({ context }: ChatState): void {
    const isKnown = context.contextTokens > 0;
    const share = isKnown ? Math.min(1, context.usedTokens / context.contextTokens) : 0;
    const text = filled(
      this.words.contextUse,
      shortNumber(context.usedTokens),
      shortNumber(context.contextTokens),
      shortNumber(context.answerTokens),
    );
    this.bar.hidden = !isKnown;
    this.barText.textContent = isKnown ? `${Math.round(share * 100)}%` : '';
    this.barText.title = text;
    this.bar.title = text;
    this.barText.setAttribute('aria-label', text);
    this.barText.setAttribute('role', 'img');
    const answerShare = isKnown ? context.answerTokens / context.contextTokens : 0;
    this.barFill.style.setProperty('inline-size', `${(share * 100).toFixed(1)}%`);
    this.barAnswer.style.setProperty('inline-size', `${(answerShare * 100).toFixed(1)}%`);
    this.bar.classList.toggle('full', context.leftOut.length > 0 || share + answerShare > 0.95);
    this.leftOut.hidden = context.leftOut.length === 0;
    this.leftOut.textContent = filled(this.words.wouldNotFit, context.leftOut.join(', '));
  }

  private chip(chip: ChipView): HTMLElement {
    const { words, host } = this;
    const tokens = filled(words.tokens, shortNumber(chip.tokens));
    const parts = [element('span', { className: 'chip-label', text: chip.label })];
    if (chip.staysLocal) parts.push(element('span', { className: 'chip-local', text: words.staysLocal }));
    const isLater = chip.kind === 'codebase' && chip.tokens === 0;
    parts.push(element('span', { className: 'quiet', text: isLater ? words.foundWhenSent : tokens }));
    const act = iconButton(
      chip.offered ? 'add' : 'close',
      filled(chip.offered ? words.offerContext : words.removeContext, chip.label),
      () => host.tell(chip.offered ? chatCommands.takeOffered : chatCommands.removeChip, { chipId: chip.id }),
    );
    return element(
      'span',
      {
        className: chip.offered ? 'chip offered' : 'chip',
        title: chip.detail,
        attributes: { role: 'listitem' },
      },
      [...parts, act],
    );
  }

  private onKey(event: KeyboardEvent): void {
    if (this.suggestions.handleKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === 'Escape' && this.isWorking) {
      this.host.tell(chatCommands.stop, {});
    }
  }

  private send(): void {
    const text = this.box.value;
    if (text.trim() === '' || this.isWorking) return;
    this.host.tell(chatCommands.send, { text });
    this.setDraft('');
    this.host.keep({ draft: '' });
  }

  private grow(): void {
    const lines = Math.min(mostLines, Math.max(fewestLines, this.box.value.split('\n').length));
    this.box.rows = lines;
  }

  private listenForDrops(): void {
    this.element.addEventListener('dragover', (event) => {
      event.preventDefault();
      this.element.classList.add('drop');
    });
    this.element.addEventListener('dragleave', () => this.element.classList.remove('drop'));
    this.element.addEventListener('drop', (event) => {
      event.preventDefault();
      this.element.classList.remove('drop');
      const data = event.dataTransfer;
      const list = data?.getData('application/vnd.code.uri-list') || data?.getData('text/uri-list') || '';
      const uris = list.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
      if (uris.length > 0) this.host.tell(chatCommands.dropFiles, { uris: uris.slice(0, 100) });
    });
  }
}

/** 1234 as `1.2k`: chips are narrow. */
export function shortNumber(value: number): string {
  if (value < 1000) return String(value);
  if (value < 100_000) return `${(value / 1000).toFixed(1)}k`;
  return `${Math.round(value / 1000)}k`;
}
