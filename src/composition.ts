/** The wiring diagram: every `new`, in dependency order. `compositionLater.ts` goes on with what no keystroke waits for. */

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import * as vscode from 'vscode';

import { Disposables, type Disposable } from './core/base/disposables.ts';
import type { CloudPolicy } from './core/cloud/cloudPorts.ts';
import { cloudAddress } from './core/cloud/cloudTarget.ts';
import { completionSources } from './core/context/completionSources.ts';
import { tagged } from './core/base/log.ts';
import { createSyntax } from './core/gate/syntax/syntax.ts';
import { completionStages } from './core/pipelines/completionStages.ts';
import { lazyGate } from './core/pipelines/lazyGate.ts';
import { lazyLocalModels } from './core/pipelines/lazyLocalModels.ts';
import { phraseFim } from './core/prompt/fim/phraseFim.ts';
import { belongsToProvider } from './core/server/belongsToProvider.ts';
import { serverOrigins } from './core/server/serverOrigins.ts';
import type { Whereabouts } from './core/server/problemSentence.ts';
import { createApprovals } from './core/settings/approvals.ts';
import { createAuditLog } from './editor/auditLog.ts';
import { createGateEvidence } from './editor/gateEvidence.ts';
import { createProjectFiles } from './editor/projectFiles.ts';
import { lookUpDefinitions } from './editor/definitions.ts';
import { Documents } from './editor/documents.ts';
import { InlineCompletions } from './editor/inlineCompletions.ts';
import { createKeyStore } from './editor/keyStore.ts';
import { hostFetch, systemClock } from './editor/nodePorts.ts';
import { createPause } from './editor/pause.ts';
import { createSettingsReader } from './editor/settingsReader.ts';
import { createStatusBar } from './editor/statusBar.ts';
import { mementoStore, secretStore } from './editor/stores.ts';
import { createTeamProfiles } from './editor/teamProfile.ts';
import { welcomeOnce } from './editor/welcome.ts';

/** Other extensions that start with the window go first. */
const soonMs = 150;

export interface Composition extends Disposable {
  /** Reads the rest now, if it is not there yet: its commands are registered afterwards. */
  complete(): Promise<void>;
}

/** To be called once. `waiting` holds the commands until those who run them are there. */
export async function compose(context: vscode.ExtensionContext, waiting: Disposable): Promise<Composition> {
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
    lazyLocalModels({
      fetch: hostFetch,
      clock,
      log,
      store: ofMachine,
      serverKey: (origin) => keys.serverKey(origin),
      whereabouts: whereabouts(vscode.env.remoteName),
      say: vscode.l10n.t,
      settings: () => settings.current(),
      onDidChangeSettings: settings.onDidChange,
    }),
  );
  held.add(
    keys.onDidChange(({ purpose }) => {
      if (purpose === 'server') void models.refresh();
    }),
  );
  const audit = held.add(
    createAuditLog({
      settings,
      storageFolder,
      counterFile: path.join(context.extensionPath, 'dist', 'ledgerCount.worker.cjs'),
      clock,
      log,
    }),
  );

  // The gate and the router.
  const grammars = path.join(context.extensionPath, 'dist', 'grammars');
  const syntax = held.add(
    createSyntax({
      loadRuntime: () => readFile(path.join(grammars, 'web-tree-sitter.wasm')),
      loadGrammar: (name) => readFile(path.join(grammars, `tree-sitter-${name}.wasm`)),
    }),
  );
  const evidence = held.add(
    createGateEvidence({
      command: (scope) => settings.current(scope)['gate.command'],
      log: tagged(log, 'gate'),
    }),
  );
  const gate = lazyGate({
    clock,
    syntax,
    log: tagged(log, 'gate'),
    project: createProjectFiles(),
    ...evidence,
  });
  // Suggestions.
  // Files that stay local are the team's own server's to read, and nobody else's. Until the rules are read, all stay.
  const localOnly = { staysLocal: (_file: string): boolean => true };
  const asksProvider = (): boolean =>
    models.describe().some(({ url, completion }) => completion !== undefined && belongsToProvider(url));
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
    allows: (file) => !asksProvider() || !localOnly.staysLocal(file),
  });
  const inline = held.add(
    new InlineCompletions({
      stages: completion,
      documents,
      permitted: (document) => {
        if (pause.isPaused) return 'paused';
        const scope = { uri: document.uri, languageId: document.languageId };
        if (!settings.current(scope)['completion.enabled']) return 'disabled';
        const file = documents.pathOf(document);
        return asksProvider() && localOnly.staysLocal(file) ? 'excludedFile' : 'yes';
      },
    }),
  );
  held.add(vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, inline));
  // What everyone can see.
  held.add(createStatusBar({ ledger: audit, models, pause, settings, profiles, clock }));
  held.add(pause.onDidChange(() => models.setPaused(pause.isPaused)));
  models.setPaused(pause.isPaused);
  held.add(clock.after(0, () => models.start()));
  void welcomeOnce(ofMachine, context.extensionMode);

  // The rest: soon, or when the first of its commands is run.
  const composed = {
    context,
    log,
    clock,
    newId,
    environment,
    ofMachine,
    ofWorkspace,
    storageFolder,
    approvals,
    profiles,
    settings,
    pause,
    policy,
    keys,
    models,
    audit,
    gate,
    documents,
    completion,
    inline,
    localOnly,
  };
  let reading: Promise<void> | undefined;
  const complete = (): Promise<void> => {
    reading ??= import('./compositionLater.ts').then(({ composeLater }) => {
      waiting.dispose();
      if (!held.isDisposed) held.add(composeLater(composed));
    });
    return reading;
  };
  held.add(
    clock.after(soonMs, () => {
      complete().catch((failure: unknown) => {
        log.error(failure instanceof Error ? (failure.stack ?? failure.message) : String(failure));
      });
    }),
  );
  return { complete, dispose: () => held.dispose() };
}

function whereabouts(remoteName: string | undefined): Whereabouts {
  if (remoteName === undefined) return 'here';
  return remoteName === 'ssh-remote' || remoteName === 'wsl' || remoteName === 'dev-container'
    ? remoteName
    : 'otherRemote';
}
