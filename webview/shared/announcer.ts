/** What does a screen reader hear while an answer streams in? Whole sentences, never tokens, no code. */

import { element } from './dom.ts';

export class Announcer {
  readonly element = element('div', {
    className: 'only-heard',
    attributes: { 'aria-live': 'polite', role: 'status' },
  });
  private waiting = '';
  private inFence = false;

  /** Speaks the sentences that the text completes. */
  stream(text: string): void {
    this.waiting += text;
    for (;;) {
      const end = this.endOfSentence();
      if (end === 0) return;
      this.take(this.waiting.slice(0, end));
      this.waiting = this.waiting.slice(end);
    }
  }

  /** Speaks what is left and a last sentence. */
  end(sentence: string): void {
    this.take(this.waiting);
    this.waiting = '';
    this.inFence = false;
    this.say(sentence);
  }

  say(sentence: string): void {
    if (sentence.trim() === '') return;
    this.element.append(element('p', { text: sentence.trim() }));
    while (this.element.childElementCount > 20) this.element.firstElementChild?.remove();
  }

  private endOfSentence(): number {
    if (this.inFence) {
      const close = /\n(?:`{3,}|~{3,})[^\n]*\n/.exec(this.waiting);
      return close === null ? 0 : close.index + close[0].length;
    }
    const end = /(?:[.!?:…][)"'*_`]*\s)|\n/.exec(this.waiting);
    return end === null ? 0 : end.index + end[0].length;
  }

  private take(piece: string): void {
    if (this.inFence) {
      this.inFence = false;
      return;
    }
    if (/^\s*(?:`{3,}|~{3,})/.test(piece)) {
      this.inFence = true;
      return;
    }
    this.say(piece.replace(/[*_`#>|]+/g, ''));
  }
}
