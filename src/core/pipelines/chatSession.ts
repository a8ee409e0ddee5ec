/** What happens when a person acts in the chat? Every act becomes journal events; views show the result. */

import { Emitter } from '../base/emitter.ts';
import { tagged, type Log } from '../base/log.ts';
import type { KeyValueStore } from '../base/ports.ts';
import type { CloudPreview } from '../cloud/cloudDoor.ts';
import {
  activeTurns,
  findTurn,
  selectedAnswer,
  titleFrom,
  type Answer,
  type Attachment,
  type Conversation,
  type LeftOut,
  type Question,
  type Turn,
} from '../conversation/conversation.ts';
import type { ConversationStore } from '../conversation/conversationStore.ts';
import { applyEvent, type JournalEvent } from '../conversation/journal.ts';
import { parseQuestion, type ParsedQuestion, type SlashCommand } from '../conversation/slashCommands.ts';
import { chatPrompt } from '../prompt/chatPrompt.ts';
import type { ChatModel, NoModelReason } from '../server/localModels.ts';
import { PendingWord, type PendingCloud } from './pendingWord.ts';
import { QuestionContext, type QuestionContextParts } from './questionContext.ts';
import { answerTurn, type Agree, type AnswerStages, type TurnToAnswer } from './answerTurn.ts';

export interface ChatSessionParts extends QuestionContextParts {
  readonly stages: AnswerStages;
  readonly store: ConversationStore;
  /** Remembers which conversation was open in this workspace. */
  readonly memory: KeyValueStore;
  readonly rules: () => Promise<readonly Attachment[]>;
  readonly slashCommands: () => Promise<readonly SlashCommand[]>;
  /** Opens the preview, in which the person may send or cancel. */
  readonly showPreview: (preview: CloudPreview) => void;
  readonly log: Log;
}

export interface ChatSnapshot {
  readonly conversation: Conversation;
  readonly isWorking: boolean;
  readonly chips: readonly Attachment[];
  readonly askCloudNext: boolean;
  readonly model: ChatModel | undefined;
  readonly noModel: NoModelReason | undefined;
  readonly rules: readonly Attachment[];
  readonly slashCommands: readonly SlashCommand[];
  /** A request to the cloud that is shown and waits for the person's word. */
  readonly pending: PendingCloud | undefined;
  readonly context: {
    readonly usedTokens: number;
    readonly contextTokens: number;
    readonly leftOut: readonly LeftOut[];
  };
}

/** An answer that is complete and passed its checks, or that the person kept all the same. */
export interface Answered {
  readonly question: Question;
  readonly answer: Answer;
}

export interface StreamedText {
  readonly conversationId: string;
  readonly answerId: string;
  readonly text: string;
  readonly reasoning: string;
}

const lastConversation = 'chat.lastConversation';
const atOnce: Agree = () => Promise.resolve(true);

export class ChatSession {
  private readonly parts: ChatSessionParts;
  private readonly log: Log;
  private readonly changed = new Emitter<void>();
  private readonly streamed = new Emitter<StreamedText>();
  private readonly conversations = new Map<string, Conversation>();
  private readonly running = new Map<string, AbortController>();
  private readonly consented = new Set<string>();
  /** Turns whose failed answer was kept. */
  private readonly refused = new Set<string>();
  private currentId: string;
  private readonly context: QuestionContext;
  private readonly word: PendingWord;
  /** A question is on its way and its context is looked up. */
  private isPreparing = false;
  private askCloudNext = false;
  private model: ChatModel | undefined;
  private noModel: NoModelReason | undefined;
  private rules: readonly Attachment[] = [];
  private commands: readonly SlashCommand[] = [];

  private readonly answered = new Emitter<Answered>();

  readonly onDidChange = this.changed.event;
  readonly onDidAnswer = this.answered.event;
  readonly onDidStream = this.streamed.event;

  constructor(parts: ChatSessionParts) {
    this.parts = parts;
    this.log = tagged(parts.log, 'conversation');
    this.context = new QuestionContext(parts);
    this.word = new PendingWord({
      showPreview: (preview) => parts.showPreview(preview),
      changed: () => this.changed.fire(),
    });
    const fresh = parts.store.create();
    this.conversations.set(fresh.id, fresh);
    this.currentId = fresh.id;
  }

  get snapshot(): ChatSnapshot {
    return {
      conversation: this.current,
      isWorking: this.isPreparing || this.running.has(this.currentId),
      chips: this.context.chips,
      askCloudNext: this.askCloudNext,
      model: this.model,
      noModel: this.noModel,
      rules: this.rules,
      slashCommands: this.commands,
      pending: this.word.of(this.currentId),
      context: this.measure(),
    };
  }

  /** Opens the conversation that was open here last. */
  async restore(): Promise<void> {
    const id = this.parts.memory.get(lastConversation);
    if (typeof id === 'string' && this.current.turns.length === 0) await this.open(id);
    await this.refresh();
  }

  /** Looks again at the model, the rules and the commands: they change outside. */
  async refresh(): Promise<void> {
    const [model, rules, commands] = await Promise.all([
      this.parts.stages.models.chat(),
      this.parts.rules(),
      this.parts.slashCommands(),
    ]);
    this.model = model.ok ? model.value : undefined;
    this.noModel = model.ok ? undefined : model.reason;
    this.rules = rules;
    this.commands = commands;
    this.changed.fire();
  }

  async send(text: string): Promise<void> {
    const parsed = parseQuestion(text, this.commands);
    if (parsed.command?.name === 'new') {
      await this.startNew();
      if (parsed.text.trim() === '') return;
    } else if (text.trim() === '' || this.isPreparing || this.running.has(this.currentId)) return;
    const attachments = await this.prepare(parsed);
    const question: Question = {
      text: parsed.text,
      ...(parsed.command === undefined || parsed.command.name === 'new'
        ? {}
        : { command: parsed.command.name, instruction: parsed.command.instruction }),
      attachments,
      askCloud: this.askCloudNext,
    };
    this.context.clear();
    this.askCloudNext = false;
    await this.ask(question, activeTurns(this.current).at(-1)?.id ?? null);
  }

  /** Looks up what goes along. The question belongs to the conversation it was asked in, whatever is opened meanwhile. */
  private async prepare({ command, text }: ParsedQuestion): Promise<readonly Attachment[]> {
    const asked = this.current;
    this.isPreparing = true;
    this.changed.fire();
    try {
      return await this.context.attachmentsFor(command, text);
    } finally {
      this.isPreparing = false;
      if (asked.id !== this.currentId) this.show(this.conversations.get(asked.id) ?? asked);
      else this.changed.fire();
    }
  }

  stop(): void {
    this.running.get(this.currentId)?.abort();
  }

  async regenerate(turnId: string): Promise<void> {
    await this.answer(turnId, { start: 'local', agree: atOnce });
  }

  /** The changed question becomes a branch of its own; the old one stays. */
  async editTurn(turnId: string, text: string): Promise<void> {
    const turn = findTurn(this.current, turnId);
    if (turn === undefined || text.trim() === '' || this.running.has(this.currentId)) return;
    await this.ask({ ...turn.question, text }, turn.parentId);
  }

  async decide(
    turnId: string,
    answerId: string,
    choice: 'send' | 'sendForConversation' | 'tryAgainHere' | 'keep',
  ): Promise<void> {
    await this.record(this.currentId, { type: 'decided', time: this.now(), answerId });
    if (choice === 'sendForConversation') this.consented.add(this.currentId);
    if (choice === 'keep') {
      this.refused.add(turnId);
      this.tellAnswered(this.currentId, turnId);
    }
    if (choice === 'tryAgainHere') await this.regenerate(turnId);
    if (choice === 'send' || choice === 'sendForConversation') await this.askCloud(turnId, atOnce);
  }

  /** The person asks the cloud for this turn; with no turn named, for the last one. */
  async askCloud(turnId?: string, agree: Agree = atOnce): Promise<void> {
    const turn = turnId === undefined ? activeTurns(this.current).at(-1) : findTurn(this.current, turnId);
    if (turn === undefined) return;
    const failed = turn.answers.findLast((answer) => answer.route === 'local')?.failedChecks ?? [];
    await this.answer(turn.id, {
      start: 'cloud',
      agree,
      reason: failed[0]?.name ?? 'userOptIn',
      checks: failed.map(({ name, message }) => ({ name, passed: false, evidence: { message }, ms: 0 })),
    });
  }

  /** Shows exactly what the cloud would get for the turn; it is sent only from there. */
  async preview(turnId?: string): Promise<void> {
    const turn = turnId ?? activeTurns(this.current).at(-1)?.id;
    if (this.word.showAgain(turn) || turn === undefined) return;
    await this.askCloud(turn, this.word.agreeFor(this.currentId, turn));
  }

  /** The requests that wait at the door, as they are now. */
  refreshPending(previews: readonly CloudPreview[]): void {
    this.word.refresh(previews);
  }

  /** The person's word on what waits; it can be given in the preview as well. */
  decidePending(send: boolean): void {
    this.word.decide(send);
  }

  async deleteTurn(turnId: string): Promise<void> {
    await this.record(this.currentId, { type: 'turnDeleted', time: this.now(), turnId });
  }

  async selectAnswer(turnId: string, answerId: string): Promise<void> {
    await this.record(this.currentId, { type: 'answerSelected', time: this.now(), turnId, answerId });
  }

  async selectBranch(turnId: string): Promise<void> {
    await this.record(this.currentId, { type: 'branchSelected', time: this.now(), turnId });
  }

  setAskCloudNext(on: boolean): void {
    this.askCloudNext = on;
    this.changed.fire();
  }

  attach(attachments: readonly Attachment[]): void {
    this.context.attach(attachments);
    this.changed.fire();
  }

  detach(attachmentId: string): void {
    this.context.detach(attachmentId);
    this.changed.fire();
  }

  async startNew(): Promise<void> {
    if (this.current.turns.length > 0) this.show(this.parts.store.create());
    await this.parts.memory.set(lastConversation, undefined);
  }

  async open(conversationId: string): Promise<boolean> {
    if (!this.running.has(conversationId)) {
      const opened = await this.parts.store.open(conversationId);
      if (!opened.ok) return false;
      this.conversations.set(conversationId, opened.value);
    }
    const conversation = this.conversations.get(conversationId);
    if (conversation !== undefined) this.show(conversation);
    await this.parts.memory.set(lastConversation, conversationId);
    return true;
  }

  async rename(conversationId: string, title: string): Promise<void> {
    const conversation = await this.loaded(conversationId);
    if (conversation === undefined) return;
    this.conversations.set(conversationId, await this.parts.store.rename(conversation, title));
    this.changed.fire();
  }

  async remove(conversationId: string): Promise<void> {
    this.running.get(conversationId)?.abort();
    await this.parts.store.remove(conversationId);
    this.conversations.delete(conversationId);
    if (conversationId === this.currentId) this.show(this.parts.store.create());
    else this.changed.fire();
  }

  async loaded(conversationId: string): Promise<Conversation | undefined> {
    const live = this.conversations.get(conversationId);
    if (live !== undefined) return live;
    const opened = await this.parts.store.open(conversationId);
    return opened.ok ? opened.value : undefined;
  }

  /** Ends what runs; its journal says `stopped`. */
  dispose(): void {
    for (const controller of this.running.values()) controller.abort();
    this.changed.dispose();
    this.streamed.dispose();
    this.answered.dispose();
  }

  private get current(): Conversation {
    const conversation = this.conversations.get(this.currentId);
    if (conversation === undefined) throw new Error('no conversation is open');
    return conversation;
  }

  private show(conversation: Conversation): void {
    this.conversations.set(conversation.id, conversation);
    this.currentId = conversation.id;
    this.changed.fire();
  }

  private async ask(question: Question, parentId: string | null): Promise<void> {
    const conversationId = this.currentId;
    const turnId = this.parts.stages.newId();
    const events: JournalEvent[] = [{ type: 'asked', time: this.now(), turnId, parentId, question }];
    if (this.current.title === '') {
      const title = titleFrom(question.text === '' ? (question.command ?? '') : question.text);
      events.unshift({ type: 'titled', time: this.now(), title });
    }
    const recorded = Promise.all(events.map((event) => this.record(conversationId, event)));
    await this.parts.memory.set(lastConversation, conversationId);
    await recorded;
    const agree = this.consented.has(conversationId) ? atOnce : this.word.agreeFor(conversationId, turnId);
    await (question.askCloud
      ? this.answer(turnId, { start: 'cloud', agree, reason: 'userOptIn' })
      : this.answer(turnId, { start: 'local', agree: atOnce }));
  }

  private async answer(
    turnId: string,
    how: Pick<TurnToAnswer, 'start' | 'agree' | 'reason' | 'checks'>,
  ): Promise<void> {
    const conversationId = this.currentId;
    const turn = findTurn(this.current, turnId);
    if (turn === undefined || this.running.has(conversationId)) return;
    const controller = new AbortController();
    this.running.set(conversationId, controller);
    this.changed.fire();
    try {
      this.rules = await this.parts.rules();
      const toAnswer: TurnToAnswer = {
        ...how,
        conversationId,
        turnId,
        question: turn.question,
        history: before(this.current, turnId),
        rules: this.rules,
        consented: this.consented.has(conversationId),
        refused: this.refused.has(turnId),
      };
      await this.journal(conversationId, answerTurn(this.parts.stages, toAnswer, controller.signal));
    } finally {
      this.running.delete(conversationId);
      this.changed.fire();
    }
    this.tellAnswered(conversationId, turnId);
    void this.refresh().catch((failure: unknown) => this.log.warn(`refresh: ${String(failure)}`));
  }

  private tellAnswered(conversationId: string, turnId: string): void {
    const conversation = this.conversations.get(conversationId);
    const turn = conversation === undefined ? undefined : findTurn(conversation, turnId);
    const answer = turn === undefined ? undefined : selectedAnswer(turn);
    if (turn === undefined || answer?.status !== 'done' || answer.awaitsDecision) return;
    this.answered.fire({ question: turn.question, answer });
  }

  /**
   * Writes as fast as the disk takes it: what streams in while a write is on its way goes with the next one,
   * so a crash loses no more than the write it interrupts.
   */
  private async journal(conversationId: string, events: AsyncIterable<JournalEvent>): Promise<void> {
    let waiting: Extract<JournalEvent, { type: 'answerText' }> | undefined;
    let writing: Promise<void> | undefined;
    const flush = (): void => {
      if (waiting === undefined) return;
      const event = waiting;
      waiting = undefined;
      writing = this.parts.store.write(conversationId, [event]).finally(() => {
        writing = undefined;
        flush();
      });
      writing.catch(() => undefined);
    };
    for await (const event of events) {
      if (event.type !== 'answerText') {
        if (waiting !== undefined)
          void this.parts.store.write(conversationId, [waiting]).catch(() => undefined);
        waiting = undefined;
        await this.record(conversationId, event);
        continue;
      }
      this.apply(conversationId, event);
      this.streamed.fire({ ...event, conversationId });
      waiting =
        waiting === undefined
          ? event
          : { ...event, text: waiting.text + event.text, reasoning: waiting.reasoning + event.reasoning };
      if (writing === undefined) flush();
    }
  }

  /** A journal that can't be written is told in the log; the conversation goes on in memory. */
  private async record(conversationId: string, event: JournalEvent): Promise<void> {
    const conversation = this.conversations.get(conversationId);
    if (conversation === undefined) return;
    const written = this.parts.store.write(conversationId, [event], conversation);
    this.apply(conversationId, event);
    this.changed.fire();
    await written.catch(() => undefined);
  }

  private apply(conversationId: string, event: JournalEvent): void {
    const conversation = this.conversations.get(conversationId);
    if (conversation !== undefined) this.conversations.set(conversationId, applyEvent(conversation, event));
  }

  private measure(): ChatSnapshot['context'] {
    const contextTokens = this.model?.contextTokens ?? 0;
    if (this.model === undefined) return { usedTokens: 0, contextTokens, leftOut: [] };
    const prompt = chatPrompt({
      family: this.model.family,
      question: { text: '', attachments: this.context.chips, askCloud: this.askCloudNext },
      history: activeTurns(this.current),
      rules: this.rules,
      contextTokens,
      estimateTokens: (text) => this.parts.stages.models.estimateTokens(text),
    });
    return { usedTokens: prompt.tokens, contextTokens, leftOut: prompt.leftOut };
  }

  private now(): number {
    return this.parts.stages.clock.now();
  }
}

function before(conversation: Conversation, turnId: string): readonly Turn[] {
  const turns = activeTurns(conversation);
  const index = turns.findIndex((turn) => turn.id === turnId);
  return index === -1 ? turns : turns.slice(0, index);
}
