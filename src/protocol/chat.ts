/** What do the chat view and its host say to each other? */

import * as z from 'zod';

import { command, notification, request } from './channel.ts';

const id = z.string().min(1).max(128);
/** What a view may send back as text: an answer's code block at most. */
const text = z.string().max(4_000_000);

export const chipView = z.object({
  id,
  kind: z.string(),
  label: z.string(),
  detail: z.string(),
  tokens: z.number(),
  /** The cloud never sees it. */
  staysLocal: z.boolean(),
  /** Offered, not yet taken: the current selection. */
  offered: z.boolean(),
});
export type ChipView = z.infer<typeof chipView>;

export const answerView = z.object({
  id,
  route: z.enum(['local', 'cloud']),
  model: z.string(),
  host: z.string(),
  isDemo: z.boolean(),
  /** Why it was escalated or repaired; empty for a plain local answer. */
  why: z.string(),
  text: z.string(),
  /** The answer is longer than what is shown. */
  clipped: z.boolean(),
  reasoning: z.string(),
  status: z.enum(['streaming', 'done', 'stopped', 'interrupted', 'failed']),
  /** One sentence: what went wrong on which host and what to do. */
  problem: z.string(),
  failedChecks: z.array(z.object({ name: z.string(), message: z.string() })),
  /** The checks failed and the person has not decided yet. */
  awaitsDecision: z.boolean(),
  /** Whether the door is open at all, so that `Ask the cloud` can be offered. */
  canAskCloud: z.boolean(),
  leftOut: z.array(z.string()),
  /** Tokens, cost and time in one line. */
  figures: z.string(),
});
export type AnswerView = z.infer<typeof answerView>;

export const turnView = z.object({
  id,
  question: z.string(),
  command: z.string(),
  attachments: z.array(z.object({ kind: z.string(), label: z.string(), staysLocal: z.boolean() })),
  answers: z.array(answerView),
  selectedAnswerId: z.string(),
  /** Other versions of this question, oldest first, this one among them. */
  branches: z.array(id),
});
export type TurnView = z.infer<typeof turnView>;

export const conversationItem = z.object({
  id,
  title: z.string(),
  /** Milliseconds since 1970. */
  updated: z.number(),
  when: z.string(),
  turns: z.number(),
  excerpt: z.string(),
  isOpen: z.boolean(),
});
export type ConversationItem = z.infer<typeof conversationItem>;

export const slashCommandView = z.object({ name: z.string(), title: z.string(), source: z.string() });
export type SlashCommandView = z.infer<typeof slashCommandView>;

export const mentionView = z.object({
  id,
  kind: z.string(),
  label: z.string(),
  detail: z.string(),
  staysLocal: z.boolean(),
});
export type MentionView = z.infer<typeof mentionView>;

export const chatState = z.object({
  conversationId: z.string(),
  title: z.string(),
  turns: z.array(turnView),
  isWorking: z.boolean(),
  /** The question whose context is looked up before it is asked; empty where there is none. */
  preparing: z.string(),
  model: z.object({ name: z.string(), host: z.string(), isDemo: z.boolean() }).nullable(),
  /** Why no model can be asked; empty when one can. */
  notice: z.string(),
  chips: z.array(chipView),
  rules: z.array(z.string()),
  context: z.object({
    usedTokens: z.number(),
    contextTokens: z.number(),
    /** Of `contextTokens`, kept for the answer. */
    answerTokens: z.number(),
    leftOut: z.array(z.string()),
  }),
  cloud: z.object({ isConfigured: z.boolean(), name: z.string(), askNext: z.boolean() }),
  slashCommands: z.array(slashCommandView),
  /** How far the codebase is read; `null` where nothing is being read. */
  index: z.object({ done: z.number(), total: z.number(), isPaused: z.boolean() }).nullable(),
  /** A request to the cloud that waits for the person's word. */
  pending: z.object({ turnId: id, sentence: z.string() }).nullable(),
});
export type ChatState = z.infer<typeof chatState>;

/** What changes with every selection: a long conversation is not sent again for it. */
export const aroundState = chatState.pick({ chips: true, context: true, index: true });

export const codeActions = ['copy', 'insert', 'apply', 'newFile', 'run'] as const;
export type CodeAction = (typeof codeActions)[number];

export const chatNotifications = {
  state: notification('state', chatState),
  around: notification('around', aroundState),
  chunk: notification('chunk', z.object({ answerId: id, text: z.string(), reasoning: z.string() })),
  focus: notification('focus', z.object({})),
  /** Goes back into the box, before what is in it. */
  draft: notification('draft', z.object({ text: z.string() })),
  /** A short sentence for the live region: copied, inserted... */
  said: notification('said', z.object({ sentence: z.string() })),
  /** A short sentence beside the box, e.g. why nothing was added. */
  note: notification('note', z.object({ sentence: z.string() })),
  showConversations: notification('showConversations', z.object({})),
} as const;

const none = z.object({});

export const chatCommands = {
  ready: command('ready', none),
  send: command('send', z.object({ text })),
  stop: command('stop', none),
  askCloudNext: command('askCloudNext', z.object({ on: z.boolean() })),
  decide: command(
    'decide',
    z.object({
      turnId: id,
      answerId: id,
      choice: z.enum(['send', 'sendForConversation', 'tryAgainHere', 'keep']),
    }),
  ),
  decidePending: command('decidePending', z.object({ send: z.boolean() })),
  pauseIndex: command('pauseIndex', z.object({ on: z.boolean() })),
  preview: command('preview', z.object({ turnId: z.string().max(128) })),
  compare: command('compare', z.object({ turnId: id })),
  regenerate: command('regenerate', z.object({ turnId: id })),
  editTurn: command('editTurn', z.object({ turnId: id, text })),
  deleteTurn: command('deleteTurn', z.object({ turnId: id })),
  selectAnswer: command('selectAnswer', z.object({ turnId: id, answerId: id })),
  selectBranch: command('selectBranch', z.object({ turnId: id })),
  openConversation: command('openConversation', z.object({ conversationId: id })),
  renameConversation: command(
    'renameConversation',
    z.object({ conversationId: id, title: z.string().max(200) }),
  ),
  deleteConversation: command('deleteConversation', z.object({ conversationId: id })),
  exportConversation: command('exportConversation', z.object({ conversationId: id })),
  addMention: command('addMention', z.object({ mentionId: z.string().min(1).max(4096) })),
  removeChip: command('removeChip', z.object({ chipId: id })),
  takeOffered: command('takeOffered', z.object({ chipId: id })),
  dropFiles: command('dropFiles', z.object({ uris: z.array(z.string().max(4096)).max(100) })),
  code: command(
    'code',
    z.object({ action: z.enum(codeActions), text, language: z.string().max(64), path: z.string().max(1024) }),
  ),
  copyAnswer: command('copyAnswer', z.object({ turnId: id, answerId: id })),
  openLink: command('openLink', z.object({ url: z.string().max(8192) })),
  openFile: command('openFile', z.object({ path: z.string().max(1024), line: z.number().int().min(0) })),
  connect: command('connect', none),
} as const;

export const chatRequests = {
  mentions: request(
    'mentions',
    z.object({ query: z.string().max(256) }),
    z.array(mentionView.extend({ id: z.string().min(1).max(4096) })),
  ),
  conversations: request(
    'conversations',
    z.object({ query: z.string().max(256) }),
    z.array(conversationItem),
  ),
} as const;
