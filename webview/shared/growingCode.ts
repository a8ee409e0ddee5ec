/** How does code grow on screen while it streams in? Plain at once, colored a moment later, each line cleaned once. */

import { element } from './dom.ts';
import { highlighted } from './highlight.ts';
import { code as visibleCode } from './plainText.ts';
import { reconcile } from './reconcile.ts';

/** Colors follow at most this often, and take at most a twentieth of the time. */
const colorPauseMs = 200;
const colorShare = 20;
/** Code longer than this is colored when it is complete, in UTF-16 code units. */
const longestColored = 12_000;
/** Plain code is held in parts of about this length, of which only those in sight are laid out. */
const plainPart = 8_000;

export class GrowingCode {
  readonly element: HTMLElement;
  private readonly language: string;
  private readonly mostLines: number;
  private readonly colored = element('span');
  private readonly tail = document.createTextNode('');
  /** Whole lines, cleaned; all of them are on screen. */
  private lines = '';
  private lineCount = 0;
  private coloredLength = 0;
  /** What the parts before the tail hold, of `lines`. */
  private placedLength = 0;
  private partial = '';
  private nextColorMs = 0;

  /** @param mostLines what comes after them is not drawn */
  constructor(language: string, mostLines: number) {
    this.language = language;
    this.mostLines = mostLines;
    this.element = element('code', {}, [this.colored, this.tail]);
  }

  append(piece: string): void {
    if (this.lineCount >= this.mostLines) return;
    const text = this.partial + piece;
    const end = text.lastIndexOf('\n') + 1;
    this.partial = text.slice(end);
    this.takeLines(visibleCode(text.slice(0, end)));
    this.color();
    this.tail.data = this.lines.slice(this.placedLength) + this.shownPartial();
    while (this.tail.length > plainPart && this.lines.length > this.placedLength) this.placePart();
  }

  private takeLines(cleaned: string): void {
    let end = 0;
    for (let at = cleaned.indexOf('\n'); at !== -1; at = cleaned.indexOf('\n', end)) {
      end = at + 1;
      this.lineCount++;
      if (this.lineCount < this.mostLines) continue;
      this.partial = '';
      break;
    }
    this.lines += cleaned.slice(0, end);
  }

  private color(): void {
    const startedMs = performance.now();
    const isDue = startedMs >= this.nextColorMs && this.lines.length > this.coloredLength;
    if (!isDue || this.lines.length > longestColored) return;
    reconcile(this.colored, highlighted(this.lines, this.language));
    this.coloredLength = this.lines.length;
    this.placedLength = this.lines.length;
    const endedMs = performance.now();
    this.nextColorMs = endedMs + Math.max(colorPauseMs, (endedMs - startedMs) * colorShare);
  }

  /** The sign that will end the block is not shown as its last line. */
  private shownPartial(): string {
    return /^ {0,3}[`~]*$/.test(this.partial) ? '' : visibleCode(this.partial);
  }

  private placePart(): void {
    const newline = this.lines.indexOf('\n', this.placedLength + plainPart);
    const end = newline === -1 ? this.lines.length : newline + 1;
    const part = element('span', { className: 'code-part', text: this.lines.slice(this.placedLength, end) });
    this.tail.before(part);
    this.placedLength = end;
    this.tail.data = this.lines.slice(end) + this.shownPartial();
  }
}
