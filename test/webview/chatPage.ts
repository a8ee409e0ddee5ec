/** The chat view in a page of its own, with a host that remembers what it was told. */

import './pageSetup.ts';

import type { AnswerView, ChatState, TurnView } from '../../src/protocol/chat.ts';
import type { MessageFromView } from '../../src/protocol/channel.ts';
import { startChat } from '../../webview/chat/main.ts';
import { connectHost } from '../../webview/shared/host.ts';

export interface ChatPage {
  readonly sent: MessageFromView[];
  /** A message of the host, whatever it holds. */
  receive(data: unknown): void;
  notify(name: string, params: unknown): void;
  show(changes?: Partial<ChatState>): void;
  /** Lets one frame be drawn. */
  frame(): Promise<void>;
  /** Waits until what was told last is drawn in an answer: drawings are some frames apart. */
  drawn(): Promise<void>;
  byName(selector: string, name: string): HTMLElement;
  commands(name: string): unknown[];
  kept(): unknown;
}

export function openChat(words?: Record<string, string>): ChatPage {
  document.body.replaceChildren();
  if (words === undefined) delete document.body.dataset['words'];
  else document.body.dataset['words'] = JSON.stringify(words);
  const sent: MessageFromView[] = [];
  let kept: unknown;
  // A target of its own: a page that was closed hears nothing more.
  const target = new EventTarget();
  const api = {
    postMessage: (message: MessageFromView) => void sent.push(message),
    getState: () => kept,
    setState: (changed: unknown) => {
      kept = changed;
    },
  };
  startChat(connectHost(api, target), document);
  const receive = (data: unknown): void => {
    target.dispatchEvent(new MessageEvent('message', { data }));
  };
  const notify = (name: string, params: unknown): void => receive({ kind: 'notification', name, params });
  return {
    sent,
    receive,
    notify,
    show: (changes = {}) => notify('state', state(changes)),
    frame: () => new Promise((resolve) => requestAnimationFrame(() => resolve())),
    drawn: () =>
      new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve();
        });
        for (const article of document.querySelectorAll('article')) {
          observer.observe(article, { childList: true, characterData: true, subtree: true });
        }
      }),
    byName: (selector, name) => {
      const found = [...document.querySelectorAll<HTMLElement>(selector)].find(
        (each) => (each.getAttribute('aria-label') ?? each.textContent?.trim()) === name,
      );
      if (found === undefined) throw new Error(`no ${selector} named ${name}`);
      return found;
    },
    commands: (name) =>
      sent.flatMap((message) =>
        message.kind === 'command' && message.name === name ? [message.params] : [],
      ),
    kept: () => kept,
  };
}

export function answer(changes: Partial<AnswerView> = {}): AnswerView {
  return {
    id: 'answer-1',
    route: 'local',
    model: 'devstral',
    host: 'gpu:8000',
    isDemo: false,
    why: '',
    text: '',
    clipped: false,
    reasoning: '',
    status: 'done',
    problem: '',
    failedChecks: [],
    awaitsDecision: false,
    canAskCloud: true,
    leftOut: [],
    figures: '',
    ...changes,
  };
}

export function turn(changes: Partial<TurnView> = {}): TurnView {
  return {
    id: 'turn-1',
    question: 'why?',
    command: '',
    attachments: [],
    answers: [answer()],
    selectedAnswerId: 'answer-1',
    branches: ['turn-1'],
    ...changes,
  };
}

export function state(changes: Partial<ChatState> = {}): ChatState {
  return {
    conversationId: 'conversation-1',
    title: 'A title',
    turns: [],
    isWorking: false,
    preparing: '',
    model: { name: 'devstral', host: 'gpu:8000', isDemo: false },
    notice: '',
    chips: [],
    rules: [],
    context: { usedTokens: 100, contextTokens: 1000, answerTokens: 250, leftOut: [] },
    cloud: { isConfigured: true, name: 'openai', askNext: false },
    slashCommands: [
      { name: 'explain', title: 'Explain this code', source: '' },
      { name: 'fix', title: 'Find and correct the error', source: '' },
    ],
    index: null,
    pending: null,
    ...changes,
  };
}

/** The answer streamed in pieces, ended, as a whole state. */
export async function answered(page: ChatPage, text: string, pieceLength = 50): Promise<HTMLElement> {
  page.show({ isWorking: true, turns: [turn({ answers: [answer({ status: 'streaming' })] })] });
  for (let at = 0; at < text.length; at += pieceLength) {
    page.notify('chunk', { answerId: 'answer-1', text: text.slice(at, at + pieceLength), reasoning: '' });
  }
  await page.frame();
  page.show({ turns: [turn({ answers: [answer({ text })] })] });
  const shown = document.querySelector<HTMLElement>('article .markdown');
  if (shown === null) throw new Error('no answer is shown');
  return shown;
}
