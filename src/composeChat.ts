/** The chat's part of the wiring diagram: store, session, context, view. Called by composition.ts alone. */

import { join } from 'node:path';

import * as vscode from 'vscode';

import { Disposables, type Disposable } from './core/base/disposables.ts';
import type { Log } from './core/base/log.ts';
import type { KeyValueStore } from './core/base/ports.ts';
import type { CloudPreview } from './core/cloud/cloudDoor.ts';
import { ConversationStore } from './core/conversation/conversationStore.ts';
import type { AnswerStages } from './core/pipelines/answerTurn.ts';
import { ChatSession } from './core/pipelines/chatSession.ts';
import type { LocalModels } from './core/server/localModels.ts';
import type { ApplyCode } from './editor/chatCode.ts';
import { EditorChatContext } from './editor/chatContext.ts';
import { registerChatView } from './editor/chatView.ts';
import type { CloudFacts } from './editor/chatViewState.ts';
import { createLedgerFiles } from './editor/ledgerStore.ts';
import { slashCommands } from './editor/promptFiles.ts';

export interface ChatParts {
  readonly context: vscode.ExtensionContext;
  /** Everything a turn needs but the clock of the view; `models` tells when to look again. */
  readonly stages: AnswerStages & { readonly models: Pick<LocalModels, 'onDidChangeState'> };
  /** Small values of this workspace. */
  readonly memory: KeyValueStore;
  readonly staysLocal: (uri: vscode.Uri) => boolean;
  readonly cloud: () => CloudFacts;
  readonly showPreview: (preview: CloudPreview) => void;
  readonly applyCode: ApplyCode;
  readonly log: Log;
}

export interface Chat extends Disposable {
  readonly session: ChatSession;
  readonly store: ConversationStore;
}

/** Nothing is read or asked before the view is opened. */
export function composeChat(parts: ChatParts): Chat {
  const held = new Disposables();
  const { stages, log } = parts;
  const store = new ConversationStore({
    files: createLedgerFiles(join(parts.context.globalStorageUri.fsPath, 'conversations')),
    clock: stages.clock,
    newId: stages.newId,
    log,
  });
  held.add(
    store.onDidSetAside(({ keptAs }) => {
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          'A conversation was damaged on disk. What could be read is shown; the damaged file is kept as {0}.',
          keptAs,
        ),
      );
    }),
  );
  const context = held.add(
    new EditorChatContext({
      files: () => Promise.resolve(vscode.workspace.findFiles('**/*', notListed, mostFiles)),
      symbols: () => Promise.resolve([]),
      codebase: undefined,
      staysLocal: parts.staysLocal,
    }),
  );
  const session = held.add(
    new ChatSession({
      stages,
      store,
      memory: parts.memory,
      rules: () => context.rules(),
      slashCommands,
      gather: (kind) => context.gather(kind),
      searchCodebase: () => Promise.resolve([]),
      showPreview: parts.showPreview,
      log,
    }),
  );
  held.add(stages.models.onDidChangeState(() => void session.refresh().catch(() => undefined)));
  held.add(
    registerChatView({
      extensionUri: parts.context.extensionUri,
      session,
      store,
      context,
      estimateTokens: (text) => stages.models.estimateTokens(text),
      cloud: parts.cloud,
      applyCode: parts.applyCode,
      log,
    }),
  );
  return { session, store, dispose: () => held.dispose() };
}

const notListed = '**/{node_modules,.git,dist,out,build,target,.venv,__pycache__}/**';
const mostFiles = 20_000;
