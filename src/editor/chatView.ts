/** How does the chat view show the session and hand on what the person does in it? */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import { tagged, type Log } from '../core/base/log.ts';
import { findAnswer, findTurn, selectedAnswer, type Attachment } from '../core/conversation/conversation.ts';
import type { ConversationStore, SetAside } from '../core/conversation/conversationStore.ts';
import type { ChatSession } from '../core/pipelines/chatSession.ts';
import type { StreamedText } from '../core/pipelines/openConversations.ts';
import {
  chatCommands,
  chatNotifications,
  chatRequests,
  type ChatState,
  type MentionView,
} from '../protocol/chat.ts';
import { AnswerDocuments } from './answerDocuments.ts';
import { actOnCode, type ApplyCode } from './chatCode.ts';
import { chatViewState, longestShown, withdrawnSentence, type CloudFacts } from './chatViewState.ts';
import { listenForConversations } from './chatConversations.ts';
import { openFile, openLink } from './chatQuestions.ts';
import { chatWords } from './chatWords.ts';
import { registerCommand } from './commands.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';
import { openPage, WebviewChannel } from './webviewShell.ts';

/** What an offer stands for at this moment. */
export interface Resolved {
  readonly attachments: readonly Attachment[];
  /** A sentence that says why there is none. */
  readonly nothing: string;
}

/** What a person can put beside a question. */
export interface ChatContext {
  mentions(query: string): Promise<readonly MentionView[]>;
  resolve(mentionId: string): Promise<Resolved>;
  dropped(uris: readonly string[]): Promise<readonly Attachment[]>;
  /** The current selection, offered until taken. */
  offered(): Attachment | undefined;
  readonly onDidChangeOffered: vscode.Event<void>;
}

export interface ChatViewParts {
  readonly extensionUri: vscode.Uri;
  readonly session: ChatSession;
  readonly store: ConversationStore;
  readonly context: ChatContext;
  readonly estimateTokens: (text: string) => number;
  readonly cloud: () => CloudFacts;
  readonly applyCode: ApplyCode;
  readonly index: Pick<WorkspaceIndex, 'start' | 'state' | 'onDidChangeState' | 'setPausedByPerson'>;
  readonly log: Log;
}

/** Streamed text reaches the view at most this often: three frames, as often as VS Code's own chat draws. */
const batchMs = 48;
const countingMs = 400;

/** Registers the view `tandem.chat` and its three commands. */
export function registerChatView(parts: ChatViewParts): Disposable {
  const held = new Disposables();
  const view = held.add(new ChatView(parts));
  held.add(vscode.window.registerWebviewViewProvider('tandem.chatView', view));
  const log = tagged(parts.log, 'conversation');
  held.add(registerCommand('tandem.chat.focus', log, () => view.focus()));
  held.add(
    registerCommand('tandem.chat.new', log, async () => {
      await parts.session.startNew();
      await view.focus();
    }),
  );
  held.add(
    registerCommand('tandem.chat.askCloud', log, async () => {
      await view.focus();
      await parts.session.askCloud();
    }),
  );
  return held;
}

/** Nothing is lost silently: the person is told where the damaged file is. */
export function tellSetAside({ keptAs }: SetAside): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t(
      'A conversation was damaged on disk. What could be read is shown; the damaged file is kept as {0}.',
      keptAs,
    ),
  );
}

class ChatView implements vscode.WebviewViewProvider, Disposable {
  private readonly parts: ChatViewParts;
  private readonly log: Log;
  private readonly held = new Disposables();
  private readonly answers = this.held.add(new AnswerDocuments());
  private channel: WebviewChannel | undefined;
  private view: vscode.WebviewView | undefined;
  private posting: NodeJS.Timeout | undefined;
  private counting: NodeJS.Timeout | undefined;
  private waiting = new Map<string, StreamedText>();
  private shown = new Map<string, number>();
  private wantsFocus = false;
  private isRestored = false;

  constructor(parts: ChatViewParts) {
    this.parts = parts;
    this.log = tagged(parts.log, 'conversation');
    this.held.add(parts.session.onDidChange(() => this.postState()));
    this.held.add(parts.session.onDidStream((text) => this.queue(text)));
    this.held.add(
      parts.session.onDidWithdraw(({ text, because }) => {
        this.channel?.post(chatNotifications.draft, { text });
        this.note(withdrawnSentence(because));
      }),
    );
    this.held.add(parts.context.onDidChangeOffered(() => this.postAround()));
    this.held.add(parts.index.onDidChangeState(() => this.postIndex()));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.channel?.dispose();
    this.view = view;
    const channel = new WebviewChannel(view.webview, this.log);
    this.channel = channel;
    this.listen(channel);
    listenForConversations(channel, this.parts);
    this.listenForContext(channel);
    view.onDidDispose(() => {
      channel.dispose();
      if (this.channel === channel) this.channel = undefined;
    });
    openPage(view.webview, this.parts.extensionUri, {
      name: 'chat',
      title: 'Tandem',
      words: chatWords(),
    });
  }

  async focus(): Promise<void> {
    this.wantsFocus = true;
    await vscode.commands.executeCommand('workbench.view.extension.tandem');
    this.view?.show(false);
    this.channel?.post(chatNotifications.focus, {});
  }

  dispose(): void {
    clearTimeout(this.posting);
    clearTimeout(this.counting);
    this.channel?.dispose();
    this.held.dispose();
  }

  private listen(channel: WebviewChannel): void {
    const { session } = this.parts;
    channel.onCommand(chatCommands.ready, async () => {
      this.postState();
      if (this.wantsFocus) channel.post(chatNotifications.focus, {});
      this.wantsFocus = false;
      await (this.isRestored ? session.refresh() : session.restore());
      this.isRestored = true;
      this.parts.index.start();
    });
    channel.onCommand(chatCommands.send, ({ text }) => session.send(text));
    channel.onCommand(chatCommands.stop, () => session.stop());
    channel.onCommand(chatCommands.askCloudNext, ({ on }) => session.setAskCloudNext(on));
    channel.onCommand(chatCommands.decide, ({ turnId, answerId, choice }) =>
      session.decide(turnId, answerId, choice),
    );
    channel.onCommand(chatCommands.decidePending, ({ send }) => session.decidePending(send));
    channel.onCommand(chatCommands.pauseIndex, ({ on }) => this.parts.index.setPausedByPerson(on));
    channel.onCommand(chatCommands.preview, ({ turnId }) =>
      session.preview(turnId === '' ? undefined : turnId),
    );
    channel.onCommand(chatCommands.compare, ({ turnId }) => this.compare(turnId));
    channel.onCommand(chatCommands.regenerate, ({ turnId }) => session.regenerate(turnId));
    channel.onCommand(chatCommands.editTurn, ({ turnId, text }) => session.editTurn(turnId, text));
    channel.onCommand(chatCommands.deleteTurn, ({ turnId }) => session.deleteTurn(turnId));
    channel.onCommand(chatCommands.selectAnswer, ({ turnId, answerId }) =>
      session.selectAnswer(turnId, answerId),
    );
    channel.onCommand(chatCommands.selectBranch, ({ turnId }) => session.selectBranch(turnId));
    channel.onCommand(chatCommands.code, async ({ action, ...block }) =>
      this.say(await actOnCode(action, block, this.parts.applyCode)),
    );
    channel.onCommand(chatCommands.copyAnswer, async ({ answerId }) => {
      const found = findAnswer(session.snapshot.conversation, answerId);
      if (found === undefined) return;
      await vscode.env.clipboard.writeText(found.answer.text);
      this.say(vscode.l10n.t('Copied.'));
    });
    channel.onCommand(chatCommands.openLink, ({ url }) => openLink(url));
    channel.onCommand(chatCommands.openFile, ({ path, line }) => openFile(path, line));
    channel.onCommand(chatCommands.connect, () => vscode.commands.executeCommand('tandem.connect'));
  }

  private listenForContext(channel: WebviewChannel): void {
    const { session, context } = this.parts;
    channel.onRequest(chatRequests.mentions, async ({ query }) => [...(await context.mentions(query))]);
    channel.onCommand(chatCommands.addMention, async ({ mentionId }) => {
      const { attachments, nothing } = await context.resolve(mentionId);
      session.attach(attachments);
      if (attachments.length === 0) this.note(nothing);
    });
    channel.onCommand(chatCommands.dropFiles, async ({ uris }) => {
      const dropped = await context.dropped(uris);
      session.attach(dropped);
      if (dropped.length === 0) this.note(vscode.l10n.t('Only text files of this workspace can be added.'));
    });
    channel.onCommand(chatCommands.removeChip, ({ chipId }) => session.detach(chipId));
    channel.onCommand(chatCommands.takeOffered, () => {
      const offered = context.offered();
      if (offered !== undefined) session.attach([offered]);
    });
  }

  /** The answer that is shown and the one before it. */
  private async compare(turnId: string): Promise<void> {
    const turn = findTurn(this.parts.session.snapshot.conversation, turnId);
    const right = turn === undefined ? undefined : selectedAnswer(turn);
    if (turn === undefined || right === undefined) return;
    const left = turn.answers.at(turn.answers.indexOf(right) - 1);
    if (left === undefined || left === right) return;
    await this.answers.compare(left, right);
  }

  private postState(): void {
    if (this.channel === undefined) return;
    this.flush();
    const { conversation } = this.parts.session.snapshot;
    this.shown = new Map(
      conversation.turns.flatMap((turn) =>
        turn.answers.map((answer) => [answer.id, answer.text.length] as const),
      ),
    );
    this.channel.post(chatNotifications.state, this.state());
  }

  private postAround(): void {
    const { chips, context, index } = this.state([]);
    this.channel?.post(chatNotifications.around, { chips, context, index });
  }

  /** @param turns absent: those of the conversation */
  private state(turns?: []): ChatState {
    const { session, context, cloud, estimateTokens } = this.parts;
    const { snapshot } = session;
    const isTaken = snapshot.chips.some((chip) => chip.kind === 'selection');
    const around = { offered: isTaken ? undefined : context.offered(), index: this.parts.index.state };
    const shown =
      turns === undefined ? snapshot : { ...snapshot, conversation: { ...snapshot.conversation, turns } };
    return chatViewState(shown, cloud(), estimateTokens, around);
  }

  /** Files are counted faster than anyone reads. */
  private postIndex(): void {
    if (this.parts.index.state === undefined) this.postAround();
    this.counting ??= setTimeout(() => {
      this.counting = undefined;
      this.postAround();
    }, countingMs);
  }

  private queue(streamed: StreamedText): void {
    if (streamed.conversationId !== this.parts.session.snapshot.conversation.id) return;
    const before = this.waiting.get(streamed.answerId);
    this.waiting.set(streamed.answerId, {
      ...streamed,
      text: (before?.text ?? '') + streamed.text,
      reasoning: (before?.reasoning ?? '') + streamed.reasoning,
    });
    this.posting ??= setTimeout(() => this.flush(), batchMs);
  }

  private flush(): void {
    clearTimeout(this.posting);
    this.posting = undefined;
    const waiting = this.waiting;
    this.waiting = new Map();
    for (const { answerId, text, reasoning } of waiting.values()) {
      const length = (this.shown.get(answerId) ?? 0) + text.length;
      this.shown.set(answerId, length);
      if (length <= longestShown) {
        this.channel?.post(chatNotifications.chunk, { answerId, text, reasoning });
      }
    }
  }

  private note(sentence: string): void {
    if (sentence !== '') this.channel?.post(chatNotifications.note, { sentence });
  }

  private say(sentence: string): void {
    if (sentence !== '') this.channel?.post(chatNotifications.said, { sentence });
  }
}
