/** What happens when a person acts in the chat? Every act becomes journal events; views show the result. */

import { Emitter } from '../base/emitter.ts';
import { tagged, type Log } from '../base/log.ts';
import type { CloudPreview } from '../cloud/cloudDoor.ts';
import {
  activeTurns,
  findTurn,
  titleFrom,
  type Attachment,
  type Conversation,
  type Question,
} from '../conversation/conversation.ts';
import { parseQuestion, type SlashCommand, type Wanted } from '../conversation/slashCommands.ts';
import type { ChatModel, NoModelReason } from '../server/localModels.ts';
import type { Agree, AnswerStages } from './answerStages.ts';
import type { ChatSnapshot } from './chatSnapshot.ts';
import { contextUse } from './contextUse.ts';
import { OpenConversations, type OpenConversationsParts } from './openConversations.ts';
import { PendingWord } from './pendingWord.ts';
import { QuestionContext, type ContextSources } from './questionContext.ts';
import { RunningAnswers } from './runningAnswers.ts';

export interface ChatSessionParts extends ContextSources, OpenConversationsParts {
  readonly stages: AnswerStages;
  readonly rules: () => Promise<readonly Attachment[]>;
  readonly slashCommands: () => Promise<readonly SlashCommand[]>;
  /** Opens the preview, in which the person may send or cancel. */
  readonly showPreview: (preview: CloudPreview) => void;
  readonly log: Log;
}

/** A question that was not asked, and why. */
export interface Withdrawn {
  readonly text: string;
  readonly because: 'stopped' | 'working' | 'noChanges' | 'nothingOpen';
}

const wantsChanges = (group: readonly Wanted[]): boolean =>
  group.includes('changes') || group.includes('workingChanges');
const atOnce: Agree = () => Promise.resolve(true);

export class ChatSession {
  private readonly parts: ChatSessionParts;
  private readonly log: Log;
  private readonly changed = new Emitter<void>();
  private readonly withdrawn = new Emitter<Withdrawn>();
  private readonly conversations: OpenConversations;
  private readonly answers: RunningAnswers;
  private readonly context: QuestionContext;
  private readonly word: PendingWord;
  private askCloudNext = false;
  private model: ChatModel | undefined;
  private noModel: NoModelReason | undefined;
  private rules: readonly Attachment[] = [];
  private commands: readonly SlashCommand[] = [];

  readonly onDidChange = this.changed.event;
  /** A question is not asked after all: its text goes back to where it was written. */
  readonly onDidWithdraw = this.withdrawn.event;
  readonly onDidAnswer;
  readonly onDidStream;

  constructor(parts: ChatSessionParts) {
    this.parts = parts;
    this.log = tagged(parts.log, 'conversation');
    this.conversations = new OpenConversations(parts);
    this.conversations.onDidChange(() => this.changed.fire());
    this.answers = new RunningAnswers({
      stages: parts.stages,
      conversations: this.conversations,
      rules: async () => (this.rules = await parts.rules()),
    });
    this.answers.onDidChange(() => this.changed.fire());
    this.answers.onDidEnd(() => void this.refresh().catch((failure: unknown) => this.warn(failure)));
    this.onDidAnswer = this.answers.onDidAnswer;
    this.onDidStream = this.conversations.onDidStream;
    this.context = new QuestionContext({ ...parts, changed: () => this.changed.fire() });
    this.word = new PendingWord({
      showPreview: (preview) => parts.showPreview(preview),
      changed: () => this.changed.fire(),
    });
  }

  get snapshot(): ChatSnapshot {
    const conversation = this.conversations.shown;
    return {
      conversation,
      isWorking: this.context.preparing !== undefined || this.answers.isRunning(conversation.id),
      preparing: this.context.preparing,
      chips: this.context.chips,
      askCloudNext: this.askCloudNext,
      model: this.model,
      noModel: this.noModel,
      rules: this.rules,
      slashCommands: this.commands,
      pending: this.word.of(conversation.id),
      context: contextUse(this.model, (text) => this.parts.stages.models.estimateTokens(text), {
        chips: this.context.chips,
        turns: activeTurns(conversation),
        rules: this.rules,
      }),
    };
  }

  /** Opens the conversation that was open here last. */
  async restore(): Promise<void> {
    await this.conversations.restore();
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
    } else if (text.trim() === '') return;
    else if (this.snapshot.isWorking) {
      // The view has emptied its box by now.
      this.withdrawn.fire({ text, because: 'working' });
      return;
    }
    const asked = this.conversations.shown;
    const attachments = await this.context.prepare(text, parsed);
    // The question belongs to the conversation it was asked in, whatever was opened meanwhile.
    if (asked.id !== this.conversations.shown.id) {
      this.conversations.show(this.conversations.get(asked.id) ?? asked);
    }
    if (attachments === undefined) {
      this.withdrawn.fire({ text, because: 'stopped' });
      return;
    }
    const { command } = parsed;
    // "Review these changes" without a change would be answered out of thin air.
    if (attachments.length === 0 && parsed.text.trim() === '' && (command?.wants.length ?? 0) > 0) {
      this.withdrawn.fire({ text, because: command?.wants.some(wantsChanges) ? 'noChanges' : 'nothingOpen' });
      return;
    }
    const question: Question = {
      text: parsed.text,
      ...(command === undefined || command.name === 'new'
        ? {}
        : { command: command.name, instruction: command.instruction }),
      attachments,
      askCloud: this.askCloudNext,
    };
    this.context.clear();
    this.askCloudNext = false;
    await this.ask(question, activeTurns(this.conversations.shown).at(-1)?.id ?? null);
  }

  /** Stops what is on its way in the conversation that is shown: the search for context, or the answer. */
  stop(): void {
    this.context.stop();
    this.answers.stop(this.conversations.shown.id);
  }

  async regenerate(turnId: string): Promise<void> {
    await this.answers.answer(turnId, { start: 'local', agree: atOnce });
  }

  /** The changed question becomes a branch of its own; the old one stays. */
  async editTurn(turnId: string, text: string): Promise<void> {
    const turn = findTurn(this.conversations.shown, turnId);
    if (turn === undefined || text.trim() === '' || this.snapshot.isWorking) return;
    await this.ask({ ...turn.question, text }, turn.parentId);
  }

  async decide(
    turnId: string,
    answerId: string,
    choice: 'send' | 'sendForConversation' | 'tryAgainHere' | 'keep',
  ): Promise<void> {
    const { id } = this.conversations.shown;
    await this.conversations.record(id, { type: 'decided', time: this.now(), answerId });
    if (choice === 'sendForConversation') this.answers.consentTo(id);
    if (choice === 'keep') this.answers.keep(id, turnId);
    if (choice === 'tryAgainHere') await this.regenerate(turnId);
    if (choice === 'send' || choice === 'sendForConversation') await this.askCloud(turnId, atOnce);
  }

  /** The person asks the cloud for this turn; with no turn named, for the last one. */
  async askCloud(turnId?: string, agree: Agree = atOnce): Promise<void> {
    const asked = turnId ?? activeTurns(this.conversations.shown).at(-1)?.id;
    if (asked !== undefined) await this.answers.askCloud(asked, agree);
  }

  /** Shows exactly what the cloud would get for the turn; it is sent only from there. */
  async preview(turnId?: string): Promise<void> {
    const { shown } = this.conversations;
    const turn = turnId ?? activeTurns(shown).at(-1)?.id;
    if (this.word.showAgain(turn) || turn === undefined) return;
    await this.askCloud(turn, this.word.agreeFor(shown.id, turn));
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
    await this.recordShown({ type: 'turnDeleted', time: this.now(), turnId });
  }

  async selectAnswer(turnId: string, answerId: string): Promise<void> {
    await this.recordShown({ type: 'answerSelected', time: this.now(), turnId, answerId });
  }

  async selectBranch(turnId: string): Promise<void> {
    await this.recordShown({ type: 'branchSelected', time: this.now(), turnId });
  }

  setAskCloudNext(on: boolean): void {
    this.askCloudNext = on;
    this.changed.fire();
  }

  attach(attachments: readonly Attachment[]): void {
    this.context.attach(attachments);
  }

  detach(attachmentId: string): void {
    this.context.detach(attachmentId);
  }

  startNew(): Promise<void> {
    return this.conversations.startNew();
  }

  open(conversationId: string): Promise<boolean> {
    return this.conversations.open(conversationId, this.answers.isRunning(conversationId));
  }

  rename(conversationId: string, title: string): Promise<void> {
    return this.conversations.rename(conversationId, title);
  }

  async remove(conversationId: string): Promise<void> {
    this.answers.stop(conversationId);
    await this.conversations.remove(conversationId);
  }

  loaded(conversationId: string): Promise<Conversation | undefined> {
    return this.conversations.loaded(conversationId);
  }

  /** Ends what runs; its journal says `stopped`. */
  dispose(): void {
    this.context.stop();
    this.answers.dispose();
    this.conversations.dispose();
    this.changed.dispose();
    this.withdrawn.dispose();
  }

  private async ask(question: Question, parentId: string | null): Promise<void> {
    const { shown } = this.conversations;
    const turnId = this.parts.stages.newId();
    const recorded: Promise<void>[] = [];
    if (shown.title === '') {
      const title = titleFrom(question.text === '' ? (question.command ?? '') : question.text);
      recorded.push(this.conversations.record(shown.id, { type: 'titled', time: this.now(), title }));
    }
    const asked = { type: 'asked', time: this.now(), turnId, parentId, question } as const;
    recorded.push(this.conversations.record(shown.id, asked));
    await this.conversations.remember(shown.id);
    await Promise.all(recorded);
    const agree = this.answers.isConsented(shown.id) ? atOnce : this.word.agreeFor(shown.id, turnId);
    await this.answers.answer(
      turnId,
      question.askCloud ? { start: 'cloud', agree, reason: 'userOptIn' } : { start: 'local', agree: atOnce },
    );
  }

  private recordShown(event: Parameters<OpenConversations['record']>[1]): Promise<void> {
    return this.conversations.record(this.conversations.shown.id, event);
  }

  private warn(failure: unknown): void {
    this.log.warn(`refresh: ${String(failure)}`);
  }

  private now(): number {
    return this.parts.stages.clock.now();
  }
}
