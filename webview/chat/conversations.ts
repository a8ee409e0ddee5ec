/** How does a person find an earlier conversation? */

import { chatCommands, chatRequests, type ConversationItem } from '../../src/protocol/chat.ts';
import type { ChatWords } from '../../src/protocol/chatWords.ts';
import { element, plainButton } from '../shared/dom.ts';
import type { Host } from '../shared/host.ts';
import { toolkitTextField, type SearchField } from '../shared/toolkit.ts';

/** Every conversation is read through for a word: not for each of its letters. */
const typingRestMs = 150;

export class Conversations {
  readonly element: HTMLElement;
  private readonly host: Host;
  private readonly words: ChatWords;
  private readonly search: SearchField;
  private readonly list = element('ul', { className: 'conversation-list' });
  private readonly closed: () => void;
  private asked = 0;
  private typing: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host, words: ChatWords, closed: () => void) {
    this.host = host;
    this.words = words;
    this.closed = closed;
    this.search = toolkitTextField(words.searchConversations, '', () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => void this.load(), typingRestMs);
    });
    this.element = element(
      'section',
      { className: 'conversations', attributes: { 'aria-label': words.conversations } },
      [
        element('div', { className: 'conversations-head' }, [
          this.search.element,
          plainButton(words.close, () => this.close()),
        ]),
        this.list,
      ],
    );
    this.element.hidden = true;
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
  }

  open(): void {
    this.element.hidden = false;
    this.search.focus();
    void this.load();
  }

  /** The list follows what changed, unless a name is being written in it. */
  refresh(): void {
    if (!this.element.hidden && this.list.querySelector('.rename-box') === null) void this.load();
  }

  toggle(): void {
    if (this.element.hidden) this.open();
    else this.close();
  }

  close(): void {
    this.element.hidden = true;
    this.closed();
  }

  async load(): Promise<void> {
    const mine = ++this.asked;
    const found = await this.host.ask(chatRequests.conversations, { query: this.search.value });
    if (mine !== this.asked) return;
    this.list.replaceChildren(
      ...(found.length === 0
        ? [element('li', { className: 'quiet', text: this.words.noConversations })]
        : found.map((item) => this.item(item))),
    );
  }

  private item(item: ConversationItem): HTMLElement {
    const { host, words } = this;
    const conversationId = item.id;
    const made = element('li', { className: item.isOpen ? 'conversation open' : 'conversation' });
    const title = plainButton(
      item.title,
      () => {
        host.tell(chatCommands.openConversation, { conversationId });
        this.close();
      },
      'conversation-title',
    );
    if (item.isOpen) title.setAttribute('aria-current', 'true');
    const act = (label: string, run: () => void): HTMLElement => {
      const button = plainButton(label, run);
      button.setAttribute('aria-label', `${label}: ${item.title}`);
      return button;
    };
    made.append(
      title,
      element('div', { className: 'quiet', text: item.excerpt === '' ? item.when : item.excerpt }),
      element('div', { className: 'conversation-actions' }, [
        act(words.rename, () => this.rename(made, item)),
        act(words.exportMarkdown, () => host.tell(chatCommands.exportConversation, { conversationId })),
        act(words.delete, () => host.tell(chatCommands.deleteConversation, { conversationId })),
      ]),
    );
    return made;
  }

  private rename(place: HTMLElement, item: ConversationItem): void {
    const { host, words } = this;
    const box = element('input', {
      className: 'rename-box',
      attributes: { type: 'text', 'aria-label': words.rename, maxlength: '200' },
    });
    box.value = item.title;
    const submit = (): void => {
      host.tell(chatCommands.renameConversation, { conversationId: item.id, title: box.value });
      place.replaceWith(this.item({ ...item, title: box.value }));
    };
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') submit();
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      place.replaceWith(this.item(item));
    });
    place.replaceChildren(box, plainButton(words.save, submit));
    box.focus();
  }
}
