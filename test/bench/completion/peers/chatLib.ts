/** How is `@vscode/chat-lib` 0.66.0, the engine of Copilot's suggestions, driven? Network and account are handed in. */

import { copyFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { installed, type Peer, type PeerKind, type PeerPlace } from './peer.ts';

interface Engine {
  getInlineCompletions(
    document: unknown,
    position: { line: number; character: number },
    token: unknown,
  ): Promise<{ uuid: string; insertText: string; range: { start: { character: number } } }[] | undefined>;
  inlineCompletionShown(id: string): Promise<void>;
  dispose(): void;
}

type Loaded = Readonly<Record<string, new (...parts: readonly unknown[]) => unknown>>;

interface Library {
  create(options: object): Engine;
  readonly documents: { create(uri: string, languageId: string, version: number, text: string): unknown };
  readonly Token: Loaded[string];
  readonly Workspace: Loaded[string];
  readonly Emitter: new () => { readonly event: unknown };
  readonly Response: Loaded[string];
  readonly CancellationTokenSource: new () => { readonly token: unknown; cancel(): void };
}

export async function chatLib(): Promise<PeerKind | undefined> {
  const folder = await installed('@vscode/chat-lib', '0.66.0');
  if (folder === undefined) return undefined;
  const library = load(folder);
  return {
    name: '@vscode/chat-lib 0.66.0',
    // 8,192 without the 500 of its answer.
    promptTokens: 7_692,
    connect: (url) => Promise.resolve(connect(library, url)),
  };
}

function load(folder: string): Library {
  const packages = path.join(folder, 'node_modules');
  const dist = path.join(packages, '@vscode', 'chat-lib', 'dist');
  const grammars = path.join(packages, '@vscode', 'tree-sitter-wasm', 'wasm');
  for (const name of readdirSync(grammars).filter((file) => file.endsWith('.wasm')))
    copyFileSync(path.join(grammars, name), path.join(dist, name));
  const require = createRequire(path.join(folder, 'package.json'));
  const own = (name: string): unknown => require(path.join(dist, 'src', '_internal', name));
  const { createInlineCompletionsProvider: create } = require(path.dirname(dist)) as {
    createInlineCompletionsProvider: Library['create'];
  };
  const suggestions = 'extension/completions-core/vscode-node/lib/src';
  return {
    create,
    documents: (own(`${suggestions}/textDocument`) as { CopilotTextDocument: Library['documents'] })
      .CopilotTextDocument,
    Token: named(own('platform/authentication/common/copilotToken'), 'CopilotToken'),
    Workspace: named(own('platform/inlineEdits/common/observableWorkspace'), 'MutableObservableWorkspace'),
    Emitter: named(own('util/vs/base/common/event'), 'Emitter') as Library['Emitter'],
    Response: named(own('platform/networking/common/fetcherService'), 'Response'),
    CancellationTokenSource: named(
      own('util/vs/base/common/cancellation'),
      'CancellationTokenSource',
    ) as Library['CancellationTokenSource'],
  };
}

function named(loaded: unknown, name: string): Loaded[string] {
  const found = (loaded as Loaded)[name];
  if (found === undefined) throw new Error(`the package has no ${name}`);
  return found;
}

function connect(library: Library, url: string): Peer {
  const open = new Map<string, unknown>();
  const engine = library.create(options(library, url, () => [...open.values()]));
  let version = 0;
  return {
    async complete(place, signal) {
      const uri = `file:///project/${place.path}`;
      const document = library.documents.create(uri, place.languageId, ++version, place.text);
      open.set(uri, document);
      const source = new library.CancellationTokenSource();
      signal.addEventListener('abort', () => source.cancel(), { once: true });
      const [first] = (await engine.getInlineCompletions(document, positionOf(place), source.token)) ?? [];
      if (first === undefined) return undefined;
      return {
        text: first.insertText.slice(positionOf(place).character - first.range.start.character),
        shown: () => void engine.inlineCompletionShown(first.uuid).catch(() => undefined),
      };
    },
    close() {
      engine.dispose();
      return Promise.resolve();
    },
  };
}

function positionOf({ text, offset }: PeerPlace): { line: number; character: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

function options(library: Library, url: string, documents: () => unknown[]): object {
  const never = new library.Emitter().event;
  const token = new library.Token({
    token: 'tid=bench',
    sku: 'unknown',
    expires_at: 4_000_000_000,
    refresh_in: 1_000_000,
    username: 'bench',
    copilot_plan: 'unknown',
    organization_list: [],
    endpoints: { proxy: url, api: url, telemetry: url, 'origin-tracker': url },
  });
  return {
    fetcher: fetcher(library),
    authService: {
      isMinimalMode: false,
      onDidAuthenticationChange: never,
      onDidAccessTokenChange: never,
      onDidAdoAuthenticationChange: never,
      onDidCopilotTokenChange: never,
      copilotToken: token,
      getGitHubSession: () => Promise.resolve(undefined),
      getCopilotToken: () => Promise.resolve(token),
      resetCopilotToken: () => undefined,
      getAdoAccessTokenBase64: () => Promise.resolve(undefined),
    },
    telemetrySender: { sendTelemetryEvent: () => undefined, sendEnhancedTelemetryEvent: () => undefined },
    logTarget: { logIt: () => undefined },
    contextProviderMatch: () => Promise.resolve(0),
    statusHandler: { didChange: () => undefined },
    documentManager: {
      onDidChangeTextDocument: never,
      onDidOpenTextDocument: never,
      onDidCloseTextDocument: never,
      onDidFocusTextDocument: never,
      onDidChangeWorkspaceFolders: never,
      getTextDocumentsUnsafe: documents,
      findNotebook: () => undefined,
      getWorkspaceFolders: () => [{ uri: 'file:///project', name: 'project' }],
    },
    workspace: new library.Workspace(),
    urlOpener: { open: () => Promise.resolve() },
    editorInfo: { name: 'vscode', version: '1.109.0' },
    editorPluginInfo: { name: 'bench', version: '1.0.0' },
    relatedPluginInfo: [],
    editorSession: { sessionId: 'bench', machineId: 'bench' },
    notificationSender: { showWarningMessage: () => Promise.resolve(undefined) },
    endpointProvider: {
      onDidModelsRefresh: never,
      getAllCompletionModels: () => Promise.resolve([]),
      getAllChatEndpoints: () => Promise.resolve([]),
    },
  };
}

interface FetchOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly json?: unknown;
  readonly signal?: AbortSignal;
}

function fetcher({ Response }: Library): object {
  return {
    getUserAgentLibrary: () => 'bench',
    disconnectAll: () => Promise.resolve(),
    makeAbortController: () => new AbortController(),
    isAbortError: (failure: unknown) => failure instanceof Error && failure.name === 'AbortError',
    isInternetDisconnectedError: () => false,
    isFetcherError: () => false,
    isNetworkProcessCrashedError: () => false,
    getUserMessageForFetcherError: String,
    fetchWithPagination: () => Promise.resolve([]),
    async fetch(url: string, { method, headers, body, json, signal }: FetchOptions) {
      const answer = await fetch(url, {
        method: method ?? 'GET',
        headers: headers ?? {},
        ...(body !== undefined || json !== undefined ? { body: body ?? JSON.stringify(json) } : {}),
        ...(signal === undefined ? {} : { signal }),
      });
      return new Response(
        answer.status,
        answer.statusText,
        answer.headers,
        answer.body,
        'node-fetch',
        () => undefined,
        'bench',
        'bench',
      );
    },
  };
}
