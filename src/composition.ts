/** The wiring diagram: every `new`, in dependency order. The only place that constructs services. */

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import * as vscode from 'vscode';

import { Disposables, type Disposable } from './core/base/disposables.ts';
import { cloudModels } from './core/cloud/cloudModels.ts';
import type { CloudPolicy } from './core/cloud/cloudPorts.ts';
import { cloudAddress } from './core/cloud/cloudTarget.ts';
import { openCloudDoor } from './core/cloud/openCloudDoor.ts';
import { completionSources } from './core/context/completionSources.ts';
import { activeTurns, selectedAnswer } from './core/conversation/conversation.ts';
import { ConversationStore } from './core/conversation/conversationStore.ts';
import { tagged } from './core/base/log.ts';

import { createSyntax } from './core/gate/syntax/syntax.ts';
import type { AnswerStages } from './core/pipelines/answerTurn.ts';
import { askCloud } from './core/pipelines/askCloud.ts';
import { ChatSession } from './core/pipelines/chatSession.ts';
import { completionStages } from './core/pipelines/completionStages.ts';
import { lazyGate } from './core/pipelines/lazyGate.ts';
import { createLocalModels } from './core/pipelines/localModels.ts';
import { redactionForDoor } from './core/pipelines/redactionForDoor.ts';
import { routeAnswer } from './core/pipelines/routeAnswer.ts';
import { phraseFim } from './core/prompt/fim/phraseFim.ts';
import { repairInstruction } from './core/router/repairInstruction.ts';
import { normalizeUrl, originOf, splitUrls } from './core/server/normalizeUrl.ts';
import type { Whereabouts } from './core/server/problemSentence.ts';
import { createApprovals } from './core/settings/approvals.ts';
import type { Settings } from './core/settings/settings.ts';
import { createPriceList } from './core/usage/prices.ts';
import { auditFolder, createAuditLog, dayOf } from './editor/auditLog.ts';
import { registerAuditView } from './editor/auditView.ts';
import { EditorChatContext } from './editor/chatContext.ts';
import { applyInstruction } from './editor/chatCode.ts';
import { registerChatView, tellSetAside } from './editor/chatView.ts';
import { registerCloudPreview } from './editor/cloudPreview.ts';
import { agreeByMessage } from './editor/consent.ts';
import { registerConnect } from './editor/connect.ts';
import { registerDiagnostics } from './editor/diagnostics.ts';
import { createAskDiagnostics } from './editor/diagnosticsDelta.ts';
import { createGateCommand } from './editor/gateCommand.ts';
import { createProjectFiles } from './editor/projectFiles.ts';
import { registerCompletionCommands } from './editor/completionCommands.ts';
import { lookUpDefinitions } from './editor/definitions.ts';
import { Documents } from './editor/documents.ts';
import { doorWords } from './editor/doorWords.ts';
import { InlineCompletions } from './editor/inlineCompletions.ts';
import { registerCodeActions } from './editor/codeActions.ts';
import { registerCommitMessage } from './editor/commitMessage.ts';
import { registerInlineEdit } from './editor/inlineEdit.ts';
import { answerOfBlock, createApplyAnswer, registerApplyLastAnswer } from './editor/multiFileEdit.ts';
import { registerKeyCommands } from './editor/keyCommands.ts';
import { createKeyStore } from './editor/keyStore.ts';
import { createLedgerFiles } from './editor/ledgerStore.ts';
import { registerMenu } from './editor/menu.ts';
import { registerModelProvider } from './editor/modelProvider.ts';
import { hostFetch, sha256, systemClock, systemRandom } from './editor/nodePorts.ts';
import { createPause } from './editor/pause.ts';
import { PrivateFiles } from './editor/privateFiles.ts';
import { slashCommands } from './editor/promptFiles.ts';
import { watchProposals } from './editor/proposals.ts';
import { registerSettingSources } from './editor/settingSources.ts';
import { createSettingsReader } from './editor/settingsReader.ts';
import { createStatusBar } from './editor/statusBar.ts';
import { mementoStore, secretStore } from './editor/stores.ts';
import { createTeamProfiles } from './editor/teamProfile.ts';
import { welcomeOnce } from './editor/welcome.ts';
import { startUsageExport } from './editor/usageExport.ts';
import { registerUsageView } from './editor/usageView.ts';
import { WorkspaceIndex } from './editor/workspaceIndex.ts';
import { WorkspaceNames } from './editor/workspaceNames.ts';

export async function compose(context: vscode.ExtensionContext): Promise<Disposable> {
  const held = new Disposables();
  const log = held.add(vscode.window.createOutputChannel('Tandem', { log: true }));
  const environment = process.env;
  const clock = systemClock;
  const newId = randomUUID;
  const ofMachine = mementoStore(context.globalState);
  const ofWorkspace = mementoStore(context.workspaceState);
  const storageFolder = context.globalStorageUri.fsPath;

  // What the person and the team asked for.
  const approvals = createApprovals(ofWorkspace);
  const profiles = held.add(
    await createTeamProfiles({
      fetch: hostFetch,
      clock,
      store: ofMachine,
      log,
      environment,
      platform: process.platform,
    }),
  );
  const settings = held.add(createSettingsReader({ profiles, approvals, environment }));
  const pause = held.add(createPause({ workspace: ofWorkspace, everywhere: ofMachine, clock }));
  const isLocked = (key: string): boolean =>
    settings.explain().explained.some((setting) => setting.key === key && setting.lockedBy !== undefined);
  const policy = (): CloudPolicy => {
    const current = settings.current();
    return {
      provider: current['cloud.provider'],
      url: current['cloud.url'],
      model: current['cloud.model'],
      escalation: current['cloud.escalation'],
      escalationLocked: isLocked('cloud.escalation'),
      dailyUsd: current['cloud.budget.dailyUsd'],
      monthlyUsd: current['cloud.budget.monthlyUsd'],
    };
  };

  // The team's own server, and what was asked of it.
  const keys = held.add(
    createKeyStore({
      secrets: secretStore(context.secrets),
      environment,
      isConfigured: (purpose, origin) => {
        if (purpose === 'server') return serverOrigins(settings.current()).includes(origin);
        const address = cloudAddress(policy());
        return address.ok && address.value.origin === origin;
      },
    }),
  );
  const models = held.add(
    createLocalModels({
      fetch: hostFetch,
      clock,
      log,
      store: ofMachine,
      serverKey: (origin) => keys.serverKey(origin),
      whereabouts: whereabouts(vscode.env.remoteName),
      settings: () => settings.current(),
      onDidChangeSettings: settings.onDidChange,
    }),
  );
  held.add(
    keys.onDidChange(({ purpose }) => {
      if (purpose === 'server') void models.refresh();
    }),
  );
  held.add(registerConnect({ models, keys, log }));
  const { version } = context.extension.packageJSON as { readonly version: string };
  held.add(registerDiagnostics({ models, settings, version, log }));
  const audit = held.add(await createAuditLog({ settings, storageFolder, clock, log }));

  // The one door to the cloud.
  const privateFiles = held.add(new PrivateFiles({ settings, environment, log }));
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

  // The gate and the router.
  const grammars = path.join(context.extensionPath, 'dist', 'grammars');
  const syntax = held.add(
    createSyntax({
      loadRuntime: () => readFile(path.join(grammars, 'web-tree-sitter.wasm')),
      loadGrammar: (name) => readFile(path.join(grammars, `tree-sitter-${name}.wasm`)),
    }),
  );
  const gate = lazyGate({
    clock,
    syntax,
    log: tagged(log, 'gate'),
    project: createProjectFiles(),
    diagnostics: createAskDiagnostics(tagged(log, 'gate')),
    command: held.add(
      createGateCommand({
        command: (scope) => settings.current(scope)['gate.command'],
        log: tagged(log, 'gate'),
      }),
    ),
  });
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

  // Suggestions.
  const documents = held.add(new Documents());
  const completion = completionStages({
    clock,
    log,
    newId,
    models,
    phrase: phraseFim,
    judge: (judged, signal) => gate.judge({ ...judged, cheapOnly: true }, signal),
    prepareJudge: (file, languageId) => gate.prepare(file, languageId),
    audit,
    sources: completionSources(documents, lookUpDefinitions),
    allows: () => true,
  });
  const inline = held.add(
    new InlineCompletions({
      stages: completion,
      documents,
      permitted: (document) => {
        if (pause.isPaused) return 'paused';
        const scope = { uri: document.uri, languageId: document.languageId };
        return settings.current(scope)['completion.enabled'] ? 'yes' : 'disabled';
      },
    }),
  );
  held.add(vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, inline));
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
  const chat = new ChatSession({
    stages: answerStages('chat'),
    store: conversations,
    memory: ofWorkspace,
    rules: () => chatContext.rules(),
    slashCommands,
    gather: (kind) => chatContext.gather(kind),
    searchCodebase: (question) => codebase.search(question),
    showPreview: ({ id }) => void vscode.commands.executeCommand('tandem.cloud.preview', id),
    log,
  });
  held.add(chat);
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
  held.add(registerCodeActions({ inlineEdit, askChat, log }));

  // VS Code's own chat.
  held.add(registerModelProvider({ stages: { ...answerStages('chat'), models }, agree: agreeByMessage }));

  // What everyone can see.
  held.add(createStatusBar({ ledger: audit, models, pause, settings, profiles, clock }));
  held.add(registerMenu({ pause, settings, log }));
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
  held.add(pause.onDidChange(() => models.setPaused(pause.isPaused)));
  models.setPaused(pause.isPaused);
  models.start();
  void welcomeOnce(ofMachine, context.extensionMode);
  return held;
}

/** The origins that the server's key of the environment may go to. */
function serverOrigins(current: Settings): string[] {
  return (
    [current['server.url'], current['completion.url'], current['chat.url']]
      .flatMap(splitUrls)
      // Without a scheme several are tried; a key never follows from https to http.
      .flatMap((address) => normalizeUrl(address).candidates[0] ?? [])
      .map(originOf)
  );
}

function whereabouts(remoteName: string | undefined): Whereabouts {
  if (remoteName === undefined) return 'here';
  return remoteName === 'ssh-remote' || remoteName === 'wsl' || remoteName === 'dev-container'
    ? remoteName
    : 'otherRemote';
}
