/** Which conversations hold these words? */

import type { Conversation } from './conversation.ts';

export interface ConversationSummary {
  readonly id: string;
  readonly title: string;
  readonly updated: number;
  readonly turns: number;
  /** The place where the words were found, on one line; empty without a query. */
  readonly excerpt: string;
}

/** What of a conversation is searched. */
export interface Searchable extends Omit<ConversationSummary, 'excerpt'> {
  /** Questions and answers in order. */
  readonly texts: readonly string[];
}

export function searchable({ id, title, updated, turns }: Conversation): Searchable {
  return { id, title, updated, turns: turns.length, texts: turns.flatMap(textsOfTurn) };
}

/** Newest first. Every word of the query must occur, letter case aside, in the title, a question or an answer. */
export function searchConversations(
  conversations: readonly Searchable[],
  query: string,
): readonly ConversationSummary[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found: ConversationSummary[] = [];
  for (const conversation of conversations) {
    const { texts, ...summary } = conversation;
    const lower = words.length === 0 ? [] : [summary.title, ...texts].map((text) => text.toLowerCase());
    if (!words.every((word) => lower.some((text) => text.includes(word)))) continue;
    found.push({ ...summary, excerpt: words[0] === undefined ? '' : excerpt(texts, words[0]) });
  }
  return found.sort((a, b) => b.updated - a.updated);
}

function textsOfTurn(turn: Conversation['turns'][number]): string[] {
  return [turn.question.text, ...turn.answers.map((answer) => answer.text)];
}

function excerpt(texts: readonly string[], word: string): string {
  for (const text of texts) {
    const at = text.toLowerCase().indexOf(word);
    if (at === -1) continue;
    const start = Math.max(0, at - 30);
    const end = Math.min(text.length, at + word.length + 50);
    const middle = text.slice(start, end).replace(/\s+/g, ' ').trim();
    return `${start > 0 ? '…' : ''}${middle}${end < text.length ? '…' : ''}`;
  }
  return '';
}
