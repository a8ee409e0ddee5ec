/** How is one answer shown: where it came from, what it says, what can be done with it? */

import type { AnswerView, CodeAction, TurnView } from '../../src/protocol/chat.ts';
import type { ChatWords } from '../../src/protocol/chatWords.ts';
import { element, plainButton } from '../shared/dom.ts';
import { filled } from '../shared/host.ts';
import { StreamedMarkdown } from '../shared/streamedMarkdown.ts';
import { toolkitButton } from '../shared/toolkit.ts';
import { prose } from '../shared/plainText.ts';
import { CodeBlock, type CodeToActOn } from './codeBlock.ts';

export interface AnswerActions {
  code(action: CodeAction, block: CodeToActOn): void;
  openLink(url: string): void;
  openFile(path: string, line: number): void;
  decide(choice: 'send' | 'sendForConversation' | 'tryAgainHere' | 'keep'): void;
  preview(): void;
  regenerate(): void;
  copy(): void;
  compare(): void;
  select(answerId: string): void;
}

export class AnswerElement {
  readonly element: HTMLElement;
  private readonly words: ChatWords;
  private readonly actions: AnswerActions;
  private readonly head = element('div', { className: 'route' });
  private readonly reasoning: HTMLDetailsElement;
  private readonly reasoningText = document.createTextNode('');
  private readonly waiting: HTMLElement;
  private readonly foot = element('div', { className: 'answer-foot' });
  private readonly markdown: StreamedMarkdown;
  private shownText = '';
  private shownReasoning = '';
  private isEnded = false;

  constructor(words: ChatWords, actions: AnswerActions) {
    this.words = words;
    this.actions = actions;
    this.reasoning = element('details', { className: 'reasoning' }, [
      element('summary', { text: words.reasoning }),
      element('div', { className: 'reasoning-text' }, [this.reasoningText]),
    ]);
    this.reasoning.hidden = true;
    this.markdown = new StreamedMarkdown({
      codeBlock: (info) => new CodeBlock(info, words, (action, block) => actions.code(action, block)),
      openLink: (url) => actions.openLink(url),
      openFile: (path, line) => actions.openFile(path, line),
      words,
    });
    this.waiting = waitingSign(words.working);
    this.element = element('article', { className: 'answer' }, [
      this.head,
      this.reasoning,
      this.markdown.element,
      this.waiting,
      this.foot,
    ]);
  }

  get text(): string {
    return this.shownText;
  }

  /** Text that streamed in. */
  append(text: string, reasoning: string): void {
    this.shownText += text;
    if (text.trim() !== '') this.waiting.hidden = true;
    this.markdown.append(text);
    this.appendReasoning(reasoning);
  }

  /** The whole state of the answer; only what differs from what is shown is drawn. Returns false where it can't follow. */
  update(answer: AnswerView, turn: TurnView): boolean {
    if (!answer.text.startsWith(this.shownText)) return false;
    if (this.isEnded && answer.status === 'streaming') return false;
    this.append(answer.text.slice(this.shownText.length), '');
    if (answer.reasoning.startsWith(this.shownReasoning)) {
      this.appendReasoning(answer.reasoning.slice(this.shownReasoning.length));
    }
    if (answer.status !== 'streaming' && !this.isEnded) {
      this.isEnded = true;
      this.waiting.hidden = true;
      this.markdown.end();
    }
    this.drawHead(answer, turn);
    this.drawFoot(answer, turn);
    return true;
  }

  private appendReasoning(text: string): void {
    if (text === '') return;
    this.shownReasoning += text;
    this.reasoningText.appendData(prose(text));
    if (this.reasoning.hidden) this.reasoning.hidden = this.shownReasoning.trim() === '';
  }

  private drawHead(answer: AnswerView, turn: TurnView): void {
    const { words } = this;
    this.element.dataset['route'] = answer.route;
    this.element.setAttribute('aria-busy', String(answer.status === 'streaming'));
    const model = answer.model === '' ? '' : prose(answer.model);
    this.element.setAttribute('aria-label', filled(words.answerBy, `${words[answer.route]} ${model}`.trim()));
    const badges = [element('span', { className: `badge ${answer.route}`, text: words[answer.route] })];
    if (answer.isDemo) badges.push(element('span', { className: 'badge demo', text: words.demo }));
    this.head.replaceChildren(
      ...badges,
      element('span', { className: 'model', text: model, title: answer.host }),
      ...(answer.why === '' ? [] : [element('span', { className: 'why', text: answer.why })]),
      ...this.versions(answer, turn),
    );
  }

  private versions(answer: AnswerView, turn: TurnView): HTMLElement[] {
    if (turn.answers.length < 2) return [];
    const index = turn.answers.findIndex((each) => each.id === answer.id);
    const step = (label: string, sign: string, to: number): HTMLElement => {
      const target = turn.answers[to];
      const button = plainButton(sign, () => target !== undefined && this.actions.select(target.id));
      button.setAttribute('aria-label', label);
      button.disabled = target === undefined;
      return button;
    };
    return [
      element('span', { className: 'versions' }, [
        step(this.words.previous, '‹', index - 1),
        element('span', {
          text: `${index + 1}/${turn.answers.length}`,
          attributes: { 'aria-label': filled(this.words.otherAnswer, index + 1, turn.answers.length) },
        }),
        step(this.words.next, '›', index + 1),
        plainButton(this.words.compare, () => this.actions.compare()),
      ]),
    ];
  }

  private drawFoot(answer: AnswerView, turn: TurnView): void {
    const { words, actions } = this;
    const note = (text: string, kind: string): HTMLElement =>
      element('p', { className: `note ${kind}`, text: prose(text) });
    const parts: HTMLElement[] = [];
    if (answer.clipped) parts.push(note(words.clipped, 'quiet'));
    if (answer.problem !== '') parts.push(note(answer.problem, 'problem'));
    if (answer.status === 'stopped') parts.push(note(words.stopped, 'quiet'));
    if (answer.status === 'interrupted') parts.push(note(words.interrupted, 'problem'));
    if (answer.failedChecks.length > 0) parts.push(this.failedChecks(answer));
    if (answer.leftOut.length > 0) {
      parts.push(note(filled(words.didNotFit, answer.leftOut.join(', ')), 'quiet'));
    }
    if (answer.awaitsDecision || (answer.status === 'failed' && answer.route === 'local')) {
      parts.push(this.decision(answer));
    }
    if (answer.status !== 'streaming') {
      const isLast = turn.answers.at(-1)?.id === answer.id;
      parts.push(
        element('div', { className: 'answer-actions' }, [
          answer.text === '' ? null : plainButton(words.copyAnswer, () => actions.copy()),
          isLast ? plainButton(words.regenerate, () => actions.regenerate()) : null,
          answer.figures === '' ? null : element('span', { className: 'figures', text: answer.figures }),
        ]),
      );
    }
    this.foot.replaceChildren(...parts);
  }

  private failedChecks(answer: AnswerView): HTMLElement {
    const named = answer.failedChecks.map(({ name, message }) => (message === '' ? name : message));
    return element('p', {
      className: 'note failed-checks',
      text: prose(filled(this.words.failedChecks, named.join(' '))),
    });
  }

  private decision(answer: AnswerView): HTMLElement {
    const { words, actions } = this;
    const buttons: HTMLElement[] = [];
    if (answer.canAskCloud) {
      buttons.push(toolkitButton(words.askTheCloud, 'primary', () => actions.decide('send')));
    }
    buttons.push(toolkitButton(words.tryAgainHere, 'secondary', () => actions.decide('tryAgainHere')));
    if (answer.awaitsDecision) {
      buttons.push(toolkitButton(words.keep, 'secondary', () => actions.decide('keep')));
    }
    if (answer.canAskCloud) {
      buttons.push(plainButton(words.seeWhatWouldBeSent, () => actions.preview()));
      buttons.push(plainButton(words.askThroughout, () => actions.decide('sendForConversation')));
    }
    return element('div', { className: 'decision', attributes: { role: 'group' } }, buttons);
  }
}

/** Three dots that move: something is on its way. */
export function waitingSign(label: string): HTMLElement {
  return element('div', { className: 'waiting' }, [
    element('span', { text: label }),
    ...[1, 2, 3].map(() => element('span', { className: 'dot', attributes: { 'aria-hidden': 'true' } })),
  ]);
}
