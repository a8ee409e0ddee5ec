/** What does the chat view consist of, and who hears what from the host? */

import { chatCommands, chatNotifications, type ChatState } from '../../src/protocol/chat.ts';
import { englishChatWords, type ChatWords } from '../../src/protocol/chatWords.ts';
import { Announcer } from '../shared/announcer.ts';
import { element, iconButton } from '../shared/dom.ts';
import { connectHost, filled, wordsOf, type Host } from '../shared/host.ts';
import { Composer } from './composer.ts';
import { Conversations } from './conversations.ts';
import { Transcript } from './transcript.ts';

/** Builds the view into the page; exported so that tests can build it with a host of their own. */
export function startChat(host: Host, page: Document): void {
  const words: ChatWords = wordsOf(englishChatWords, page);
  const composer = new Composer(host, words);
  const transcript = new Transcript(host, words, (draft) => composer.begin(draft));
  const announcer = new Announcer((language, lines) =>
    filled(words.codeBlock, language, lines).replace(' ()', ''),
  );
  const conversations = new Conversations(host, words, () => composer.focus());
  const title = element('h2', { className: 'title', text: words.newConversation });
  const model = element('span', { className: 'quiet model' });
  const head = element('header', { className: 'head' }, [
    title,
    model,
    iconButton('history', words.conversations, () => conversations.toggle()),
  ]);
  page.body.append(head, conversations.element, transcript.element, composer.element, announcer.element);

  let wasWorking = false;
  let last: ChatState | undefined;
  host.hear(chatNotifications.state, (state: ChatState) => {
    last = state;
    title.textContent = state.title === '' ? words.newConversation : state.title;
    title.title = state.title;
    model.textContent =
      state.model === null ? '' : `${state.model.name}${state.model.isDemo ? ` (${words.demo})` : ''}`;
    model.title = state.model?.host ?? '';
    transcript.show(state);
    composer.show(state);
    conversations.refresh();
    if (state.isWorking && !wasWorking) {
      announcer.say(state.preparing === '' ? words.working : words.preparing);
    }
    if (!state.isWorking && wasWorking) announcer.end(words.fullyAnswered);
    wasWorking = state.isWorking;
  });
  host.hear(chatNotifications.around, (around) => {
    if (last === undefined) return;
    last = { ...last, ...around };
    composer.show(last);
  });
  host.hear(chatNotifications.chunk, ({ answerId, text, reasoning }) => {
    transcript.append(answerId, text, reasoning);
    announcer.stream(text);
  });
  host.hear(chatNotifications.focus, () => composer.focus());
  host.hear(chatNotifications.draft, ({ text }) => composer.giveBack(text));
  host.hear(chatNotifications.note, ({ sentence }) => composer.note(sentence));
  host.hear(chatNotifications.said, ({ sentence }) => announcer.say(sentence));
  host.hear(chatNotifications.showConversations, () => conversations.open());

  composer.setDraft(keptDraft(host.recall()));
  host.tell(chatCommands.ready, {});
}

function keptDraft(kept: unknown): string {
  if (typeof kept !== 'object' || kept === null || !('draft' in kept)) return '';
  return typeof kept.draft === 'string' ? kept.draft : '';
}

if ('acquireVsCodeApi' in globalThis) startChat(connectHost(), document);
