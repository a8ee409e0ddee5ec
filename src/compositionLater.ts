/** The second half of the wiring diagram: what is read soon after activation, or when one of its commands is run. */

import path from 'node:path';

import * as vscode from 'vscode';

import type { Clock } from './core/base/clock.ts';
import type { KeyValueStore } from './core/base/ports.ts';
import type { Gate } from './core/gate/gate.ts';
import type { CompletionStages } from './core/pipelines/completionStages.ts';
import type { ManagedLocalModels } from './core/pipelines/localModels.ts';
import { serverOrigins } from './core/server/serverOrigins.ts';
import type { Approvals } from './core/settings/approvals.ts';
import type { createAuditLog } from './editor/auditLog.ts';
import type { KeyStore } from './editor/keyStore.ts';
import type { Pause } from './editor/pause.ts';
import type { SettingsReader } from './editor/settingsReader.ts';
import type { TeamProfiles } from './editor/teamProfile.ts';
import { Disposables, type Disposable } from './core/base/disposables.ts';
import { cloudModels } from './core/cloud/cloudModels.ts';
import type { CloudPolicy } from './core/cloud/cloudPorts.ts';
import { cloudAddress } from './core/cloud/cloudTarget.ts';
import { openCloudDoor } from './core/cloud/openCloudDoor.ts';
import { activeTurns, selectedAnswer, type Attachment } from './core/conversation/conversation.ts';
import { ConversationStore } from './core/conversation/conversationStore.ts';
import type { AnswerStages } from './core/pipelines/answerStages.ts';
import { askCloud } from './core/pipelines/askCloud.ts';
import { ChatSession } from './core/pipelines/chatSession.ts';
import { redactionForDoor } from './core/pipelines/redactionForDoor.ts';
import { routeAnswer } from './core/pipelines/routeAnswer.ts';
import { repairInstruction } from './core/router/repairInstruction.ts';
import { createPriceList } from './core/usage/prices.ts';
import { auditFolder, dayOf } from './editor/auditLog.ts';
import { registerAuditView } from './editor/auditView.ts';
import { EditorChatContext } from './editor/chatContext.ts';
import { teamRules } from './editor/ruleFiles.ts';
import { applyInstruction } from './editor/chatCode.ts';
import { registerChatView, tellSetAside } from './editor/chatView.ts';
import { registerCloudPreview } from './editor/cloudPreview.ts';
import { agreeByMessage } from './editor/consent.ts';
import { registerConnect } from './editor/connect.ts';
import { registerDiagnostics } from './editor/diagnostics.ts';
import { registerCompletionCommands } from './editor/completionCommands.ts';
import type { Documents } from './editor/documents.ts';
import { doorWords } from './editor/doorWords.ts';
import type { InlineCompletions } from './editor/inlineCompletions.ts';
import { registerCodeActions } from './editor/codeActions.ts';
import { registerCommitMessage } from './editor/commitMessage.ts';
import { registerInlineEdit } from './editor/inlineEdit.ts';
import {
  answerOfBlock,
  createApplyAnswer,
  askAgainText,
  registerApplyLastAnswer,
} from './editor/multiFileEdit.ts';
import { registerKeyCommands } from './editor/keyCommands.ts';
import { createLedgerFiles } from './editor/ledgerStore.ts';
import { registerMenu } from './editor/menu.ts';
import { registerModelProvider } from './editor/modelProvider.ts';
import { hostFetch, sha256, systemRandom } from './editor/nodePorts.ts';
import { PrivateFiles } from './editor/privateFiles.ts';
import { slashCommands } from './editor/promptFiles.ts';
import { watchProposals } from './editor/proposals.ts';
import { registerSettingSources } from './editor/settingSources.ts';
import { startUsageExport } from './editor/usageExport.ts';
import { registerUsageView } from './editor/usageView.ts';
import { WorkspaceIndex } from './editor/workspaceIndex.ts';
import { WorkspaceNames } from './editor/workspaceNames.ts';

/** What the first half made. */
export interface Composed {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly ofMachine: KeyValueStore;
  readonly ofWorkspace: KeyValueStore;
  readonly storageFolder: string;
  readonly approvals: Approvals;
  readonly profiles: TeamProfiles;
  readonly settings: SettingsReader;
  readonly pause: Pause;
  readonly policy: () => CloudPolicy;
  readonly keys: KeyStore;
  readonly models: ManagedLocalModels;
  readonly audit: ReturnType<typeof createAuditLog>;
  readonly gate: Gate;
  readonly documents: Documents;
  readonly completion: CompletionStages;
  readonly inline: InlineCompletions;
  /** Takes the rules for files that stay local as soon as they are there. By workspace-relative path. */
  readonly localOnly: { staysLocal: (file: string) => boolean };
}

/** Registers the cloud, edits, the chat and every view. To be called once. */
export function composeLater(composed: Composed): Disposable {
  const { context, log, clock, newId, environment, ofMachine, ofWorkspace, storageFolder } = composed;
  const { approvals, profiles, settings, pause, policy, keys, models, audit, gate } = composed;
  const { documents, completion, inline } = composed;
  const held = new Disposables();
  const { version } = context.extension.packageJSON as { readonly version: string };
  held.add(registerMenu({ pause, settings, log }));
  held.add(registerConnect({ models, keys, log }));
  held.add(registerDiagnostics({ models, settings, version, log }));

  // The one door to the cloud.
  const privateFiles = held.add(new PrivateFiles({ settings, environment, log }));
  composed.localOnly.staysLocal = (file) => privateFiles.pathStaysLocal(file);
  const prices = createPriceList(
    () => profiles.prices(),
    () => dayOf(clock.now()),
  );
  const isTrusted = (): boolean => vscode.workspace.isTrusted;
  const door = openCloudDoor({
    fetch: hostFetch,
    clock,
    random: systemRandom,
    sha256,
    log,
    policy,
    isTrusted,
    redaction: redactionForDoor({
      random: systemRandom,
      clock,
      patterns: () => settings.current()['privacy.patterns'],
      knownValues: () => privateFiles.knownValues(),
    }),
    localOnly: privateFiles,
    keys: { keyFor: (origin) => keys.cloudKey(origin) },
    prices,
    spending: audit,
    audit,
    accounts: createLedgerFiles(path.join(storageFolder, 'accounts')),
    dayOf,
  });
  held.add(
    registerKeyCommands({
      keys,
      log,
      fetch: hostFetch,
      settings: () => settings.current(),
      serverUrls: () => serverOrigins(settings.current()),
      cloudAddress: () => cloudAddress(policy()),
      cloudModels: (address, key, signal) => cloudModels(address, key, { fetch: hostFetch, clock }, signal),
    }),
  );
  const auditPlace = (): string => auditFolder({ folder: settings.current()['audit.folder'], storageFolder });
  held.add(registerAuditView({ files: () => createLedgerFiles(auditPlace()), folder: auditPlace, log }));

  const answerStages = (task: 'chat' | 'edit'): AnswerStages => ({
    models,
    judge: (judged, signal) => gate.judge(judged, signal),
    route: routeAnswer({ door, policy, isTrusted }, task),
    repairInstruction,
    askCloud: (request, options, signal) => askCloud(door, request, options, signal),
    priceUsd: (model, usage) =>
      prices.costUsd({
        model,
        tokensIn: usage.tokensIn ?? 0,
        tokensOut: usage.tokensOut ?? 0,
        tokensCached: usage.tokensCached ?? 0,
      }),
    audit,
    clock,
    newId,
  });

  held.add(
    registerCompletionCommands({
      stages: completion,
      inline,
      documents,
      askCloud: (request, judge, signal) => askCloud(door, request, { agree: agreeByMessage, judge }, signal),
      log,
    }),
  );

  // Edits.
  const staysLocal = (uri: vscode.Uri): boolean => privateFiles.staysLocal(uri);
  const inlineEdit = held.add(
    registerInlineEdit({
      stages: answerStages('edit'),
      agree: agreeByMessage,
      store: ofMachine,
      log,
      staysLocal,
      recentEdits: () => documents.edits(),
    }),
  );

  const applyAnswer = createApplyAnswer({
    inlineEdit,
    judge: (judged, signal) => gate.judge(judged, signal),
  });
  held.add(registerCommitMessage({ stages: answerStages('edit'), agree: agreeByMessage, staysLocal, log }));

  // Chat.
  const conversations = new ConversationStore({
    files: createLedgerFiles(path.join(storageFolder, 'conversations')),
    clock,
    newId,
    log,
  });
  const codebase = held.add(
    new WorkspaceIndex({
      distFolder: path.join(context.extensionPath, 'dist'),
      storageFolder: path.join(storageFolder, 'index'),
      staysLocal,
      embed: {
        embedding: () => Promise.resolve(models.embedding()),
        isBusy: () => models.state === 'working',
        estimateTokens: (text) => models.estimateTokens(text),
        audit,
        clock,
        newId,
      },
      log,
    }),
  );
  held.add(pause.onDidChange(() => codebase.setPaused(pause.isPaused)));
  const names = new WorkspaceNames(codebase);
  const chatContext = held.add(
    new EditorChatContext({
      named: (query, limit) => names.named(query, limit),
      filesUnder: (folder, limit) => names.filesUnder(folder, limit),
      symbols: (query, limit) => codebase.symbols(query, limit),
      staysLocal,
    }),
  );
  const rules = async (): Promise<readonly Attachment[]> => [
    ...teamRules(profiles.instructions()),
    ...(await chatContext.rules()),
  ];
  const chat = new ChatSession({
    stages: answerStages('chat'),
    store: conversations,
    memory: ofWorkspace,
    rules,
    slashCommands,
    gather: (kind) => chatContext.gather(kind),
    searchCodebase: (question, signal) => codebase.search(question, signal),
    showPreview: ({ id }) => void vscode.commands.executeCommand('tandem.cloud.preview', id),
    log,
  });
  held.add(chat);
  held.add(door.onDidChangePending((previews) => chat.refreshPending(previews)));
  held.add(conversations.onDidSetAside(tellSetAside));
  const previewChat = (): boolean => {
    if (chat.snapshot.conversation.turns.length === 0) return false;
    void chat.preview().catch(() => undefined);
    return true;
  };
  held.add(registerCloudPreview({ door, log, explain: doorWords, previewChat }));
  held.add(models.onDidChangeState(() => void chat.refresh().catch(() => undefined)));
  held.add(
    registerChatView({
      extensionUri: context.extensionUri,
      session: chat,
      store: conversations,
      context: chatContext,
      estimateTokens: (text) => models.estimateTokens(text),
      index: codebase,
      cloud: () => {
        const { provider, model } = policy();
        return { isConfigured: provider !== 'none', name: `${provider} ${model}` };
      },
      applyCode: async (editor, block) => {
        // What can be placed exactly needs no model.
        const placed = await applyAnswer(answerOfBlock(block), { uri: editor.document.uri, silent: true });
        if (!placed.shown) await inlineEdit.start({ instruction: applyInstruction(block) });
      },
      log,
    }),
  );

  const askChat = async (question: string): Promise<void> => {
    await vscode.commands.executeCommand('tandem.chat.focus');
    await chat.send(question);
  };
  const lastAnswer = (): { text: string; question: string } | undefined => {
    const turn = activeTurns(chat.snapshot.conversation).at(-1);
    const answer = turn === undefined ? undefined : selectedAnswer(turn);
    return turn === undefined || answer === undefined
      ? undefined
      : { text: answer.text, question: turn.question.text };
  };
  held.add(registerApplyLastAnswer({ applyAnswer, lastAnswer, log }));
  held.add(
    chat.onDidAnswer(({ question, answer }) => {
      if (question.command !== 'edit') return;
      const repair = async (evidence: string): Promise<void> => {
        chat.attach(question.attachments);
        await chat.send(`/edit ${askAgainText(question.text, evidence)}`);
      };
      const options = { instruction: question.text, finished: true, repair };
      void applyAnswer(answer.text, options).catch((failure: unknown) =>
        log.warn(`edit: ${String(failure)}`),
      );
    }),
  );
  held.add(registerCodeActions({ inlineEdit, askChat, log }));

  // VS Code's own chat.
  held.add(
    registerModelProvider({
      stages: { ...answerStages('chat'), models },
      agree: agreeByMessage,
      attached: (references) => chatContext.attached(references),
      rules,
    }),
  );

  // What everyone can see.
  held.add(registerSettingSources({ settings, profiles, log }));
  held.add(
    registerUsageView({
      extensionUri: context.extensionUri,
      ledger: audit,
      auditFolder: () => auditFolder({ folder: settings.current()['audit.folder'], storageFolder }),
      models,
      pause,
      settings,
      prices,
      fetch: hostFetch,
      clock,
      store: ofMachine,
      log,
    }),
  );
  held.add(startUsageExport({ ledger: audit, settings, fetch: hostFetch, clock, version, log }));
  held.add(watchProposals({ settings, approvals }));
  return held;
}
