/** What is offered while a person types `@` or `/`? A list box under the keyboard of the text box. */

import {
  chatCommands,
  chatRequests,
  type MentionView,
  type SlashCommandView,
} from '../../src/protocol/chat.ts';
import type { ChatWords } from '../../src/protocol/chatWords.ts';
import { element } from '../shared/dom.ts';
import type { Host } from '../shared/host.ts';

interface Choice {
  readonly label: string;
  readonly detail: string;
  readonly mark: string;
  readonly take: () => void;
}

export class Suggestions {
  readonly element: HTMLElement;
  slashCommands: readonly SlashCommandView[] = [];
  private readonly host: Host;
  private readonly words: ChatWords;
  private readonly box: HTMLTextAreaElement;
  /** The others say by their label what they are. */
  private readonly kindWords: Readonly<Record<string, string>>;
  private choices: readonly Choice[] = [];
  private active = 0;
  private asked = 0;

  constructor(host: Host, words: ChatWords, box: HTMLTextAreaElement) {
    this.host = host;
    this.words = words;
    this.box = box;
    this.element = element('div', {
      className: 'suggestions',
      attributes: { role: 'listbox', id: 'suggestions', 'aria-label': words.suggestions },
    });
    this.element.hidden = true;
    box.setAttribute('aria-autocomplete', 'list');
    box.setAttribute('aria-controls', 'suggestions');
    this.kindWords = {
      file: words.kindFile,
      folder: words.kindFolder,
      symbol: words.kindSymbol,
      commit: words.kindCommit,
    };
    box.addEventListener('input', () => void this.look());
    box.addEventListener('click', () => void this.look());
    box.addEventListener('blur', () => this.close());
  }

  /** Puts the sign at the cursor and opens the list. */
  begin(sign: '@'): void {
    const at = this.box.selectionStart;
    const before = this.box.value.slice(0, at);
    const gap = before === '' || /\s$/.test(before) ? '' : ' ';
    this.box.setRangeText(`${gap}${sign}`, at, this.box.selectionEnd, 'end');
    this.box.focus();
    void this.look();
  }

  /** True where the key was for the list. */
  handleKey(event: KeyboardEvent): boolean {
    if (this.element.hidden || event.isComposing) return false;
    switch (event.key) {
      case 'ArrowDown':
        this.activate(this.active + 1);
        break;
      case 'ArrowUp':
        this.activate(this.active - 1);
        break;
      case 'Enter':
      case 'Tab':
        this.choices[this.active]?.take();
        break;
      case 'Escape':
        this.close();
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  private async look(): Promise<void> {
    const mine = ++this.asked;
    const before = this.box.value.slice(0, this.box.selectionStart);
    const slash = /^\s*\/([\w.-]*)$/.exec(before);
    if (slash !== null) {
      this.show(this.commandChoices(slash[1] ?? ''));
      return;
    }
    const mention = /(?:^|\s)@([^\s@]*)$/.exec(before);
    const query = mention?.[1];
    if (query === undefined) {
      this.close();
      return;
    }
    try {
      const found = await this.host.ask(chatRequests.mentions, { query: query.slice(0, 256) });
      if (mine === this.asked) this.show(found.map((each) => this.mentionChoice(each, query.length + 1)));
    } catch {
      this.close();
    }
  }

  private commandChoices(query: string): Choice[] {
    return this.slashCommands
      .filter((command) => command.name.toLowerCase().startsWith(query.toLowerCase()))
      .map((command) => ({
        label: `/${command.name}`,
        detail: command.title,
        mark: command.source,
        take: () => this.replaceBefore(query.length + 1, `/${command.name} `),
      }));
  }

  private mentionChoice(mention: MentionView, length: number): Choice {
    return {
      label: mention.label,
      detail: mention.staysLocal ? `${mention.detail} · ${this.words.staysLocal}` : mention.detail,
      mark: this.kindWords[mention.kind] ?? '',
      take: () => {
        this.replaceBefore(length, '');
        this.host.tell(chatCommands.addMention, { mentionId: mention.id });
      },
    };
  }

  private replaceBefore(length: number, text: string): void {
    const at = this.box.selectionStart;
    this.box.setRangeText(text, Math.max(0, at - length), at, 'end');
    this.close();
    this.box.dispatchEvent(new Event('input'));
    this.box.focus();
  }

  private show(choices: readonly Choice[]): void {
    this.choices = choices;
    this.element.hidden = choices.length === 0;
    this.element.replaceChildren(
      ...choices.map((choice, index) => {
        const made = element(
          'div',
          { className: 'choice', attributes: { role: 'option', id: `choice-${index}` } },
          [
            element('span', { className: 'choice-label', text: choice.label }),
            element('span', { className: 'choice-detail', text: choice.detail }),
            choice.mark === '' ? null : element('span', { className: 'choice-mark', text: choice.mark }),
          ],
        );
        // Before the box loses the focus.
        made.addEventListener('mousedown', (event) => {
          event.preventDefault();
          choice.take();
        });
        return made;
      }),
    );
    this.activate(0);
  }

  private activate(index: number): void {
    if (this.choices.length === 0) return;
    this.active = (index + this.choices.length) % this.choices.length;
    [...this.element.children].forEach((child, at) => {
      child.setAttribute('aria-selected', String(at === this.active));
      if (at === this.active) child.scrollIntoView?.({ block: 'nearest' });
    });
    this.box.setAttribute('aria-activedescendant', `choice-${this.active}`);
  }

  private close(): void {
    this.asked++;
    this.choices = [];
    this.element.hidden = true;
    this.box.removeAttribute('aria-activedescendant');
  }
}
