/** What does a screen reader hear while an answer streams in? Whole sentences, never tokens, no code. */

import { element } from './dom.ts';

/** In UTF-16 code units. */
const longestWaiting = 600;

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
      if (end === 0) break;
      this.take(this.waiting.slice(0, end));
      this.waiting = this.waiting.slice(end);
    }
    this.forgetTheLong();
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

  /** What was looked at is not looked at again: code keeps its last line, prose without an end is spoken as it is. */
  private forgetTheLong(): void {
    if (this.inFence) {
      this.waiting = this.waiting.slice(Math.max(0, this.waiting.lastIndexOf('\n')));
      if (this.waiting.length > longestWaiting) this.waiting = '';
    } else if (this.waiting.length > longestWaiting) {
      this.take(this.waiting.slice(0, longestWaiting));
      this.waiting = '';
    }
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
