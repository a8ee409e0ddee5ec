/** How does an answer grow on screen at 200 tokens a second? Finished blocks stay; only the open one is made again. */

import { BlockSplitter, type Block } from './blockSplitter.ts';
import { element } from './dom.ts';
import { renderMarkdown, type MarkdownActions } from './markdown.ts';
import { code as visibleCode } from './plainText.ts';

/** An open block longer than this is shown as plain text until it ends, in UTF-16 code units. */
const longestOpenBlock = 12_000;
/** Plain text is held in parts of about this length, in UTF-16 code units. */
const plainPart = 8_000;
/** A finished block longer than this stays plain: parsing it would hold up the view. */
const longestParsedBlock = 200_000;

export class StreamedMarkdown {
  readonly element: HTMLElement;
  private readonly actions: MarkdownActions;
  private readonly frame: (draw: () => void) => void;
  private readonly splitter = new BlockSplitter();
  private readonly pending: Block[] = [];
  private openElement: HTMLElement | undefined;
  private openPlain: Text | undefined;
  private openDrawn = 0;
  private isScheduled = false;
  private onDrawn: () => void = () => undefined;

  constructor(actions: MarkdownActions, frame: (draw: () => void) => void = nextFrame) {
    this.actions = actions;
    this.frame = frame;
    this.element = element('div', { className: 'markdown' });
  }

  /** Called after each drawing, e.g. to keep the end in sight. */
  set drawn(listener: () => void) {
    this.onDrawn = listener;
  }

  append(text: string): void {
    if (text === '') return;
    this.pending.push(...this.splitter.push(text));
    this.schedule();
  }

  /** Draws all of the text at once and for good. */
  end(): void {
    this.pending.push(...this.splitter.end());
    this.draw();
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.frame(() => {
      this.isScheduled = false;
      this.draw();
    });
  }

  private draw(): void {
    for (const block of this.pending.splice(0)) {
      const made = this.openElement ?? element('div', { className: 'block' });
      if (!made.isConnected) this.element.append(made);
      this.renderWhole(made, block.text);
      this.openElement = undefined;
      this.openPlain = undefined;
      this.openDrawn = 0;
    }
    this.drawOpen(this.splitter.open);
    this.onDrawn();
  }

  private renderWhole(target: HTMLElement, text: string): void {
    if (text.length <= longestParsedBlock) renderMarkdown(target, text, this.actions);
    else {
      const fence = /^(`{3,}|~{3,})([^\n]*)\n([\s\S]*?)(?:\n\1[`~]*\s*)?$/.exec(text.trimEnd());
      if (fence === null) {
        target.replaceChildren();
        this.openPlain = undefined;
        this.appendPlain(target, text);
        return;
      } else
        target.replaceChildren(this.actions.codeBlock(visibleCode(fence[3] ?? ''), (fence[2] ?? '').trim()));
    }
  }

  private drawOpen(text: string): void {
    if (text === '') return;
    this.openElement ??= element('div', { className: 'block open' });
    if (!this.openElement.isConnected) this.element.append(this.openElement);
    if (text.length <= longestOpenBlock) {
      renderMarkdown(this.openElement, text, this.actions);
      return;
    }
    if (this.openDrawn === 0) this.openElement.replaceChildren();
    this.appendPlain(this.openElement, text.slice(this.openDrawn));
    this.openDrawn = text.length;
  }

  /** In parts of which only those in sight are laid out, so that a piece costs what is new, not what was shown. */
  private appendPlain(target: HTMLElement, text: string): void {
    for (let rest = visibleCode(text); rest !== '';) {
      if (this.openPlain === undefined || this.openPlain.length >= plainPart) {
        this.openPlain = document.createTextNode('');
        target.append(element('pre', { className: 'plain-block part' }, [this.openPlain]));
      }
      const room = plainPart - this.openPlain.length;
      const newline = rest.lastIndexOf('\n', room);
      const end = rest.length <= room ? rest.length : newline > 0 ? newline + 1 : room;
      this.openPlain.appendData(rest.slice(0, end));
      if (end < rest.length) this.openPlain = undefined;
      rest = rest.slice(end);
    }
  }
}

function nextFrame(draw: () => void): void {
  requestAnimationFrame(draw);
}
