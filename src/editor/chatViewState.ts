/** How does a chat session look on screen? Core's reasons and figures become sentences here. */

import * as vscode from 'vscode';

import {
  activeTurns,
  siblings,
  type Answer,
  type Attachment,
  type Conversation,
  type LeftOut,
  type Turn,
} from '../core/conversation/conversation.ts';
import type { Withdrawn } from '../core/pipelines/chatSession.ts';
import type { ChatSnapshot } from '../core/pipelines/chatSnapshot.ts';
import { usdText } from '../core/usage/usdText.ts';
import { consentQuestion } from './consent.ts';
import type { IndexState } from './workspaceIndex.ts';
import type { AnswerView, ChatState, ChipView, TurnView } from '../protocol/chat.ts';
import { refusalWords } from './doorWords.ts';
import { serverProblemWords } from './serverWords.ts';
import { findingText } from './checkWords.ts';

export interface CloudFacts {
  readonly isConfigured: boolean;
  /** Provider and model, as shown beside the switch. */
  readonly name: string;
}

/** What the view shows beside the session's own state. */
export interface Around {
  /** The current selection, where it is not yet taken. */
  readonly offered: Attachment | undefined;
  readonly index: IndexState | undefined;
}

/** More of an answer than this is not sent to the view, in UTF-16 code units. */
export const longestShown = 1_000_000;

export function chatViewState(
  snapshot: ChatSnapshot,
  cloud: CloudFacts,
  estimateTokens: (text: string) => number,
  around: Around,
): ChatState {
  const { conversation, model } = snapshot;
  const chips = snapshot.chips.map((chip) => chipView(chip, estimateTokens, false));
  if (around.offered !== undefined) chips.push(chipView(around.offered, estimateTokens, true));
  return {
    conversationId: conversation.id,
    title: conversation.title,
    turns: activeTurns(conversation).map((turn) => turnView(conversation, turn, cloud)),
    isWorking: snapshot.isWorking,
    preparing: snapshot.preparing ?? '',
    model: model === undefined ? null : { name: model.model, host: model.host, isDemo: model.isDemo },
    notice: snapshot.noModel === undefined ? '' : problemSentence(snapshot.noModel, '', ''),
    chips,
    rules: snapshot.rules.map((rule) => rule.label),
    context: {
      usedTokens: snapshot.context.usedTokens,
      contextTokens: snapshot.context.contextTokens,
      answerTokens: snapshot.context.answerTokens,
      leftOut: snapshot.context.leftOut.map(leftOutWords),
    },
    cloud: { ...cloud, askNext: snapshot.askCloudNext },
    slashCommands: snapshot.slashCommands.map(({ name, source }) => ({
      name,
      title: slashTitle(name, source),
      source: source === 'tandem' ? '' : source,
    })),
    index: around.index ?? null,
    pending:
      snapshot.pending === undefined
        ? null
        : { turnId: snapshot.pending.turnId, sentence: consentQuestion(snapshot.pending.preview) },
  };
}

function turnView(conversation: Conversation, turn: Turn, cloud: CloudFacts): TurnView {
  return {
    id: turn.id,
    question: turn.question.text,
    command: turn.question.command ?? '',
    attachments: turn.question.attachments.map(({ kind, label, staysLocal }) => ({
      kind,
      label,
      staysLocal,
    })),
    answers: turn.answers.map((answer) => answerView(answer, cloud)),
    selectedAnswerId: turn.selectedAnswerId ?? '',
    branches: siblings(conversation, turn.id).map((each) => each.id),
  };
}

function answerView(answer: Answer, cloud: CloudFacts): AnswerView {
  return {
    id: answer.id,
    route: answer.route,
    model: answer.model,
    host: answer.host,
    isDemo: answer.isDemo,
    why: whySentence(answer),
    text: answer.text.slice(0, longestShown),
    clipped: answer.text.length > longestShown,
    reasoning: answer.reasoning.slice(0, longestShown),
    status: answer.status,
    problem:
      answer.problem === undefined
        ? ''
        : problemSentence(answer.problem, answer.host, answer.problemDetail ?? ''),
    failedChecks: answer.failedChecks.map(({ name, message }) => ({
      name,
      message: findingText({ name, message }),
    })),
    awaitsDecision: answer.awaitsDecision,
    canAskCloud: cloud.isConfigured,
    leftOut: answer.leftOut.map(leftOutWords),
    figures: figures(answer),
  };
}

function chipView(chip: Attachment, estimateTokens: (text: string) => number, offered: boolean): ChipView {
  return {
    id: chip.id,
    kind: chip.kind,
    label: chip.label,
    detail: chip.paths.join(', '),
    tokens: estimateTokens(chip.text),
    staysLocal: chip.staysLocal,
    offered,
  };
}

/** Why this answer is not simply the local model's first one; empty where it is. */
function whySentence(answer: Answer): string {
  const t = vscode.l10n.t;
  if (answer.reason === 'default') return '';
  if (answer.reason.startsWith('repair:')) {
    return t(
      'second try here: the first answer failed {0}',
      checkWords(answer.reason.slice('repair:'.length)),
    );
  }
  if (answer.reason === 'userOptIn') return t('you asked for the cloud');
  return t('escalated: the local answer failed {0}', checkWords(answer.reason));
}

function checkWords(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function figures(answer: Answer): string {
  const t = vscode.l10n.t;
  if (answer.status === 'streaming' || answer.tokensIn + answer.tokensOut === 0) return '';
  const number = new Intl.NumberFormat(vscode.env.language);
  const cost = answer.costUsd === null ? t('price unknown') : usdText(answer.costUsd);
  return t(
    '{0} tokens in, {1} out, {2}, {3} s',
    number.format(answer.tokensIn),
    number.format(answer.tokensOut),
    cost,
    (answer.ms / 1000).toFixed(1),
  );
}

function leftOutWords(left: LeftOut): string {
  const t = vscode.l10n.t;
  switch (left.kind) {
    case 'attachment':
    case 'rules':
      return left.label;
    case 'endOfAttachment':
      return t('the end of {0} ({1}% fits)', left.label, left.figure);
    case 'earlierTurns':
      return left.figure === 1 ? t('the first turn') : t('the first {0} turns', left.figure);
    case 'earlierAttachments':
      return t('attachments of {0} earlier turns', left.figure);
    case 'question':
      return t('the question itself');
  }
}

function slashTitle(name: string, source: string): string {
  const t = vscode.l10n.t;
  if (source !== 'tandem') return source;
  switch (name) {
    case 'explain':
      return t('Explain this code');
    case 'fix':
      return t('Find and correct the error');
    case 'edit':
      return t('Change files');
    case 'tests':
      return t('Write tests');
    case 'docs':
      return t('Write documentation');
    case 'review':
      return t('Review the working changes');
    case 'commit':
      return t('Write a commit message');
    case 'new':
      return t('Start a new conversation');
    default:
      return name;
  }
}

/** Why a question was not asked, where the person did not stop it. */
export function withdrawnSentence(because: Withdrawn['because']): string {
  switch (because) {
    case 'stopped':
      return '';
    case 'working':
      return vscode.l10n.t('Not asked: an answer is still on its way.');
    case 'noChanges':
      return vscode.l10n.t('Not asked: there are no changes in the repository.');
    case 'nothingOpen':
      return vscode.l10n.t('Not asked: open a file, select code or add context with @ first.');
  }
}

/** What happened, on which host, and what to do. */
export function problemSentence(problem: string, host: string, detail: string): string {
  const known = serverProblemWords(problem, { host, detail, use: 'chat' });
  if (known !== undefined) return known;
  return problem === 'answerTooLong'
    ? vscode.l10n.t('The answer did not end; the connection was closed.')
    : refusalSentence(problem, detail);
}

function refusalSentence(problem: string, detail: string): string {
  const t = vscode.l10n.t;
  const known = refusalWords(problem, detail);
  if (known !== undefined) return known;
  return detail === ''
    ? t('Nothing was sent: {0}.', problem)
    : t('Nothing was sent: {0}. {1}', problem, detail);
}
