/** How is the conversation shown? Turns keep their elements; only what changed is made again. */

import type { AnswerView, ChatState, TurnView } from '../../src/protocol/chat.ts';
import { chatCommands } from '../../src/protocol/chat.ts';
import type { ChatWords } from '../../src/protocol/chatWords.ts';
import { element, iconButton, plainButton } from '../shared/dom.ts';
import { filled, type Host } from '../shared/host.ts';
import { fileReference } from '../shared/markdown.ts';
import { prose } from '../shared/plainText.ts';
import { toolkitButton } from '../shared/toolkit.ts';
import { AnswerElement, waitingSign } from './answer.ts';

/** More of them are folded. */
const mostChips = 4;

interface ShownTurn {
  readonly element: HTMLElement;
  readonly question: HTMLElement;
  readonly answerPlace: HTMLElement;
  answerId: string;
  answer: AnswerElement | undefined;
  questionKey: string;
  isEdited: boolean;
  turn: TurnView;
}

export class Transcript {
  readonly element: HTMLElement;
  private readonly host: Host;
  private readonly words: ChatWords;
  private readonly list = element('div', { className: 'turns' });
  private readonly empty: HTMLElement;
  /** A question that is not asked yet: its context is looked up. */
  private readonly preparing = element('section', { className: 'turn' });
  private readonly shown = new Map<string, ShownTurn>();
  private readonly begin: (draft: string) => void;
  private conversationId = '';
  private turnCount = 0;

  constructor(host: Host, words: ChatWords, begin: (draft: string) => void) {
    this.begin = begin;
    this.host = host;
    this.words = words;
    this.empty = element('div', { className: 'welcome' });
    // The sheet lays it out from its end: what grows there stays in sight by itself, and who scrolled up stays there.
    this.element = element(
      'main',
      { className: 'transcript', attributes: { tabindex: '0', 'aria-label': words.conversation } },
      [element('div', { className: 'transcript-inside' }, [this.empty, this.list, this.preparing])],
    );
  }

  show(state: ChatState): void {
    if (state.conversationId !== this.conversationId) {
      this.conversationId = state.conversationId;
      this.shown.clear();
      this.list.replaceChildren();
      this.turnCount = 0;
    }
    if (state.turns.length > this.turnCount) this.element.scrollTop = 0;
    this.turnCount = state.turns.length;
    this.showEmpty(state);
    this.showPreparing(state);
    const ids = new Set(state.turns.map((turn) => turn.id));
    for (const [id, turn] of this.shown) {
      if (ids.has(id)) continue;
      turn.element.remove();
      this.shown.delete(id);
    }
    let before: HTMLElement | null = null;
    for (const turn of state.turns) {
      const shown: ShownTurn = this.shown.get(turn.id) ?? this.makeTurn(turn);
      this.updateTurn(shown, turn, state.isWorking);
      const wanted: Element | null =
        before === null ? this.list.firstElementChild : before.nextElementSibling;
      if (wanted !== shown.element) this.list.insertBefore(shown.element, wanted);
      before = shown.element;
    }
  }

  append(answerId: string, text: string, reasoning: string): void {
    for (const turn of this.shown.values()) {
      if (turn.answerId === answerId) turn.answer?.append(text, reasoning);
    }
  }

  private showPreparing({ preparing }: ChatState): void {
    const isNew = this.preparing.hidden && preparing !== '';
    this.preparing.hidden = preparing === '';
    if (isNew) this.element.scrollTop = 0;
    this.preparing.replaceChildren(
      element('div', { className: 'question' }, [
        element('p', { className: 'question-text', text: prose(preparing) }),
      ]),
      waitingSign(this.words.preparing),
    );
  }

  private showEmpty(state: ChatState): void {
    this.empty.hidden = state.turns.length > 0 || state.preparing !== '';
    if (this.empty.hidden) return;
    const { words } = this;
    const parts: HTMLElement[] = [
      element('h1', { text: words.welcomeTitle }),
      element('p', { text: words.welcome }),
    ];
    if (state.notice !== '') {
      parts.push(element('p', { className: 'note problem', text: state.notice }));
      parts.push(toolkitButton(words.connect, 'primary', () => this.host.tell(chatCommands.connect, {})));
    }
    const starters = state.slashCommands.filter(({ name }) => name !== 'new').slice(0, 6);
    if (state.notice === '' && starters.length > 0) {
      parts.push(
        element(
          'ul',
          { className: 'starters' },
          starters.map(({ name, title }) =>
            element('li', {}, [
              plainButton(title, () => this.begin(`/${name} `)),
              element('span', { className: 'quiet', text: `/${name}` }),
            ]),
          ),
        ),
      );
    }
    this.empty.replaceChildren(...parts);
  }

  private makeTurn(turn: TurnView): ShownTurn {
    const question = element('div', { className: 'question' });
    const answerPlace = element('div', { className: 'answer-place' });
    const made: ShownTurn = {
      element: element('section', { className: 'turn', attributes: { 'aria-label': this.words.you } }, [
        question,
        answerPlace,
      ]),
      question,
      answerPlace,
      answerId: '',
      answer: undefined,
      questionKey: '',
      isEdited: false,
      turn,
    };
    this.shown.set(turn.id, made);
    return made;
  }

  private updateTurn(shown: ShownTurn, turn: TurnView, isWorking: boolean): void {
    shown.turn = turn;
    const key = JSON.stringify([turn.question, turn.command, turn.attachments, turn.branches]);
    if (key !== shown.questionKey && !shown.isEdited) {
      shown.questionKey = key;
      this.drawQuestion(shown);
    }
    const answer = turn.answers.find((each) => each.id === turn.selectedAnswerId) ?? turn.answers.at(-1);
    if (answer === undefined) {
      shown.answerPlace.replaceChildren(isWorking ? waitingSign(this.words.working) : this.noAnswer(turn.id));
      shown.answer = undefined;
      shown.answerId = '';
      return;
    }
    if (shown.answerId === answer.id && shown.answer?.update(answer, turn) === true) return;
    shown.answerId = answer.id;
    shown.answer = this.makeAnswer(shown, answer);
    shown.answer.update(answer, turn);
    shown.answerPlace.replaceChildren(shown.answer.element);
  }

  /** The question was withdrawn from the cloud, or the window closed before a model was asked. */
  private noAnswer(turnId: string): HTMLElement {
    const { words, host } = this;
    return element('div', { className: 'decision' }, [
      element('span', { className: 'quiet', text: words.noAnswer }),
      toolkitButton(words.tryAgainHere, 'secondary', () => host.tell(chatCommands.regenerate, { turnId })),
    ]);
  }

  private makeAnswer(shown: ShownTurn, answer: AnswerView): AnswerElement {
    const { host } = this;
    const turnId = shown.turn.id;
    const answerId = answer.id;
    return new AnswerElement(this.words, {
      code: (action, block) => host.tell(chatCommands.code, { action, ...block }),
      openLink: (url) => host.tell(chatCommands.openLink, { url }),
      openFile: (path, line) => host.tell(chatCommands.openFile, { path, line }),
      decide: (choice) => host.tell(chatCommands.decide, { turnId, answerId, choice }),
      preview: () => host.tell(chatCommands.preview, { turnId }),
      regenerate: () => host.tell(chatCommands.regenerate, { turnId }),
      copy: () => host.tell(chatCommands.copyAnswer, { turnId, answerId }),
      compare: () => host.tell(chatCommands.compare, { turnId }),
      select: (id) => host.tell(chatCommands.selectAnswer, { turnId, answerId: id }),
    });
  }

  private drawQuestion(shown: ShownTurn): void {
    const { turn } = shown;
    const { words, host } = this;
    const command = turn.command === '' ? '' : `/${turn.command} `;
    shown.question.replaceChildren(
      element('p', { className: 'question-text', text: prose(`${command}${turn.question}`) }),
      ...this.attached(turn),
      ...this.branches(turn),
      element('div', { className: 'question-actions' }, [
        iconButton('edit', words.edit, () => this.editQuestion(shown)),
        iconButton('delete', words.delete, () => host.tell(chatCommands.deleteTurn, { turnId: turn.id })),
      ]),
    );
  }

  /** What went along; many pieces of the codebase are folded, and each opens where it comes from. */
  private attached({ attachments }: TurnView): readonly HTMLElement[] {
    if (attachments.length === 0) return [];
    const { words, host } = this;
    const chips = element(
      'div',
      { className: 'chips' },
      attachments.map(({ kind, label, staysLocal }) => {
        const text = staysLocal ? `${label} · ${words.staysLocal}` : label;
        const className = staysLocal ? 'chip local-only' : 'chip';
        const file = placeOf(label);
        if (file === undefined || kind === 'folder') return element('span', { className, text, title: text });
        const button = plainButton(text, () => host.tell(chatCommands.openFile, file), className);
        button.title = text;
        return button;
      }),
    );
    if (attachments.length <= mostChips) return [chips];
    return [
      element('details', { className: 'attached' }, [
        element('summary', { text: filled(words.attached, attachments.length) }),
        chips,
      ]),
    ];
  }

  private branches(turn: TurnView): HTMLElement[] {
    if (turn.branches.length < 2) return [];
    const { words, host } = this;
    const index = turn.branches.indexOf(turn.id);
    const step = (label: string, sign: string, to: number): HTMLElement => {
      const target = turn.branches[to];
      const button = plainButton(sign, () => {
        if (target !== undefined) host.tell(chatCommands.selectBranch, { turnId: target });
      });
      button.setAttribute('aria-label', label);
      button.disabled = target === undefined;
      return button;
    };
    return [
      element('span', { className: 'versions' }, [
        step(words.previous, '‹', index - 1),
        element('span', {
          text: `${index + 1}/${turn.branches.length}`,
          attributes: { 'aria-label': filled(words.version, index + 1, turn.branches.length) },
        }),
        step(words.next, '›', index + 1),
      ]),
    ];
  }

  private editQuestion(shown: ShownTurn): void {
    const { words, host } = this;
    shown.isEdited = true;
    const close = (): void => {
      shown.isEdited = false;
      this.drawQuestion(shown);
    };
    const box = element('textarea', { className: 'edit-box', attributes: { 'aria-label': words.edit } });
    box.value = shown.turn.question;
    const submit = (): void => {
      const text = box.value;
      close();
      host.tell(chatCommands.editTurn, { turnId: shown.turn.id, text });
    };
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close();
      else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        submit();
      }
    });
    shown.question.replaceChildren(
      box,
      element('div', { className: 'decision' }, [
        toolkitButton(words.save, 'primary', submit),
        toolkitButton(words.cancel, 'secondary', close),
      ]),
    );
    box.focus();
  }
}

/** Where a chip comes from: its label is a place, or ends with one in brackets. */
function placeOf(label: string): ReturnType<typeof fileReference> {
  const inBrackets = /\(([^()]+)\)$/.exec(label)?.[1];
  // A selection names its first and last line.
  return fileReference((inBrackets ?? label).replace(/:(\d+)-\d+$/, ':$1'));
}
