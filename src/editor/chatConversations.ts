/** How does the chat view list, open, rename, export and delete conversations? */

import * as vscode from 'vscode';

import type { ConversationStore } from '../core/conversation/conversationStore.ts';
import { exportMarkdown } from '../core/conversation/exportMarkdown.ts';
import type { ChatSession } from '../core/pipelines/chatSession.ts';
import { chatCommands, chatRequests, type ConversationItem } from '../protocol/chat.ts';
import { wantsToDelete } from './chatQuestions.ts';
import type { WebviewChannel } from './webviewShell.ts';

export interface ConversationParts {
  readonly session: ChatSession;
  readonly store: ConversationStore;
}

export function listenForConversations(channel: WebviewChannel, parts: ConversationParts): void {
  const { session } = parts;
  channel.onRequest(chatRequests.conversations, ({ query }) => listed(parts, query));
  channel.onCommand(chatCommands.openConversation, async ({ conversationId }) => {
    if (!(await session.open(conversationId))) {
      void vscode.window.showWarningMessage(vscode.l10n.t('This conversation can no longer be read.'));
    }
  });
  channel.onCommand(chatCommands.renameConversation, ({ conversationId, title }) =>
    session.rename(conversationId, title),
  );
  channel.onCommand(chatCommands.deleteConversation, async ({ conversationId }) => {
    const title = (await session.loaded(conversationId))?.title ?? '';
    if (await wantsToDelete(title)) await session.remove(conversationId);
  });
  channel.onCommand(chatCommands.exportConversation, async ({ conversationId }) => {
    const conversation = await session.loaded(conversationId);
    if (conversation === undefined) return;
    const document = await vscode.workspace.openTextDocument({
      language: 'markdown',
      content: exportMarkdown(conversation),
    });
    await vscode.window.showTextDocument(document, { preview: false });
  });
}

async function listed({ session, store }: ConversationParts, query: string): Promise<ConversationItem[]> {
  const openId = session.snapshot.conversation.id;
  const format = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (await store.list(query)).map((summary) => ({
    ...summary,
    title: summary.title === '' ? vscode.l10n.t('Untitled') : summary.title,
    when: format.format(summary.updated),
    isOpen: summary.id === openId,
  }));
}
