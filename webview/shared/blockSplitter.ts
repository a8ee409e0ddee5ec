/** Where does a block of Markdown end while it streams in? Told line by line, without parsing twice. */

export interface Block {
  readonly text: string;
}

/** Splits at blank lines outside fences, where what follows can't belong to what was before. */
export class BlockSplitter {
  private lines: string[] = [];
  private partial = '';
  private fence: { readonly mark: string; readonly length: number } | undefined;
  private lastWasBlank = false;
  private openText: string | undefined;
  private droppedBlank = false;

  /** The text of the block that may still grow. */
  get open(): string {
    this.openText ??= [...this.lines, this.partial].join('\n');
    return this.openText;
  }

  /** Takes more text; returns the blocks that it ended. */
  push(text: string): Block[] {
    const done: Block[] = [];
    this.droppedBlank = false;
    // Kept up to date rather than joined anew for each piece: an open block may be very long.
    const grown = this.open + text;
    const pieces = text.split('\n');
    const last = pieces.pop() ?? '';
    for (const piece of pieces) {
      const line = this.partial + piece;
      this.partial = '';
      this.take(line, done);
    }
    this.partial += last;
    this.openText = done.length === 0 && !this.droppedBlank ? grown : undefined;
    return done;
  }

  /** Ends the last block. */
  end(): Block[] {
    const text = this.open;
    this.lines = [];
    this.partial = '';
    this.openText = '';
    this.fence = undefined;
    return text.trim() === '' ? [] : [{ text }];
  }

  private take(line: string, done: Block[]): void {
    if (this.fence !== undefined) {
      this.lines.push(line);
      if (closes(line, this.fence)) {
        this.fence = undefined;
        if (startsAtMargin(this.lines[0] ?? '')) this.close(done);
      }
      return;
    }
    const isBlank = line.trim() === '';
    if (isBlank && this.lines.length === 0) {
      this.droppedBlank = true;
      return;
    }
    if (this.lastWasBlank && !isBlank && this.lines.length > 0 && standsAlone(line, this.lines[0] ?? '')) {
      this.close(done);
    }
    const opening = /^ {0,3}(`{3,}|~{3,})([^`]*)$/.exec(line);
    const mark = opening?.[1];
    if (mark !== undefined) {
      // A fence at the margin is a block of its own, even right after a line of text.
      if (line.startsWith(mark) && this.lines.some((each) => each.trim() !== '')) this.close(done);
      this.fence = { mark: mark.charAt(0), length: mark.length };
    }
    this.lines.push(line);
    this.lastWasBlank = isBlank;
  }

  private close(done: Block[]): void {
    const text = this.lines.join('\n');
    this.lines = [];
    this.lastWasBlank = false;
    this.openText = undefined;
    if (text.trim() !== '') done.push({ text });
  }
}

function closes(line: string, fence: { readonly mark: string; readonly length: number }): boolean {
  const match = /^ *(`{3,}|~{3,})\s*$/.exec(line);
  const mark = match?.[1];
  return mark !== undefined && mark.startsWith(fence.mark) && mark.length >= fence.length;
}

function startsAtMargin(line: string): boolean {
  return /^(`{3,}|~{3,})/.test(line);
}

/** After a blank line: an indented line or a further item may belong to a list that is open. */
function standsAlone(line: string, firstLine: string): boolean {
  const inList = /^\s{0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/.test(firstLine);
  if (!inList) return true;
  return !/^\s/.test(line) && !/^(?:[-*+]|\d{1,9}[.)])(?:\s|$)/.test(line);
}
