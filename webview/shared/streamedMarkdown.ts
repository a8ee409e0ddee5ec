/** How does an answer grow on screen at 200 tokens a second? Finished blocks stay; the open one is followed where it grows. */

import { BlockSplitter, type Block } from './blockSplitter.ts';
import { element } from './dom.ts';
import { renderMarkdown, type MarkdownActions, type ShownCode } from './markdown.ts';
import { pacedFrames } from './pacedFrames.ts';
import { code as visibleCode } from './plainText.ts';

/** Open prose longer than this is shown as plain text until it ends, in UTF-16 code units. */
const longestOpenProse = 12_000;
/** Plain text is held in parts of about this length, in UTF-16 code units. */
const plainPart = 8_000;
/** A finished block longer than this stays plain: parsing it would hold up the view. */
const longestParsedBlock = 200_000;

/** The block that may still grow. */
interface OpenBlock {
  readonly element: HTMLElement;
  /** How much of its text is drawn. */
  drawn: number;
  code?: ShownCode;
  plain?: Text;
}

export class StreamedMarkdown {
  readonly element: HTMLElement;
  private readonly actions: MarkdownActions;
  private readonly frame: (draw: () => void) => void;
  private readonly splitter = new BlockSplitter();
  private readonly pending: Block[] = [];
  private open: OpenBlock | undefined;
  private isScheduled = false;

  constructor(actions: MarkdownActions, frame: (draw: () => void) => void = pacedFrames()) {
    this.actions = actions;
    this.frame = frame;
    this.element = element('div', { className: 'markdown' });
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
    this.open?.element.remove();
    this.open = undefined;
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
      this.drawWhole(this.open ?? this.begin(), block.text);
      this.open = undefined;
    }
    this.drawOpen(this.splitter.open);
  }

  private begin(): OpenBlock {
    const made = element('div', { className: 'block' });
    this.element.append(made);
    return { element: made, drawn: 0 };
  }

  private drawWhole(block: OpenBlock, text: string): void {
    const fence = fenced(text);
    if (fence !== undefined) {
      this.codeOf(block, fence.info).end(fence.code);
    } else if (text.length <= longestParsedBlock) {
      if (block.code !== undefined || block.plain !== undefined) block.element.replaceChildren();
      renderMarkdown(block.element, text, this.actions);
    } else {
      if (block.plain === undefined) block.element.replaceChildren();
      this.appendPlain(block, text.slice(block.plain === undefined ? 0 : block.drawn));
    }
  }

  private drawOpen(all: string): void {
    const head = /^(`{3,}|~{3,})([^`\n]*)\n/.exec(all);
    const text = head === null ? withoutFenceToCome(all) : all;
    if (text === '') return;
    this.open ??= this.begin();
    const block = this.open;
    if (head !== null) {
      const from = Math.max(block.drawn, head[0].length);
      if (from < text.length) this.codeOf(block, head[2] ?? '').append(text.slice(from));
    } else if (text.length <= longestOpenProse) {
      renderMarkdown(block.element, text, this.actions);
      return;
    } else {
      if (block.plain === undefined) block.element.replaceChildren();
      this.appendPlain(block, text.slice(block.drawn));
    }
    block.drawn = text.length;
  }

  private codeOf(block: OpenBlock, info: string): ShownCode {
    if (block.code !== undefined) return block.code;
    block.code = this.actions.codeBlock(info.trim());
    block.element.replaceChildren(block.code.element);
    return block.code;
  }

  /** In parts of which only those in sight are laid out, so that a piece costs what is new, not what was shown. */
  private appendPlain(block: OpenBlock, text: string): void {
    for (let rest = visibleCode(text); rest !== '';) {
      if (block.plain === undefined || block.plain.length >= plainPart) {
        block.plain = document.createTextNode('');
        block.element.append(element('pre', { className: 'plain-block part' }, [block.plain]));
      }
      const room = plainPart - block.plain.length;
      const newline = rest.lastIndexOf('\n', room);
      const end = rest.length <= room ? rest.length : newline > 0 ? newline + 1 : room;
      block.plain.appendData(rest.slice(0, end));
      if (end < rest.length) delete block.plain;
      rest = rest.slice(end);
    }
  }
}

/** A last line that may still become a fence is held back: what it opens is not known before it ends. */
function withoutFenceToCome(text: string): string {
  const lastLine = text.lastIndexOf('\n') + 1;
  return /^ {0,3}(?:`{3,}[^`]*|~{3,}.*)$/.test(text.slice(lastLine)) ? text.slice(0, lastLine) : text;
}

/** The code and the info of a block that is one fence from its first to its last line, closed or cut off. */
function fenced(text: string): { readonly info: string; readonly code: string } | undefined {
  const head = /^(`{3,}|~{3,})([^`\n]*)(?:\n|$)/.exec(text);
  const mark = head?.[1];
  if (head === null || mark === undefined) return undefined;
  const body = text.slice(head[0].length).trimEnd();
  const lastLine = body.slice(body.lastIndexOf('\n') + 1);
  const isClosed = lastLine.startsWith(mark) && /^(?:`+|~+)$/.test(lastLine);
  const code = isClosed ? body.slice(0, body.length - lastLine.length) : text.slice(head[0].length);
  return { info: head[2] ?? '', code };
}
