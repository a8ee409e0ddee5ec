/** How does VS Code's own chat use our models? As a language model and as the participant `@tandem`; same gate, door and ledger. */

import * as vscode from 'vscode';

import { Disposables, type Disposable } from '../core/base/disposables.ts';
import type { Attachment, Question, Turn } from '../core/conversation/conversation.ts';
import { requestText } from '../core/model/tools.ts';
import { AnswerFailed, answerMessages } from '../core/pipelines/answerMessages.ts';
import type { Agree, AnswerStages } from '../core/pipelines/answerStages.ts';
import { answerTurn } from '../core/pipelines/answerTurn.ts';
import { answerRoom } from '../core/prompt/chatPrompt.ts';
import type { LocalModels } from '../core/server/localModels.ts';
import { problemSentence } from './chatViewState.ts';
import { modelRequest, responsePart } from './modelMessages.ts';

export interface ModelProviderParts {
  readonly stages: AnswerStages & { readonly models: Pick<LocalModels, 'onDidChangeState'> };
  /** Consent to exactly one preview. */
  readonly agree: Agree;
  /** What the person put beside a question in VS Code's chat. */
  readonly attached: (references: readonly vscode.ChatPromptReference[]) => Promise<readonly Attachment[]>;
  readonly rules: () => Promise<readonly Attachment[]>;
}

/** Registers `tandem` as a vendor of language models, and the participant where VS Code has its chat. */
export function registerModelProvider(parts: ModelProviderParts): Disposable {
  const held = new Disposables();
  held.add(vscode.lm.registerLanguageModelChatProvider('tandem', held.add(new LocalModelProvider(parts))));
  held.add(
    vscode.chat.createChatParticipant('tandem.participant', (request, context, stream, token) =>
      participate(parts, { request, context, stream }, abortOf(token)),
    ),
  );
  return held;
}

class LocalModelProvider implements vscode.LanguageModelChatProvider, Disposable {
  private readonly parts: ModelProviderParts;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly held = new Disposables();

  readonly onDidChangeLanguageModelChatInformation = this.changed.event;

  constructor(parts: ModelProviderParts) {
    this.parts = parts;
    this.held.add(this.changed);
    this.held.add(parts.stages.models.onDidChangeState(() => this.changed.fire()));
  }

  dispose(): void {
    this.held.dispose();
  }

  async provideLanguageModelChatInformation(): Promise<vscode.LanguageModelChatInformation[]> {
    const model = await this.parts.stages.models.chat();
    if (!model.ok) return [];
    const { value } = model;
    const room = answerRoom(value.contextTokens);
    return [
      {
        id: value.model,
        name: value.isDemo ? `${value.model} (demo)` : value.model,
        family: value.family,
        version: '1',
        tooltip: vscode.l10n.t('On your own server {0}', value.host),
        maxInputTokens: Math.max(1, value.contextTokens - room),
        maxOutputTokens: room,
        // VS Code's chat offers only models that call tools.
        capabilities: { toolCalling: value.callsTools },
      },
    ];
  }

  async provideLanguageModelChatResponse(
    _model: vscode.LanguageModelChatInformation,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    options: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const answer = await answerMessages(this.parts.stages, modelRequest(messages, options), abortOf(token));
    if (!answer.ok) throw new Error(problemSentence(answer.reason, '', answer.detail ?? ''));
    try {
      for await (const piece of answer.value) progress.report(responsePart(piece));
    } catch (failure) {
      if (!(failure instanceof AnswerFailed)) throw failure;
      throw new Error(problemSentence(failure.problem, failure.host, failure.detail), { cause: failure });
    }
  }

  provideTokenCount(
    _model: vscode.LanguageModelChatInformation,
    text: string | vscode.LanguageModelChatRequestMessage,
  ): Promise<number> {
    const plain = typeof text === 'string' ? text : requestText(modelRequest([text], {}));
    return Promise.resolve(this.parts.stages.models.estimateTokens(plain));
  }
}

interface Participation {
  readonly request: vscode.ChatRequest;
  readonly context: vscode.ChatContext;
  readonly stream: vscode.ChatResponseStream;
}

async function participate(
  { stages, agree, attached, rules }: ModelProviderParts,
  { request, context, stream }: Participation,
  signal: AbortSignal,
): Promise<void> {
  const question: Question = {
    text: request.prompt,
    attachments: await attached(request.references),
    askCloud: false,
  };
  const events = answerTurn(
    stages,
    {
      conversationId: 'vscode-chat',
      turnId: stages.newId(),
      question,
      history: historyOf(context),
      rules: await rules(),
      start: 'local',
      consented: false,
      agree,
    },
    signal,
  );
  for await (const event of events) {
    if (event.type === 'answerStarted' && event.model !== '') {
      const route = event.route === 'local' ? vscode.l10n.t('local') : vscode.l10n.t('cloud');
      stream.progress(`${route}: ${event.model}`);
    } else if (event.type === 'answerText') {
      stream.markdown(event.text);
    } else if (event.type === 'answerEnded') {
      if (event.end.problem !== undefined) {
        stream.markdown(`\n\n${problemSentence(event.end.problem, '', event.end.problemDetail ?? '')}`);
      }
      for (const check of event.end.failedChecks) stream.markdown(`\n\n> ${check.name}: ${check.message}`);
    }
  }
}

function historyOf(context: vscode.ChatContext): Turn[] {
  const turns: Turn[] = [];
  let asked = '';
  context.history.forEach((each, at) => {
    if (each instanceof vscode.ChatRequestTurn) {
      asked = each.prompt;
      return;
    }
    const text = each.response
      .map((part) => (part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : ''))
      .join('');
    turns.push(pastTurn(String(at), asked, text));
  });
  return turns;
}

function pastTurn(id: string, question: string, text: string): Turn {
  return {
    id,
    parentId: null,
    time: 0,
    question: { text: question, attachments: [], askCloud: false },
    selectedAnswerId: null,
    answers: [
      {
        id,
        time: 0,
        route: 'local',
        model: '',
        host: '',
        isDemo: false,
        reason: 'default',
        text,
        reasoning: '',
        status: 'done',
        failedChecks: [],
        awaitsDecision: false,
        leftOut: [],
        tokensIn: 0,
        tokensOut: 0,
        costUsd: 0,
        ms: 0,
      },
    ],
  };
}

function abortOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
