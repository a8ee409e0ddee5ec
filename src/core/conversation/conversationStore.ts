/** Where are conversations kept, so that a crash in mid-answer loses nothing? */

import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import { tagged, type Log } from '../base/log.ts';
import { none, some, type Outcome } from '../base/outcome.ts';
import type { FileStore } from '../base/ports.ts';
import type { Conversation } from './conversation.ts';
import { titleFrom } from './conversation.ts';
import { applyEvent, emptyConversation, foldJournal, journalLine, readJournal } from './journal.ts';
import type { JournalEvent } from './journal.ts';
import { searchable, searchConversations } from './searchConversations.ts';
import type { ConversationSummary, Searchable } from './searchConversations.ts';

/** Of journals, kept read for the next search. */
const mostBytesRead = 48_000_000;

const fileName = /^([\w-]{4,128})\.jsonl$/;

export interface ConversationStoreParts {
  readonly files: FileStore;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
}

/** A damaged journal: what could be read was kept, the file as it was stands under `keptAs`. */
export interface SetAside {
  readonly conversationId: string;
  readonly keptAs: string;
  readonly badLines: number;
}

export class ConversationStore {
  private readonly parts: ConversationStoreParts;
  private readonly log: Log;
  private readonly writing = new Map<string, Promise<void>>();
  private readonly read = new Map<string, { bytes: number; conversation: Searchable }>();
  private readBytes = 0;
  private readonly setAside = new Emitter<SetAside>();

  /** Tells of each damaged journal once, when it is first read. */
  readonly onDidSetAside = this.setAside.event;

  constructor(parts: ConversationStoreParts) {
    this.parts = parts;
    this.log = tagged(parts.log, 'conversation');
  }

  /** A new conversation; its file begins with its first event. */
  create(): Conversation {
    const now = this.parts.clock.now();
    return { ...emptyConversation(this.parts.newId()), created: now, updated: now };
  }

  /**
   * Resolves when the events are with the operating system; those of one conversation reach the file in the
   * order of the calls. The first write of a new conversation needs its value, for its `created` line.
   */
  write(conversationId: string, events: readonly JournalEvent[], conversation?: Conversation): Promise<void> {
    const before = this.writing.get(conversationId);
    const created: JournalEvent[] =
      before === undefined && conversation !== undefined
        ? [{ type: 'created', version: 1, time: conversation.created, id: conversationId }]
        : [];
    const text = [...created, ...events].map(journalLine).join('');
    const written = (before ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => this.parts.files.append(`${conversationId}.jsonl`, text));
    this.writing.set(conversationId, written);
    written.catch((failure: unknown) => {
      this.log.error(`a conversation could not be written: ${messageOf(failure)}`);
    });
    return written;
  }

  /** Reads a conversation from its journal. A damaged journal is set aside and its readable events are kept. */
  async open(conversationId: string): Promise<Outcome<Conversation, 'missing' | 'unreadable'>> {
    await this.writing.get(conversationId)?.catch(() => undefined);
    const text = await this.parts.files.read(`${conversationId}.jsonl`);
    if (text === undefined) return none('missing');
    const journal = readJournal(text);
    if (journal.badLines > 0) await this.rescue(conversationId, journal.events, journal.badLines);
    else if (journal.hasTornEnd) await this.parts.files.append(`${conversationId}.jsonl`, '\n');
    if (journal.events.length === 0) return none('unreadable');
    // What exists on disk has its `created` line already.
    if (!this.writing.has(conversationId)) this.writing.set(conversationId, Promise.resolve());
    return some(foldJournal(conversationId, journal.events));
  }

  /** Conversations with a turn, newest first; with a query, those whose title or text holds all its words. */
  async list(query = ''): Promise<readonly ConversationSummary[]> {
    const conversations: Searchable[] = [];
    for (const name of await this.parts.files.list()) {
      const id = fileName.exec(name)?.[1];
      const conversation = id === undefined ? undefined : await this.searched(id, name);
      if (conversation !== undefined && conversation.turns > 0) conversations.push(conversation);
    }
    return searchConversations(conversations, query);
  }

  /** A journal only grows: one of the same size is not read again for each letter of a query. */
  private async searched(id: string, name: string): Promise<Searchable | undefined> {
    await this.writing.get(id)?.catch(() => undefined);
    const bytes = await this.parts.files.size(name);
    const known = this.read.get(id);
    if (known?.bytes === bytes) return known.conversation;
    const opened = await this.open(id);
    if (!opened.ok) return undefined;
    const conversation = searchable(opened.value);
    this.readBytes += bytes - (known?.bytes ?? 0);
    this.read.set(id, { bytes, conversation });
    // The longest unread goes first; what is left out is read anew each time.
    for (const [oldest, { bytes: size }] of this.read) {
      if (this.readBytes <= mostBytesRead) break;
      this.read.delete(oldest);
      this.readBytes -= size;
    }
    return conversation;
  }

  async rename(conversation: Conversation, title: string): Promise<Conversation> {
    const clean = titleFrom(title);
    if (clean === '') return conversation;
    const event: JournalEvent = { type: 'titled', time: this.parts.clock.now(), title: clean };
    await this.write(conversation.id, [event], conversation);
    return applyEvent(conversation, event);
  }

  async remove(conversationId: string): Promise<void> {
    await this.writing.get(conversationId)?.catch(() => undefined);
    await this.parts.files.remove(`${conversationId}.jsonl`);
    this.writing.delete(conversationId);
    this.readBytes -= this.read.get(conversationId)?.bytes ?? 0;
    this.read.delete(conversationId);
  }

  private async rescue(
    conversationId: string,
    events: readonly JournalEvent[],
    badLines: number,
  ): Promise<void> {
    const keptAs = `${conversationId}.damaged-${this.parts.clock.now()}`;
    await this.parts.files.rename(`${conversationId}.jsonl`, keptAs);
    if (events.length > 0) {
      await this.parts.files.write(`${conversationId}.jsonl`, events.map(journalLine).join(''));
    }
    this.log.warn(`conversation ${conversationId}: ${badLines} unreadable lines, kept as ${keptAs}`);
    this.setAside.fire({ conversationId, keptAs, badLines });
  }
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
