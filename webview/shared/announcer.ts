/** What does a screen reader hear while an answer streams in? Whole sentences, never tokens; of code only how long it is. */

import { element } from './dom.ts';

/** In UTF-16 code units. */
const longestWaiting = 600;

export class Announcer {
  readonly element = element('div', {
    className: 'only-heard',
    attributes: { 'aria-live': 'polite', role: 'status' },
  });
  private readonly codeSentence: (language: string, lines: number) => string;
  private waiting = '';
  private inFence = false;
  private language = '';
  /** Of the code that is passing, those that are no longer in `waiting`. */
  private linesGone = 0;

  /** @param codeSentence what is said when a block of code has passed; empty says nothing */
  constructor(codeSentence: (language: string, lines: number) => string = () => '') {
    this.codeSentence = codeSentence;
  }

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
      const lastLine = Math.max(0, this.waiting.lastIndexOf('\n'));
      this.linesGone += newlines(this.waiting.slice(0, lastLine));
      this.waiting = this.waiting.slice(lastLine);
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
      // The last line is the fence itself.
      const lines = this.linesGone + newlines(piece.replace(/\s*(?:`{3,}|~{3,})[^\n]*\n?$/, '')) + 1;
      this.say(this.codeSentence(this.language, lines));
      return;
    }
    const fence = /^\s*(?:`{3,}|~{3,})\s*([\w+#.-]*)/.exec(piece);
    if (fence !== null) {
      this.inFence = true;
      this.language = fence[1] ?? '';
      this.linesGone = 0;
      return;
    }
    this.say(piece.replace(/[*_`#>|]+/g, ''));
  }
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}
