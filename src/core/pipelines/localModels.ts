/** Which model of the team's server answers this task? Keeps one session for completion and one for chat, as the settings say. */

import { Disposables, type Disposable } from '../base/disposables.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { none, type Outcome } from '../base/outcome.ts';
import { isModelError, ModelError } from '../model/modelError.ts';
import type { ChatModel, FimModel, LocalModels, NoModelReason } from '../server/localModels.ts';
import type { PullProgress } from '../server/pullModel.ts';
import { problemSentence } from '../server/problemSentence.ts';
import { splitUrls } from '../server/normalizeUrl.ts';
import type { ServerDescription, ServerState } from '../server/serverDescription.ts';
import type { Settings } from '../settings/settings.ts';
import type { EmbeddingModel } from './embedCodebase.ts';
import { inspectServer } from './inspectServer.ts';
import type { InspectPorts } from './inspection.ts';
import { proveInspected } from './provenFim.ts';
import { pullModel } from './pullModel.ts';
import { ServerSession } from './serverSession.ts';
import { serversHere } from './thisMachine.ts';
import { TokenEstimate } from './tokenEstimate.ts';

export type ModelSettings = Pick<
  Settings,
  'server.url' | 'completion.url' | 'completion.model' | 'chat.url' | 'chat.model'
>;

export interface LocalModelsPorts extends InspectPorts {
  /** Current values; `TANDEM_SERVER_URL` is in `server.url` already. */
  settings(): ModelSettings;
  readonly onDidChangeSettings: Event<unknown>;
}

export interface ManagedLocalModels extends LocalModels, Disposable {
  /** Begins to look for the server; otherwise the first question does. */
  start(): void;
  /** Forgets what was detected (a key was given, the person asks again) and detects anew. */
  refresh(): Promise<void>;
  /** No suggestions and no requests until lifted. */
  setPaused(paused: boolean): void;
  /** Detects a server without using it and tries FIM once: for `tandem.connect`. Never rejects. */
  look(url: string, signal: AbortSignal): Promise<Looked>;
  /** Servers on this machine's well-known ports. */
  findOnThisMachine(): Promise<readonly ServerDescription[]>;
  /** The embedding model of the team's server; `undefined` where it has none or nothing may be asked now. */
  embedding(): EmbeddingModel | undefined;
  /** Makes an Ollama fetch a model. Rejects with ModelError, or with the signal's reason. */
  pull(
    url: string,
    model: string,
    onProgress: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

export interface Looked {
  readonly description: ServerDescription;
  /** Why it can't be used as it stands. */
  readonly failure: ModelError | undefined;
}

export function createLocalModels(ports: LocalModelsPorts): ManagedLocalModels {
  return new SessionsOfSettings(ports);
}

class SessionsOfSettings implements ManagedLocalModels {
  private readonly ports: LocalModelsPorts;
  private readonly held = new Disposables();
  private readonly changed = this.held.add(new Emitter<ServerState>());
  private readonly tokens = new TokenEstimate();
  private sessions: { completion: ServerSession; chat: ServerSession };
  private paused = false;
  private toldState: ServerState | undefined;
  private settingsKey: string;

  readonly onDidChangeState: Event<ServerState> = this.changed.event;

  constructor(ports: LocalModelsPorts) {
    this.ports = ports;
    this.settingsKey = JSON.stringify(ports.settings());
    this.sessions = this.open();
    this.held.add(ports.onDidChangeSettings(() => this.settingsChanged()));
  }

  get state(): ServerState {
    if (this.paused) return 'paused';
    const { completion, chat } = this.sessions;
    if (completion === chat) return completion.state;
    const rank: readonly ServerState[] = [
      'working',
      'unauthorized',
      'unreachable',
      'loading model',
      'ready',
      'offline',
    ];
    return rank.find((state) => completion.state === state || chat.state === state) ?? 'offline';
  }

  start(): void {
    void this.sessions.completion.detect();
    void this.sessions.chat.detect();
  }

  async fim(): Promise<Outcome<FimModel, NoModelReason>> {
    if (this.paused) return none('paused');
    return this.sessions.completion.fim();
  }

  async chat(): Promise<Outcome<ChatModel, NoModelReason>> {
    if (this.paused) return none('paused');
    return this.sessions.chat.chat();
  }

  embedding(): EmbeddingModel | undefined {
    if (this.paused) return undefined;
    const { completion, chat } = this.sessions;
    return chat.embedding() ?? completion.embedding();
  }

  describe(): readonly ServerDescription[] {
    const { completion, chat } = this.sessions;
    return [...new Set([completion, chat])].flatMap((session) => session.describe());
  }

  estimateTokens(text: string): number {
    return this.tokens.estimate(text);
  }

  async refresh(): Promise<void> {
    const { completion, chat } = this.sessions;
    await Promise.all([...new Set([completion, chat])].map((session) => session.detect({ again: true })));
  }

  setPaused(paused: boolean): void {
    this.paused = paused;
    this.tell();
  }

  async look(url: string, signal: AbortSignal): Promise<Looked> {
    const settings = this.ports.settings();
    const wanted = { completion: settings['completion.model'], chat: settings['chat.model'] };
    const { completion, chat } = this.sessions;
    const isInUse = [completion, chat].some((session) => session.isAt(url));
    const inspection = await inspectServer(url, isInUse ? wanted : { completion: '', chat: '' }, this.ports);
    const { description, failure } = inspection;
    if (failure !== undefined) return { description, failure };
    try {
      return { description: await proveInspected(inspection, this.ports, signal), failure };
    } catch (trouble) {
      const { host, url: baseUrl, kind } = description;
      const cause = isModelError(trouble) ? trouble : new ModelError('protocol', { host });
      const { whereabouts, say } = this.ports;
      const sentence = problemSentence(cause, { url: baseUrl, kind, whereabouts, say });
      return {
        description: { ...description, problems: [sentence, ...description.problems] },
        failure: cause,
      };
    }
  }

  async findOnThisMachine(): Promise<readonly ServerDescription[]> {
    return (await serversHere(this.ports)).map(({ description }) => description);
  }

  async pull(
    url: string,
    model: string,
    onProgress: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { server, failure } = await inspectServer(url, { completion: '', chat: '' }, this.ports);
    if (server === undefined) throw failure ?? new ModelError('unreachable', { host: url });
    await pullModel(server.connection, model, onProgress, signal);
    await this.refresh();
  }

  dispose(): void {
    this.closeSessions();
    this.held.dispose();
  }

  private open(): { completion: ServerSession; chat: ServerSession } {
    const settings = this.ports.settings();
    const completionUrls = splitUrls(settings['completion.url'] || settings['server.url']);
    const chatUrls = splitUrls(settings['chat.url'] || settings['server.url']);
    const wanted = { completion: settings['completion.model'], chat: settings['chat.model'] };
    const setup = { wanted, tokens: this.tokens, onChange: () => this.tell() };
    const make = (urls: readonly string[]): ServerSession =>
      new ServerSession({ urls, ...setup }, this.ports);
    const completion = make(completionUrls);
    return { completion, chat: completionUrls.join() === chatUrls.join() ? completion : make(chatUrls) };
  }

  private settingsChanged(): void {
    const key = JSON.stringify(this.ports.settings());
    if (key === this.settingsKey) return;
    this.settingsKey = key;
    this.closeSessions();
    this.sessions = this.open();
    this.start();
    this.tell();
  }

  private closeSessions(): void {
    for (const session of new Set(Object.values(this.sessions))) session.dispose();
  }

  private tell(): void {
    const { state } = this;
    if (state === this.toldState) return;
    this.toldState = state;
    this.changed.fire(state);
  }
}
