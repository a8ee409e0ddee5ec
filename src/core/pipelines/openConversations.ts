/** Which conversations are at hand, which one is shown, and how does what happens in them reach the disk? */

import { Emitter } from '../base/emitter.ts';
import type { KeyValueStore } from '../base/ports.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { ConversationStore } from '../conversation/conversationStore.ts';
import { applyEvent, type JournalEvent } from '../conversation/journal.ts';

export interface OpenConversationsParts {
  readonly store: ConversationStore;
  /** Remembers which conversation was open in this workspace. */
  readonly memory: KeyValueStore;
}

export interface StreamedText {
  readonly conversationId: string;
  readonly answerId: string;
  readonly text: string;
  readonly reasoning: string;
}

type AnswerText = Extract<JournalEvent, { type: 'answerText' }>;

const lastConversation = 'chat.lastConversation';

export class OpenConversations {
  private readonly parts: OpenConversationsParts;
  private readonly held = new Map<string, Conversation>();
  private readonly changed = new Emitter<void>();
  private readonly streamed = new Emitter<StreamedText>();
  private shownId: string;

  readonly onDidChange = this.changed.event;
  readonly onDidStream = this.streamed.event;

  constructor(parts: OpenConversationsParts) {
    this.parts = parts;
    const fresh = parts.store.create();
    this.held.set(fresh.id, fresh);
    this.shownId = fresh.id;
  }

  get shown(): Conversation {
    const conversation = this.held.get(this.shownId);
    if (conversation === undefined) throw new Error('no conversation is open');
    return conversation;
  }

  get(conversationId: string): Conversation | undefined {
    return this.held.get(conversationId);
  }

  /** The conversation that was shown here last, where it can still be read. */
  async restore(): Promise<void> {
    const id = this.parts.memory.get(lastConversation);
    if (typeof id === 'string' && this.shown.turns.length === 0) await this.open(id, false);
  }

  /** Shows a conversation; false where it can't be read. @param isRunning what is in memory is newer than the disk */
  async open(conversationId: string, isRunning: boolean): Promise<boolean> {
    if (!isRunning) {
      const opened = await this.parts.store.open(conversationId);
      if (!opened.ok) return false;
      this.held.set(conversationId, opened.value);
    }
    const conversation = this.held.get(conversationId);
    if (conversation !== undefined) this.show(conversation);
    await this.parts.memory.set(lastConversation, conversationId);
    return true;
  }

  show(conversation: Conversation): void {
    this.held.set(conversation.id, conversation);
    this.shownId = conversation.id;
    this.changed.fire();
  }

  async startNew(): Promise<void> {
    if (this.shown.turns.length > 0) this.show(this.parts.store.create());
    await this.parts.memory.set(lastConversation, undefined);
  }

  /** From now on this is the one to come back to. */
  async remember(conversationId: string): Promise<void> {
    await this.parts.memory.set(lastConversation, conversationId);
  }

  async loaded(conversationId: string): Promise<Conversation | undefined> {
    const live = this.held.get(conversationId);
    if (live !== undefined) return live;
    const opened = await this.parts.store.open(conversationId);
    return opened.ok ? opened.value : undefined;
  }

  async rename(conversationId: string, title: string): Promise<void> {
    const conversation = await this.loaded(conversationId);
    if (conversation === undefined) return;
    this.held.set(conversationId, await this.parts.store.rename(conversation, title));
    this.changed.fire();
  }

  async remove(conversationId: string): Promise<void> {
    await this.parts.store.remove(conversationId);
    this.held.delete(conversationId);
    if (conversationId === this.shownId) this.show(this.parts.store.create());
    else this.changed.fire();
  }

  /** A journal that can't be written is told in the log; the conversation goes on in memory. */
  async record(conversationId: string, event: JournalEvent): Promise<void> {
    const conversation = this.held.get(conversationId);
    if (conversation === undefined) return;
    const written = this.parts.store.write(conversationId, [event], conversation);
    this.apply(conversationId, event);
    this.changed.fire();
    await written.catch(() => undefined);
  }

  /**
   * Writes as fast as the disk takes it: what streams in while a write is on its way goes with the next one,
   * so a crash loses no more than the write it interrupts.
   */
  async journal(conversationId: string, events: AsyncIterable<JournalEvent>): Promise<void> {
    let waiting: AnswerText | undefined;
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
      waiting = joined(waiting, event);
      if (writing === undefined) flush();
    }
  }

  dispose(): void {
    this.changed.dispose();
    this.streamed.dispose();
  }

  private apply(conversationId: string, event: JournalEvent): void {
    const conversation = this.held.get(conversationId);
    if (conversation !== undefined) this.held.set(conversationId, applyEvent(conversation, event));
  }
}

function joined(waiting: AnswerText | undefined, event: AnswerText): AnswerText {
  if (waiting === undefined) return event;
  return { ...event, text: waiting.text + event.text, reasoning: waiting.reasoning + event.reasoning };
}
