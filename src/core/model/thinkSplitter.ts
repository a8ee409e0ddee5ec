/** Which part of a chat answer is the model's reasoning? Splits `<think>` blocks off text, where the server does not. */

export interface Part {
  readonly type: 'text' | 'reasoning';
  readonly text: string;
}

const open = '<think>';
const close = '</think>';

/** `alreadyOpen`: the chat template opened the block in the prompt (DeepSeek R1), so the answer starts inside it. */
export class ThinkSplitter {
  private state: 'start' | 'reasoning' | 'gap' | 'text' = 'start';
  private held = '';
  private readonly alreadyOpen: boolean;
  /** Reasoning that was only assumed to be some; undefined once a tag was seen. */
  private assumed: string | undefined;

  constructor(alreadyOpen: boolean) {
    this.alreadyOpen = alreadyOpen;
  }

  /** The server splits by itself: what comes as text is text. */
  trustServer(): void {
    if (this.state === 'start') this.state = 'text';
  }

  push(text: string): Part[] {
    this.held += text;
    const parts: Part[] = [];
    while (this.step(parts)) {
      // Each step consumes a tag or says that more text is needed.
    }
    return parts;
  }

  /** What was held back; an assumed block that never closed was the answer after all. */
  flush(): Part[] {
    const rest = this.held;
    this.held = '';
    if (this.state === 'reasoning' && this.assumed !== undefined) {
      return [{ type: 'text', text: this.assumed + rest }];
    }
    if (rest === '' || this.state === 'gap') return [];
    return [{ type: this.state === 'reasoning' ? 'reasoning' : 'text', text: rest }];
  }

  private step(parts: Part[]): boolean {
    if (this.state === 'start') return this.begin();
    if (this.state === 'gap') {
      this.held = this.held.trimStart();
      if (this.held === '') return false;
      this.state = 'text';
    }
    if (this.state === 'text') {
      if (this.held !== '') parts.push({ type: 'text', text: this.held });
      this.held = '';
      return false;
    }
    const end = this.held.indexOf(close);
    const until = end === -1 ? this.held.length - openTail(this.held, close) : end;
    const reasoning = this.held.slice(0, until);
    if (reasoning !== '') parts.push({ type: 'reasoning', text: reasoning });
    if (this.assumed !== undefined) this.assumed += reasoning;
    if (end === -1) {
      this.held = this.held.slice(until);
      return false;
    }
    this.assumed = undefined;
    this.held = this.held.slice(end + close.length);
    this.state = 'gap';
    return true;
  }

  private begin(): boolean {
    const trimmed = this.held.trimStart();
    if (trimmed === '' || (trimmed.length < open.length && open.startsWith(trimmed))) return false;
    if (trimmed.startsWith(open)) {
      this.held = trimmed.slice(open.length);
      this.state = 'reasoning';
      return true;
    }
    this.state = this.alreadyOpen ? 'reasoning' : 'text';
    if (this.alreadyOpen) this.assumed = '';
    return true;
  }
}

function openTail(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(tag.slice(0, length))) return length;
  }
  return 0;
}
